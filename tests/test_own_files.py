"""A customer's files in the open matter: one charge or two, repeats, taking one out."""

from collections.abc import AsyncIterator

import pytest

from bot.dialogue.drafts import answers
from bot.domain.checklist import CHARGES_ITEM, SeenCharges, ticked
from bot.domain.evidence import EvidenceForm
from bot.domain.languages import Language
from bot.domain.readings import FileReading
from bot.domain.taps import Tap
from bot.services.file_keeping import SentFile
from tests.file_chat import CHAT, FileChat, open_file_chat
from tests.test_file_readings import FIRST, PICTURES, REFUNDED, SECOND, STATEMENT

ITEMS = (
    (CHARGES_ITEM, "重复扣款清单", "list"),
    ("flow_export", "流水", "export"),
    ("order_page", "订单页", "order"),
)
OTHER = FileReading(screen="other")
UNREAD = FileReading(refused="no_ocr")


@pytest.fixture
async def chat(tmp_path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path) as opened:
        yield opened


async def with_pictures(chat, *readings):
    """Answer everything but the last question, and send pictures that say this."""
    chat.pictures = dict(zip(PICTURES, readings, strict=False)).__getitem__
    await chat.opens("duplicate_charge")
    for answer in ("支付宝", "乐家超市", "75元", "2次", "昨晚", "一次", "都入账了"):
        await chat.says(answer)
    await chat.sends(*PICTURES[: len(readings)])


@pytest.mark.parametrize(
    ("pictures", "charges", "done"),
    [
        pytest.param(0, SeenCharges(), set(), id="nothing"),
        pytest.param(1, SeenCharges(1, 1), set(), id="one charge proves nothing twice"),
        pytest.param(2, SeenCharges(2, 2), {CHARGES_ITEM}, id="two charges"),
        pytest.param(1, SeenCharges(2, 1), {CHARGES_ITEM}, id="a list with both"),
        pytest.param(3, SeenCharges(2, 2), {CHARGES_ITEM, "order_page"}, id="and the order"),
        pytest.param(2, SeenCharges(1, 1), {"order_page"}, id="one charge and the order"),
        pytest.param(1, SeenCharges(unread=1), set(), id="one that could not be read"),
        pytest.param(2, SeenCharges(unread=2), {CHARGES_ITEM}, id="two that could not be read"),
        pytest.param(2, SeenCharges(1, 1, 1), {CHARGES_ITEM}, id="one read, one not"),
        pytest.param(0, SeenCharges(2), {CHARGES_ITEM}, id="a statement shows them"),
    ],
)
def test_both_charges_are_wanted_not_one(pictures, charges, done):
    files = [(EvidenceForm.PHOTO, "", "")] * pictures
    assert ticked(ITEMS, files, charges) == done


@pytest.mark.parametrize(
    ("readings", "says", "missing"),
    [
        pytest.param(
            (FIRST,), "现在只看得到一笔扣款", "另一笔扣款的详情（现在只看得到一笔）", id="one"
        ),
        pytest.param((FIRST, SECOND), "", "", id="both"),
        pytest.param((FIRST, FIRST), "现在只看得到一笔扣款", "另一笔扣款的详情", id="one, twice"),
        pytest.param(
            (FIRST, REFUNDED), "现在只看得到一笔扣款", "另一笔扣款的详情", id="one was refunded"
        ),
        pytest.param((OTHER,), "", "至少两笔扣款的详情，一笔不够", id="none"),
        pytest.param((UNREAD,), "", "至少两笔扣款的详情，一笔不够", id="one that is not read"),
        pytest.param((UNREAD, UNREAD), "", "", id="two that are not read"),
    ],
)
async def test_the_customer_hears_that_a_charge_is_missing(chat, readings, says, missing):
    await with_pictures(chat, *readings)
    texts = "\n".join(await chat.texts())
    assert (says in texts) if says else ("只看得到一笔" not in texts)
    await chat.says("/")  # anything unreadable repeats the review
    last = next(text for text in reversed(await chat.texts()) if "凭证：截图" in text)
    assert (missing in last) if missing else ("扣款的详情" not in last)


async def test_the_checklist_ticks_off_what_is_here(chat):
    await with_pictures(chat, FIRST, SECOND)
    await chat.conversation.command(chat.sender, "evidence", "")
    said = await chat.last()
    assert "重复扣款清单：有了" in said
    assert "：还缺" in said
    assert "删掉一个文件" in await chat.labels()


async def test_before_any_file_the_checklist_only_names_what_helps(chat):
    await chat.opens("duplicate_charge")
    await chat.conversation.command(chat.sender, "evidence", "")
    assert "：还缺" not in await chat.last()
    assert await chat.labels() == []


async def test_a_file_is_taken_out_before_filing_with_its_bytes(chat):
    await with_pictures(chat, FIRST, SECOND)
    first, second = await chat.evidence()
    await chat.conversation.command(chat.sender, "evidence", "")
    await chat.taps("删掉一个文件")
    assert "这里有 2 个文件" in await chat.last()
    chat.holds.add("blob.remove")
    await chat.says("删掉第 1 个")  # typing the label does what tapping it does
    assert [file.id for file in await chat.evidence()] == [second.id]
    assert answers((await chat.draft()).draft).evidence == (str(second.id),)
    said = await chat.last()
    assert "删掉了，还剩 1 个文件" in said
    assert "从它读出来的内容还在您的回答里" in said
    [job] = await chat.jobs()
    assert first.sha256 in job["payload"]


@pytest.mark.parametrize("whose", ["another draft", "another chat", "nobody"])
async def test_nobody_takes_out_what_is_not_in_their_open_matter(chat, whose):
    await with_pictures(chat, FIRST, SECOND)
    first, _ = await chat.evidence()
    change = {
        "another draft": "UPDATE evidence SET draft_id = NULL WHERE id = :id",
        "another chat": f"UPDATE evidence SET chat_id = {CHAT + 1} WHERE id = :id",
        "nobody": "UPDATE evidence SET bot_id = bot_id WHERE id = :id",
    }[whose]
    await chat.database.write(lambda c: c.run(change, id=first.id))
    item = first.id if whose != "nobody" else first.id + 1000
    stored = await chat.draft()
    await chat.taps_data(Tap("unfile", (str(stored.id), str(item))))
    rows = await chat.database.read(lambda c: c.all("SELECT id FROM evidence"))
    assert len(rows) == 2


async def test_after_the_filing_nothing_is_taken_out(chat):
    await with_pictures(chat, FIRST, SECOND)
    stored, (first, _) = await chat.draft(), await chat.evidence()
    await chat.taps("提交，要求退 75.00 元")
    await chat.taps_data(Tap("unfile", (str(stored.id), str(first.id))))
    assert len(await chat.evidence()) == 2


@pytest.mark.parametrize("junk", [(), ("x",), ("1", "x"), ("1", "9" * 40), ("1", "-1")])
async def test_made_up_buttons_change_nothing(chat, junk):
    await with_pictures(chat, FIRST, SECOND)
    stored = await chat.draft()
    about = (str(stored.id), *junk[1:]) if junk else ()
    for verb in ("files", "unfile"):
        await chat.taps_data(Tap(verb, about))
    assert len(await chat.evidence()) == 2


async def test_many_files_are_listed_in_parts(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(*(b"\xff\xd8\xff" + bytes([number]) * 30 for number in range(11)))
    stored = await chat.draft()
    await chat.taps_data(Tap("files", (str(stored.id), "0")))
    assert (await chat.labels())[-2:] == ["删掉第 8 个", "还有更多"]
    await chat.taps("还有更多")
    assert await chat.labels() == ["删掉第 9 个", "删掉第 10 个", "删掉第 11 个"]


async def test_the_same_bytes_under_another_id_are_noticed(chat):
    await with_pictures(chat, FIRST)
    chat.files["again"] = PICTURES[0]
    sent = SentFile(EvidenceForm.PHOTO, "again", "again", "", len(PICTURES[0]))
    await chat.conversation.files(chat.sender, [sent], "")
    await chat.drain()
    [kept] = await chat.evidence()
    assert answers((await chat.draft()).draft).evidence == (str(kept.id),)
    assert "已经有了，不算" in "\n".join((await chat.texts())[-2:])


async def test_the_same_bytes_in_another_matter_are_not_a_repeat(chat):
    await chat.sends(STATEMENT, name="账单.csv")
    await chat.taps("提交，要求退 43.00 元")
    await chat.opens("fraud")
    await chat.sends(STATEMENT, name="账单.csv")
    assert len(await chat.evidence()) == 2


async def test_english_customers_hear_it_in_english(chat):
    await chat.begin(Language.ENGLISH, "GB")
    chat.pictures = {PICTURES[0]: FIRST}.__getitem__
    await chat.opens("duplicate_charge")
    await chat.sends(PICTURES[0])
    assert "Only one charge shows so far" in "\n".join(await chat.texts())

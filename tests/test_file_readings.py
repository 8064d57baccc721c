"""Files are read in the chat: what they say fills the draft and is read back once."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.dialogue.drafts import answers, claim_of
from bot.domain.languages import Language
from bot.domain.money import Money
from bot.domain.readings import (
    FileReading,
    SeenPayment,
    from_json,
    from_values,
    to_json,
    to_values,
)
from bot.domain.taps import Tap
from bot.readers.received import read_picture, read_statement_file
from bot.workers.pool import WorkerPool
from tests.file_chat import FileChat, open_file_chat

FIXTURES = Path(__file__).parent / "fixtures"
STATEMENT = (FIXTURES / "statements" / "alipay_2023.csv").read_bytes()
# Two cups, five minutes apart, under two orders: only the customer knows.
TWO_CUPS = (
    STATEMENT.decode("gb18030")
    .replace("2026-03-13 12:01:36", "2026-03-13 12:06:36")
    .replace("0000003\t,810000000000000002", "0000003\t,810000000000000092")
    .encode("gb18030")
)
ONE_KIND = "\n".join(
    line for line in STATEMENT.decode("gb18030").splitlines() if "青禾影视" not in line
).encode("gb18030")
NONE_TWICE = "\n".join(
    line for line in ONE_KIND.decode("gb18030").splitlines() if "12:01:36" not in line
).encode("gb18030")
PICTURES = [b"\xff\xd8\xff" + bytes([65 + number]) * 20 for number in range(3)]


def page(time: str, reference: str = "", minor: int = 7500, status: str = "success"):
    amount = Money(minor=minor, currency="CNY")
    payment = SeenPayment(amount, time, "乐家超市", reference, "", status)
    return FileReading(screen="payment", payments=(payment,))


FIRST, SECOND = page("2026-11-21 17:20", "202611215517"), page("2026-11-21 17:21:05", "5518")
REFUNDED = page("2026-11-21 17:21:05", "5518", status="refunded")
NOTICE = FileReading(
    screen="freeze_notice", words="支付宝\n账户身份信息不完善，部分功能受限\n请尽快完善"
)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path) as opened:
        yield opened


def shows(chat: FileChat, *readings: FileReading) -> list[bytes]:
    """Let the pictures say this, and return them."""
    known = dict(zip(PICTURES, readings, strict=False))
    chat.pictures = known.__getitem__
    return list(known)


async def held(chat: FileChat):
    return answers((await chat.draft()).draft).values


async def test_a_statement_before_any_word_begins_the_guide_and_fills_it(chat):
    await chat.sends(STATEMENT, name="账单.csv")
    claim = claim_of((await chat.draft()).draft)
    assert (claim.provider, claim.extra, claim.wanted) == (
        "alipay", 2, Money(minor=4300, currency="CNY"),
    )  # fmt: skip
    said = await chat.last()
    assert "8 笔里找到多扣的 2 笔" in said
    assert "小站咖啡 18.00 元（3 月 13 日 12:01，同一订单付了 2 次）" in said
    assert "多扣：小站咖啡 18.00 元、青禾影视 25.00 元" in said
    assert "提交，要求退 43.00 元" in await chat.labels()


async def test_what_the_statement_shows_is_filed(chat):
    await chat.sends(STATEMENT, name="账单.csv")
    await chat.taps("提交，要求退 43.00 元")
    assert "已提交，编号" in await chat.last()
    [claim] = await chat.database.read(lambda c: c.all("SELECT facts FROM claim_facts"))
    assert [one["payee"] for one in json.loads(claim["facts"])["findings"]] == [
        "小站咖啡", "青禾影视",
    ]  # fmt: skip


async def test_going_back_keeps_what_the_files_told(chat):
    await chat.opens("duplicate_charge")
    await chat.says("支付宝")
    await chat.sends(ONE_KIND, name="账单.csv")
    await chat.says("上一步")
    kept = await held(chat)
    assert (kept["merchant"], kept["count"]) == ("小站咖啡", 2)


async def test_findings_of_one_merchant_fill_the_ordinary_questions(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(ONE_KIND, name="账单.csv")
    claim = claim_of((await chat.draft()).draft)
    assert (claim.merchant, claim.count, claim.orders, claim.findings) == (
        "小站咖啡", 2, "one", (),
    )  # fmt: skip
    assert claim.wanted == Money(minor=1800, currency="CNY")


async def test_what_the_customer_said_is_kept_where_the_statement_says_something_else(chat):
    await chat.says("支付宝昨晚扣了我22次每次89块")
    await chat.sends(STATEMENT, name="账单.csv")
    kept = await held(chat)
    assert (kept["amount"], kept["count"]) == ({"minor": 8900, "currency": "CNY"}, 22)
    assert "findings" not in kept
    assert "和您说的不一样" in await chat.last()
    [file] = await chat.evidence()
    assert from_json(file.reading).differs == ("amount",)


async def test_agents_see_on_the_card_that_words_and_file_differ(chat):
    chat.office = replace(chat.office, agents_chat=-100)
    await chat.opens("duplicate_charge")
    for answer in ("支付宝", "青禾影视", "89元", "22次", "昨晚", "一次"):
        await chat.says(answer)
    await chat.sends(STATEMENT, name="账单.csv")
    await chat.taps("提交，要求退 1,869.00 元")
    assert "说法和文件不一致：金额" in "".join(await chat.texts())


async def test_a_statement_without_duplicates_says_so_and_asks_on(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(NONE_TWICE, name="账单.csv")
    assert "没找到重复扣款" in await chat.last()
    assert "merchant" not in await held(chat)


@pytest.mark.parametrize(
    ("label", "wanted"),
    [
        pytest.param("买了 2 次，不算", 2500, id="two purchases are left out"),
        pytest.param("只买一次，算进去", 4300, id="one purchase is counted"),
        pytest.param("记不清，先不算", 2500, id="not sure is left out"),
    ],
)
async def test_what_only_the_customer_can_tell_is_asked(chat, label, wanted):
    await chat.sends(TWO_CUPS, name="账单.csv")
    assert "小站咖啡 18.00 元，3 月 13 日 12:01 和 12:06，共 2 笔。" in await chat.last()
    assert claim_of((await chat.draft()).draft).wanted == Money(minor=2500, currency="CNY")
    await chat.taps(label)
    assert claim_of((await chat.draft()).draft).wanted == Money(minor=wanted, currency="CNY")
    assert label not in await chat.labels()


async def test_a_second_tap_on_an_answered_finding_changes_nothing(chat):
    await chat.sends(TWO_CUPS, name="账单.csv")
    [file] = await chat.evidence()
    place = [one.is_open for one in from_json(file.reading).found].index(True)
    await chat.taps("买了 2 次，不算")
    await chat.taps_data(Tap("reading", (str(file.id), str(place), "one")))
    assert claim_of((await chat.draft()).draft).wanted == Money(minor=2500, currency="CNY")


async def test_an_album_is_read_back_in_one_message(chat):
    await chat.opens("duplicate_charge")
    before = len(await chat.texts())
    await chat.sends(*shows(chat, FIRST, SECOND))
    received, read = (await chat.texts())[before:]
    assert "收到 2 个" in received
    assert "图里读到 2 笔" in read
    assert "读到：乐家超市，11 月 21 日 17:20，75.00 元 × 2 次" in read
    assert "用什么付的" in read


async def test_nothing_is_said_while_a_file_of_the_batch_waits(chat):
    await chat.opens("duplicate_charge")
    pictures = shows(chat, FIRST, SECOND)
    chat.holds.add("evidence.read")
    before = len(await chat.texts())
    await chat.sends(*pictures)
    assert len(await chat.texts()) == before + 1


async def test_the_same_payment_on_two_pictures_counts_once(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(*shows(chat, FIRST, FIRST))
    assert "count" not in await held(chat)


async def test_a_payment_that_came_back_is_not_counted(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(*shows(chat, FIRST, REFUNDED))
    assert "count" not in await held(chat)


async def test_payments_of_different_amounts_fill_no_amount(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(*shows(chat, FIRST, page("2026-11-21 18:00", "9", 9900)))
    kept = await held(chat)
    assert "amount" not in kept
    assert kept["merchant"] == "乐家超市"


async def test_a_payment_never_fills_the_balance_of_a_frozen_account(chat):
    await chat.opens("frozen_account")
    await chat.sends(*shows(chat, FIRST))
    assert "balance" not in await held(chat)


async def test_a_notice_on_a_picture_names_the_reason(chat):
    await chat.opens("frozen_account")
    await chat.sends(*shows(chat, NOTICE))
    assert (await held(chat))["reason"]
    assert "能解的是" in await chat.last()


async def test_an_unclear_notice_names_no_reason(chat):
    await chat.opens("frozen_account")
    await chat.sends(
        *shows(chat, FileReading(screen="freeze_notice", words="您的服务已暂停，请联系我们"))
    )
    assert "reason" not in await held(chat)


async def test_without_recognition_the_picture_is_kept_and_that_is_said_once(chat):
    await chat.opens("outage")
    first, second = shows(chat, FileReading(refused="no_ocr"), FileReading(refused="no_ocr"))
    await chat.sends(first)
    await chat.sends(second)
    said = [text for text in await chat.texts() if "暂时读不了里面的字" in text]
    assert len(said) == 1
    assert len(await chat.evidence()) == 2


@pytest.mark.parametrize(
    ("kind", "content", "sentence"),
    [
        pytest.param("duplicate_charge", b"a,b\n1,2\n", "没认出这是哪家的账单", id="unknown"),
        pytest.param("duplicate_charge", b"%PDF-1.4\nx", "文件不完整或已损坏", id="damaged"),
        pytest.param("fraud", b"a,b\n1,2\n", "", id="elsewhere it need not be a statement"),
    ],
)
async def test_a_file_that_cannot_be_read_says_what_to_send(chat, kind, content, sentence):
    await chat.opens(kind)
    before = len(await chat.texts())
    await chat.sends(content, name="x.csv")
    said = (await chat.texts())[before:]
    assert [sentence in text for text in said[1:]] == ([True] if sentence else [])
    assert len(await chat.evidence()) == 1


async def test_a_worker_that_died_costs_only_the_reading(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(*shows(chat, FileReading(refused="crash")))
    [file] = await chat.evidence()
    assert from_json(file.reading).refused == "unread"
    await chat.says("支付宝")
    assert (await held(chat))["provider"] == "alipay"


async def test_long_reading_is_said_once_and_the_buttons_stay(chat):
    await chat.opens("duplicate_charge")
    chat.holds.add("evidence.read")
    await chat.sends(*shows(chat, FIRST))
    offered = await chat.offered()
    await chat.later(9)
    await chat.later(60)
    assert [text for text in await chat.texts() if "还在读" in text] == [await chat.last()]
    assert await chat.offered() == offered


async def test_what_was_read_in_time_brings_no_word_about_waiting(chat):
    await chat.opens("duplicate_charge")
    await chat.sends(*shows(chat, FIRST))
    timers = await chat.database.read(lambda c: c.all("SELECT kind FROM timer"))
    assert "evidence.slow" not in [timer["kind"] for timer in timers]
    await chat.later(9)
    assert "还在读" not in "".join(await chat.texts())


async def test_a_picture_of_the_tray_is_told_when_its_guide_opens(chat):
    await chat.sends(*shows(chat, FIRST))
    await chat.opens("duplicate_charge")
    assert "读到：乐家超市" in await chat.last()


async def test_english_customers_read_it_in_english(chat):
    await chat.begin(Language.ENGLISH, "GB")
    await chat.sends(STATEMENT, name="statement.csv")
    assert "Charges taken too often: 2" in await chat.last()


@pytest.mark.parametrize("content", [STATEMENT, TWO_CUPS], ids=["sure", "unsure"])
def test_a_reading_survives_the_way_through_job_and_database(content):
    reading = read_statement_file(content)
    assert reading.found
    assert from_json(to_json(reading)) == reading
    assert from_values(to_values(reading)) == reading


async def test_a_stored_file_is_read_in_the_worker_process():
    pool = WorkerPool(memory_mb=2048)
    try:
        reading = await pool.run(
            "bot.readers.received:read_picture",
            (FIXTURES / "screenshots" / "hong_kong.jpg").read_bytes(),
            returns=FileReading,
        )
        statement = await pool.run(
            "bot.readers.received:read_statement_file", STATEMENT, returns=FileReading
        )
    finally:
        await pool.close()
    assert reading.payments[0].amount == Money(minor=15400, currency="HKD")
    assert statement == read_statement_file(STATEMENT)


def test_a_broken_picture_is_a_reason_not_an_error():
    assert read_picture(b"\xff\xd8\xff nothing").refused == "not_a_picture"


async def test_a_picture_of_an_iphone_sent_as_a_file_is_read(chat):
    await chat.opens("duplicate_charge")
    shot = FIXTURES / "screenshots" / "hong_kong.heic"
    await chat.sends(shot.read_bytes(), name="IMG_1.heic")
    [file] = await chat.evidence()
    assert file.mime == "image/heic"
    assert from_json(file.reading).refused == ""

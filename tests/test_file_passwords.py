"""The password of a statement: asked for, used once, kept nowhere."""

import io
import json
from collections.abc import AsyncIterator
from functools import partial
from pathlib import Path

import pytest
import pyzipper

from bot.domain.readings import PASSWORD_LOST, FileReading
from bot.evidence_wiring import reading_runners
from bot.services.file_passwords import password_in
from bot.services.password_box import PasswordBox
from bot.storage.blobs import Blobs
from bot.storage.messages import logged_messages
from bot.storage.sqlite_files import copy_sqlite
from bot.workers.pool import WorkerPool
from tests.file_chat import CHAT, FileChat, open_file_chat
from tests.gateway import BOT

STATEMENT = Path(__file__).parent / "fixtures" / "statements" / "alipay_2023.csv"
PASSWORD = "k7m2qp"
ASKED = "打开这份账单要密码"
TABLES = "SELECT name FROM sqlite_master WHERE type = 'table' AND sql NOT LIKE '%VIRTUAL%'"
WAY_OUT = "不想发密码，我发截图"


def locked_zip() -> bytes:
    file = io.BytesIO()
    with pyzipper.AESZipFile(file, "w", encryption=pyzipper.WZ_AES) as archive:
        archive.setpassword(PASSWORD.encode())
        archive.writestr("账单.csv", STATEMENT.read_bytes())
    return file.getvalue()


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path) as opened:
        await opened.sends(locked_zip(), name="账单.zip")
        yield opened


async def everything_kept(chat: FileChat) -> str:
    """All rows of all tables."""
    kept = []
    names = await chat.database.read(lambda c: c.all(TABLES))
    for table in (row["name"] for row in names):
        rows = await chat.database.read(lambda c, table=table: c.all(f'SELECT * FROM "{table}"'))
        kept.append(json.dumps([dict(row) for row in rows], default=str))
    return "".join(kept)


async def test_a_locked_statement_asks_for_its_password_and_names_a_way_out(chat):
    assert ASKED in await chat.last()
    assert await chat.labels() == [WAY_OUT]


async def test_the_password_opens_the_statement_and_its_message_goes(chat):
    await chat.says(PASSWORD)
    sent = await chat.sent()
    assert [message["delete"] for message in sent if message.get("delete")] == [chat.message]
    assert "密码已用过，那条消息已删。" in await chat.last()
    assert "小站咖啡 18.00 元" in await chat.last()


@pytest.mark.parametrize("while_it_waits", [True, False], ids=["before the job", "after it"])
async def test_no_table_log_export_or_backup_holds_the_password(
    chat, tmp_path, caplog, while_it_waits
):
    caplog.set_level("DEBUG")
    if while_it_waits:
        chat.holds.add("evidence.read")
    await chat.says(f"密码是 {PASSWORD}")
    assert bool(await chat.jobs()) is while_it_waits
    assert PASSWORD not in await everything_kept(chat)
    assert PASSWORD not in caplog.text
    logged = await chat.database.read(partial(logged_messages, chat=CHAT))
    assert not [each for each in logged if each.incoming and each.text]
    copy_sqlite(tmp_path / "bot.db", tmp_path / "copy.db")
    for file in tmp_path.iterdir():
        assert PASSWORD.encode() not in file.read_bytes(), file.name


async def test_killed_before_the_job_ended_it_asks_again_and_counts_no_try(chat):
    chat.holds.add("evidence.read")
    await chat.says(PASSWORD)
    chat.restarts()
    chat.holds.clear()
    await chat.drain()
    assert "刚才我重启了" in await chat.last()
    assert await chat.labels() == [WAY_OUT]
    for wrong in ("aaaa11", "bbbb22"):
        await chat.says(wrong)
    await chat.says(PASSWORD)
    assert "小站咖啡" in await chat.last()


class Opening(WorkerPool):
    """Notes what it was called with."""

    def __init__(self) -> None:
        super().__init__()
        self.given: list[tuple[object, ...]] = []

    async def run(self, function, *arguments, returns, seconds=0):
        self.given.append(arguments[1:])
        return FileReading(layout="alipay", rows=1)


async def test_the_job_takes_the_password_once(tmp_path):
    blobs = Blobs(tmp_path / "evidence", tmp_path / "evidence.key")
    _, digest = blobs.put(f"{BOT}/{CHAT}", locked_zip())
    pool, box = Opening(), PasswordBox()
    read = reading_runners(pool, BOT, blobs, box)["evidence.read"]
    request = {"evidence": 1, "chat": CHAT, "sha256": digest, "reads": "statement"}
    secret = box.keep(PASSWORD)
    assert (await read({**request, "secret": secret}))["rows"] == 1
    assert (await read({**request, "secret": secret}))["refused"] == PASSWORD_LOST
    assert pool.given == [(PASSWORD,)]


def test_a_password_nobody_came_for_is_dropped():
    now = [0.0]
    box = PasswordBox(lambda: now[0])
    secret = box.keep(PASSWORD)
    assert box.password(secret) == PASSWORD
    now[0] = 601
    assert box.password(secret) is None
    assert PASSWORD not in repr(vars(box))


async def test_a_wrong_password_is_asked_for_again_three_times(chat):
    for wrong in ("aaaa11", "bbbb22"):
        await chat.says(wrong)
        assert "密码不对" in await chat.last()
    await chat.says("cccc33")
    assert "试了三次都没打开" in await chat.last()
    await chat.says(PASSWORD)
    assert "小站咖啡" not in "".join(await chat.texts())


async def test_the_right_password_after_a_wrong_one_opens_it(chat):
    await chat.says("aaaa11")
    await chat.says(PASSWORD)
    assert "小站咖啡" in await chat.last()


@pytest.mark.parametrize("how", ["tap", "type"])
async def test_who_sends_no_password_is_asked_for_screenshots(chat, how):
    await (chat.taps(WAY_OUT) if how == "tap" else chat.says(WAY_OUT))
    assert "不用密码" in await chat.last()
    await chat.says(PASSWORD)
    assert "小站咖啡" not in "".join(await chat.texts())


async def test_a_word_after_another_question_is_its_answer(chat):
    await chat.says("先停下")
    await chat.opens("fraud")
    await chat.sends(locked_zip(), name="x.zip")
    await chat.says("Starbucks")
    assert not [message for message in await chat.sent() if message.get("delete")]


async def test_once_the_guide_goes_on_only_a_named_password_counts(chat):
    await chat.says("上一步")
    await chat.says("Starbucks")
    assert not [message for message in await chat.sent() if message.get("delete")]
    await chat.says(f"密码：{PASSWORD}")
    assert "小站咖啡" in await chat.last()


async def test_words_are_no_password(chat):
    await chat.says("人工")
    assert not [message for message in await chat.sent() if message.get("delete")]


@pytest.mark.parametrize(
    ("text", "password"),
    [
        pytest.param(" k7m2qp ", "k7m2qp", id="alone"),
        pytest.param("密码：k7m2qp", "k7m2qp", id="named"),
        pytest.param("解压密码是123456", "123456", id="digits behind its name"),
        pytest.param("password is k7m2qp", "k7m2qp", id="in English"),
        pytest.param("我不知道密码", "", id="Chinese words"),
        pytest.param("where is it", "", id="several words"),
        pytest.param("/start", "", id="a command"),
    ],
)
def test_a_password_is_one_word_without_blanks(text, password):
    assert password_in(text) == password

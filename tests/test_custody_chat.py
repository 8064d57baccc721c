"""What customers and agents do with files stands in the custody log, and the seal is told."""

import re
from collections.abc import AsyncIterator
from dataclasses import replace
from functools import partial

import pytest

from bot.cli.custody_log import custody_log
from bot.domain.custody import short_seal
from bot.domain.taps import Tap
from bot.storage.custody import custody_page, told_seal
from bot.storage.evidence import remove_evidence
from tests import postgres
from tests.file_chat import CHAT, FileChat
from tests.gateway import BOT
from tests.test_file_readings import STATEMENT

database = postgres.database
FILING = "提交，要求退 43.00 元"


@pytest.fixture
async def chat(database) -> AsyncIterator[FileChat]:
    chat = FileChat(database)
    chat.office = replace(chat.office, agents_chat=-100)
    await chat.begin()
    yield chat
    log = await database.read(custody_log)
    assert (log.broken_at, log.followed) == (0, log.head)
    assert log.disagreements == type(log.disagreements)()


async def acts(chat):
    entries = await chat.database.read(partial(custody_page, after=0, limit=99))
    return [str(entry.handled.act) for entry in entries]


async def filed(chat):
    """File a claim with a statement; return its row."""
    await chat.sends(STATEMENT, name="账单.csv")
    await chat.taps(FILING)
    [claim] = await chat.database.read(lambda c: c.all("SELECT id, number FROM claim"))
    return claim


async def test_a_file_is_logged_when_its_bytes_are_here(chat):
    chat.holds.add("evidence.fetch")
    await chat.sends(STATEMENT, name="账单.csv")
    assert await acts(chat) == []
    chat.holds.clear()
    await chat.drain()
    [file] = await chat.evidence()
    [entry] = await chat.database.read(partial(custody_page, after=0, limit=9))
    assert (entry.handled.evidence, entry.handled.sha256) == (file.id, file.sha256)


async def test_a_filed_claim_tells_its_seal_short_and_shows_it_whole(chat):
    claim = await filed(chat)
    assert await acts(chat) == ["received", "filed"]
    seal = await chat.database.read(lambda c: told_seal(c, claim["id"]))
    entries = await chat.database.read(partial(custody_page, after=1, limit=9))
    assert (entries[-1].seal, entries[-1].handled.claim) == (seal, claim["id"])
    sent = await chat.sent()
    told = next(each["text"] for each in sent if "已提交，编号" in each["text"])
    assert f"<code>{short_seal(seal)}</code>" in told.partition("<blockquote expandable>")[2]
    card = next(each["text"] for each in sent if "前首次回复" in each["text"])
    assert f"存证码：{short_seal(seal)}" in card
    await chat.taps_data(Tap("claim", (claim["number"], "show")))
    assert f"<code>{seal}</code>" in await chat.last()


async def test_a_claim_without_files_has_a_seal_too(chat):
    await chat.says("转人工")
    await chat.says("Stripe 冻了我三个星期的钱")
    assert await acts(chat) == ["filed"]
    assert re.search(r"存证码 <code>[0-9a-f]{4}(-[0-9a-f]{4}){3}</code>", await chat.last())


async def test_a_file_that_comes_after_the_filing_is_logged_with_the_claim(chat):
    claim = await filed(chat)
    await chat.taps_data(Tap("claim", (claim["number"], "add")))
    await chat.sends(b"\xff\xd8\xff later", name="later.jpg")
    entries = await chat.database.read(partial(custody_page, after=2, limit=9))
    assert [(each.handled.act, each.handled.claim) for each in entries] == [
        ("received", claim["id"]), ("shown", claim["id"]),
    ]  # fmt: skip


async def test_forgetting_everything_is_logged_and_takes_the_told_seal_along(chat):
    await filed(chat)
    await chat.taps_data(Tap("forget", ("all",)))
    assert await acts(chat) == ["received", "filed", "forgotten"]
    assert await chat.database.read(lambda c: c.all("SELECT * FROM custody_told")) == []


async def test_a_draft_that_is_deleted_takes_its_files_out(chat):
    await chat.sends(STATEMENT, name="账单.csv")
    await chat.taps_data(Tap("forget", ("drafts",)))
    assert await acts(chat) == ["received", "forgotten"]


async def test_files_that_waited_too_long_are_logged_as_expired(chat):
    await chat.sends(b"\xff\xd8\xff a picture", name="a.jpg")
    await chat.later(25 * 3600)
    assert await chat.evidence() == []
    assert await acts(chat) == ["received", "expired"]


async def test_a_file_that_was_taken_out_while_it_was_fetched_leaves_no_bytes(chat):
    chat.holds |= {"evidence.fetch", "blob.remove"}
    await chat.sends(STATEMENT, name="账单.csv")
    [file] = await chat.evidence()
    await chat.database.write(lambda c: remove_evidence(c, BOT, CHAT, file.id))
    chat.holds.remove("evidence.fetch")
    await chat.drain()
    [job] = await chat.jobs()
    assert (job["kind"], await acts(chat)) == ("blob.remove", [])
    chat.holds.clear()
    await chat.drain()

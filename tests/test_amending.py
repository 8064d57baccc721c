"""A customer corrects a fact of a filed claim."""

import json
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.lifecycle import Action, Status
from bot.domain.taps import Tap
from bot.storage.amendments import Amendment, find_amendment, put_amendment, remove_amendment
from bot.storage.claims import change_claim, claim_by_id, claim_events, put_figures
from bot.storage.database import Database
from tests import postgres
from tests.file_chat import CHAT, FileChat, open_file_chat
from tests.filed import put_claim
from tests.gateway import BOT, NOW

database = postgres.database
AGENTS = -100
FACTS = "SELECT version, facts, written_by FROM claim_facts ORDER BY version"
WANTED = "SELECT wanted_minor, wanted_currency, version FROM claim"
YES, NO = "对，就这样改", "不改"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path, agents_chat=AGENTS) as opened:
        yield opened


async def rows(chat: FileChat, sql: str) -> list[dict]:
    return [dict(row) for row in await chat.database.read(lambda c: c.all(sql))]


async def test_agreed_to_it_is_a_new_version_of_the_facts(chat):
    claim = await put_claim(chat.database, chat=CHAT)
    await chat.says("金额写错了，应该是 300")
    assert "原来：89.00 元" in await chat.last()
    assert len(await rows(chat, FACTS)) == 1
    await chat.taps(YES)
    assert "金额现在是 300.00 元" in await chat.last()
    versions = await rows(chat, FACTS)
    assert [json.loads(row["facts"])["amount"]["minor"] for row in versions] == [8900, 30000]
    assert versions[1]["written_by"] == str(CHAT)
    [event] = await chat.database.read(partial(claim_events, claim=claim.id))
    assert event.action == Action.AMEND
    assert event.changes == {"fact": ("金额 89.00 元", "300.00 元")}


async def test_what_is_wanted_back_follows(chat):
    await put_claim(chat.database, chat=CHAT)
    [before] = await rows(chat, WANTED)
    await chat.says("金额写错了，应该是 300")
    await chat.taps(YES)
    [after] = await rows(chat, WANTED)
    assert (before["wanted_minor"], after["wanted_minor"]) == (8900, 30000)
    assert after["version"] == before["version"] + 1


async def test_agents_read_the_old_value_and_the_new_one(chat):
    await put_claim(chat.database, chat=CHAT)
    await chat.says("金额写错了，应该是 300")
    await chat.taps(YES)
    await chat.later(10)
    told = await rows(chat, f"SELECT body FROM outbox WHERE chat_id = {AGENTS}")
    assert any("客户更正：金额 89.00 元 → 300.00 元" in row["body"] for row in told)


async def test_what_is_not_agreed_to_changes_nothing(chat):
    await put_claim(chat.database, chat=CHAT)
    await chat.says("金额写错了，应该是 300")
    await chat.taps(NO)
    assert "没有改动" in await chat.last()
    assert len(await rows(chat, FACTS)) == 1
    assert await rows(chat, "SELECT * FROM amendment") == []


async def test_a_claim_closed_meanwhile_offers_to_open_it_again(chat):
    claim = await put_claim(chat.database, chat=CHAT)
    await chat.says("金额写错了，应该是 300")
    agreed = dict(await chat.offered())[YES]
    closed = replace(claim, status=Status.RESOLVED, closed_at=NOW)
    assert await chat.database.write(partial(change_claim, claim=closed, now=NOW))
    await chat.conversation.tap(chat.sender, agreed)
    assert await chat.labels() == ["重新办这件"]
    assert len(await rows(chat, FACTS)) == 1


async def test_nobody_corrects_the_claim_of_another(chat):
    claim = await put_claim(chat.database, chat=CHAT + 1)
    for about in ((), ("amount",), ("yes",)):
        await chat.taps_data(Tap("amend", (claim.number, *about)))
    assert await rows(chat, "SELECT * FROM amendment") == []
    assert len(await rows(chat, FACTS)) == 1


@pytest.mark.parametrize("about", [("evidence",), ("x",), ("amount", "once"), ("yes",)])
async def test_a_made_up_button_changes_nothing(chat, about):
    claim = await put_claim(chat.database, chat=CHAT)
    await chat.taps_data(Tap("amend", (claim.number, *about)))
    assert await rows(chat, "SELECT * FROM amendment") == []
    found = await chat.database.read(partial(claim_by_id, bot=BOT, claim=claim.id))
    assert found == claim


@pytest.mark.parametrize("text", ["退款要多久", "谢谢", "什么时候能好"])
async def test_other_words_are_no_correction(chat, text):
    await put_claim(chat.database, chat=CHAT)
    await chat.says(text)
    assert await rows(chat, "SELECT * FROM amendment") == []


async def test_after_forgetting_nothing_is_left(chat):
    await put_claim(chat.database, chat=CHAT)
    await chat.says("金额写错了，应该是 300")
    await chat.taps_data(Tap("forget", ("all",)))
    assert await rows(chat, "SELECT * FROM amendment") == []


async def test_a_wish_is_kept_for_a_day_and_replaced_by_the_next(database: Database):
    claim = await put_claim(database)
    wishes = [Amendment(claim.id, "amount"), Amendment(claim.id, "count", 3)]
    for wish in wishes:
        await database.write(partial(put_amendment, bot=BOT, chat=5, wish=wish, now=NOW))
    find = partial(find_amendment, bot=BOT, chat=5)
    figures = replace(claim, facts={**claim.facts, "count": 3})
    await database.write(partial(put_figures, claim=figures))
    [row] = await database.read(lambda c: c.all(WANTED))
    assert (row["wanted_minor"], row["wanted_currency"]) == (17800, "CNY")
    assert await database.read(partial(find, now=NOW)) == wishes[1]
    assert await database.read(partial(find, now=NOW + timedelta(days=1, seconds=1))) is None
    await database.write(partial(remove_amendment, bot=BOT, chat=5))
    assert await database.read(partial(find, now=NOW)) is None

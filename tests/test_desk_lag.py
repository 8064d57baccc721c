"""The agents' group says that it lags, and that it has caught up; nothing is sent here."""

from collections.abc import AsyncIterator
from datetime import UTC, datetime, timedelta

import pytest

from bot.services.desk import Agent, Desk
from bot.services.desk_places import DeskPlaces
from bot.storage.events import Event
from tests.file_chat import FileChat, open_file_chat

GROUP = -100
CONSOLE = "https://help.example.org"
# A Monday, 10:00 in China.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
AGENT = Agent(77, "小李")
STAFF = frozenset({AGENT.id})
_OUT = "SELECT body, key, edit_of, priority FROM outbox WHERE chat_id = -100 ORDER BY id"


@pytest.fixture
async def chat(tmp_path) -> AsyncIterator[FileChat]:
    async with open_file_chat(
        tmp_path, now=MONDAY, agents_chat=GROUP, console=CONSOLE, staff=STAFF
    ) as opened:
        yield opened


async def person(chat) -> None:
    await chat.says("转人工")
    await chat.says("平台说我违规，货款不给结")


async def said(chat, **wanted):
    rows = await chat.database.read(lambda c: c.all(_OUT))
    return [row["body"] for row in rows if all(row[key] == it for key, it in wanted.items())]


async def looks(chat) -> None:
    """Let the minute pass after which the group looks at its lag."""
    chat.now += MINUTE
    await DeskPlaces(chat.office).event(Event(GROUP, "desk.lag"))


async def test_a_group_that_keeps_up_says_nothing(chat):
    await person(chat)
    await chat.says("在吗")
    await chat.later(59)
    assert await said(chat, key="lag") == []


async def test_words_are_gathered_longer_meanwhile(chat):
    await person(chat)
    chat.now += 3 * MINUTE
    await chat.says("在吗")
    await chat.later(30)
    await chat.says("有人吗")
    assert not [body for body in await said(chat) if "在吗" in body]
    await chat.later(30)
    [words] = [body for body in await said(chat) if "在吗" in body]
    assert "有人吗" in words


async def test_it_is_said_once_at_the_top_and_first_of_all(chat):
    await person(chat)
    chat.now += 3 * MINUTE
    await chat.says("在吗")
    await chat.later(5)
    await chat.says("有人吗")
    await chat.later(5)
    [top] = await said(chat, key="lag", priority=0)
    assert "慢了 3 分钟" in top
    assert f"{CONSOLE}/console/" in top


async def test_cards_say_it_too_with_the_page_of_the_claim(chat):
    await person(chat)
    chat.now += 2 * MINUTE
    [row] = await chat.database.read(lambda c: c.all("SELECT number FROM claim"))
    await Desk(chat.office).take(AGENT, row["number"])
    first, edited = [body for body in await said(chat) if "前首次回复" in body]
    assert "慢了" not in first
    assert f"{CONSOLE}/console/claim/{row['number']}" in edited


async def test_it_follows_how_long_and_ends_when_nothing_waits(chat):
    await person(chat)
    chat.now += 3 * MINUTE
    await chat.says("在吗")
    await chat.later(5)
    await looks(chat)
    [edit] = await said(chat, edit_of="lag")
    assert "慢了 4 分钟" in edit
    sent = "UPDATE outbox SET state = 'sent', body = NULL, message_id = 1 WHERE chat_id = -100"
    await chat.database.write(lambda c: c.run(sent))
    await looks(chat)
    assert "跟上了" in (await said(chat, edit_of="lag"))[-1]

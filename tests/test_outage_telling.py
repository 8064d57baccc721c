"""Who asked to hear of a provider hears it once, when it is so, and no more than that."""

from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, Nature
from bot.domain.languages import Language
from bot.services.outage_waves import TELL_MORE, TELL_ONE, News, Telling, begin_telling, telling_of
from bot.storage.connection import Connection
from bot.storage.events import Event, event_of
from bot.storage.incidents import put_incident
from bot.storage.watches import watch, watches
from tests import postgres
from tests.chat import Chat, open_chat
from tests.gateway import BOT
from tests.outages import minutes, people_report
from tests.sandbox import labels

database = postgres.database
database_url = postgres.database_url
NOW = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)


@pytest.fixture
async def chat(tmp_path: Path):
    async with open_chat(tmp_path, NOW) as opened:
        for person in (opened.person, opened.cast.admin):
            known = Customer(
                opened.bot, person.id, Language.ENGLISH, language_chosen=True, region="GB"
            )
            await opened.know(known)
        await opened.says("/start outage_alipay")
        await opened.taps("Only tell me when it's back")
        yield opened


async def is_watching(chat: Chat) -> bool:
    step = partial(watches, bot=chat.bot, provider="alipay", chat=chat.person.id)
    return await chat.database.read(step)


async def declares(chat: Chat) -> None:
    await chat.admin_says("/incident alipay outage\nzh: 中\nen: Transfers fail")
    await chat.settle()


async def test_who_waits_hears_what_is_declared_and_that_it_is_not_over(chat: Chat):
    await declares(chat)
    assert chat.last().split("\n") == [
        "Alipay is down since 02:05. A person of our team has checked it.",
        "Transfers fail",
        "Don't pay twice; use another way if it is urgent.",
        "Checked at 02:05.",
    ]
    both = [["Charged twice, file it"], ["All fine, stop telling me"]]
    assert labels(chat.messages()[-1]) == both
    await chat.later(timedelta(hours=3))
    await chat.admin_says("/incident still 1\nnext: 07:00")
    await chat.settle()
    assert chat.last().split("\n") == [
        "Alipay is not back yet, 3 hours now.",
        "Transfers fail",
        'Nothing new to do; nobody can "speed it up".',
        "Checked at 05:05. Next word by 07:00.",
    ]
    assert labels(chat.messages()[-1]) == both
    await chat.taps("Charged twice, file it")
    assert "Alipay" in chat.last()
    assert await is_watching(chat)


async def test_when_an_admin_closes_it_they_hear_it_once(chat: Chat):
    await declares(chat)
    before = len(chat.messages())
    await chat.admin_says("/incident close 1")
    await chat.settle()
    assert len(chat.messages()) == before + 1
    assert labels(chat.messages()[-1]) == [
        ["Charged twice, file it"],
        ["Not working for me"],
        ["All fine, stop telling me"],
    ]
    assert chat.last().split("\n")[0] == (
        "The trouble at Alipay seems over since 02:05. That is no proof that all is well: "
        "check your payments once."
    )
    assert "Transfers fail" not in chat.last()
    assert not await is_watching(chat)


async def test_another_nature_is_told_once_for_an_incident(chat: Chat):
    await declares(chat)
    before = len(chat.messages())
    await chat.admin_says("/incident 1\nen: Only transfers fail")
    assert len(chat.messages()) == before
    await chat.admin_says("/incident 1 attack\nen: Somebody broke in")
    await chat.settle()
    assert len(chat.messages()) == before + 1
    assert chat.last().startswith("Correction to our message of 02:05:")
    assert "Alipay has a security problem since 02:05." in chat.last()
    assert "Somebody broke in" in chat.last()
    await chat.admin_says("/incident 1 partial")
    await chat.settle()
    assert len(chat.messages()) == before + 1
    assert await is_watching(chat)


async def test_one_tap_ends_it(chat: Chat):
    await declares(chat)
    await chat.taps("All fine, stop telling me")
    before = len(chat.messages())
    await chat.admin_says("/incident close 1")
    await chat.settle()
    assert len(chat.messages()) == before


async def test_without_an_incident_they_hear_that_it_is_quiet_after_a_quarter(chat: Chat):
    before = len(chat.messages())
    await chat.later(minutes(14))
    assert len(chat.messages()) == before
    await chat.later(minutes(2))
    await chat.settle()
    assert "nobody here reported trouble for 15 minutes" in chat.last()
    assert not await is_watching(chat)


async def test_while_somebody_reports_nobody_hears_that_it_is_quiet(chat: Chat):
    before = len(chat.messages())
    at = NOW + minutes(15)
    step = partial(people_report, bot=chat.bot, provider="alipay", at=at, people=(2, 0))
    await chat.database.write(step)
    await chat.later(minutes(20))
    await chat.settle()
    assert len(chat.messages()) == before
    assert await is_watching(chat)


async def test_the_customer_says_that_it_still_fails(chat: Chat):
    await chat.later(minutes(20))
    await chat.settle()
    await chat.taps("Not working for me")
    assert "Alipay has no public status page" in chat.last()
    rows = await chat.database.read(lambda c: c.all("SELECT chat_id FROM outage_report"))
    assert [row["chat_id"] for row in rows] == [chat.person.id]


async def told(connection: Connection) -> list[int]:
    rows = await connection.all(
        "SELECT chat_id, payload FROM inbox WHERE bot_id = :bot ORDER BY chat_id", bot=BOT
    )
    return [row["chat_id"] for row in rows if event_of(0, row["payload"]).kind == TELL_ONE]


async def test_many_are_told_a_few_each_second_and_everybody_once(database):
    async def many(connection: Connection) -> None:
        for chat in range(1, 36):
            await watch(connection, BOT, "alipay", chat, NOW)

    await database.write(many)
    telling, now, waves = Telling("alipay", News.BACK), NOW, []
    for _ in range(4):
        await database.write(lambda c, t=telling, n=now: begin_telling(c, BOT, t, n))
        waves.append(len(await database.read(told)))
        timers = await database.read(
            lambda c: c.all("SELECT payload, due_at FROM timer WHERE kind = :kind", kind=TELL_MORE)
        )
        now += timedelta(seconds=1)
        kept = event_of(0, '{"event": "x", "payload": ' + timers[0]["payload"] + "}")
        telling = telling_of(Event(0, TELL_MORE, kept.payload))
    assert waves == [10, 20, 30, 35]
    assert await database.read(told) == list(range(1, 36))


async def test_who_asks_while_it_is_told_is_not_told(database):
    await database.write(lambda c: watch(c, BOT, "alipay", 1, NOW + minutes(1)))
    telling = Telling("alipay", News.BACK, before=NOW)
    await database.write(lambda c: begin_telling(c, BOT, telling, NOW + minutes(2)))
    assert await database.read(told) == []


async def test_news_that_are_no_longer_so_are_not_told(chat: Chat):
    open_again = Incident(0, "alipay", Nature.REPORTS, NOW)
    await chat.database.write(partial(put_incident, bot=chat.bot, incident=open_again))
    before = len(chat.messages())
    telling = Telling("alipay", News.BACK)
    await chat.database.write(partial(begin_telling, bot=chat.bot, telling=telling, now=NOW))
    await chat.settle()
    assert len(chat.messages()) == before
    assert await is_watching(chat)

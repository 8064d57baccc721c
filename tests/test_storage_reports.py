"""Outage reports, the audit, cards of the desk, and migrations, on both engines."""

import sqlite3
from datetime import timedelta

import asyncpg
import pytest

from bot.storage import migrate
from bot.storage.audit import Card, Deed, card_of, deeds, put_card, put_deed, put_unanswered
from bot.storage.claims import forget_claims
from bot.storage.database import open_database
from bot.storage.reports import (
    WINDOW,
    Level,
    forget_reports,
    level,
    report,
    unwatch,
    watch,
    watched,
    watchers,
)
from tests import postgres
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW

database = postgres.database
database_url = postgres.database_url
# The beginning of a window, so that a test knows where the next one begins.
START = NOW.replace(minute=0)


async def said(database, chat, at, provider="alipay", bot=BOT):
    return await database.write(lambda c: report(c, bot, provider, chat, at))


async def seen(database, now, provider="alipay"):
    return await database.read(lambda c: level(c, BOT, provider, now))


async def test_a_person_is_counted_once_in_a_window(database):
    assert await said(database, 1, START)
    assert not await said(database, 1, START + WINDOW - timedelta(microseconds=1))
    assert await said(database, 1, START + WINDOW)
    assert await said(database, 2, START)
    assert await said(database, 1, START, provider="wechat")
    assert await said(database, 1, START, bot=BOT + 1)


async def test_who_reports_in_two_windows_is_one_person(database):
    await said(database, 1, START + WINDOW - timedelta(minutes=1))
    await said(database, 1, START + WINDOW)
    assert (await seen(database, START + WINDOW)).people == 1


async def test_the_people_of_the_last_window_are_counted(database):
    for chat, minutes in ((1, 0), (2, 1), (3, 30), (4, 31)):
        await said(database, chat, START + timedelta(minutes=minutes))
    await said(database, 9, START + timedelta(minutes=5), provider="wechat")
    assert await seen(database, START + timedelta(minutes=30)) == Level(people=2, usual=0)
    assert await seen(database, START - timedelta(minutes=1)) == Level(people=0, usual=0)


async def test_the_usual_level_is_that_of_the_same_hour_of_the_week_before(database):
    for days in range(1, 8):
        for chat in range(days):
            await said(database, chat, START - timedelta(days=days))
    await said(database, 1, START - timedelta(days=8))
    await said(database, 1, START - timedelta(days=1, hours=2))
    assert await seen(database, START) == Level(people=0, usual=4.0)


async def test_reports_of_a_forgotten_customer_do_not_count(database):
    await said(database, 1, START)
    await said(database, 2, START)
    await database.write(lambda c: forget_reports(c, BOT, 1))
    assert (await seen(database, START)).people == 1


async def test_who_wants_to_hear_when_it_is_back(database):
    for provider, chat in (("alipay", 6), ("alipay", 5), ("alipay", 5), ("wechat", 5)):
        await database.write(lambda c, p=provider, n=chat: watch(c, BOT, p, n, NOW))

    async def who(provider):
        return await database.read(lambda c: watchers(c, BOT, provider))

    assert await who("alipay") == [5, 6]
    assert sorted(await database.read(lambda c: watched(c, BOT))) == ["alipay", "wechat"]
    await database.write(lambda c: unwatch(c, BOT, "alipay", 5))
    assert (await who("alipay"), await who("wechat")) == ([6], [5])
    await database.write(lambda c: unwatch(c, BOT, "", 5))
    assert (await who("alipay"), await who("wechat")) == ([6], [])


async def test_deeds_are_kept_the_latest_first(database):
    for action in ("claim.take", "claim.resolve"):
        deed = Deed("77", action, "PA-1", "refunded")
        await database.write(lambda c, d=deed: put_deed(c, BOT, d, NOW))
    await database.write(lambda c: put_deed(c, BOT + 1, Deed("1", "x"), NOW))
    found = await database.read(lambda c: deeds(c, BOT))
    assert [row["action"] for row in found] == ["claim.resolve", "claim.take"]
    assert [found[0][name] for name in ("actor", "subject", "detail")] == [
        "77", "PA-1", "refunded",
    ]  # fmt: skip
    assert len(await database.read(lambda c: deeds(c, BOT, 1))) == 1


async def test_a_question_without_an_answer_is_kept_with_its_score_in_thousandths(database):
    question = ("怎么开发票", "zh-Hans", "refund-time", 0.4176)
    await database.write(lambda c: put_unanswered(c, BOT, question, NOW))
    row = await database.read(lambda c: c.one("SELECT * FROM unanswered"))
    assert (row["text"], row["nearest"], row["score"]) == ("怎么开发票", "refund-time", 418)


async def test_a_claim_has_one_card_and_it_goes_with_the_claim(database):
    claim = await put_claim(database)
    assert await database.read(lambda c: card_of(c, claim.id)) is None
    for card in (Card(-100, 3, "claim:1"), Card(-200, 0, "other")):
        await database.write(lambda c, card=card: put_card(c, claim.id, card))
    assert await database.read(lambda c: card_of(c, claim.id)) == Card(-100, 3, "claim:1")
    await database.write(lambda c: forget_claims(c, BOT, CHAT))
    assert await database.read(lambda c: card_of(c, claim.id)) is None


TABLES = {
    "audit", "claim", "claim_deadline", "claim_event", "claim_facts", "customer", "desk_card",
    "draft", "evidence", "inbox", "message", "outage_report", "outage_watch", "unanswered",
}  # fmt: skip


async def tables_of(url):
    if url.startswith("sqlite"):
        with sqlite3.connect(url.removeprefix("sqlite:///")) as opened:
            rows = opened.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
            names = {row[0] for row in rows}
        opened.close()
        return names
    connection = await asyncpg.connect(url)
    rows = await connection.fetch("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
    await connection.close()
    return {row[0] for row in rows}


async def test_an_empty_database_gets_every_table(database_url):
    opened = await open_database(database_url)
    await opened.close()
    assert await tables_of(database_url) >= TABLES


async def test_a_database_of_the_first_version_is_brought_up_and_keeps_its_rows(
    database_url, monkeypatch
):
    every = migrate.migrations
    monkeypatch.setattr(migrate, "migrations", lambda engine: every(engine)[:1])
    old = await open_database(database_url)
    insert = "INSERT INTO installation (bot_id, since) VALUES (1, 10)"
    await old.write(lambda c: c.run(insert))
    await old.close()
    assert not await tables_of(database_url) & {"claim", "customer"}
    monkeypatch.setattr(migrate, "migrations", every)
    new = await open_database(database_url)
    assert await new.read(lambda c: c.one("SELECT since FROM installation")) == {"since": 10}
    await put_claim(new)
    await new.close()
    assert await tables_of(database_url) >= TABLES


@pytest.mark.parametrize("engine", ["sqlite", "postgres"])
def test_every_migration_of_customers_names_their_bot(engine):
    # Tables that hang on a claim find the bot through it; what providers publish is nobody's.
    without = {"claim_facts", "claim_event", "claim_deadline", "desk_card"}
    without |= {"status_source", "official_state", "probe"}
    without |= {"custody_head", "custody_told"}
    script = "\n".join(each.sql for each in migrate.migrations(engine))
    for statement in migrate.statements(script) if engine == "sqlite" else script.split(";"):
        if "CREATE TABLE" in statement:
            name = statement.split("CREATE TABLE")[1].split()[0]
            assert "bot_id" in statement or name in without, name

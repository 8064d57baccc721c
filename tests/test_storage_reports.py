"""The audit, cards of the desk, and migrations, on both engines."""

import sqlite3

import asyncpg
import pytest

from bot.storage import migrate
from bot.storage.audit import Card, Deed, card_of, deeds, put_card, put_deed, put_unanswered
from bot.storage.claims import forget_claims
from bot.storage.database import open_database
from tests import postgres
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW

database = postgres.database
database_url = postgres.database_url


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
    "draft", "evidence", "inbox", "incident", "incident_event", "message", "outage_hours",
    "outage_levels", "outage_minute", "outage_report", "outage_since", "outage_usual",
    "outage_watch", "unanswered",
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
    without |= {"custody_head", "custody_told", "claim_term"}
    script = "\n".join(each.sql for each in migrate.migrations(engine))
    for statement in migrate.statements(script) if engine == "sqlite" else script.split(";"):
        if "CREATE TABLE" in statement:
            name = statement.split("CREATE TABLE")[1].split()[0]
            assert "bot_id" in statement or name in without, name

"""Ratings with their reasons, and what the tables bring along from before, on both engines."""

from datetime import timedelta

import pytest

from bot.domain.lifecycle import Action, Outcome
from bot.services.ratings import ask_why, rate
from bot.services.waiting import waited
from bot.storage import migrate
from bot.storage.claims import claim_events, forget_claims
from bot.storage.database import open_database
from bot.storage.ratings import Rating, put_rating, put_reason, rating_of
from tests import postgres
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW
from tests.sla_stage import ONE, Watched
from tests.test_sla import PRIYA

database = postgres.database
database_url = postgres.database_url
LATER = NOW + timedelta(days=1)


async def test_the_latest_rating_counts_and_its_reason_stays(database):
    claim = await put_claim(database)
    assert not await database.write(lambda c: put_reason(c, claim.id, "too slow"))
    for rating in (Rating("bad", "", 77, NOW), Rating("good", "", None, LATER)):
        await database.write(lambda c, r=rating: put_rating(c, BOT, claim.id, r))
        await database.write(lambda c: put_reason(c, claim.id, "too slow"))
    found = await database.read(lambda c: rating_of(c, claim.id))
    assert found == Rating("good", "too slow", None, LATER)


async def test_forgetting_a_customer_forgets_what_they_thought_and_why(database):
    claim = await put_claim(database)
    await database.write(lambda c: put_rating(c, BOT, claim.id, Rating("bad", "", 77, NOW)))
    await database.write(lambda c: put_reason(c, claim.id, "王经理骂我"))
    await database.write(lambda c: forget_claims(c, BOT, CHAT))
    rows = await database.read(lambda c: c.all("SELECT * FROM claim_rating"))
    assert rows == []


@pytest.fixture
async def stage(database):
    stage = Watched(database)
    await stage.file()
    await stage.desk.take(PRIYA, ONE)
    return stage


async def test_only_what_is_resolved_is_rated(stage):
    claim = await stage.claim_now()
    await stage.customer(lambda ex: rate(ex, claim, "good"))
    await stage.customer(lambda ex: ask_why(ex, claim))
    assert await stage.database.read(lambda c: rating_of(c, claim.id)) is None
    await stage.desk.resolve(PRIYA, ONE, Outcome.EXPLAINED)
    closed = await stage.claim_now()
    await stage.customer(lambda ex: rate(ex, closed, "fair"))
    found = await stage.database.read(lambda c: rating_of(c, claim.id))
    assert (found.rating, found.agent) == ("fair", PRIYA.id)
    events = await stage.database.read(lambda c: claim_events(c, claim.id))
    assert events[-1].changes == {"rating": ("", "fair")}
    assert (await stage.claim_now()).version == closed.version


async def test_an_answer_in_time_stops_the_wait(stage):
    await stage.desk.ask(PRIYA, ONE, "Which card?")
    assert await stage.one("SELECT 1 AS x FROM timer WHERE kind = 'claim.wait'")
    stage.later(days=3)
    await stage.says("6620")
    assert await stage.one("SELECT 1 AS x FROM timer WHERE kind = 'claim.wait'") is None
    told = len(await stage.told(CHAT))
    claim = await stage.claim_now()
    await stage.customer(lambda ex: waited(ex, claim.id))
    assert len(await stage.told(CHAT)) == told


async def test_a_second_question_begins_the_wait_anew(stage):
    await stage.desk.ask(PRIYA, ONE, "Which card?")
    first = await stage.one("SELECT due_at FROM timer WHERE kind = 'claim.wait'")
    stage.later(days=10)
    await stage.desk.ask(PRIYA, ONE, "And which day?")
    second = await stage.one("SELECT due_at FROM timer WHERE kind = 'claim.wait'")
    assert second["due_at"] - first["due_at"] == 10 * 86_400_000_000


async def test_what_was_put_aside_is_not_asked_about_again(stage):
    await stage.desk.ask(PRIYA, ONE, "Which card?")
    claim = await stage.claim_now()
    for _ in range(3):
        stage.later(days=14)
        await stage.customer(lambda ex: waited(ex, claim.id))
    events = await stage.database.read(lambda c: claim_events(c, claim.id))
    assert [event.action for event in events][-2:] == [Action.REMIND, Action.PUT_ASIDE]
    aside = await stage.claim_now()
    assert (aside.status, aside.due_for) == ("waiting", "aside")


_OLD = """
    INSERT INTO claim (bot_id, chat_id, number, kind, type, filing, status, outcome, priority,
        provider, wanted_currency, region, language, agent_name, consent, version, rating,
        filed_at, due_at, changed_at)
    VALUES (1, 5, :number, 'other', '', 'person', :status, '', 'normal', '', '', 'CN',
        'zh-Hans', '', '1', 1, '', 10, 20, 30)
"""


async def test_claims_of_an_earlier_version_are_promised_and_asked_about_too(
    database_url, monkeypatch
):
    every = migrate.migrations
    first = lambda engine: [each for each in every(engine) if each.number <= 10]  # noqa: E731
    monkeypatch.setattr(migrate, "migrations", first)
    old = await open_database(database_url)
    for status in ("filed", "waiting", "resolved"):
        await old.write(lambda c, s=status: c.run(_OLD, number=f"PA-{s}", status=s))
    await old.close()
    monkeypatch.setattr(migrate, "migrations", every)
    new = await open_database(database_url)
    timers = await new.read(lambda c: c.all("SELECT kind, payload, due_at FROM timer"))
    targets = await new.read(lambda c: c.all("SELECT target, state, due_at FROM claim_target"))
    closed = await new.read(lambda c: c.all("SELECT closed_at FROM claim WHERE status='resolved'"))
    await new.close()
    fortnight = 14 * 86_400_000_000
    assert sorted((row["kind"], row["due_at"]) for row in timers) == [
        ("claim.sla", 20), ("claim.wait", 30 + fortnight),
    ]  # fmt: skip
    assert [tuple(row.values()) for row in map(dict, targets)] == [("first_response", "open", 20)]
    assert closed[0]["closed_at"] == 30

"""Claims, their versions, events and deadlines, on SQLite and on PostgreSQL."""

import asyncio
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from bot.domain.casework import ClaimDeadline, ClaimEvent
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Action, Role, Status
from bot.domain.money import Money
from bot.storage.claim_deadlines import (
    deadlines_of,
    mark_done,
    put_deadlines,
    switch_reminders,
)
from bot.storage.claims import (
    change_claim,
    claim_by_id,
    claim_by_number,
    claim_events,
    claims_of,
    forget_claims,
    insert_claim,
    put_claim_event,
    put_facts,
    rate_claim,
)
from tests import postgres
from tests.filed import CHAT, CLAIM, put_claim
from tests.gateway import BOT, NOW

database = postgres.database
LATER = NOW + timedelta(hours=1)


async def by_id(database, claim):
    return await database.read(lambda c: claim_by_id(c, BOT, claim))


async def test_a_claim_comes_back_as_it_was_filed(database):
    claim = await put_claim(database)
    assert await by_id(database, claim.id) == claim
    assert await database.read(lambda c: claim_by_number(c, BOT, claim.number)) == claim
    assert claim.wanted == Money(minor=8900, currency="CNY")


async def test_what_is_searched_for_stands_beside_the_facts(database):
    await put_claim(database)
    platform = {"kind": ClaimKind.VANISHED_PLATFORM, "facts": {"platform": "gopay"}}
    await put_claim(database, number="PA-0000-0000-0", **platform)
    rows = await database.read(lambda c: c.all("SELECT * FROM claim ORDER BY id"))
    found = [(r["provider"], r["wanted_minor"], r["wanted_currency"], r["consent"]) for r in rows]
    assert found == [("alipay", 8900, "CNY", "2026-11"), ("gopay", None, "", "2026-11")]


async def test_a_number_is_given_once(database):
    await put_claim(database)
    assert await database.write(lambda c: insert_claim(c, CLAIM, "2026-11")) is None
    await put_claim(database, bot=BOT + 1)
    assert len(await database.read(lambda c: claims_of(c, BOT, CHAT))) == 1


async def test_a_claim_of_another_bot_is_not_found(database):
    claim = await put_claim(database, bot=BOT + 1)
    assert await by_id(database, claim.id) is None
    assert await database.read(lambda c: claim_by_number(c, BOT, claim.number)) is None


async def test_the_claims_of_a_customer_the_latest_first(database):
    old = await put_claim(database)
    new = await put_claim(database, number="PA-1", filed_at=LATER)
    same = await put_claim(database, number="PA-2", filed_at=LATER)
    await put_claim(database, number="PA-3", chat=6)
    found = await database.read(lambda c: claims_of(c, BOT, CHAT))
    assert [each.id for each in found] == [same.id, new.id, old.id]
    assert [each.id for each in await database.read(lambda c: claims_of(c, BOT, CHAT, 1))] == [
        same.id
    ]


async def test_facts_are_amended_and_never_overwritten(database):
    claim = await put_claim(database)
    amended = replace(claim, version=2, facts={**claim.facts, "count": 3})
    await database.write(lambda c: put_facts(c, amended, "77", LATER))
    assert (await by_id(database, claim.id)).facts["count"] == 3
    rows = await database.read(lambda c: c.all("SELECT version, written_by FROM claim_facts"))
    assert sorted((row["version"], row["written_by"]) for row in rows) == [(1, "5"), (2, "77")]
    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.write(lambda c: put_facts(c, amended, "78", LATER))


async def test_a_change_is_kept(database):
    claim = await put_claim(database)
    changed = replace(
        claim, status=Status.RESOLVED, outcome="refunded", agent=77, agent_name="Wei", due_at=LATER
    )
    assert await database.write(lambda c: change_claim(c, changed, LATER))
    assert await by_id(database, claim.id) == replace(changed, version=2)


async def test_who_read_an_older_version_changes_nothing(database):
    claim = await put_claim(database)
    mine = replace(claim, status=Status.IN_REVIEW, agent=77)
    theirs = replace(claim, status=Status.WITHDRAWN)
    assert await database.write(lambda c: change_claim(c, mine, LATER))
    assert not await database.write(lambda c: change_claim(c, theirs, LATER))
    assert (await by_id(database, claim.id)).status is Status.IN_REVIEW


async def test_of_two_who_take_a_claim_at_once_one_gets_it(database):
    claim = await put_claim(database)

    async def take(agent):
        taken = replace(claim, status=Status.IN_REVIEW, agent=agent)
        return await database.write(lambda c: change_claim(c, taken, LATER))

    assert sorted(await asyncio.gather(*map(take, range(4)))) == [False, False, False, True]


async def test_what_happened_is_kept_in_order(database):
    claim = await put_claim(database)
    events = [
        ClaimEvent("filed", Role.CUSTOMER, "5", "", "filed", "refund", NOW),
        ClaimEvent(Action.TAKE, Role.AGENT, "77", "filed", "in_review", "", LATER),
        ClaimEvent(Action.NOTE, Role.SYSTEM, "", "in_review", "in_review", "备注", LATER),
    ]
    for event in events:
        await database.write(lambda c, event=event: put_claim_event(c, claim.id, event))
    assert await database.read(lambda c: claim_events(c, claim.id)) == events


async def test_deadlines_the_nearest_first_and_a_rule_once(database):
    claim = await put_claim(database)
    far = ClaimDeadline("b", "user", date(2026, 11, 1), date(2026, 12, 31), hint=True)
    near = ClaimDeadline("a", "provider", date(2026, 11, 1), date(2026, 11, 16), hint=False)
    await database.write(lambda c: put_deadlines(c, claim.id, [far, near]))
    assert await database.read(lambda c: deadlines_of(c, claim.id)) == [near, far]
    moved = replace(far, counted_from=date(2026, 10, 1), due_on=date(2026, 11, 2), hint=False)
    await database.write(lambda c: put_deadlines(c, claim.id, [moved]))
    assert await database.read(lambda c: deadlines_of(c, claim.id)) == [moved]


async def test_what_is_done_stays_done_until_the_day_moves(database):
    claim = await put_claim(database)
    at = NOW + timedelta(hours=24)
    due = ClaimDeadline("a", "user", date(2026, 11, 22), date(2026, 11, 23), hint=False, due_at=at)
    put = partial(put_deadlines, claim=claim.id, deadlines=[due])
    await database.write(put)
    assert not await database.write(lambda c: mark_done(c, claim.id, "b", NOW))
    assert await database.write(lambda c: mark_done(c, claim.id, "a", NOW))
    await database.write(put)
    done = replace(due, is_done=True)
    assert await database.read(lambda c: deadlines_of(c, claim.id)) == [done]
    await database.write(lambda c: mark_done(c, claim.id, "a", None))
    assert await database.read(lambda c: deadlines_of(c, claim.id)) == [due]
    await database.write(lambda c: mark_done(c, claim.id, "a", NOW))
    moved = replace(due, due_on=date(2026, 11, 30), due_at=None)
    await database.write(lambda c: put_deadlines(c, claim.id, [moved]))
    assert await database.read(lambda c: deadlines_of(c, claim.id)) == [moved]


async def test_reminders_of_one_claim_are_switched_off_and_on(database):
    claim, other = await put_claim(database), await put_claim(database, number="PA-9")
    await database.write(lambda c: switch_reminders(c, claim.id, on=False))
    assert not (await database.read(lambda c: claim_by_id(c, BOT, claim.id))).reminders
    assert (await database.read(lambda c: claim_by_id(c, BOT, other.id))).reminders
    await database.write(lambda c: switch_reminders(c, claim.id, on=True))
    assert (await database.read(lambda c: claim_by_id(c, BOT, claim.id))).reminders


async def test_only_the_customer_rates_their_claim(database):
    claim = await put_claim(database)
    rated = "SELECT rating FROM claim"
    assert not await database.write(lambda c: rate_claim(c, BOT, 6, claim.id, "bad"))
    assert await database.write(lambda c: rate_claim(c, BOT, CHAT, claim.id, "good"))
    assert (await database.read(lambda c: c.one(rated)))["rating"] == "good"


async def test_a_forgotten_customers_claims_go_with_all_that_belongs_to_them(database):
    claim = await put_claim(database)
    kept = await put_claim(database, number="PA-9", chat=6)
    event = ClaimEvent("filed", Role.CUSTOMER, "5", "", "filed", "", NOW)
    due = ClaimDeadline("a", "user", date(2026, 11, 1), date(2026, 11, 2), hint=False)
    for each in (claim, kept):
        await database.write(lambda c, each=each: put_claim_event(c, each.id, event))
        await database.write(lambda c, each=each: put_deadlines(c, each.id, [due]))
    assert await database.write(lambda c: forget_claims(c, BOT, CHAT)) == 1
    for table in ("claim_facts", "claim_event", "claim_deadline"):
        rows = await database.read(lambda c, t=table: c.all(f"SELECT claim_id FROM {t}"))
        assert [row["claim_id"] for row in rows] == [kept.id], table


@pytest.mark.parametrize(
    "change", ["status = 'lost'", "priority = 'high'"], ids=["a status", "a priority"]
)
async def test_the_database_itself_refuses_what_does_not_exist(database, change):
    await put_claim(database)
    with pytest.raises(Exception, match=r"(?i)check"):
        await database.write(lambda c: c.run(f"UPDATE claim SET {change}"))

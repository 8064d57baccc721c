"""Customers and drafts, on SQLite and on PostgreSQL."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.dialogue.drafts import Draft
from bot.dialogue.events import Answered, Attached, FilledIn
from bot.domain.customers import Customer, Mode
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.storage.customers import end_handover, find_customer, forget_customer, put_customer
from bot.storage.drafts import (
    DraftState,
    active_draft,
    find_draft,
    move_draft,
    new_draft,
    open_drafts,
    remove_draft,
    remove_drafts,
    save_draft,
    untouched_draft,
)
from tests import postgres
from tests.gateway import BOT, NOW

database = postgres.database
LATER = NOW + timedelta(hours=1)
CHAT = 5

FULL = Customer(
    BOT, CHAT, Language.TRADITIONAL, language_chosen=True, region="HK", region_chosen=True,
    zone="Asia/Hong_Kong", offered=(("支付寶", "answer:1:provider:alipay"), ("Back", "back:1")),
    mode=Mode.PERSON, mode_claim=3, adding_to=4, misses=1, adverts=2,
)  # fmt: skip


async def stored_customer(database, chat=CHAT):
    return await database.read(lambda c: find_customer(c, BOT, chat))


@pytest.mark.parametrize("customer", [FULL, Customer(BOT, CHAT, Language.ENGLISH)])
async def test_a_customer_comes_back_as_they_were_put(database, customer):
    assert await stored_customer(database) is None
    await database.write(lambda c: put_customer(c, customer, NOW))
    assert await stored_customer(database) == replace(customer, seen_at=NOW)


async def test_a_customer_is_changed_in_place(database):
    await database.write(lambda c: put_customer(c, FULL, NOW))
    changed = Customer(BOT, CHAT, Language.ENGLISH)
    await database.write(lambda c: put_customer(c, changed, LATER))
    assert await stored_customer(database) == replace(changed, seen_at=LATER)


async def test_customers_of_another_bot_are_others(database):
    other = replace(FULL, bot=BOT + 1, region="TW")
    for each in (FULL, other):
        await database.write(lambda c, each=each: put_customer(c, each, NOW))
    await database.write(lambda c: forget_customer(c, BOT, CHAT))
    assert await stored_customer(database) is None
    assert await database.read(lambda c: find_customer(c, BOT + 1, CHAT)) is not None


async def test_the_bot_answers_again_where_an_agent_talked_about_a_claim(database):
    others = (replace(FULL, chat=6, mode_claim=9), replace(FULL, bot=BOT + 1))
    for each in (FULL, *others):
        await database.write(lambda c, each=each: put_customer(c, each, NOW))
    await database.write(lambda c: end_handover(c, BOT, 3))
    free = await stored_customer(database)
    assert (free.mode, free.mode_claim) == (Mode.BOT, None)
    assert (await stored_customer(database, chat=6)).mode is Mode.PERSON
    other = await database.read(lambda c: find_customer(c, BOT + 1, CHAT))
    assert other.mode is Mode.PERSON


EVENTS = (
    FilledIn("provider", "支付宝", 1, 77),
    Answered("amount", {"minor": 8900, "currency": "CNY"}, 2, 78),
    Attached("7", 3),
)
DRAFT = Draft(ClaimKind.DUPLICATE_CHARGE, "not_credited", EVENTS)


async def new(database, draft=DRAFT, now=NOW, chat=CHAT):
    return await database.write(lambda c: new_draft(c, BOT, chat, draft, now))


async def active(database, chat=CHAT):
    return await database.read(lambda c: active_draft(c, BOT, chat))


async def move(database, stored, state, now=LATER, chat=CHAT):
    await database.write(lambda c: move_draft(c, BOT, chat, stored.id, (state, now)))


async def states(database):
    rows = await database.read(lambda c: c.all("SELECT id, state FROM draft ORDER BY id"))
    return [row["state"] for row in rows]


async def test_a_draft_comes_back_with_its_events(database):
    stored = await new(database)
    assert await active(database) == stored
    assert (stored.draft, stored.state) == (DRAFT, DraftState.ACTIVE)
    assert (stored.created_at, stored.updated_at) == (NOW, NOW)


async def test_what_a_draft_has_become_is_stored(database):
    stored = await new(database)
    grown = replace(stored, draft=DRAFT.with_events(Answered("count", 2, 4)))
    await database.write(lambda c: save_draft(c, BOT, CHAT, grown, LATER))
    assert await active(database) == replace(grown, updated_at=LATER)


async def test_one_draft_is_active_and_the_one_before_is_parked(database):
    first = await new(database)
    second = await new(database, Draft(ClaimKind.FRAUD))
    assert (await active(database)).id == second.id
    await move(database, first, DraftState.ACTIVE)
    assert (await active(database)).id == first.id
    assert await states(database) == ["active", "parked"]


async def test_drafts_of_other_chats_are_not_parked(database):
    mine = await new(database)
    await new(database, chat=6)
    assert (await active(database)).id == mine.id


async def test_the_database_itself_allows_one_active_draft(database):
    first = await new(database)
    await new(database)
    force = "UPDATE draft SET state = 'active' WHERE id = :id"
    with pytest.raises(Exception, match=r"(?i)unique"):
        await database.write(lambda c: c.run(force, id=first.id))


@pytest.mark.parametrize("state", [DraftState.STOPPED, DraftState.DELETED, DraftState.PARKED])
async def test_a_draft_that_was_put_aside_is_not_active(database, state):
    stored = await new(database)
    await move(database, stored, state)
    assert await active(database) is None
    found = await database.read(lambda c: find_draft(c, BOT, CHAT, stored.id))
    assert (found.state, found.updated_at, found.draft) == (state, LATER, DRAFT)


async def test_a_deleted_draft_can_be_had_back(database):
    stored = await new(database)
    await move(database, stored, DraftState.DELETED)
    await move(database, stored, DraftState.ACTIVE)
    assert (await active(database)).draft == DRAFT


async def test_open_drafts_are_those_not_deleted_the_latest_first(database):
    old = await new(database, now=NOW)
    gone = await new(database, now=NOW)
    latest = await new(database, now=LATER)
    await move(database, gone, DraftState.DELETED)
    await new(database, chat=6)
    found = await database.read(lambda c: open_drafts(c, BOT, CHAT))
    assert [each.id for each in found] == [latest.id, old.id]


async def test_parking_does_not_make_a_draft_younger(database):
    first = await new(database, now=NOW)
    await new(database, now=LATER)
    found = await database.read(lambda c: find_draft(c, BOT, CHAT, first.id))
    assert found.updated_at == NOW


async def test_an_untouched_draft_is_told_from_one_that_was_touched(database):
    stored = await new(database)
    just = await database.read(lambda c: untouched_draft(c, BOT, CHAT, stored.id, NOW))
    assert just.id == stored.id
    before = NOW - timedelta(microseconds=1)
    assert await database.read(lambda c: untouched_draft(c, BOT, CHAT, stored.id, before)) is None


async def test_a_draft_belongs_to_its_customer(database):
    stored = await new(database)
    assert await database.read(lambda c: find_draft(c, BOT, 6, stored.id)) is None
    assert await database.read(lambda c: find_draft(c, BOT + 1, CHAT, stored.id)) is None
    other = replace(stored, draft=Draft(ClaimKind.FRAUD))
    await database.write(lambda c: save_draft(c, BOT, 6, other, LATER))
    await move(database, stored, DraftState.DELETED, chat=6)
    await database.write(lambda c: remove_draft(c, BOT, 6, stored.id))
    assert await active(database) == stored


async def test_drafts_are_deleted_for_good(database):
    first, second = await new(database), await new(database)
    await new(database, chat=6)
    await database.write(lambda c: remove_draft(c, BOT, CHAT, second.id))
    assert await database.read(lambda c: find_draft(c, BOT, CHAT, second.id)) is None
    assert await database.read(lambda c: find_draft(c, BOT, CHAT, first.id)) is not None
    assert await database.write(lambda c: remove_drafts(c, BOT, CHAT)) == 1
    assert await states(database) == ["active"]

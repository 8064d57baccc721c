"""Inbox and lanes: nothing twice, order kept, a stalled process cannot write."""

import pytest

from bot.gateway.housekeeping import take_over
from bot.storage.delivery import CurrentUpdate, current_update
from bot.storage.errors import Fenced, SecondWriteError
from bot.storage.inbox import KEYS_KEPT, Incoming, backlog, close_row, purge_inbox, store
from bot.storage.jobs import claim_jobs, put_job
from bot.storage.lanes import (
    FinishedLane,
    Lease,
    claim_lanes,
    next_ready_at,
    purge_lanes,
    recover_lanes,
    release_lanes,
    renew_lanes,
)
from bot.storage.leases import acquire, give_up
from bot.storage.micros import wall_micros
from tests import postgres
from tests.gateway import BOT

database = postgres.database

ROWS = "SELECT update_id, state, payload, reference FROM inbox ORDER BY update_id"


def updates(*ids, chat=5):
    return [Incoming(update, chat, f'{{"update_id":{update}}}') for update in ids]


async def put(database, incoming, now=100):
    return await database.write(lambda c: store(c, BOT, incoming, now))


async def claim(database, owner="one", now=1_000, until=2_000, limit=10):
    lease = Lease(BOT, owner, now, until)
    return await database.write(lambda c: claim_lanes(c, lease, limit))


async def rows(database):
    return [tuple(row.values()) for row in await database.read(lambda c: c.all(ROWS))]


async def handle(database, current, step):
    token = current_update.set(current)
    try:
        return await database.write(step)
    finally:
        current_update.reset(token)


async def nothing(_connection):
    return "written"


async def test_an_update_is_stored_once_however_often_it_arrives(database):
    assert await put(database, updates(7)) == 1
    assert await put(database, updates(7, 8)) == 1
    assert [row[0] for row in await rows(database)] == [7, 8]


async def test_a_lane_gives_its_updates_in_the_order_of_their_ids(database):
    await put(database, updates(9, 7))
    await put(database, updates(8))
    (lane,) = await claim(database)
    assert [row.update for row in lane.rows] == [7, 8, 9]


async def test_a_claimed_lane_is_nobody_elses_until_its_lease_ends(database):
    await put(database, updates(7))
    (first,) = await claim(database)
    await put(database, updates(8))
    assert await claim(database, owner="two", now=1_999) == []
    (second,) = await claim(database, owner="two", now=2_001, until=3_000)
    assert second.epoch == first.epoch + 1


async def test_the_longest_waiting_lanes_come_first(database):
    for chat, at in ((5, 30), (6, 10), (7, 20)):
        await put(database, updates(chat, chat=chat), now=at)
    assert {lane.chat for lane in await claim(database, limit=2)} == {6, 7}


async def test_what_comes_in_while_a_lane_is_at_work_makes_it_ready_again(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    current = CurrentUpdate(BOT, 7, 5, lane.epoch, now=1)
    await handle(database, current, nothing)
    await put(database, updates(8))
    await database.write(lambda c: release_lanes(c, BOT, [FinishedLane(5, lane.epoch)]))
    (again,) = await claim(database)
    assert [row.update for row in again.rows] == [8]


async def test_a_released_lane_without_news_is_not_claimed_again(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    await database.write(lambda c: release_lanes(c, BOT, [FinishedLane(5, lane.epoch)]))
    assert await claim(database) == []


async def test_a_lane_can_ask_to_be_looked_at_later(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    finished = [FinishedLane(5, lane.epoch, again_at=1_500)]
    await database.write(lambda c: release_lanes(c, BOT, finished))
    assert await claim(database, now=1_499) == []
    assert await database.read(lambda c: next_ready_at(c, BOT)) == 1_500
    assert len(await claim(database, now=1_500)) == 1


async def test_lanes_of_a_dead_process_are_freed(database):
    await put(database, updates(7))
    await claim(database)
    assert await database.write(lambda c: recover_lanes(c, BOT, 1_999, 1_999)) == 0
    assert await database.write(lambda c: recover_lanes(c, BOT, 2_001, 2_001)) == 1
    (lane,) = await claim(database, owner="two", now=2_001, until=3_000)
    assert [row.update for row in lane.rows] == [7]


async def test_a_sign_of_life_keeps_a_lane(database):
    await put(database, updates(7))
    await claim(database)
    await database.write(lambda c: renew_lanes(c, Lease(BOT, "one", 1_900, 2_900)))
    assert await database.write(lambda c: recover_lanes(c, BOT, 2_001, 2_001)) == 0


async def test_the_step_of_an_update_marks_it_done_and_drops_its_payload(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    current = CurrentUpdate(BOT, 7, 5, lane.epoch, now=1)
    assert await handle(database, current, nothing) == "written"
    assert await rows(database) == [(7, "done", None, None)]


async def test_the_items_of_an_album_are_done_together(database):
    await put(database, updates(7, 8))
    (lane,) = await claim(database)
    current = CurrentUpdate(BOT, 7, 5, lane.epoch, now=1, siblings=(8,))
    await handle(database, current, nothing)
    assert [row[1] for row in await rows(database)] == ["done", "done"]


async def test_a_process_whose_lane_was_taken_over_writes_nothing(database):
    await put(database, updates(7))
    (stalled,) = await claim(database)
    await claim_again(database)
    ran = []

    async def step(_connection):
        ran.append(1)

    with pytest.raises(Fenced):
        await handle(database, CurrentUpdate(BOT, 7, 5, stalled.epoch, now=1), step)
    assert ran == []
    assert [row[1] for row in await rows(database)] == ["open"]


async def claim_again(database):
    await database.write(lambda c: recover_lanes(c, BOT, 2_001, 2_001))
    return await claim(database, owner="two", now=2_001, until=3_000)


async def test_an_update_that_is_done_is_not_written_again(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    await handle(database, CurrentUpdate(BOT, 7, 5, lane.epoch, now=1), nothing)
    with pytest.raises(Fenced):
        await handle(database, CurrentUpdate(BOT, 7, 5, lane.epoch, now=1), nothing)


async def test_a_second_written_step_for_one_update_is_a_bug(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    current = CurrentUpdate(BOT, 7, 5, lane.epoch, now=1)
    await handle(database, current, nothing)
    with pytest.raises(SecondWriteError, match="update 7"):
        await handle(database, current, nothing)


async def test_a_failed_step_leaves_its_update_open_for_another(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    current = CurrentUpdate(BOT, 7, 5, lane.epoch, now=1)

    async def failing(_connection):
        raise LookupError

    with pytest.raises(LookupError):
        await handle(database, current, failing)
    assert [row[1] for row in await rows(database)] == ["open"]
    assert await handle(database, current, nothing) == "written"


async def test_a_dead_row_keeps_its_reference_and_loses_its_payload(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    current = CurrentUpdate(BOT, 7, 5, lane.epoch, now=1)
    await database.write(lambda c: close_row(c, current, "dead", "REF"))
    assert await rows(database) == [(7, "dead", None, "REF")]
    with pytest.raises(Fenced):
        await database.write(lambda c: close_row(c, current, "dead", "REF"))


async def test_keys_of_handled_updates_are_purged_after_three_days_and_others_stay(database):
    await put(database, updates(7, 8, 9))
    (lane,) = await claim(database)
    await handle(database, CurrentUpdate(BOT, 7, 5, lane.epoch, now=1), nothing)
    dead = CurrentUpdate(BOT, 8, 5, lane.epoch, now=1)
    await database.write(lambda c: close_row(c, dead, "dead", "REF"))
    assert await database.write(lambda c: purge_inbox(c, KEYS_KEPT)) == 0
    assert await database.write(lambda c: purge_inbox(c, KEYS_KEPT + 2)) == 1
    assert [row[0] for row in await rows(database)] == [8, 9]
    assert await database.read(lambda c: backlog(c, BOT)) == 1


async def test_where_nobody_else_can_be_alive_everything_is_taken_over_at_once(database):
    lease = Lease(BOT, "dead", wall_micros(), wall_micros() + 10**9)
    await put(database, updates(7))
    await database.write(lambda c: put_job(c, BOT, 5, "read", {}))
    await database.write(lambda c: claim_lanes(c, lease, 1))
    await database.write(lambda c: claim_jobs(c, lease, 1))
    await database.write(lambda c: acquire(c, lease, "sender"))
    await database.write(lambda c: take_over(c, BOT))
    mine = Lease(BOT, "me", wall_micros() + 1, lease.until)
    assert len(await database.write(lambda c: claim_lanes(c, mine, 1))) == 1
    assert len(await database.write(lambda c: claim_jobs(c, mine, 1))) == 1
    assert await database.write(lambda c: acquire(c, mine, "sender"))


async def test_a_lease_has_one_holder_until_it_ends_or_is_given_up(database):
    async def try_to(owner, now):
        lease = Lease(BOT, owner, now, now + 100)
        return await database.write(lambda c: acquire(c, lease, "poller"))

    assert await try_to("one", 1_000)
    assert await try_to("one", 1_050)
    assert not await try_to("two", 1_100)
    assert await try_to("two", 1_151)
    await database.write(lambda c: give_up(c, BOT, "poller", "two"))
    assert await try_to("one", 1_152)


async def test_the_lane_of_a_chat_goes_with_its_last_key(database):
    await put(database, updates(7))
    (lane,) = await claim(database)
    await handle(database, CurrentUpdate(BOT, 7, 5, lane.epoch, now=1), nothing)
    await database.write(lambda c: release_lanes(c, BOT, [FinishedLane(5, lane.epoch)]))
    assert await database.write(purge_lanes) == 0
    await database.write(lambda c: purge_inbox(c, KEYS_KEPT + 2))
    assert await database.write(purge_lanes) == 1

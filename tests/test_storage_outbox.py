"""Outbox, jobs, timers: order, priority, and what becomes of what cannot be sent."""

from datetime import timedelta

import pytest

from bot.domain.messages import Button, FileKind, Message, OutgoingFile, Priority
from bot.storage.events import Event, event_of, put_event
from bot.storage.forgetting import forget_chat
from bot.storage.inbox import open_rows
from bot.storage.jobs import claim_jobs, end_job, put_job, recover_jobs, retry_job
from bot.storage.lanes import Lease
from bot.storage.outbox import (
    SENT_KEPT,
    EditTarget,
    mark_sending,
    mark_sent,
    purge_outbox,
    put_messages,
    sendable,
)
from bot.storage.timers import Timer, cancel, fire_due, schedule
from bot.storage.undelivered import (
    block_chat,
    give_up,
    hold_thread,
    is_blocked,
    migrate_chat,
    put_back,
    recover_sending,
    redirect_thread,
    reopen_chats,
)
from tests import postgres
from tests.gateway import BOT, NOW

database = postgres.database


async def put(database, *messages):
    await database.write(lambda c: put_messages(c, BOT, messages, NOW))


async def heads(database, now=1_000, limit=10):
    return await database.read(lambda c: sendable(c, BOT, now, limit))


async def texts(database, now=1_000):
    return [row.message.text for row in await heads(database, now)]


async def send(database, message_id=77):
    for row in await heads(database):
        target = EditTarget(message_id, has_file=row.message.file is not None)
        await database.write(lambda c, row=row, target=target: mark_sent(c, row, target, 5))


async def test_a_message_comes_back_as_it_was_put(database):
    message = Message(
        chat=-5,
        text="<b>支付</b> & more",
        buttons=((Button("Yes", data="y"), Button("Copy", copy="110")), (Button("Go", url="x"),)),
        thread=3,
        file=OutgoingFile(FileKind.PHOTO, "a.jpg", blob="k", once=True),
        reply_to=9,
        edit_of="card",
        key="card2",
        priority=Priority.DESK,
        claim_number="PA-1",
    )
    await put(database, message)
    (row,) = await heads(database)
    assert row.message == message


async def test_the_messages_of_a_chat_go_one_after_the_other(database):
    await put(database, Message(5, "one"), Message(5, "two"), Message(6, "other"))
    assert await texts(database) == ["one", "other"]
    await send(database)
    assert await texts(database) == ["two"]


async def test_urgent_messages_overtake_in_other_chats_and_in_their_own(database):
    await put(
        database,
        Message(5, "news", priority=Priority.BROADCAST),
        Message(6, "reminder", priority=Priority.REMINDER),
        Message(5, "answer"),
        Message(7, "card", priority=Priority.DESK),
    )
    assert await texts(database) == ["answer", "card", "reminder", "news"]


async def test_an_edit_does_not_overtake_what_it_edits(database):
    await put(
        database,
        Message(5, "card", key="k", priority=Priority.DESK),
        Message(5, "changed", edit_of="k"),
    )
    assert await texts(database) == ["card"]


async def test_an_edit_knows_the_message_it_replaces(database):
    await put(database, Message(5, "card", key="k"), Message(5, "changed", edit_of="k"))
    await send(database, message_id=77)
    (row,) = await heads(database)
    assert row.target == EditTarget(77, has_file=False)


async def test_an_edit_of_what_was_never_sent_has_no_target(database):
    await put(database, Message(5, "card", key="k"), Message(5, "changed", edit_of="k"))
    (row,) = await heads(database)
    await database.write(lambda c: give_up(c, row, "bad", 5))
    (edit,) = await heads(database)
    assert (edit.message.text, edit.target) == ("changed", None)


async def test_what_is_put_back_waits_and_holds_up_its_chat_only(database):
    await put(database, Message(5, "one"), Message(5, "two"), Message(6, "other"))
    first = (await heads(database))[0]
    await database.write(lambda c: put_back(c, first, 2_000, maybe_sent=True))
    assert await texts(database, now=1_999) == ["other"]
    again = (await heads(database, now=2_000))[0]
    assert (again.message.text, again.attempts, again.maybe_sent) == ("one", 1, True)


async def test_what_was_being_sent_at_a_crash_may_have_been_sent(database):
    await put(database, Message(5, "filed", claim_number="PA-1"))
    (row,) = await heads(database)
    await database.write(lambda c: mark_sending(c, [row.id]))
    assert await heads(database) == []
    assert await database.write(lambda c: recover_sending(c, BOT)) == 1
    (again,) = await heads(database)
    assert again.maybe_sent


async def test_a_sent_message_drops_its_text_and_is_purged_later(database):
    await put(database, Message(5, "secret", key="k"))
    await send(database)
    everything = await database.read(lambda c: c.all("SELECT body, message_id FROM outbox"))
    assert list(everything) == [{"body": None, "message_id": 77}]
    assert await database.write(lambda c: purge_outbox(c, SENT_KEPT + 5)) == 0
    assert await database.write(lambda c: purge_outbox(c, SENT_KEPT + 6)) == 1


async def test_a_blocked_chat_is_silent_until_it_writes_again(database):
    await put(database, Message(5, "one"), Message(6, "other"))
    await database.write(lambda c: block_chat(c, BOT, 5, "bot was blocked"))
    assert await texts(database) == ["other"]
    assert await database.read(lambda c: is_blocked(c, BOT, 5))
    await database.write(lambda c: reopen_chats(c, BOT, {6}))
    assert await texts(database) == ["other"]
    await database.write(lambda c: reopen_chats(c, BOT, {5}))
    assert await texts(database) == ["one", "other"]


async def test_a_group_that_became_a_supergroup_gets_its_messages(database):
    await put(database, Message(-5, "one"))
    await database.write(lambda c: migrate_chat(c, BOT, -5, -1005))
    assert [row.message.chat for row in await heads(database)] == [-1005]


async def test_messages_for_a_missing_topic_wait_for_another(database):
    await put(database, Message(-5, "one", thread=3), Message(-5, "two", thread=4))
    await database.write(lambda c: hold_thread(c, BOT, -5, 3))
    assert await texts(database) == ["two"]
    assert await database.write(lambda c: redirect_thread(c, BOT, -5, 3, 9)) == 1
    assert [row.message.thread for row in await heads(database)] == [9]


async def events(database, chat=5):
    found = await database.read(lambda c: open_rows(c, BOT, chat, 10))
    return [event_of(chat, row.payload) for row in found if row.update < 0]


async def test_events_keep_their_order_and_content(database):
    first, second = Event(5, "a.done", {"x": "支付"}), Event(5, "b.done")
    await database.write(lambda c: put_event(c, BOT, first))
    await database.write(lambda c: put_event(c, BOT, second))
    assert await events(database) == [first, second]


LEASE = Lease(BOT, "one", 1_000, 2_000)


async def test_a_job_is_done_by_one_and_its_result_is_an_event(database):
    await database.write(lambda c: put_job(c, BOT, 5, "read", {"file": "a"}))
    (job,) = await database.write(lambda c: claim_jobs(c, LEASE, 4))
    other = Lease(BOT, "two", 1_500, 2_500)
    assert await database.write(lambda c: claim_jobs(c, other, 4)) == []
    done = Event(5, "read.done", {"pages": 2})
    assert await database.write(lambda c: end_job(c, LEASE, job, done))
    assert await events(database) == [done]
    assert await database.write(lambda c: recover_jobs(c, BOT)) == 0


async def test_a_job_of_a_stalled_process_is_taken_over_and_ends_once(database):
    await database.write(lambda c: put_job(c, BOT, 5, "read", {}))
    (stalled,) = await database.write(lambda c: claim_jobs(c, LEASE, 4))
    late = Lease(BOT, "two", 2_001, 3_000)
    (job,) = await database.write(lambda c: claim_jobs(c, late, 4))
    assert job.attempts == 2
    done = Event(5, "read.done")
    assert not await database.write(lambda c: end_job(c, LEASE, stalled, done))
    assert await database.write(lambda c: end_job(c, late, job, done))
    assert await events(database) == [done]


@pytest.mark.parametrize(("counted", "attempts"), [(True, 2), (False, 1)])
async def test_a_job_that_is_put_back_comes_again(database, counted, attempts):
    await database.write(lambda c: put_job(c, BOT, 5, "read", {}))
    (job,) = await database.write(lambda c: claim_jobs(c, LEASE, 4))
    await database.write(lambda c: retry_job(c, LEASE, job, 1_500, counted=counted))
    assert await database.write(lambda c: claim_jobs(c, LEASE, 4)) == []
    later = Lease(BOT, "one", 1_500, 2_500)
    (again,) = await database.write(lambda c: claim_jobs(c, later, 4))
    assert again.attempts == attempts


async def test_a_timer_fires_once_when_it_is_due(database):
    timer = Timer("sla:1", 5, "sla.due", NOW, {"claim": 1})
    await database.write(lambda c: schedule(c, BOT, timer))
    early = NOW - timedelta(microseconds=1)
    assert await database.write(lambda c: fire_due(c, BOT, early, 10)) == 0
    assert await database.write(lambda c: fire_due(c, BOT, NOW, 10)) == 1
    assert await database.write(lambda c: fire_due(c, BOT, NOW, 10)) == 0
    assert await events(database) == [Event(5, "sla.due", {"claim": 1})]


async def test_timers_fire_in_the_order_of_their_moments(database):
    for name, minutes in (("late", 2), ("early", 1)):
        timer = Timer(name, 5, name, NOW + timedelta(minutes=minutes))
        await database.write(lambda c, timer=timer: schedule(c, BOT, timer))
    await database.write(lambda c: fire_due(c, BOT, NOW + timedelta(hours=1), 10))
    assert [event.kind for event in await events(database)] == ["early", "late"]


async def test_a_timer_can_be_moved_and_taken_back(database):
    await database.write(lambda c: schedule(c, BOT, Timer("k", 5, "a", NOW)))
    later = NOW + timedelta(days=1)
    await database.write(lambda c: schedule(c, BOT, Timer("k", 5, "b", later)))
    assert await database.write(lambda c: fire_due(c, BOT, NOW, 10)) == 0
    assert await database.write(lambda c: cancel(c, BOT, "k"))
    assert not await database.write(lambda c: cancel(c, BOT, "k"))
    assert await database.write(lambda c: fire_due(c, BOT, later, 10)) == 0


async def test_a_forgotten_chat_leaves_only_what_still_has_to_be_said(database):
    await put(database, Message(5, "old"), Message(6, "other"))
    await send(database)
    await put(database, Message(5, "you are forgotten"))
    await database.write(lambda c: put_job(c, BOT, 5, "read", {}))
    await database.write(lambda c: schedule(c, BOT, Timer("k", 5, "a", NOW)))
    await database.write(lambda c: forget_chat(c, BOT, 5))
    left = "SELECT chat_id, state FROM outbox ORDER BY id"
    rows = await database.read(lambda c: c.all(left))
    assert [tuple(row.values()) for row in rows] == [(6, "sent"), (5, "waiting")]
    assert await database.write(lambda c: claim_jobs(c, LEASE, 4)) == []
    assert await database.write(lambda c: fire_due(c, BOT, NOW, 10)) == 0

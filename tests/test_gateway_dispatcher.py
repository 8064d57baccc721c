"""Lanes: order in a chat, chats side by side, and an end for every update."""

import asyncio
import json
from contextvars import Context
from functools import partial

import pytest
from telegram.ext import MessageHandler, filters

from bot.domain.messages import Message
from bot.gateway import dispatcher as dispatching
from bot.gateway.albums import current_album
from bot.gateway.attempt import Attempts, note_failure
from bot.gateway.dispatcher import Dispatcher
from bot.gateway.ingest import Ingest
from bot.storage.errors import DatabaseAway, SecondWriteError
from bot.storage.events import Event, put_event
from bot.storage.inbox import Incoming, store
from bot.storage.lanes import Lease, claim_lanes
from bot.storage.micros import wall_micros
from bot.storage.outbox import put_messages
from tests import gateway
from tests.gateway import BOT, NOW, running, text_update, until

database = gateway.database
telegram = gateway.telegram
application = gateway.application


class Chat:
    """A service that answers each text with itself, and remembers."""

    def __init__(self, database):
        self.database = database
        self.seen = []
        self.events = []
        self.before_write = {}

    async def on_text(self, update, _context):
        text = update.message.text or update.message.caption or ""
        self.seen.append((update.message.chat_id, text))
        if text in self.before_write:
            await self.before_write[text]()
        await self.answer(update.message.chat_id, text)

    async def answer(self, chat, text):
        message = Message(chat, f"re {text}")
        await self.database.write(partial(put_messages, bot=BOT, messages=[message], now=NOW))

    async def on_event(self, event):
        self.events.append(event)
        if event.kind == "answer":
            await self.answer(event.chat, "event")


def sorry(update, reference):
    return Message(update["message"]["chat"]["id"], f"sorry {len(reference)}")


@pytest.fixture
async def chat(database, application):
    chat = Chat(database)
    application.add_handler(MessageHandler(filters.TEXT | filters.CAPTION, chat.on_text))
    application.add_error_handler(note_failure)
    return chat


def dispatcher_of(chat, application, lanes=8):
    attempts = Attempts(chat.database, application, chat.on_event, sorry, lambda: NOW)
    return Dispatcher(chat.database, attempts, BOT, "me", lanes)


async def states(database):
    sql = "SELECT state FROM inbox ORDER BY update_id"
    return [row["state"] for row in await database.read(lambda c: c.all(sql))]


async def outbox(database):
    sql = "SELECT chat_id, body FROM outbox ORDER BY id"
    rows = await database.read(lambda c: c.all(sql))
    return [(row["chat_id"], json.loads(row["body"])["text"]) for row in rows]


async def handle(chat, application, *updates, payloads=None, lanes=8):
    """Store updates, run the dispatcher until none is open, and return the states."""
    if updates:
        await Ingest(chat.database, BOT).store(updates)
    if payloads:
        rows = [Incoming(n, 5, payload) for n, payload in payloads.items()]
        await chat.database.write(lambda c: store(c, BOT, rows, wall_micros()))

    async def all_closed():
        return "open" not in await states(chat.database)

    async with running(dispatcher_of(chat, application, lanes).run()):
        await until(all_closed)
    return await states(chat.database)


async def test_a_chat_is_handled_in_order_and_every_update_ends(chat, application, database):
    updates = [text_update(n, chat=5 + n % 3, text=str(n)) for n in range(30)]
    assert await handle(chat, application, *updates) == ["done"] * 30
    for number in (5, 6, 7):
        texts = [int(text) for where, text in chat.seen if where == number]
        assert texts == sorted(texts)
    assert len(texts) == 10
    assert sorted(await outbox(database)) == sorted((w, f"re {t}") for w, t in chat.seen)


async def test_a_longer_backlog_than_one_claim_is_worked_off(chat, application):
    updates = [text_update(n, text=str(n)) for n in range(45)]
    assert await handle(chat, application, *updates) == ["done"] * 45
    assert [int(text) for _, text in chat.seen] == list(range(45))


async def test_a_slow_chat_does_not_hold_up_the_others(chat, application):
    gate = asyncio.Event()
    chat.before_write["slow"] = gate.wait
    await Ingest(chat.database, BOT).store(
        [text_update(1, chat=5, text="slow"), text_update(2, chat=5), text_update(3, chat=6)]
    )
    async with running(dispatcher_of(chat, application).run()):

        async def states_are(*expected):
            return await states(chat.database) == list(expected)

        await until(lambda: states_are("open", "open", "done"))
        gate.set()
        await until(lambda: states_are("done", "done", "done"))


async def test_what_no_handler_wants_is_done_too(chat, application):
    sticker = text_update(1)
    del sticker["message"]["text"]
    assert await handle(chat, application, sticker) == ["done"]
    assert chat.seen == []


async def test_a_malformed_update_is_poison_and_its_lane_goes_on(chat, application, database):
    bad = {"update_id": 1, "message": {"chat": {"id": 5}, "date": "never"}}
    closed = await handle(chat, application, bad, text_update(2, text="next"))
    assert closed == ["poison", "done"]
    assert chat.seen == [(5, "next")]
    row = await database.read(lambda c: c.one("SELECT payload FROM inbox WHERE update_id = 1"))
    assert row == {"payload": None}


@pytest.mark.parametrize("payload", ["no json", "[]"])
async def test_a_payload_that_is_no_update_is_poison(chat, application, payload):
    assert await handle(chat, application, payloads={1: payload}) == ["poison"]


async def test_a_failing_handler_ends_in_one_apology_and_the_next_update(
    chat, application, database, caplog
):
    async def fail():
        raise LookupError("my card is 4111")

    chat.before_write["bad"] = fail
    closed = await handle(chat, application, text_update(1, text="bad"), text_update(2, text="ok"))
    assert closed == ["dead", "done"]
    assert await outbox(database) == [(5, "sorry 8"), (5, "re ok")]
    row = await database.read(
        lambda c: c.one("SELECT payload, reference FROM inbox WHERE update_id = 1")
    )
    assert row["payload"] is None
    assert row["reference"] in caplog.text
    assert "4111" not in caplog.text


async def test_a_handler_that_writes_twice_is_a_bug_and_keeps_its_first_step(
    chat, application, database, caplog
):
    async def first():
        await chat.answer(5, "first")

    chat.before_write["twice"] = first
    assert await handle(chat, application, text_update(1, text="twice")) == ["done"]
    assert await outbox(database) == [(5, "re first")]
    assert SecondWriteError.__name__ in caplog.text


async def test_while_the_database_is_away_the_update_waits(
    chat, application, database, monkeypatch
):
    monkeypatch.setattr("bot.gateway.attempt._FIRST_WAIT", 0.001)
    troubles = [DatabaseAway("locked"), DatabaseAway("locked")]

    async def away():
        if troubles:
            raise troubles.pop()

    chat.before_write["one"] = away
    closed = await handle(
        chat, application, text_update(1, text="one"), text_update(2, text="two")
    )
    assert closed == ["done", "done"]
    assert await outbox(database) == [(5, "re one"), (5, "re two")]
    assert [text for _, text in chat.seen] == ["one", "one", "one", "two"]


async def test_an_album_is_one_call_and_all_its_items_are_done(chat, application):
    albums = []

    async def look():
        albums.append([update["update_id"] for update in current_album()])

    chat.before_write["a"] = chat.before_write["after"] = look
    items = [text_update(n, text=None, caption="a", media_group_id="g") for n in (1, 2, 3)]
    for item in items:
        del item["message"]["text"]
        item["message"]["photo"] = []
    closed = await handle(chat, application, *items, text_update(4, text="after"))
    assert closed == ["done"] * 4
    assert [text for _, text in chat.seen] == ["a", "after"]
    assert albums == [[1, 2, 3], []]


async def test_an_album_at_the_end_of_a_lane_waits_for_late_items(chat, application, monkeypatch):
    monkeypatch.setattr("bot.gateway.albums.ALBUM_PAUSE", 150_000)
    albums = []

    async def look():
        albums.append([update["update_id"] for update in current_album()])

    chat.before_write["a"] = look
    ingest = Ingest(chat.database, BOT)
    await ingest.store([text_update(1, text="a", media_group_id="g")])
    async with running(dispatcher_of(chat, application).run()):
        await ingest.store([text_update(2, text="a", media_group_id="g")])

        async def all_closed():
            return await states(chat.database) == ["done", "done"]

        await until(all_closed)
    assert albums == [[1, 2]]


async def test_an_album_waits_for_its_items_and_not_longer_than_until_it_is_full(
    chat, application, database
):
    albums = []

    async def look():
        albums.append([update["update_id"] for update in current_album()])

    async def was_put_off():
        lane = await database.read(lambda c: c.one("SELECT epoch, owner FROM lane"))
        return lane == {"epoch": 1, "owner": ""}

    chat.before_write["a"] = look
    items = [text_update(n, text="a", media_group_id="g") for n in range(1, 11)]
    ingest = Ingest(database, BOT)
    await ingest.store(items[:1])
    async with running(dispatcher_of(chat, application).run()):
        await until(was_put_off)
        assert albums == []
        await ingest.store(items[1:])
        await until(lambda: albums)
    assert albums == [list(range(1, 11))]


async def test_events_are_handled_in_the_lane_and_before_waiting_updates(
    chat, application, database
):
    await Ingest(database, BOT).store([text_update(1, text="one")])
    await database.write(lambda c: put_event(c, BOT, Event(5, "answer", {"x": 1})))
    assert await handle(chat, application) == ["done", "done"]
    assert chat.events == [Event(5, "answer", {"x": 1})]
    assert await outbox(database) == [(5, "re event"), (5, "re one")]


async def test_an_event_that_fails_is_dead_without_an_apology(chat, application, database):
    async def fail(_event):
        raise LookupError

    chat.on_event = fail
    await database.write(lambda c: put_event(c, BOT, Event(5, "x")))
    assert await handle(chat, application) == ["dead"]
    assert await outbox(database) == []


async def test_a_process_that_lost_its_lane_writes_nothing(chat, application, database):
    async def lose():
        await database.write(lambda c: c.run("UPDATE lane SET lease_until = 1"))

    async def take_over():
        # Outside the update's context, as another process would.
        await asyncio.create_task(lose(), context=Context())
        late = Lease(BOT, "other", wall_micros(), wall_micros() + 10**9)
        await asyncio.create_task(claim_for_other(late), context=Context())

    async def claim_for_other(lease):
        await database.write(lambda c: c.run("UPDATE lane SET ready_at = 0"))
        await database.write(lambda c: claim_lanes(c, lease, 1))

    chat.before_write["one"] = take_over
    await Ingest(database, BOT).store([text_update(1, text="one")])
    dispatcher = dispatcher_of(chat, application)
    async with running(dispatcher.run()):
        await until(lambda: chat.seen)
        await until(lambda: not dispatcher._running)
    assert await outbox(database) == []
    assert await states(database) == ["open"]


async def test_stopping_finishes_what_runs_and_leaves_the_rest_for_later(
    chat, application, database
):
    gate = asyncio.Event()
    chat.before_write["one"] = gate.wait
    await Ingest(database, BOT).store([text_update(1, text="one"), text_update(2, text="two")])
    dispatcher = dispatcher_of(chat, application)
    run = asyncio.create_task(dispatcher.run())
    await until(lambda: chat.seen)
    dispatcher.stop()
    gate.set()
    await run
    assert await states(database) == ["done", "open"]
    lease = Lease(BOT, "next", wall_micros() + 1, wall_micros() + 10**6)
    (lane,) = await database.write(lambda c: claim_lanes(c, lease, 1))
    assert [row.update for row in lane.rows] == [2]


async def test_a_handler_that_does_not_end_is_cut_off_when_the_bot_stops(
    chat, application, database, monkeypatch
):
    monkeypatch.setattr(dispatching, "_STOP_SECONDS", 0.01)
    chat.before_write["one"] = asyncio.Event().wait
    await Ingest(database, BOT).store([text_update(1, text="one")])
    dispatcher = dispatcher_of(chat, application)
    run = asyncio.create_task(dispatcher.run())
    await until(lambda: chat.seen)
    dispatcher.stop()
    await run
    assert await states(database) == ["open"]

"""The sender against a Telegram that refuses, pauses, moves and fails to answer."""

import asyncio
import json

import pytest
from telegram.error import NetworkError, TimedOut

from bot.domain.messages import Button, FileKind, Message, OutgoingFile, Priority
from bot.gateway.limits import SendLimits
from bot.gateway.sender import Sender
from bot.gateway.settling import CHAT_MIGRATED, THREAD_MISSING
from bot.gateway.transport import NotConnected
from bot.storage.events import event_of
from bot.storage.inbox import open_rows
from bot.storage.outbox import mark_sending, put_messages, sendable
from bot.storage.undelivered import is_blocked, redirect_thread, reopen_chats
from tests import gateway
from tests.gateway import BOT, NOW, ok, refused, running, until

database = gateway.database
telegram = gateway.telegram
application = gateway.application

FREE = SendLimits(0, 0, 3, 0)


@pytest.fixture(autouse=True)
def _retry_at_once(monkeypatch):
    monkeypatch.setattr("bot.gateway.settling._FIRST_WAIT", 0)


async def blob(key):
    if key == "gone":
        raise FileNotFoundError(key)
    return b"bytes of " + key.encode()


def sender_of(database, application, limits=FREE, on_sent=None):
    return Sender(database, application.bot, limits, blob, on_sent)


async def put(database, *messages):
    await database.write(lambda c: put_messages(c, BOT, messages, NOW))


async def states(database):
    sql = "SELECT state FROM outbox ORDER BY id"
    return [row["state"] for row in await database.read(lambda c: c.all(sql))]


async def send_all(database, application, *, ends=("sent",), **options):
    """Run a sender until every row is in one of the states `ends`."""

    async def settled():
        return set(await states(database)) <= set(ends)

    async with running(sender_of(database, application, **options).run()):
        await until(settled)


async def events(database, chat):
    rows = await database.read(lambda c: open_rows(c, BOT, chat, 10))
    return [event_of(chat, row.payload) for row in rows]


def once(answer, then=None):
    """Return a Telegram that gives one answer first, and then its usual ones."""
    given = []

    def respond(parameters):
        if not given:
            given.append(1)
            return answer
        place = {"id": int(parameters["chat_id"]), "type": "private"}
        return then or ok({"message_id": 500, "date": 1_790_000_000, "chat": place})

    return respond


async def test_messages_arrive_in_order_with_all_their_parts(database, telegram, application):
    buttons = (
        (Button("Yes", data="y"), Button("Copy", copy="110"), Button("Go", url="https://a.b")),
    )
    await put(
        database,
        Message(5, "<b>one</b>", buttons=buttons, thread=3, reply_to=9),
        Message(5, "two"),
    )
    await send_all(database, application)
    first, second = [given for name, given in telegram.calls if name == "sendmessage"]
    assert (first["text"], first["parse_mode"]) == ("<b>one</b>", "HTML")
    assert first["link_preview_options"] == {"is_disabled": True}
    assert first["message_thread_id"] == 3
    assert first["reply_parameters"] == {"message_id": 9, "allow_sending_without_reply": True}
    keyboard = first["reply_markup"]["inline_keyboard"]
    assert json.loads(json.dumps(keyboard)) == [
        [
            {"text": "Yes", "callback_data": "y"},
            {"text": "Copy", "copy_text": {"text": "110"}},
            {"text": "Go", "url": "https://a.b"},
        ]
    ]
    assert second["text"] == "two"


async def test_files_are_uploaded_or_named_by_their_id(database, telegram, application):
    await put(
        database,
        Message(5, "a picture", file=OutgoingFile(FileKind.PHOTO, "a.jpg", blob="k")),
        Message(5, "a paper", file=OutgoingFile(FileKind.DOCUMENT, "a.pdf", telegram_id="TG")),
    )
    await send_all(database, application)
    assert telegram.sent("sendphoto") == [(5, "a picture")]
    assert telegram.sent("senddocument") == [(5, "a paper")]
    uploaded = [given["files"] for name, given in telegram.calls if name == "sendphoto"]
    assert uploaded == [["photo"]]


async def test_a_file_that_is_gone_does_not_stop_the_others(database, telegram, application):
    file = OutgoingFile(FileKind.PHOTO, "a.jpg", blob="gone")
    await put(database, Message(5, "broken", file=file), Message(5, "next"))
    await send_all(database, application, ends=("sent", "dead"))
    assert await states(database) == ["dead", "sent"]
    assert telegram.sent() == [(5, "next")]


async def test_an_edit_replaces_the_message_it_names(database, telegram, application):
    await put(database, Message(5, "card", key="k"), Message(5, "changed", edit_of="k"))
    await send_all(database, application)
    (edit,) = [given for name, given in telegram.calls if name == "editmessagetext"]
    assert (edit["text"], edit["message_id"]) == ("changed", 101)


async def test_the_caption_of_a_file_is_edited_as_one(database, telegram, application):
    photo = OutgoingFile(FileKind.PHOTO, "a.jpg", blob="k")
    await put(
        database, Message(5, "one", file=photo, key="k"), Message(5, "two", edit_of="k", key="k")
    )
    await send_all(database, application)
    assert telegram.sent("editmessagecaption") == [(5, "two")]


@pytest.mark.parametrize("problem", ["message to edit not found", "message can't be edited"])
async def test_an_edit_of_what_is_gone_is_sent_anew(database, telegram, application, problem):
    telegram.answers["editmessagetext"] = lambda _: refused(400, f"Bad Request: {problem}")
    await put(database, Message(5, "card", key="k"), Message(5, "changed", edit_of="k"))
    await send_all(database, application)
    assert telegram.sent() == [(5, "card"), (5, "changed")]


async def test_an_edit_of_what_was_never_sent_is_sent_anew(database, telegram, application):
    await put(database, Message(5, "changed", edit_of="nothing"))
    await send_all(database, application)
    assert telegram.sent() == [(5, "changed")]


async def test_not_modified_is_done(database, telegram, application):
    telegram.answers["editmessagetext"] = lambda _: refused(
        400, "Bad Request: message is not modified: specified new message content …"
    )
    await put(database, Message(5, "card", key="k"), Message(5, "card", edit_of="k"))
    await send_all(database, application)
    assert len(telegram.sent()) == 1


async def test_429_pauses_its_chat_and_loses_nothing(database, telegram, application):
    def answer(given):
        if int(given["chat_id"]) == 5 and not telegram.sent("paused"):
            telegram.calls.append(("paused", given))
            return refused(429, "Too Many Requests: retry after 1", retry_after=1)
        place = {"id": int(given["chat_id"]), "type": "private"}
        return ok({"message_id": 7, "date": 1_790_000_000, "chat": place})

    telegram.answers["sendmessage"] = answer
    await put(database, Message(5, "one"), Message(5, "two"), Message(6, "other"))
    async with running(sender_of(database, application).run()):
        await until(lambda: (6, "other") in telegram.sent())
        assert (5, "two") not in telegram.sent()

        async def all_sent():
            return await states(database) == ["sent"] * 3

        await until(all_sent)
    assert [text for chat, text in telegram.sent() if chat == 5] == ["one", "one", "two"]


async def test_a_blocked_chat_is_stopped_until_it_is_opened_again(database, telegram, application):
    telegram.answers["sendmessage"] = once(refused(403, "Forbidden: bot was blocked by the user"))
    await put(database, Message(5, "one"), Message(5, "two"))
    async with running(sender_of(database, application).run()):

        async def all_are(state):
            return set(await states(database)) == {state}

        await until(lambda: all_are("blocked"))
        assert await database.read(lambda c: is_blocked(c, BOT, 5))
        await database.write(lambda c: reopen_chats(c, BOT, {5}))
        await until(lambda: all_are("sent"))
    assert [text for _, text in telegram.sent()] == ["one", "one", "two"]


async def test_a_group_that_moved_gets_its_messages_and_the_desk_is_told(
    database, telegram, application
):
    telegram.answers["sendmessage"] = once(
        refused(400, "Bad Request: group chat was upgraded", migrate_to_chat_id=-1005)
    )
    await put(database, Message(-5, "one"))
    await send_all(database, application)
    assert telegram.sent() == [(-5, "one"), (-1005, "one")]
    (moved,) = await events(database, -1005)
    assert (moved.kind, moved.payload) == (CHAT_MIGRATED, {"old": -5, "new": -1005})


async def test_a_missing_topic_holds_its_messages_and_the_desk_is_told(
    database, telegram, application
):
    telegram.answers["sendmessage"] = once(refused(400, "Bad Request: message thread not found"))
    await put(database, Message(-5, "one", thread=3, key="k"), Message(-5, "two", thread=3))
    async with running(sender_of(database, application).run()):

        async def all_are(state):
            return set(await states(database)) == {state}

        await until(lambda: all_are("held"))
        (gone,) = await events(database, -5)
        assert (gone.kind, gone.payload["thread"], gone.payload["key"]) == (THREAD_MISSING, 3, "k")
        await database.write(lambda c: redirect_thread(c, BOT, -5, 3, 9))
        await until(lambda: all_are("sent"))
    threads = [given.get("message_thread_id") for name, given in telegram.calls if "send" in name]
    assert threads == [3, 9, 9]


async def test_what_telegram_will_never_take_is_given_up_with_its_reason(
    database, telegram, application
):
    telegram.answers["sendmessage"] = once(refused(400, "Bad Request: chat not found"))
    await put(database, Message(5, "one"), Message(5, "two"))
    await send_all(database, application, ends=("sent", "dead"))
    sql = "SELECT state, reason, body FROM outbox ORDER BY id LIMIT 1"
    row = await database.read(lambda c: c.one(sql))
    assert row == {"state": "dead", "reason": "Chat not found", "body": None}


@pytest.mark.parametrize(
    ("trouble", "repeated"),
    [
        pytest.param(TimedOut(), "filed\n\n<code>PA-1</code>", id="no answer: may have been sent"),
        pytest.param(NetworkError("reset"), "filed\n\n<code>PA-1</code>", id="broken connection"),
        pytest.param(refused(502, "Bad Gateway"), "filed\n\n<code>PA-1</code>", id="5xx"),
        pytest.param(NotConnected("refused"), "filed", id="never reached Telegram"),
    ],
)
async def test_what_got_no_answer_is_repeated_and_shows_its_claim_number(
    database, telegram, application, trouble, repeated
):
    telegram.answers["sendmessage"] = once(trouble)
    await put(database, Message(5, "filed", claim_number="PA-1"))
    await send_all(database, application)
    assert [text for _, text in telegram.sent()] == ["filed", repeated]


async def test_a_message_on_its_way_at_a_crash_is_repeated_with_its_claim_number(
    database, telegram, application
):
    await put(database, Message(5, "filed", claim_number="PA-1"), Message(6, "plain"))
    rows = await database.read(lambda c: sendable(c, BOT, 1, 9))
    await database.write(lambda c: mark_sending(c, [row.id for row in rows]))
    await send_all(database, application)
    assert sorted(telegram.sent()) == [(5, "filed\n\n<code>PA-1</code>"), (6, "plain")]


async def test_the_message_id_is_kept_in_the_step_that_marks_it_sent(
    database, telegram, application
):
    kept = []

    async def keep(connection, row, ids):
        sent = await connection.one("SELECT state FROM outbox WHERE id = :id", id=row.id)
        kept.append((row.message.text, ids, sent["state"]))

    await put(database, Message(5, "one"))
    await send_all(database, application, on_sent=keep)
    assert kept == [("one", (101,), "sent")]


async def test_with_little_rate_left_answers_go_before_broadcasts(database, telegram, application):
    news = [Message(chat, "news", priority=Priority.BROADCAST) for chat in range(10, 20)]
    await put(database, *news, Message(5, "answer"))
    async with running(sender_of(database, application, limits=SendLimits(1, 1, 1, 18)).run()):
        await until(telegram.sent)
    assert telegram.sent()[0] == (5, "answer")
    assert len(telegram.sent()) == 1


async def test_a_message_that_arrives_while_the_outbox_is_read_is_not_sent_twice(
    database, telegram, application, monkeypatch
):
    gate, read = asyncio.Event(), database.read
    sender = sender_of(database, application)

    async def answer(given):
        await gate.wait()
        return ok(
            {"message_id": 7, "date": 1, "chat": {"id": given["chat_id"], "type": "private"}}
        )

    async def slow_read(step):
        rows = await read(step)
        if sender._calls:
            gate.set()
            await until(lambda: not sender._calls)
        return rows

    telegram.answers["sendmessage"] = answer
    monkeypatch.setattr(database, "read", slow_read)
    await put(database, Message(5, "one"))
    async with running(sender.run()):
        await until(telegram.sent)
        await put(database, Message(6, "other"))
        await until(lambda: (6, "other") in telegram.sent())
    assert telegram.sent() == [(5, "one"), (6, "other")]


async def test_what_telegram_refused_for_its_rate_was_not_sent(
    database, telegram, application, monkeypatch
):
    monkeypatch.setattr("bot.gateway.settling.seconds_of", lambda _: 0.01)
    telegram.answers["sendmessage"] = once(refused(429, "Too Many Requests", retry_after=1))
    await put(database, Message(5, "filed", claim_number="PA-1"))
    await send_all(database, application)
    assert telegram.sent() == [(5, "filed"), (5, "filed")]

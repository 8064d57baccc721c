"""python-telegram-bot talks to the sandbox, inside the process and over HTTP."""

import asyncio
import contextlib
import json
from collections.abc import AsyncIterator
from pathlib import Path

import pytest
from telegram import CopyTextButton, InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram import InputMediaPhoto as Photo
from telegram.error import BadRequest, Forbidden, NetworkError, RetryAfter
from telegram.ext import Application, CallbackContext, CallbackQueryHandler, MessageHandler
from telegram.ext import filters as on

from bot.sandbox import Sandbox, serve
from bot.sandbox.faults import Fault, FaultKind
from bot.sandbox.posting import Place
from bot.sandbox.wire import Upload
from tests.asgi_request import BASE_FILE_URL, BASE_URL, AsgiRequest
from tests.sandbox import TOKEN, customer_of, make_sandbox, picture

KEYS = InlineKeyboardMarkup(
    [
        [InlineKeyboardButton("Yes", callback_data="yes")],
        [InlineKeyboardButton("Copy 96110", copy_text=CopyTextButton("96110"))],
    ]
)


async def on_text(update: Update, _: CallbackContext) -> None:
    await update.message.reply_html("<b>How much?</b>", reply_markup=KEYS, do_quote=True)


async def on_file(update: Update, _: CallbackContext) -> None:
    file = await (
        update.message.photo[-1] if update.message.photo else update.message.document
    ).get_file()
    content = await file.download_as_bytearray()
    await update.message.reply_text(f"{len(content)} bytes")


async def on_tap(update: Update, _: CallbackContext) -> None:
    await update.callback_query.answer("noted")
    await update.callback_query.edit_message_text("You said yes")


def application(sandbox: Sandbox) -> Application:
    """Return a small bot that calls the sandbox inside the process."""
    builder = Application.builder().token(TOKEN).base_url(BASE_URL).base_file_url(BASE_FILE_URL)
    builder = builder.request(AsgiRequest(sandbox.app)).updater(None)
    return with_handlers(builder.build())


def with_handlers(made: Application) -> Application:
    made.add_handler(MessageHandler(on.TEXT, on_text))
    made.add_handler(MessageHandler(on.PHOTO | on.Document.ALL, on_file))
    made.add_handler(CallbackQueryHandler(on_tap))
    return made


@pytest.fixture(autouse=True)
def durations_are_timedeltas(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PTB_TIMEDELTA", "1")


@pytest.fixture
async def sandbox(tmp_path: Path) -> AsyncIterator[Sandbox]:
    made = make_sandbox(tmp_path)
    yield made
    await made.close()


async def handle_all(app: Application, sandbox: Sandbox) -> None:
    for waiting in list(sandbox.updates.waiting.values()):
        sandbox.updates.drop(waiting)
        await app.process_update(Update.de_json(waiting.update, app.bot))


def last(sandbox: Sandbox, chat: int) -> dict:
    return list(sandbox.world.messages[chat].values())[-1]


async def test_a_dialogue_in_one_process(sandbox: Sandbox) -> None:
    person = await customer_of(sandbox)
    async with application(sandbox) as app:
        await handle_all(app, sandbox)
        asked = last(sandbox, person.id)
        sandbox.people.tap(person.id, asked["message_id"], "yes")
        await handle_all(app, sandbox)
    assert asked["text"] == "How much?"
    assert asked["entities"] == [{"type": "bold", "offset": 0, "length": 9}]
    assert asked["reply_to_message"]["text"] == "/start"
    assert last(sandbox, person.id)["text"] == "You said yes"
    assert "reply_markup" not in last(sandbox, person.id)
    assert sandbox.violations == []


async def test_files_go_both_ways(sandbox: Sandbox) -> None:
    person, image = sandbox.people.create("Alex"), picture()
    upload = Upload("a.png", "image/png", image)
    async with application(sandbox) as app:
        sandbox.posting.photo(Place(person.id), upload)
        sandbox.posting.document(Place(person.id), upload)
        await handle_all(app, sandbox)
        album = await app.bot.send_media_group(
            person.id, [Photo(image), Photo(image)], caption="x"
        )
    texts = [m["text"] for m in sandbox.world.messages[person.id].values() if "text" in m]
    assert texts == [f"{len(image)} bytes"] * 2
    assert album[0].caption == "x"
    assert sandbox.violations == []


@pytest.mark.parametrize(
    ("kind", "error"),
    [
        (FaultKind.FLOOD, RetryAfter),
        (FaultKind.SERVER_ERROR, NetworkError),
        (FaultKind.BLOCKED, Forbidden),
        (FaultKind.DROP, NetworkError),
        (FaultKind.LOSE, NetworkError),
    ],
)
async def test_a_trouble_is_the_error_that_the_library_knows(
    sandbox: Sandbox, kind: FaultKind, error: type[Exception]
) -> None:
    person = await customer_of(sandbox)
    sandbox.faults.add(Fault(kind))
    async with application(sandbox) as app:
        with pytest.raises(error):
            await app.bot.send_message(person.id, "x")


async def test_an_edit_without_a_change_is_refused(sandbox: Sandbox) -> None:
    person = await customer_of(sandbox)
    async with application(sandbox) as app:
        sent = await app.bot.send_message(person.id, "x")
        with pytest.raises(BadRequest, match="not modified"):
            await sent.edit_text("x")


@pytest.mark.parametrize("kind", [FaultKind.DROP, FaultKind.LOSE])
async def test_a_real_connection_breaks(sandbox: Sandbox, kind: FaultKind) -> None:
    person = await customer_of(sandbox)
    running = await serve(sandbox)
    app = Application.builder().token(TOKEN).base_url(running.api_base).updater(None).build()
    async with app:
        sandbox.faults.add(Fault(kind))
        with pytest.raises(NetworkError):
            await app.bot.send_message(person.id, "x")
    await running.stop()


async def test_a_bot_polls_over_http(tmp_path: Path) -> None:
    sandbox = make_sandbox(tmp_path)
    running = await serve(sandbox)
    files = f"{running.url}/file/bot"
    builder = Application.builder().token(TOKEN).base_url(running.api_base).base_file_url(files)
    app = with_handlers(builder.build())
    person = sandbox.people.create("王芳")
    shown = asyncio.Queue[dict | None]()
    async with app:
        await app.start()
        await app.updater.start_polling()
        sandbox.world.listeners.add(shown)
        sandbox.people.send_text(person.id, "付款")
        async with asyncio.timeout(10):
            while (event := await shown.get())["kind"] != "message" or is_own(event, person.id):
                continue
        await app.updater.stop()
        await app.stop()
    assert event["message"]["text"] == "How much?"
    assert sandbox.violations == []
    await running.stop()


def is_own(event: dict, user_id: int) -> bool:
    return event["message"]["from"]["id"] == user_id


async def test_an_open_page_does_not_keep_the_server_from_stopping(tmp_path: Path) -> None:
    running = await serve(make_sandbox(tmp_path))
    path = running.page_url.removeprefix(running.url)
    reader, writer = await asyncio.open_connection("127.0.0.1", running.port)
    writer.write(f"GET {path}events HTTP/1.1\r\nHost: 127.0.0.1\r\n\r\n".encode())
    await reader.readuntil(b"retry: 1000\n\n")
    person = running.sandbox.people.create("Alex")
    event = json.loads((await reader.readuntil(b"}}\n\n")).decode().partition("data: ")[2])
    assert event["person"]["id"] == person.id
    async with asyncio.timeout(5):
        await running.stop()
    writer.close()
    with contextlib.suppress(ConnectionError):
        await writer.wait_closed()

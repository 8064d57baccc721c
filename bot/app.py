"""Wiring: the only module that may import everything."""

import asyncio
import contextlib
import logging
import os
import secrets
import signal
import time
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from typing import Any

import uvicorn
import uvloop
from starlette.applications import Starlette
from telegram import Bot
from telegram.error import TelegramError
from telegram.ext import Application

from bot.domain.languages import language_of_app
from bot.domain.messages import Message
from bot.gateway.albums import current_album
from bot.gateway.fetch import FetchRefused, download_file
from bot.gateway.gateway import Gateway, WebhookAddress, Wiring
from bot.gateway.jobs import JobFailed
from bot.gateway.limits import SendLimits
from bot.gateway.transport import Transport, make_request
from bot.logs import set_up_logs
from bot.readers.filetypes import media_type
from bot.sandbox.sandbox import RunningSandbox, Sandbox, SandboxSettings, serve
from bot.services.conversation import Conversation, Office
from bot.services.desk import Desk
from bot.services.understanding import Interpreter
from bot.settings import Settings
from bot.storage.blobs import Blobs, blob_key
from bot.storage.connection import Connection
from bot.storage.database import open_database
from bot.storage.messages import note_sent
from bot.storage.outbox import OutboxRow
from bot.texts.catalog import Catalog
from handlers.chat.application import Faces, add_handlers
from handlers.chat.customers import Customers
from handlers.chat.groups import Groups
from handlers.chat.menu import set_commands
from handlers.desk.agents import Agents
from knowledge.reload import LibraryWatcher

_LOG = logging.getLogger(__name__)
_UNKNOWN_TYPE = "application/octet-stream"
# Where the sandbox listens when nothing else is said; a busy port takes another.
_SANDBOX_PORT = 8081


@dataclass(frozen=True, slots=True)
class Identity:
    """Which bot runs, where Telegram is, and what the time is.

    Attributes:
        token: of the bot.
        api: address of the Bot API, without a slash at the end.
        clock: the one clock of the bot.
        agents_chat: Telegram id of the agents' group; 0 is none.
        admins: Telegram ids.
        staff: Telegram ids of agents and admins.
    """

    token: str
    api: str
    clock: Callable[[], datetime]
    agents_chat: int
    admins: frozenset[int]
    staff: frozenset[int]

    @property
    def bot(self) -> int:
        """Telegram id of the bot."""
        return int(self.token.partition(":")[0])


async def run_bot(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run the bot until it is told to stop.

    Args:
        settings (Settings): checked.
        ready (callable): gets one line of text once updates are received.

    Raises:
        DatabaseRefusedError: the database belongs to another bot or a newer program.
        InvalidToken: Telegram does not know the token.
        KnowledgeError: tables or articles are broken.
    """
    os.umask(0o077)
    settings.kept_in.mkdir(parents=True, exist_ok=True)
    stop = _stop_signal()
    async with contextlib.AsyncExitStack() as stack:
        sandbox = await _sandbox(settings, stack)
        identity = _identity(settings, sandbox)
        webhook = _webhook(settings)
        given = settings.token.get_secret_value()
        set_up_logs(
            settings.log_level,
            [identity.token, given, sandbox.sandbox.settings.page_key if sandbox else "",
             webhook.secret if webhook else "", settings.database_url.get_secret_value()],
        )  # fmt: skip
        gateway, application = await _gateway(settings, identity, webhook, stack)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        if webhook is not None:
            await _http(settings, gateway, stack)
        commands = asyncio.create_task(_menu(application.bot))
        ready(_ready_line(sandbox, webhook))
        await _until(stop, gateway)
        commands.cancel()


def _stop_signal() -> asyncio.Event:
    stop = asyncio.Event()
    loop = asyncio.get_running_loop()
    for number in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(number, stop.set)
    return stop


async def _until(stop: asyncio.Event, gateway: Gateway) -> None:
    stopped = asyncio.create_task(stop.wait())
    failed = asyncio.create_task(gateway.failed())
    done, waiting = await asyncio.wait({stopped, failed}, return_when=asyncio.FIRST_COMPLETED)
    for task in waiting:
        task.cancel()
    for task in done:
        task.result()


async def _sandbox(settings: Settings, stack: contextlib.AsyncExitStack) -> RunningSandbox | None:
    if not settings.is_sandbox:
        return None
    folder = settings.kept_in / "telegram"
    try:
        running = await serve(Sandbox(SandboxSettings(folder, port=_SANDBOX_PORT)))
    except OSError:
        running = await serve(Sandbox(SandboxSettings(folder)))
    stack.push_async_callback(running.stop)
    return running


def _identity(settings: Settings, sandbox: RunningSandbox | None) -> Identity:
    if sandbox is None:
        admins = settings.admin_ids
        return Identity(
            settings.token.get_secret_value(),
            settings.api_base,
            lambda: datetime.now(UTC),
            settings.agents_chat,
            admins,
            admins | settings.agent_ids,
        )
    cast, world = sandbox.sandbox.cast(), sandbox.sandbox.world

    def moved() -> datetime:
        return datetime.fromtimestamp(time.time() + world.bot.clock_offset, UTC)

    admins = frozenset({cast.admin.id})
    return Identity(
        sandbox.sandbox.token,
        sandbox.url,
        moved,
        cast.agents_chat.id,
        admins,
        admins | {cast.agent.id},
    )


def _webhook(settings: Settings) -> WebhookAddress | None:
    if not settings.webhook_url:
        return None
    secret = settings.webhook_secret.get_secret_value() or secrets.token_urlsafe(32)
    return WebhookAddress(settings.webhook_url, secret)


async def _gateway(
    settings: Settings,
    identity: Identity,
    webhook: WebhookAddress | None,
    stack: contextlib.AsyncExitStack,
) -> tuple[Gateway, Any]:  # Any: the library's application
    cache = settings.data_dir / "knowledge"
    watcher = LibraryWatcher(time.monotonic, cache=cache)
    interpreter = Interpreter(watcher.current(), cache)
    catalog = Catalog()
    database = await open_database(settings.database)
    stack.push_async_callback(database.close)
    office = Office(
        identity.bot, database, watcher.current, catalog, identity.clock,
        identity.agents_chat, identity.staff, identity.admins,
    )  # fmt: skip
    transport = Transport(settings.transport)
    application = (
        Application.builder()
        .token(identity.token)
        .base_url(f"{identity.api}/bot")
        .base_file_url(f"{identity.api}/file/bot")
        .request(make_request(transport))
        .get_updates_request(make_request(transport, polling=True))
        .updater(None)
        .build()
    )
    conversation = Conversation(office, interpreter)
    faces = Faces(
        Customers(conversation, current_album),
        Agents(Desk(office), catalog),
        Groups(catalog),
        identity.agents_chat,
    )
    add_handlers(application, faces)
    blobs = Blobs(settings.evidence, settings.kept_in / "evidence.key")
    wiring = Wiring(
        clock=identity.clock,
        on_event=conversation.event,
        apology=partial(_apology, catalog),
        open_blob=partial(_open_blob, blobs),
        on_sent=_note_sent,
        runners=_runners(application.bot, identity.bot, blobs),
        limits=SendLimits(
            bot_per_second=settings.send_rate,
            chat_per_second=settings.chat_rate,
            group_per_minute=settings.group_rate,
        ),
        webhook=webhook,
        polling_request=make_request(transport, polling=True),
    )
    return Gateway(database, application, wiring), application


Runner = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]  # JSON values


def _runners(bot: Bot, bot_id: int, blobs: Blobs) -> dict[str, Runner]:
    async def fetch(request: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            content = await download_file(bot, str(request["file_id"]))
        except FetchRefused:
            raise JobFailed("too_large") from None
        owner = f"{bot_id}/{request['chat']}"
        _, digest = await asyncio.to_thread(blobs.put, owner, content)
        mime = media_type(content) or _UNKNOWN_TYPE
        return {"sha256": digest, "size": len(content), "mime": mime}

    async def remove(request: Mapping[str, Any]) -> Mapping[str, Any]:
        key = blob_key(f"{bot_id}/{request['chat']}", str(request["sha256"]))
        await asyncio.to_thread(blobs.remove, key)
        return {}

    return {"evidence.fetch": fetch, "blob.remove": remove}


async def _open_blob(blobs: Blobs, key: str) -> bytes:
    return await asyncio.to_thread(blobs.get, key)


async def _note_sent(connection: Connection, row: OutboxRow, ids: tuple[int, ...]) -> None:
    if ids and not row.message.delete:
        await note_sent(connection, row.id, ids[0])


def _apology(catalog: Catalog, raw: Mapping[str, Any], reference: str) -> Message | None:
    """Return what a customer is told when a handler failed; None in groups and for events."""
    part = next((each for name, each in raw.items() if name != "update_id"), None)
    if not isinstance(part, dict):
        return None
    message = part.get("message", part)
    chat = message.get("chat") if isinstance(message, dict) else None
    if not isinstance(chat, dict) or chat.get("type") != "private":
        return None
    sender = part.get("from")
    code = sender.get("language_code") if isinstance(sender, dict) else None
    text = catalog.fill("error.broken", language_of_app(code), {"reference": reference})
    return Message(int(chat["id"]), "\n".join(text.lines))


async def _http(settings: Settings, gateway: Gateway, stack: contextlib.AsyncExitStack) -> None:
    host, port = settings.bind
    app = Starlette(routes=[*gateway.routes()])
    config = uvicorn.Config(
        app, host=host, port=port, log_config=None, access_log=False, lifespan="off"
    )
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve())

    async def stop() -> None:
        server.should_exit = True
        await task

    stack.push_async_callback(stop)


class _QuietServer(uvicorn.Server):
    """uvicorn without its own handling of signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:  # Any: a generator, as the library declares it
        """Leave the signals alone."""
        yield


async def _menu(bot: Bot) -> None:
    try:
        await set_commands(bot, Catalog())
    except TelegramError as error:
        _LOG.warning("the commands menu could not be set reason=%s", type(error).__name__)


def _ready_line(sandbox: RunningSandbox | None, webhook: WebhookAddress | None) -> str:
    if sandbox is not None:
        return (
            "PayAid is ready in the sandbox on this machine only. Open the chat page:\n"
            f"{sandbox.page_url}"
        )
    return "PayAid is ready: " + ("webhook" if webhook else "long polling")


def print_ready(line: str) -> None:
    """Tell whoever started the bot that it is ready."""
    print(line, flush=True)  # noqa: T201 - the one line a person waits for


def main_loop(settings: Settings) -> None:
    """Run the bot in a new event loop."""
    uvloop.run(run_bot(settings, print_ready))

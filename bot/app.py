"""Runs the bot: sandbox or Telegram, polling or webhook, until it is told to stop."""

import asyncio
import contextlib
import gc
import logging
import os
import secrets
import signal
import time
import traceback
from collections.abc import Callable
from datetime import UTC, datetime

import uvloop
from telegram import Bot
from telegram.error import TelegramError

from bot.console_wiring import Console, address_of, listen, serve_http
from bot.domain.languages import Language
from bot.gateway.gateway import Gateway, WebhookAddress
from bot.logs import set_up_logs
from bot.sandbox import RunningSandbox, Sandbox, SandboxSettings, serve
from bot.services.console_link import Address
from bot.services.knowledge_watch import KnowledgeWatch
from bot.services.radar_rounds import RadarRounds
from bot.services.retention import Retention
from bot.services.sla_watch import SlaWatch
from bot.settings import Settings
from bot.storage.blobs import Blobs, blob_key
from bot.storage.custody import custody_head
from bot.storage.database import Database, open_database, sqlite_path
from bot.storage.errors import DatabaseAway
from bot.storage.folders import take_folder
from bot.texts.catalog import Catalog
from bot.wiring import Identity, Means, group_check, make_gateway, office_of
from handlers.chat.menu import set_commands
from handlers.desk.rights import GroupCheck

_LOG = logging.getLogger(__name__)
# Where the sandbox listens when nothing else is said; a busy port takes another.
_SANDBOX_PORT = 8081
# Seconds between deletions of what is not kept any longer.
_PURGE_EVERY = 6 * 3600


async def run_bot(settings: Settings, ready: Callable[[str], None]) -> None:
    """Run the bot until it is told to stop.

    Args:
        settings (Settings): checked.
        ready (callable): gets one line of text once updates are received.

    Raises:
        DatabaseRefusedError: the database belongs to another bot or a newer program.
        InvalidToken: Telegram does not know the token.
        KnowledgeError: tables or articles are broken.
        VaultRefusedError: others may look into the data, or the key of the evidence is gone.
    """
    os.umask(0o077)
    _take_folders(settings)
    async with contextlib.AsyncExitStack() as stack:
        sandbox = await _sandbox(settings, stack)
        listening = listen(settings)
        if listening is not None:
            stack.callback(listening.close)
        identity = _identity(settings, sandbox, address_of(settings, listening))
        webhook = _webhook(settings)
        given = settings.token.get_secret_value()
        set_up_logs(
            settings.log_level,
            [identity.token, given, sandbox.sandbox.settings.page_key if sandbox else "",
             webhook.secret if webhook else "", settings.database_url.get_secret_value()],
        )  # fmt: skip
        _end_at_once_when_told()
        means = Means.of(settings)
        stop = _stop_signal()
        if means.workers is not None:
            stack.push_async_callback(means.workers.close)
        database = await open_database(settings.database)
        stack.push_async_callback(database.close)
        gateway, application = make_gateway(settings, identity, means, database, webhook)
        await gateway.start()
        stack.push_async_callback(gateway.stop)
        office = office_of(identity, means, database)
        await RadarRounds(office).begin()
        await SlaWatch(office).begin()
        blobs = Blobs(settings.evidence, settings.kept_in / "evidence.key")
        if listening is not None:
            console = Console(office, identity, means, blobs)
            await serve_http(listening, gateway.routes(), console, stack)
        watch = KnowledgeWatch(office, means.interpreter, means.problems)
        watching = asyncio.create_task(watch.run())
        commands = asyncio.create_task(_menu(application.bot, group_check(office)))
        keeping = asyncio.create_task(_keep_promises(database, blobs, identity.clock))
        polling = asyncio.create_task(
            _read_status_pages(settings, identity, means, database), name="status pages"
        )
        polling.add_done_callback(_say_if_broken)
        stack.push_async_callback(_end, polling)
        # What was loaded stays: the search for garbage would go through all of it every time.
        gc.freeze()
        ready(_ready_line(sandbox, webhook))
        await _until(stop, gateway)
        for task in (commands, watching, keeping):
            task.cancel()


def _take_folders(settings: Settings) -> None:
    key = settings.kept_in / "evidence.key"
    database = settings.database
    kept = key.exists() or (database.startswith("sqlite:") and sqlite_path(database).exists())
    take_folder(settings.kept_in, is_used=kept)
    take_folder(settings.evidence, is_used=kept)


async def _read_status_pages(
    settings: Settings, identity: Identity, means: Means, database: Database
) -> None:
    """Read status pages until cancelled; nobody waits for it."""
    # 25 ms of the start, and needed only later.
    from bot.status_wiring import StatusWatch, sources_of

    feeds, probes = settings.status_feeds, not settings.probes_refused
    watch = StatusWatch(
        database, lambda: sources_of(means.library(), feeds=feeds, probes=probes),
        identity.clock, identity.api,
    )  # fmt: skip
    try:
        await watch.run()
    finally:
        await watch.close()


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def _say_if_broken(task: asyncio.Task[None]) -> None:
    """Log why work in the background ended: the bot goes on without it."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
        _LOG.error("work ended name=%s error=%s", task.get_name(), place)


def _end_at_once_when_told() -> None:
    """Let a signal to stop end the start: learning the articles takes half a minute at worst.

    Nothing is begun by then that would have to be finished.
    """

    def end(*_: object) -> None:
        raise SystemExit(0)

    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, end)


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
    sandbox = Sandbox(SandboxSettings(folder, port=_SANDBOX_PORT))
    try:
        running = await serve(sandbox)
    except OSError:
        await sandbox.close()
        running = await serve(Sandbox(SandboxSettings(folder)))
    stack.push_async_callback(running.stop)
    return running


def _identity(settings: Settings, sandbox: RunningSandbox | None, console: Address) -> Identity:
    language = Language(settings.agents_language)
    if sandbox is None:
        admins = settings.admin_ids
        return Identity(
            settings.token.get_secret_value(),
            settings.api_base,
            lambda: datetime.now(UTC),
            settings.agents_chat,
            admins,
            admins | settings.agent_ids,
            console,
            language,
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
        console,
        language,
    )


def _webhook(settings: Settings) -> WebhookAddress | None:
    if not settings.webhook_url:
        return None
    secret = settings.webhook_secret.get_secret_value() or secrets.token_urlsafe(32)
    return WebhookAddress(settings.webhook_url, secret)


async def _keep_promises(database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
    """Delete what is not kept any longer, and note the seal of the custody log; each six hours."""
    while True:
        try:
            _, unnamed = await Retention(database).purge(clock())
            for one in unnamed:
                key = blob_key(f"{one.bot}/{one.chat}", one.sha256)
                await asyncio.to_thread(blobs.remove, key)
            head = await database.read(custody_head)
            # The log of the process is kept elsewhere: whoever rewrites the database shows here.
            _LOG.info("custody log entries=%s seal=%s", head.entries, head.seal)
        except DatabaseAway:
            _LOG.warning("nothing was purged, the database is away")
        await asyncio.sleep(_PURGE_EVERY)


async def _menu(bot: Bot, check: GroupCheck) -> None:
    try:
        await set_commands(bot, Catalog())
    except TelegramError as error:
        _LOG.warning("the commands menu could not be set reason=%s", type(error).__name__)
    try:
        await check.look(bot)
    except (TelegramError, DatabaseAway) as error:
        _LOG.warning("the agents' group could not be looked at reason=%s", type(error).__name__)


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

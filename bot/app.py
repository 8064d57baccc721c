"""Runs the bot: sandbox or Telegram, polling or webhook, until it is told to stop."""

import asyncio
import contextlib
import gc
import os
import signal
import socket
from collections.abc import Callable

import uvloop

from bot.console_wiring import Console, address_of, listen, serve_http
from bot.gateway.gateway import Gateway
from bot.logs import set_up_logs
from bot.services.radar_rounds import RadarRounds
from bot.services.sla_watch import SlaWatch
from bot.settings import Settings
from bot.storage.blobs import Blobs
from bot.storage.database import Database, open_database, sqlite_path
from bot.storage.folders import take_folder
from bot.surroundings import Surroundings, find_surroundings
from bot.upkeep import Upkeep
from bot.wiring import Means, make_gateway, office_of


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
        listening = listen(settings)
        if listening is not None:
            stack.callback(listening.close)
        around = await find_surroundings(settings, address_of(settings, listening), stack)
        set_up_logs(settings.log_level, [*around.secrets, *_secrets_of(settings)])
        _end_at_once_when_told()
        means = Means.of(settings)
        stop = _stop_signal()
        if means.workers is not None:
            stack.push_async_callback(means.workers.close)
        database = await open_database(settings.database)
        stack.push_async_callback(database.close)
        gateway = await _begin(settings, around, means, database, listening, stack)
        # What was loaded stays: the search for garbage would go through all of it every time.
        gc.freeze()
        ready(around.ready_line)
        await _until(stop, gateway)


async def _begin(  # noqa: PLR0913 - what was made so far
    settings: Settings,
    around: Surroundings,
    means: Means,
    database: Database,
    listening: socket.socket | None,
    stack: contextlib.AsyncExitStack,
) -> Gateway:
    """Begin to receive, and everything beside it; the stack ends it."""
    identity = around.identity
    gateway, application = make_gateway(settings, identity, means, database, around.webhook)
    await gateway.start()
    stack.push_async_callback(gateway.stop)
    office = office_of(identity, means, database)
    await RadarRounds(office).begin()
    await SlaWatch(office).begin()
    blobs = Blobs(settings.evidence, settings.kept_in / "evidence.key")
    if listening is not None:
        console = Console(office, identity, means, blobs)
        await serve_http(listening, gateway.routes(), console, stack)
    Upkeep(settings, identity, means, office, blobs, application.bot).begin(stack)
    return gateway


def _secrets_of(settings: Settings) -> list[str]:
    return [settings.token.get_secret_value(), settings.database_url.get_secret_value()]


def _take_folders(settings: Settings) -> None:
    key = settings.kept_in / "evidence.key"
    database = settings.database
    kept = key.exists() or (database.startswith("sqlite:") and sqlite_path(database).exists())
    take_folder(settings.kept_in, is_used=kept)
    take_folder(settings.evidence, is_used=kept)


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


def print_ready(line: str) -> None:
    """Tell whoever started the bot that it is ready."""
    print(line, flush=True)  # noqa: T201 - the one line a person waits for


def main_loop(settings: Settings) -> None:
    """Run the bot in a new event loop."""
    uvloop.run(run_bot(settings, print_ready))

"""Puts the console and our own HTTP server together, inside the loop of the bot."""

import asyncio
import contextlib
import logging
import socket
from collections.abc import Mapping, Sequence
from functools import partial
from typing import Any, Final

import uvicorn
from pydantic import JsonValue
from starlette.applications import Starlette
from starlette.routing import BaseRoute

from bot.domain.errors import Conflict, NotFound
from bot.domain.init_data import init_data_key
from bot.domain.pictures import PictureCopies
from bot.pack_wiring import open_evidence
from bot.services.console_bulk import ConsoleBulks
from bot.services.console_claim import ConsoleClaims
from bot.services.console_door import ConsoleDoor
from bot.services.console_export import ConsoleExports
from bot.services.console_figures import ConsoleFigures
from bot.services.console_files import ConsoleFiles, Fetch, Redraw
from bot.services.console_help import ConsoleHelp
from bot.services.console_link import Address
from bot.services.console_news import ConsoleNews
from bot.services.console_office import OfficeParts
from bot.services.console_packs import ConsolePacks, MakePack
from bot.services.console_queue import ConsoleQueue
from bot.services.console_search import ConsoleSearch
from bot.services.console_team import ConsoleTeam
from bot.services.console_views import ConsoleViews
from bot.services.conversation import Office
from bot.services.desk import Desk
from bot.settings import Settings
from bot.storage.blobs import BlobBrokenError, BlobMissingError, Blobs, blob_key
from bot.storage.evidence import StoredEvidence
from bot.wiring import Identity, Means
from bot.workers.packing import Packer
from bot.workers.pool import WorkerFailed, WorkerPool
from bot.writers.sheets import CsvSheet, XlsxSheet
from handlers.console.application import ConsoleParts, console_routes

# Connections that wait to be taken; and seconds for open ones to end when the bot stops.
_WAITING: Final = 128
_ENDING_SECONDS: Final = 2
# The worker that draws pictures: MB of its address space, seconds of a picture and without work.
_WORKER_MEMORY: Final = 1536
_DRAWING_SECONDS: Final = 20.0
_IDLE_SECONDS: Final = 120.0
_COPIES: Final = "bot.readers.pictures:copies_of"
_LOG = logging.getLogger(__name__)


class _QuietServer(uvicorn.Server):
    """uvicorn without its own handling of signals."""

    @contextlib.contextmanager
    def capture_signals(self) -> Any:  # Any: a generator, as the library declares it
        """Leave the signals alone."""
        yield


def listen(settings: Settings) -> socket.socket | None:
    """Return a socket at the address of the settings; None: it is taken and can be done without.

    Raises:
        OSError: it is taken, and Telegram posts updates there.
    """
    host, port = settings.bind
    try:
        return _bound(host, port)
    except OSError:
        if settings.webhook_url:
            raise
    if settings.is_sandbox:
        return _bound(host, 0)
    _LOG.warning("console not open, its port is taken bind=%s", settings.http_bind)
    return None


def _bound(host: str, port: int) -> socket.socket:
    bare = host.strip("[]")
    family = socket.AF_INET6 if ":" in bare else socket.AF_INET
    listening = socket.socket(family, socket.SOCK_STREAM)
    try:
        listening.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        listening.bind((bare, port))
        listening.listen(_WAITING)
    except OSError:
        listening.close()
        raise
    listening.settimeout(0)
    return listening


def address_of(settings: Settings, listening: socket.socket | None) -> Address:
    """Return where the console is reached."""
    if listening is None:
        return Address("", is_local=True)
    if settings.public_url.startswith("https://"):
        return Address(settings.public_url, is_local=False)
    host, port = listening.getsockname()[:2]
    shown = f"[{host}]" if ":" in host else host
    return Address(f"http://{shown}:{port}", is_local=True)


class Console:
    """The console of one running bot, with a worker of its own: an agent waits for a picture."""

    def __init__(self, office: Office, identity: Identity, means: Means, blobs: Blobs) -> None:
        self._news, desk = ConsoleNews(office), Desk(office)
        queue = ConsoleQueue(office)
        self._search = ConsoleSearch(office, queue)
        team = ConsoleTeam(office)
        self._bulks = ConsoleBulks(office, desk, team)
        self._running: list[asyncio.Task[None]] = []
        self._workers = WorkerPool(memory_mb=_WORKER_MEMORY, idle_seconds=_IDLE_SECONDS)
        files = ConsoleFiles(office, fetching(blobs), drawing(self._workers))
        self._parts = ConsoleParts(
            office.catalog,
            ConsoleDoor(office, desk, init_data_key(identity.token)),
            queue,
            ConsoleViews(office),
            team,
            self._bulks,
            self._search,
            self._news,
            ConsoleClaims(office, desk),
            files,
            ConsoleExports(office, {"csv": CsvSheet, "xlsx": XlsxSheet}),
            ConsolePacks(desk, packing(self._workers, blobs)),
            ConsoleFigures(office),
            desk,
            identity.console.is_https,
            OfficeParts.of(office, lambda: means.interpreter, means.shelf),
            ConsoleHelp(office, desk, means.interpreter.rank),
        )

    def routes(self) -> list[BaseRoute]:
        """Return everything below `/console`."""
        return console_routes(self._parts)

    def end_streams(self) -> None:
        """End the streams of open pages, which would keep the server waiting."""
        self._news.close()

    def begin(self) -> None:
        """Keep the search up to date and do what was planned from now on."""
        for work, name in ((self._search.run(), "search"), (self._bulks.run(), "bulk")):
            task = asyncio.create_task(work, name=name)
            task.add_done_callback(_say_if_broken)
            self._running.append(task)

    async def close(self) -> None:
        """End the worker and what runs beside the pages."""
        for task in self._running:
            task.cancel()
        if self._running:
            await asyncio.wait(self._running)
        await self._workers.close()


def _say_if_broken(task: asyncio.Task[None]) -> None:
    """Log why such work ended: the bot and the pages go on without it."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        _LOG.error("work of the console ended name=%s", task.get_name(), exc_info=error)


def fetching(blobs: Blobs) -> Fetch:
    """Return what opens a stored file."""

    async def fetch(file: StoredEvidence) -> bytes:
        key = blob_key(f"{file.bot}/{file.chat}", file.sha256)
        try:
            return await asyncio.to_thread(blobs.get, key)
        except (BlobMissingError, BlobBrokenError):
            _LOG.exception("file does not open evidence=%s", file.id)
            raise NotFound("console.no_file") from None

    return fetch


def drawing(workers: WorkerPool) -> Redraw:
    """Return what draws pictures anew in a process that sees neither token nor database."""

    async def redraw(content: bytes) -> bytes | None:
        try:
            copies = await workers.run(
                _COPIES, content, returns=PictureCopies, seconds=_DRAWING_SECONDS
            )
        except WorkerFailed as failed:
            _LOG.warning("picture not shown kind=%s", failed.kind)
            return None
        return copies.shown

    return redraw


def packing(workers: WorkerPool, blobs: Blobs) -> MakePack:
    """Return what makes the document of a claim pack in such a process."""
    packer = Packer(workers, partial(open_evidence, blobs))

    async def make(values: Mapping[str, JsonValue]) -> bytes:
        try:
            return await packer.pdf(values)
        except WorkerFailed as failed:
            _LOG.warning("pack not made kind=%s", failed.kind)
        except (BlobMissingError, BlobBrokenError):
            _LOG.exception("a file of a pack does not open")
        raise Conflict("console.pack_failed")

    return make


async def serve_http(
    listening: socket.socket,
    routes: Sequence[BaseRoute],
    console: Console,
    stack: contextlib.AsyncExitStack,
) -> None:
    """Answer HTTP until the stack is left."""
    config = uvicorn.Config(
        Starlette(routes=[*routes, *console.routes()]), log_config=None, access_log=False,
        lifespan="off", server_header=False, timeout_graceful_shutdown=_ENDING_SECONDS,
    )  # fmt: skip
    server = _QuietServer(config)
    task = asyncio.create_task(server.serve(sockets=[listening]))
    console.begin()

    async def stop() -> None:
        console.end_streams()
        server.should_exit = True
        await task
        await console.close()

    stack.push_async_callback(stop)

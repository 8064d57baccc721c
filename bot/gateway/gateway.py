"""Everything between Telegram and the handlers, started and stopped as one."""

import asyncio
import logging
import secrets
from collections.abc import Callable, Coroutine, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any

from starlette.routing import Route
from telegram.error import InvalidToken, NetworkError
from telegram.request import BaseRequest

from bot.gateway.attempt import (
    AnyApplication,
    Apology,
    Attempts,
    OnEvent,
    ShortRead,
    no_short_read,
    note_failure,
)
from bot.gateway.calls import OpenBlob
from bot.gateway.dispatcher import LANES, Dispatcher
from bot.gateway.housekeeping import keep_house, take_over
from bot.gateway.ingest import Ingest
from bot.gateway.jobs import Jobs, Runner
from bot.gateway.leader import Leader
from bot.gateway.limits import SendLimits
from bot.gateway.pacing import Doorkeepers, Pacing
from bot.gateway.polling import Poller
from bot.gateway.sender import Sender
from bot.gateway.settling import OnSent
from bot.gateway.timers import Timers
from bot.gateway.transport import Transport, make_request
from bot.gateway.wake import Backoff
from bot.gateway.webhook import set_webhook, webhook_routes
from bot.storage.database import Database
from bot.storage.installation import belong_to

_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class WebhookAddress:
    """Where Telegram posts updates, and the secret that it sends along."""

    url: str
    secret: str


@dataclass(frozen=True, slots=True)
class Wiring:
    """What the gateway needs from the rest of the program.

    Attributes:
        clock: the one clock of the bot.
        on_event: handles jobs' results, due timers and what the sender found, in the chat's lane.
        apology: what a customer is told when a handler failed; None says nothing.
        open_blob: bytes behind `OutgoingFile.blob`.
        on_sent: keeps the ids of sent messages, in the step that marks them as sent.
        runners: what does the jobs, by kind.
        limits: Telegram's rates.
        webhook: None polls.
        polling_request: connection of its own for polling; None makes one on aiohttp.
        lanes: chats handled side by side.
        keepers: asked about new accounts that write very fast; None slows down nobody.
        short: reads the most frequent updates without the library.
    """

    clock: Callable[[], datetime]
    on_event: OnEvent
    apology: Apology
    open_blob: OpenBlob
    on_sent: OnSent | None = None
    runners: Mapping[str, Runner] = field(default_factory=dict)
    limits: SendLimits = field(default_factory=SendLimits)
    webhook: WebhookAddress | None = None
    polling_request: BaseRequest | None = None
    lanes: int = LANES
    keepers: Doorkeepers | None = None
    short: ShortRead = no_short_read


class Gateway:
    """Receives, dispatches and sends for one bot."""

    def __init__(self, database: Database, application: AnyApplication, wiring: Wiring) -> None:
        self._database = database
        self._application = application
        self._wiring = wiring
        self._bot = int(application.bot.token.partition(":")[0])
        self._owner = secrets.token_hex(8)
        self._request = wiring.polling_request or make_request(Transport.AIOHTTP, polling=True)
        self._ingest = Ingest(database, self._bot)
        self._dispatcher = Dispatcher(
            database,
            Attempts(
                database, application, wiring.on_event, wiring.apology, wiring.clock, wiring.short
            ),
            self._bot,
            self._owner,
            wiring.lanes,
            Pacing(database, self._bot, wiring.keepers, wiring.clock) if wiring.keepers else None,
        )
        self._sender = Sender(
            database, application.bot, wiring.limits, wiring.open_blob, wiring.on_sent
        )
        self._lanes: asyncio.Task[None] | None = None
        self._receiving: list[asyncio.Task[None]] = []
        self._loops: list[asyncio.Task[None]] = []

    def routes(self) -> list[Route]:
        """Return the routes of the webhook; none when the bot polls."""
        webhook = self._wiring.webhook
        return [] if webhook is None else webhook_routes(self._ingest, webhook.secret)

    async def start(self) -> None:
        """Ask Telegram who we are, check that the database is ours, and begin.

        Raises:
            InvalidToken: Telegram does not know the token.
            DatabaseRefusedError: the database belongs to another bot.
            DatabaseAway: the database cannot be used.
        """
        await self._introduce()
        now = self._wiring.clock()
        await self._database.write(partial(belong_to, bot=self._bot, now=now))
        if not self._database.shared:
            await self._database.write(partial(take_over, bot=self._bot))
        self._application.add_error_handler(note_failure)
        self._lanes = asyncio.create_task(self._dispatcher.run(), name="lanes")
        database, bot = self._database, self._bot
        jobs = Jobs(database, bot, self._owner, self._wiring.runners)
        timers = Timers(database, bot, self._wiring.clock)
        self._begin(self._loops, self._dispatcher.keep_leases(), "leases")
        self._begin(self._loops, self._leader("sender").run(self._sender.run), "sender")
        self._begin(self._loops, jobs.run(), "jobs")
        self._begin(self._loops, timers.run(), "timers")
        self._begin(self._loops, keep_house(database), "housekeeping")
        await self._receive()

    async def failed(self) -> None:
        """Wait until a loop ends that should not, and raise its error; cancelled otherwise.

        Raises:
            RuntimeError: names the loop; its error is the cause.
        """
        loops = [*self._receiving, *self._loops, *([self._lanes] if self._lanes else [])]
        done, _ = await asyncio.wait(loops, return_when=asyncio.FIRST_COMPLETED)
        for task in done:
            error = None if task.cancelled() else task.exception()
            raise RuntimeError(f"the gateway's loop {task.get_name()} has ended") from error

    async def stop(self) -> None:
        """Receive and claim nothing more, finish what runs (at most 10 s), release the lanes."""
        await _cancel(self._receiving)
        self._dispatcher.stop()
        if self._lanes is not None:
            await asyncio.wait([self._lanes])
        await _cancel(self._loops)
        await self._request.shutdown()
        await self._application.shutdown()

    async def _introduce(self) -> None:
        """Call getMe until Telegram can be reached."""
        backoff = Backoff(1, 60)
        await self._request.initialize()
        while True:
            try:
                await self._application.initialize()
            except InvalidToken:
                raise
            except NetworkError:
                wait = backoff.next()
                _LOG.warning("Telegram cannot be reached; next attempt in %s s", wait)
                await asyncio.sleep(wait)
            else:
                return

    async def _receive(self) -> None:
        webhook = self._wiring.webhook
        if webhook is not None:
            await set_webhook(self._application.bot, webhook.url, webhook.secret)
            return
        poller = Poller(self._application.bot, self._request, self._ingest)
        self._begin(self._receiving, self._leader("poller").run(poller.run), "poller")

    def _leader(self, name: str) -> Leader:
        return Leader(self._database, self._bot, self._owner, name)

    def _begin(
        self, tasks: list[asyncio.Task[None]], loop: Coroutine[Any, Any, None], name: str
    ) -> None:
        tasks.append(asyncio.create_task(loop, name=name))


async def _cancel(tasks: list[asyncio.Task[None]]) -> None:
    for task in tasks:
        task.cancel()
    await asyncio.gather(*tasks, return_exceptions=True)
    tasks.clear()

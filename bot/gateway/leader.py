"""What only one process may do at a time: run it while the lease is ours."""

import asyncio
import contextlib
import logging
from collections.abc import Awaitable, Callable
from functools import partial
from typing import Final

from bot.storage.database import Database
from bot.storage.errors import DatabaseAway
from bot.storage.lanes import Lease
from bot.storage.leases import acquire, give_up
from bot.storage.micros import wall_micros

# How long a lease holds without a sign of life, and how often one is given, seconds.
_LEASE_SECONDS: Final = 15
_RENEW_SECONDS: Final = 4

_LOG = logging.getLogger(__name__)


class Leader:
    """Runs one task in exactly one of the processes that share a database."""

    def __init__(self, database: Database, bot: int, owner: str, name: str) -> None:
        self._database = database
        self._bot = bot
        self._owner = owner
        self._name = name
        self._held_until = 0

    async def run(self, work: Callable[[], Awaitable[None]]) -> None:
        """Wait for the lease, work, and step back when it is lost; until cancelled."""
        running: asyncio.Task[None] | None = None
        try:
            while True:
                await self._renew()
                leads = wall_micros() < self._held_until
                if running is not None and running.done():
                    _LOG.error("work ended name=%s error=%r", self._name, _error_of(running))
                    running = None
                if leads and running is None:
                    running = asyncio.create_task(_awaited(work), name=self._name)
                elif not leads and running is not None:
                    _LOG.warning("lease lost name=%s", self._name)
                    await _ended(running)
                    running = None
                await asyncio.sleep(_RENEW_SECONDS)
        finally:
            if running is not None:
                await _ended(running)
            with contextlib.suppress(DatabaseAway):
                await self._database.write(
                    partial(give_up, bot=self._bot, name=self._name, owner=self._owner)
                )

    async def _renew(self) -> None:
        now = wall_micros()
        until = now + _LEASE_SECONDS * 1_000_000
        lease = Lease(self._bot, self._owner, now, until)
        with contextlib.suppress(DatabaseAway):
            is_ours = await self._database.write(partial(acquire, lease=lease, name=self._name))
            self._held_until = until if is_ours else 0


async def _awaited(work: Callable[[], Awaitable[None]]) -> None:
    await work()


def _error_of(task: asyncio.Task[None]) -> type[BaseException] | None:
    error = None if task.cancelled() else task.exception()
    return None if error is None else type(error)


async def _ended(running: asyncio.Task[None]) -> None:
    running.cancel()
    await asyncio.wait([running])

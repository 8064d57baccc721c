"""Lanes: the updates of one chat one after the other, those of different chats side by side."""

import asyncio
import logging
from functools import partial
from typing import Final

from bot.gateway.albums import next_together, read_items
from bot.gateway.attempt import Attempts, Place
from bot.gateway.pacing import Pacing, Turn
from bot.gateway.wake import Backoff, Wake
from bot.storage.connection import Connection, Topic
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway, DatabaseClosed, Fenced
from bot.storage.lanes import (
    ClaimedLane,
    FinishedLane,
    Lease,
    claim_lanes,
    next_ready_at,
    recover_lanes,
    release_lanes,
    renew_lanes,
)
from bot.storage.micros import wall_micros

# Chats handled side by side, if nothing else is said.
LANES: Final = 32
# How long a claimed lane is ours without a sign of life, and how often one is given, seconds.
LEASE_SECONDS: Final = 20
_RENEW_SECONDS: Final = 5
# Seconds after which the lanes are looked at even if nobody called: another process may store.
_LOOK_EVERY: Final = 1.0
# Seconds that running handlers get when the bot stops.
_STOP_SECONDS: Final = 6.0

# Updates of an account that may flood which are handled before other chats have their turn.
_WATCHED_AT_ONCE: Final = 2

_SECOND = 1_000_000
# A lane that was lost or failed is looked at again after so long, microseconds.
_AFTER_TROUBLE = 1_000_000
_LOG = logging.getLogger(__name__)


class Dispatcher:
    """Claims lanes for one process and has their updates handled."""

    def __init__(  # noqa: PLR0913 - who handles, for which bot, as whom, how many and how fast
        self,
        database: Database,
        attempts: Attempts,
        bot: int,
        owner: str,
        lanes: int = LANES,
        pacing: Pacing | None = None,
    ) -> None:
        """Work for one process; without `pacing` nobody is slowed down."""
        self._database = database
        self._attempts = attempts
        self._bot = bot
        self._owner = owner
        self._lanes = lanes
        self._pacing = pacing
        self._running: dict[int, asyncio.Task[None]] = {}
        self._finished: list[FinishedLane] = []
        self._wake = Wake()
        self._stopping = False
        database.listen(Topic.INBOX, self._wake.set)

    async def run(self) -> None:
        """Claim and handle until `stop`, then finish what is running."""
        backoff = Backoff(1, 300)
        while not self._stopping:
            try:
                wait = await self._round()
                backoff.reset()
            except DatabaseClosed:
                return
            except DatabaseAway:
                wait = backoff.next()
            await self._wake.wait(wait)
        await self._wind_up()

    def stop(self) -> None:
        """Claim no more lanes; `run` returns once the running ones have finished."""
        self._stopping = True
        self._wake.set()

    async def keep_leases(self) -> None:
        """Renew the leases of this process and free those of dead ones, until cancelled."""
        while True:
            lease = self._lease()
            try:
                await self._database.write(partial(renew_lanes, lease=lease))
                freed = await self._database.write(
                    partial(recover_lanes, bot=self._bot, now=lease.now, before=lease.now)
                )
            except DatabaseAway:
                freed = 0
            if freed:
                _LOG.warning("lanes of a dead process freed count=%s", freed)
                self._wake.set()
            await asyncio.sleep(_RENEW_SECONDS)

    async def _round(self) -> float:
        """Give finished lanes back, claim new ones; return the seconds to wait for more."""
        finished, self._finished = self._finished, []
        free = self._lanes - len(self._running)
        try:
            claimed, next_at = await self._database.write(
                partial(self._exchange, finished=finished, free=free)
            )
        except BaseException:
            self._finished.extend(finished)
            raise
        for lane in claimed:
            self._running[lane.chat] = asyncio.create_task(
                self._work_off(lane), name=f"lane {lane.chat}"
            )
        if next_at is None:
            return _LOOK_EVERY
        return min(_LOOK_EVERY, max(0.01, (next_at - wall_micros()) / _SECOND))

    async def _exchange(
        self, connection: Connection, finished: list[FinishedLane], free: int
    ) -> tuple[list[ClaimedLane], int | None]:
        await release_lanes(connection, self._bot, finished)
        if not free:
            return [], None
        claimed = await claim_lanes(connection, self._lease(), free)
        if len(claimed) == free:
            return claimed, None
        return claimed, await next_ready_at(connection, self._bot)

    async def _work_off(self, lane: ClaimedLane) -> None:
        again_at: int | None = wall_micros() + _AFTER_TROUBLE
        try:
            again_at = await self._handle_rows(lane)
        except Fenced:
            _LOG.warning("lane lost chat=%s epoch=%s", lane.chat, lane.epoch)
        except DatabaseClosed:
            _LOG.warning("lane left chat=%s", lane.chat)
        except Exception:  # noqa: BLE001 - a bug in one chat must not stop the others
            _LOG.error("lane failed chat=%s", lane.chat)
        finally:
            self._finished.append(FinishedLane(lane.chat, lane.epoch, again_at))
            del self._running[lane.chat]
            self._wake.set()

    async def _handle_rows(self, lane: ClaimedLane) -> int | None:
        """Handle the rows that were claimed; return when the lane needs another look."""
        place = Place(self._bot, lane.chat, lane.epoch)
        items = read_items(lane.rows)
        handled = 0
        while items:
            if self._stopping:
                return wall_micros()
            together = next_together(items, more=lane.more)
            if together.wait_until > wall_micros():
                return together.wait_until
            turn = await self._pacing.turn(lane.chat, items) if self._pacing else Turn()
            if turn.wait:
                return wall_micros() + int(turn.wait * _SECOND)
            await self._attempts.handle(place, together.items, is_slowed=turn.is_slowed)
            del items[: len(together.items)]
            handled += 1
            if turn.is_watched and items and handled == _WATCHED_AT_ONCE:
                return wall_micros()
        return wall_micros() if lane.more else None

    async def _wind_up(self) -> None:
        running = list(self._running.values())
        if running:
            _, late = await asyncio.wait(running, timeout=_STOP_SECONDS)
            for task in late:
                task.cancel()
            await asyncio.gather(*late, return_exceptions=True)
        finished, self._finished = self._finished, []
        try:
            await self._database.write(partial(release_lanes, bot=self._bot, finished=finished))
        except DatabaseAway:
            _LOG.warning("lanes not released; they are free in %s s", LEASE_SECONDS)

    def _lease(self) -> Lease:
        now = wall_micros()
        return Lease(self._bot, self._owner, now, now + LEASE_SECONDS * _SECOND)

"""Messages from the outbox to Telegram: in order per chat, within the rates, until they arrive."""

import asyncio
import logging
import time
from collections.abc import Sequence
from functools import partial

from telegram import Bot

from bot.gateway.calls import OpenBlob, deliver
from bot.gateway.limits import Rates, SendLimits
from bot.gateway.settling import OnSent, settle_failed, settle_late, settle_sent
from bot.gateway.wake import Backoff, Wake
from bot.storage.connection import Step, T, Topic
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway, DatabaseClosed
from bot.storage.micros import wall_micros
from bot.storage.outbox import OutboxRow, mark_sending, sendable
from bot.storage.undelivered import recover_sending

# Calls in flight; Telegram's own rate of 30 a second needs three at 100 ms each.
_CALLS_AT_ONCE = 64
# Rows looked at in one go: chats that wait for their rate must not hide the others.
_LOOK_AT = 256
# Seconds after which the outbox is looked at even if nobody called: another process may write.
_LOOK_EVERY = 1.0
# Seconds that running calls get when the bot stops.
_STOP_SECONDS = 2.0

_LOG = logging.getLogger(__name__)


class Sender:
    """Sends for one bot; only the process that has the lease `sender` runs it."""

    def __init__(
        self,
        database: Database,
        bot: Bot,
        limits: SendLimits,
        open_blob: OpenBlob,
        on_sent: OnSent | None = None,
    ) -> None:
        self._database = database
        self._bot = bot
        self._open_blob = open_blob
        self._on_sent = on_sent
        self._rates = Rates(limits)
        self._wake = Wake()
        self._calls: dict[int, asyncio.Task[None]] = {}
        self._busy_chats: set[int] = set()
        # Rows that ended while the outbox was being read: the read still shows them as waiting.
        self._just_ended: set[int] = set()
        database.listen(Topic.OUTBOX, self._wake.set)

    async def run(self) -> None:
        """Send until cancelled; the calls in flight are finished first."""
        backoff = Backoff(0.5, 30)
        try:
            await self._until_stored(lambda c: recover_sending(c, self._bot.id))
            while True:
                try:
                    wait = await self._round()
                    backoff.reset()
                except DatabaseClosed:
                    return
                except DatabaseAway:
                    wait = backoff.next()
                await self._wake.wait(wait)
        finally:
            if self._calls:
                await asyncio.wait(self._calls.values(), timeout=_STOP_SECONDS)
            for call in self._calls.values():
                call.cancel()

    async def _round(self) -> float:
        """Start what may go now; return in how many seconds there may be more."""
        self._just_ended.clear()
        now = wall_micros()
        rows = await self._database.read(
            partial(
                sendable, bot=self._bot.id, now=now, limit=_LOOK_AT, but_not=frozenset(self._calls)
            )
        )
        chosen, wait = self._choose(rows)
        claims = [row.id for row in chosen if row.message.claim_number]
        if claims:
            try:
                await self._database.write(partial(mark_sending, ids=claims))
            except DatabaseAway:
                self._busy_chats.difference_update(row.message.chat for row in chosen)
                raise
        for row in chosen:
            self._calls[row.id] = asyncio.create_task(self._call(row), name=f"send {row.id}")
        return wait

    def _choose(self, rows: Sequence[OutboxRow]) -> tuple[list[OutboxRow], float]:
        chosen: list[OutboxRow] = []
        now, soonest = time.monotonic(), _LOOK_EVERY
        for row in rows:
            chat = row.message.chat
            if row.id in self._calls or row.id in self._just_ended or chat in self._busy_chats:
                continue
            if len(self._busy_chats) >= _CALLS_AT_ONCE:
                break
            wait = self._rates.wait(chat, now)
            if wait > 0:
                soonest = min(soonest, wait)
                continue
            self._rates.take(chat, now)
            self._busy_chats.add(chat)
            chosen.append(row)
        return chosen, soonest

    async def _call(self, row: OutboxRow) -> None:
        chat = row.message.chat
        try:
            pause = await self._until_stored(await self._outcome(row))
            if pause:
                self._rates.refused(chat, pause, time.monotonic())
        except DatabaseClosed:
            _LOG.warning("sent but not marked row=%s", row.id)
        finally:
            self._just_ended.add(row.id)
            self._calls.pop(row.id, None)
            self._busy_chats.discard(chat)
            self._wake.set()

    async def _outcome(self, row: OutboxRow) -> Step[float]:
        """Make the call and return the step that keeps what came of it."""
        if row.until and row.until < wall_micros():
            return partial(settle_late, row=row)
        try:
            target = await deliver(self._bot, row, self._open_blob)
        except Exception as error:  # noqa: BLE001 - a file that is gone must not stop the others
            return partial(settle_failed, row=row, error=error)
        return partial(settle_sent, row=row, target=target, on_sent=self._on_sent)

    async def _until_stored(self, step: Step[T]) -> T:
        """Write what Telegram did, however long the database is away: it cannot be asked again."""
        backoff = Backoff(0.2, 10)
        while True:
            try:
                return await self._database.write(step)
            except DatabaseClosed:
                raise
            except DatabaseAway:
                await asyncio.sleep(backoff.next())

"""Slows down new accounts that flood, and nobody else: what they wrote waits, in its order.

Nothing is dropped. Somebody who shows a danger in anything that waits is answered at once, with
all of it. State is kept in memory: after a restart everybody begins with a full bucket.
"""

import json
import time
from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from functools import partial
from typing import Any, Final

from bot.domain.messages import Message
from bot.gateway.albums import Item
from bot.gateway.ingest import Raw
from bot.gateway.limits import Bucket
from bot.storage.database import Database
from bot.storage.events import is_event
from bot.storage.inbox import InboxRow, open_rows_after
from bot.storage.outbox import put_messages

# Updates of a new account that are handled as they come, before its rate counts. Chosen: a
# frightened person writes six short messages in ten seconds, and taps.
BURST: Final = 8
# Seconds for which an account is not looked at again, once it was found to be no flood.
_FREE_SECONDS: Final = 600.0
# Seconds between two notices to the same account.
_TOLD_EVERY: Final = 3600.0
# Accounts that are remembered; beyond this those with a full bucket are forgotten.
_MOST_ACCOUNTS: Final = 10_000
# Waiting updates whose words are looked at, at a time.
_LOOKED_AT: Final = 100


@dataclass(frozen=True, slots=True)
class Doorkeepers:
    """What the gateway asks about an account that writes very fast.

    Attributes:
        is_new: whether an account is new, and nobody of the team.
        is_urgent: whether a text shows a danger.
        notice: what the account is told once; None says nothing.
        per_minute: updates of a new account that are handled, after `BURST`; 0 lifts it.
    """

    is_new: Callable[[int], Awaitable[bool]]
    is_urgent: Callable[[str], bool]
    notice: Callable[[Mapping[str, Any]], Message | None]  # raw updates hold any JSON value
    per_minute: float = 20


@dataclass(frozen=True, slots=True)
class Turn:
    """Whether the next update of a lane is handled.

    Attributes:
        wait: seconds to wait before it; 0 is now.
        is_slowed: the account was held up before; its answers go after those of all others.
        is_watched: it may be one that floods: the other chats have their turn between its updates.
    """

    wait: float = 0.0
    is_slowed: bool = False
    is_watched: bool = False


_NOW = Turn()


@dataclass(slots=True)
class _Account:
    bucket: Bucket
    free_until: float = 0.0
    told_until: float = 0.0
    is_held: bool = False
    looked_at: int = 0


@dataclass(slots=True)
class Pacing:
    """Says when the updates of a chat are handled; times in seconds of a monotonic clock."""

    database: Database
    bot: int
    keepers: Doorkeepers
    now: Callable[[], datetime]
    clock: Callable[[], float] = time.monotonic
    _accounts: dict[int, _Account] = field(default_factory=dict)

    async def turn(self, chat: int, items: Sequence[Item]) -> Turn:
        """Return whether the first of the waiting updates of a chat is handled now."""
        if not self.keepers.per_minute or chat <= 0 or is_event(items[0].row.update):
            return _NOW
        at = self.clock()
        account = self._account(chat, at)
        if at < account.free_until:
            return _NOW
        wait = account.bucket.wait(at)
        if not wait:
            account.is_held = account.is_held and account.bucket.tokens < BURST - 1
            account.bucket.take()
            return Turn(is_slowed=account.is_held, is_watched=True)
        if not await self.keepers.is_new(chat) or await self._shows_danger(chat, account):
            account.free_until, account.is_held = at + _FREE_SECONDS, False
            return _NOW
        account.is_held = True
        await self._tell(account, items[0].raw or {}, at)
        return Turn(wait)

    async def _shows_danger(self, chat: int, account: _Account) -> bool:
        """Look at what waits and was not looked at yet."""
        while True:
            read = partial(
                open_rows_after, bot=self.bot, chat=chat, after=account.looked_at, limit=_LOOKED_AT
            )
            rows: Sequence[InboxRow] = await self.database.read(read)
            if not rows:
                return False
            account.looked_at = rows[-1].update
            if any(self.keepers.is_urgent(words) for row in rows if (words := words_of(row))):
                return True

    async def _tell(self, account: _Account, raw: Raw, at: float) -> None:
        if at < account.told_until:
            return
        account.told_until = at + _TOLD_EVERY
        notice = self.keepers.notice(raw)
        if notice is not None:
            put = partial(put_messages, bot=self.bot, messages=[notice], now=self.now())
            await self.database.write(put)

    def _account(self, chat: int, at: float) -> _Account:
        account = self._accounts.get(chat)
        if account is None:
            if len(self._accounts) >= _MOST_ACCOUNTS:
                self._forget(at)
            bucket = Bucket(self.keepers.per_minute / 60, BURST, BURST, at)
            account = self._accounts[chat] = _Account(bucket)
        return account

    def _forget(self, at: float) -> None:
        for chat, account in list(self._accounts.items()):
            account.bucket.wait(at)
            over = max(account.free_until, account.told_until) <= at
            if over and account.bucket.tokens >= BURST:
                del self._accounts[chat]


def words_of(row: InboxRow) -> str:
    """Return what somebody wrote in an update that waits; empty: nothing."""
    try:
        raw = json.loads(row.payload)
    except ValueError:
        return ""
    message = raw.get("message") or raw.get("edited_message") if isinstance(raw, dict) else None
    if not isinstance(message, dict):
        return ""
    words = message.get("text") or message.get("caption")
    return words if isinstance(words, str) else ""

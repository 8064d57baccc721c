"""Long polling: fetch raw updates, store them, and only then confirm them."""

import asyncio
import json
import logging
from collections.abc import Sequence
from typing import Any, Final
from urllib.parse import urlencode

from telegram import Bot
from telegram.error import Conflict, NetworkError, RetryAfter, TelegramError
from telegram.request import BaseRequest

from bot.gateway.ingest import ALLOWED_UPDATES, Ingest, Raw
from bot.gateway.settling import seconds_of
from bot.gateway.wake import Backoff
from bot.storage.errors import DatabaseAway, DatabaseClosed

# Seconds that Telegram keeps a poll open; its own limit is 50.
_POLL_SECONDS: Final = 30
# Seconds on top before the connection counts as dead.
_GRACE_SECONDS: Final = 10
# Most updates of one poll. Source: Bot API, getUpdates.
_MOST_UPDATES: Final = 100
# A poll that comes so soon after the last one waits, seconds: more updates share one commit.
_GATHER_SECONDS: Final = 0.02
# Seconds to step back when another process polls with the same token.
_CONFLICT_SECONDS: Final = 5.0

_LOG = logging.getLogger(__name__)


class Poller:
    """Polls for one bot; the offset lives in memory only.

    After an idle week Telegram's ids start again anywhere, so an offset from a file could make
    the bot deaf; what is repeated after a restart falls on the key of the inbox.
    """

    def __init__(self, bot: Bot, request: BaseRequest, ingest: Ingest) -> None:
        self._bot = bot
        self._request = request
        self._ingest = ingest
        self._offset = 0

    async def run(self) -> None:
        """Poll until cancelled or the database is closed; removes a webhook first."""
        failures = Backoff(1, 30)
        has_webhook = True
        while True:
            try:
                if has_webhook:
                    await self._bot.delete_webhook()
                    has_webhook = False
                updates = await self._fetch()
            except TelegramError as error:
                await asyncio.sleep(_pause(error, failures))
                continue
            failures.reset()
            if updates:
                try:
                    await self._store(updates)
                except DatabaseClosed:
                    return
                if len(updates) < _MOST_UPDATES:
                    await asyncio.sleep(_GATHER_SECONDS)

    async def _fetch(self) -> Sequence[Raw]:
        parameters = urlencode(
            {
                "offset": self._offset,
                "limit": _MOST_UPDATES,
                "timeout": _POLL_SECONDS,
                "allowed_updates": json.dumps(ALLOWED_UPDATES),
            }
        )
        # Raw, not Bot.get_updates: one update that the library cannot read would hide its batch.
        answer: Any = await self._request.post(
            f"{self._bot.base_url}/getUpdates?{parameters}",
            read_timeout=_POLL_SECONDS + _GRACE_SECONDS,
        )
        return answer if isinstance(answer, list) else []

    async def _store(self, updates: Sequence[Raw]) -> None:
        backoff = Backoff(1, 60)
        while True:
            try:
                await self._ingest.store(updates)
                break
            except DatabaseClosed:
                raise
            except DatabaseAway:
                await asyncio.sleep(backoff.next())
        ids = [update["update_id"] for update in updates if "update_id" in update]
        if ids:
            self._offset = ids[-1] + 1


def _pause(error: TelegramError, failures: Backoff) -> float:
    """Return for how many seconds polling stops after an error."""
    match error:
        case Conflict():
            _LOG.warning("another process polls with this token")
            return _CONFLICT_SECONDS
        case RetryAfter():
            return seconds_of(error)
        case NetworkError():
            return failures.next()
        case _:
            _LOG.error("polling refused error=%s", type(error).__name__)
            return failures.next()

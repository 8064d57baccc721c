"""Turns timers that are due into events in the lanes of their chats."""

import logging
from collections.abc import Callable
from datetime import datetime
from functools import partial
from typing import Final

from bot.gateway.wake import Wake
from bot.storage.connection import Topic
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway, DatabaseClosed
from bot.storage.timers import fire_due

# Seconds between two looks: the clock may be moved (sandbox), so no sleeping until the next one.
_LOOK_EVERY: Final = 1.0
# Timers fired in one step.
_AT_ONCE: Final = 100

_LOG = logging.getLogger(__name__)


class Timers:
    """Fires the timers of one bot; any number of processes may do so."""

    def __init__(self, database: Database, bot: int, clock: Callable[[], datetime]) -> None:
        self._database = database
        self._bot = bot
        self._clock = clock
        self._wake = Wake()
        database.listen(Topic.TIMERS, self._wake.set)

    async def run(self) -> None:
        """Fire what is due until cancelled or the database is closed."""
        while True:
            try:
                fired = await self._database.write(
                    partial(fire_due, bot=self._bot, now=self._clock(), limit=_AT_ONCE)
                )
            except DatabaseClosed:
                return
            except DatabaseAway:
                fired = 0
                _LOG.warning("timers wait for the database")
            if fired < _AT_ONCE:
                await self._wake.wait(_LOOK_EVERY)

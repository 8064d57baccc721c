"""Search of the console: over numbers, facts, words, notes and what was read in files."""

import asyncio
import logging
from collections.abc import Sequence
from datetime import timedelta
from functools import partial
from typing import Final

from bot.domain.console import Person
from bot.domain.numbers import read_number
from bot.domain.search_terms import number_of, terms_of, wanted_terms
from bot.services.console_queue import ConsoleQueue, Line
from bot.services.conversation import Office
from bot.storage.claim_queue import Queued, queued_numbered
from bot.storage.claim_search import claims_with, find_done, mark_done, put_terms, unindexed
from bot.storage.connection import Connection
from bot.storage.errors import DatabaseAway

MOST_FOUND: Final = 50
"""Claims of one search; who gets so many asks more closely."""

LONGEST_SEARCH: Final = 100
"""Characters."""

# Claims and messages that are added in one written step, so that no customer waits for it.
_BATCH: Final = 40
# A step that began earlier may be committed later; so long it is waited for.
_SETTLED: Final = timedelta(seconds=2)
# Seconds between two looks at what is new, and between two steps while there is much of it.
_EVERY: Final = 2.0
_PAUSE: Final = 0.02
_LOG = logging.getLogger(__name__)


class ConsoleSearch:
    """Finds claims, and keeps the index behind it."""

    def __init__(self, office: Office, queue: ConsoleQueue) -> None:
        self._office, self._queue = office, queue

    async def found(self, person: Person, text: str) -> Sequence[Line]:
        """Return claims that hold all that was typed; a number is found however it is written."""
        bot, text = self._office.bot, text[:LONGEST_SEARCH]
        number = read_number(text)
        terms = [number_of(bot, term) for term in wanted_terms(text)]

        async def step(connection: Connection) -> list[Queued]:
            named = await queued_numbered(connection, bot, number) if number else None
            if named is not None:
                return [named]
            return await claims_with(connection, bot, terms, MOST_FOUND) if terms else []

        return self._queue.lines(person, await self._office.database.read(step))

    def _numbers(self, texts: Sequence[str]) -> set[int]:
        terms = {term for text in texts for term in terms_of(text)}
        return {number_of(self._office.bot, term) for term in terms}

    async def run(self) -> None:
        """Keep the index up to date until cancelled."""
        while True:
            added = False
            try:
                added = await self.catch_up()
            except DatabaseAway:
                _LOG.warning("the index of the console waits for the database")
            await asyncio.sleep(_PAUSE if added else _EVERY)

    async def catch_up(self) -> bool:
        """Add some of what is new to the index; False: there was nothing.

        Raises:
            DatabaseAway: the database cannot be used just now.
        """
        office = self._office
        until = office.clock() - _SETTLED
        done = await office.database.read(partial(find_done, bot=office.bot))
        words, then = await office.database.read(
            partial(unindexed, bot=office.bot, done=done, until=until, limit=_BATCH)
        )
        if then == done:
            return False
        terms = [(each.claim, self._numbers(each.texts)) for each in words]

        async def step(connection: Connection) -> None:
            if await find_done(connection, office.bot) != done:
                return
            for claim, found in terms:
                await put_terms(connection, claim, found)
            await mark_done(connection, office.bot, then)

        await office.database.write(step)
        return True

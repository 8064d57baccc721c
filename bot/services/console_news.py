"""News for open pages of the console: a claim changed, or somebody said something."""

import asyncio
import contextlib
import itertools
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from bot.services.conversation import Office
from bot.storage.claim_queue import pulse
from bot.storage.connection import Topic
from bot.storage.errors import DatabaseAway

# Seconds: other processes tell nothing, so the database is asked; this process tells at once,
# but a page is not told more often than each second.
_ASKED_EVERY: Final = 3.0
_TOLD_EVERY: Final = 1.0
# Seconds over which pages are told one after the other: each asks for its rows then, and whoever
# asks for anything else just then would wait for all of them. Few pages need less.
_SPREAD: Final = 1.0
_SPREAD_EACH: Final = 0.02
# Seconds after which a page hears that all is well, and its rights are looked at.
ALIVE_EVERY: Final = 15.0


@dataclass(frozen=True, slots=True)
class News:
    """What is new; nothing of both is a sign of life."""

    claims: bool = False
    words: bool = False


class ConsoleNews:
    """Watches the database for as long as pages are open."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._waiting: set[asyncio.Event] = set()
        self._places = itertools.count()
        self._closed = False
        # Whatever agents or customers do to a claim puts a message into the outbox.
        office.database.listen(Topic.OUTBOX, self._wake)

    @property
    def listeners(self) -> int:
        """How many pages are told."""
        return len(self._waiting)

    def close(self) -> None:
        """End every stream: the program stops."""
        self._closed = True
        self._wake()

    async def stream(self) -> AsyncIterator[News]:
        """Tell what is new from now on; a sign of life comes first, and where nothing is."""
        woken = asyncio.Event()
        self._waiting.add(woken)
        place = next(self._places)
        loop = asyncio.get_running_loop()
        try:
            known = await self._pulse()
            told_at = loop.time()
            yield News()
            while not self._closed:
                with contextlib.suppress(TimeoutError):
                    await asyncio.wait_for(woken.wait(), _ASKED_EVERY)
                    await asyncio.sleep(max(0.0, told_at + _TOLD_EVERY - loop.time()))
                    await asyncio.sleep(self._turn(place))
                woken.clear()
                now = await self._pulse() or known
                is_quiet = loop.time() - told_at < ALIVE_EVERY
                if now == known and is_quiet:
                    continue
                news = News(now[0] != known[0], now[1] != known[1]) if known and now else News()
                known, told_at = now, loop.time()
                yield news
        finally:
            self._waiting.discard(woken)

    def _turn(self, place: int) -> float:
        """Return how many seconds after the first page another one is told."""
        pages = max(len(self._waiting), 1)
        return (place % pages) / pages * min(_SPREAD, _SPREAD_EACH * pages)

    async def _pulse(self) -> tuple[int, int] | tuple[()]:
        try:
            return await self._office.database.read(partial(pulse, bot=self._office.bot))
        except DatabaseAway:
            return ()

    def _wake(self) -> None:
        for event in self._waiting:
            event.set()

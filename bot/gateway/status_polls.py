"""Asks the status pages of providers, and the sites that probes look at, in the background.

Every source has a row that says when it may be asked again. Whoever takes a row that is due moves
that moment first: a crash, a restart or a second process asks nobody twice.
"""

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from random import SystemRandom
from typing import Final

from bot.domain.official import OfficialLevel, Published
from bot.domain.polling import (
    FEED_EVERY,
    OPENS_AFTER,
    PROBE_EVERY,
    next_wait,
    probed,
    streak_after,
)
from bot.gateway.addresses import FetchRefused
from bot.gateway.fetch import Fetched, Fetcher, FetchFailed, Validators
from bot.gateway.status_sources import Sources, compare, is_probe
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway, DatabaseClosed
from bot.storage.official import drop_over, level_now, put_states
from bot.storage.sources import StatusSource, claim_source, note_poll

# Seconds after the start in which nothing is asked, and between looks at what is due.
_FIRST_AFTER: Final = 5.0
_LOOK_EVERY: Final = 15.0
_SHORTEST: Final = 1.0
# Pages asked at once.
_AT_ONCE: Final = 4
# How long a source that was taken belongs to its taker; longer than one poll can last.
_TAKEN_FOR: Final = timedelta(minutes=2)
# The share of polls that ask for the whole page: what it says depends on the time as well.
_WHOLE: Final = 0.2
# Bytes of a feed, as `bot.readers.feeds` takes them, and attempts within one poll.
_LARGEST_FEED: Final = 1024 * 1024
_ATTEMPTS: Final = 2
_LONGEST_ERROR: Final = 100
_OK: Final = 200
_NOT_MODIFIED: Final = 304
_SERVER_ERROR: Final = 500

_LOG = logging.getLogger(__name__)
# Turns the bytes of a feed of a kind into states, the state of now first.
ReadFeed = Callable[[str, bytes, datetime], Awaitable[Sequence[Published]]]


class FeedUnread(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """What a source answered cannot be read; the text says why, in none of its words."""


@dataclass(frozen=True, slots=True)
class PollMeans:
    """What the polls work with.

    Attributes:
        sources: gives what may be asked at this moment.
        read: reads a feed; raises FeedUnread.
        clock: the one clock of the bot.
        control: address that answers while this machine has a network; without an answer from it
            a probe says nothing about its provider.
        chance: draws a number from 0 to 1.
        pause: seconds before the second attempt of one poll.
        patience: seconds for one answer.
    """

    sources: Callable[[], Sources]
    read: ReadFeed
    clock: Callable[[], datetime]
    control: str
    chance: Callable[[], float] = SystemRandom().random
    pause: float = 1.0
    patience: float = 10.0


class StatusPolls:
    """Keeps what providers publish up to date in the database."""

    def __init__(self, database: Database, fetcher: Fetcher, means: PollMeans) -> None:
        self._database = database
        self._fetcher = fetcher
        self._means = means
        self._failing: frozenset[str] = frozenset()

    async def run(self) -> None:
        """Poll until cancelled or the database is closed."""
        wait = _FIRST_AFTER
        while True:
            await asyncio.sleep(wait)
            try:
                wait = await self.round()
            except DatabaseClosed:
                return
            except DatabaseAway:
                wait = _LOOK_EVERY
                _LOG.warning("status polls wait for the database")

    async def round(self) -> float:
        """Ask what is due, side by side; return the seconds until the next look."""
        sources, now = self._means.sources(), self._means.clock()
        known = await self._known(sources, now)
        gate = asyncio.Semaphore(_AT_ONCE)

        async def one(source: StatusSource) -> StatusSource:
            async with gate:
                return await self._poll(source, sources) or source

        polled = await asyncio.gather(*map(one, known))
        self._tell(polled)
        nearest = min((each.next_at for each in polled), default=now + timedelta(hours=1))
        return min(max((nearest - now).total_seconds(), _SHORTEST), _LOOK_EVERY)

    async def _known(self, sources: Sources, now: datetime) -> list[StatusSource]:
        """Return the stored sources, brought in line with tables and switches first."""
        stored, changes = await self._database.read(partial(compare, sources=sources, now=now))
        return await self._database.write(changes.apply) if changes.any else stored

    async def _poll(self, source: StatusSource, sources: Sources) -> StatusSource | None:
        now = self._means.clock()
        if not source.is_due(now):
            return None
        taken = await self._database.write(
            partial(claim_source, key=source.key, now=now, until=now + _TAKEN_FOR)
        )
        if taken is None:
            return None
        if is_probe(taken):
            return await self._probe(taken, now)
        return await self._feed(taken, sources.kind_of(taken), now)

    async def _feed(self, source: StatusSource, kind: str, now: datetime) -> StatusSource:
        states: Sequence[Published] | None = None
        asked_for = timedelta()
        try:
            answer = await self._fetched(source)
            asked_for = timedelta(seconds=answer.retry_after)
            if answer.status == _OK:
                states = await self._means.read(kind, answer.body, now)
            elif answer.status != _NOT_MODIFIED:
                raise FeedUnread(f"HTTP {answer.status}")
        except (FetchRefused, FetchFailed, FeedUnread) as error:
            after = self._failed(source, FEED_EVERY, str(error), asked_for)
            states = [_UNREAD] if after.failures == OPENS_AFTER else None
        else:
            seen = answer.validators if answer.status == _OK else _validators(source)
            after = replace(
                source, failures=0, error="", read_at=now, etag=seen.etag,
                last_modified=seen.last_modified,
                next_at=now + next_wait(FEED_EVERY, 0, self._means.chance(), asked_for),
            )  # fmt: skip
        await self._database.write(partial(_keep, after=after, states=states))
        return after

    async def _fetched(self, source: StatusSource) -> Fetched:
        """Ask for a feed, a second time if no answer came."""
        import stamina  # 70 ms of the start that nothing else needs

        stamina.instrumentation.set_on_retry_hooks(())  # a failed poll is told once, by `_tell`
        known = Validators() if self._means.chance() < _WHOLE else _validators(source)
        retrying = stamina.retry_context(
            on=FetchFailed, attempts=_ATTEMPTS, timeout=None,
            wait_initial=self._means.pause, wait_jitter=self._means.pause,
        )  # fmt: skip
        async for attempt in retrying:
            with attempt:
                return await self._fetcher.get(
                    source.address, known, _LARGEST_FEED, self._means.patience
                )
        raise FetchFailed("never asked")

    async def _probe(self, source: StatusSource, now: datetime) -> StatusSource:
        try:
            status = await self._fetcher.reach(source.address, self._means.patience)
            error = f"HTTP {status}" if status >= _SERVER_ERROR else ""
        except FetchRefused as refused:
            return await self._says_nothing(source, str(refused))
        except FetchFailed as failed:
            if not await self._has_network():
                return await self._says_nothing(source, "no network here")
            error = str(failed)
        after = replace(
            source, failures=0, error=error[:_LONGEST_ERROR], read_at=now,
            streak=streak_after(source.streak, good=not error),
            next_at=now + next_wait(PROBE_EVERY, 0, self._means.chance()),
        )  # fmt: skip
        await self._database.write(partial(_keep_probe, after=after, now=now))
        return after

    async def _says_nothing(self, source: StatusSource, error: str) -> StatusSource:
        """Keep that a probe could not look: neither a good answer nor a bad one."""
        after = self._failed(source, PROBE_EVERY, error, timedelta())
        states = [_UNREAD] if after.failures == OPENS_AFTER else None
        await self._database.write(partial(_keep, after=replace(after, streak=0), states=states))
        return after

    async def _has_network(self) -> bool:
        try:
            await self._fetcher.reach(self._means.control, self._means.patience)
        except FetchFailed:
            return False
        except FetchRefused:  # a Bot API server on a private network: it cannot be asked
            return True
        return True

    def _failed(
        self, source: StatusSource, every: timedelta, error: str, asked_for: timedelta
    ) -> StatusSource:
        failures = source.failures + 1
        wait = next_wait(every, failures, self._means.chance(), asked_for)
        return replace(
            source, failures=failures, error=error[:_LONGEST_ERROR], etag="", last_modified="",
            next_at=self._means.clock() + wait,
        )  # fmt: skip

    def _tell(self, sources: Sequence[StatusSource]) -> None:
        """Log sources that fail once, not at each attempt."""
        failing = frozenset(each.key for each in sources if each.failures)
        if failing - self._failing:
            _LOG.warning(
                "%d of %d status sources cannot be read: %s; the bot works without them and asks "
                "again by itself", len(failing), len(sources), ", ".join(sorted(failing)),
            )  # fmt: skip
        elif self._failing and not failing:
            _LOG.info("all %d status sources can be read again", len(sources))
        self._failing = failing


_UNREAD: Final = Published(OfficialLevel.UNKNOWN)


def _validators(source: StatusSource) -> Validators:
    return Validators(source.etag, source.last_modified)


async def _keep(
    connection: Connection, after: StatusSource, states: Sequence[Published] | None
) -> None:
    if not await note_poll(connection, after):
        return
    if states is not None:
        await put_states(connection, after.key, states)
    elif after.tried_at:
        await drop_over(connection, after.key, after.tried_at)


async def _keep_probe(connection: Connection, after: StatusSource, now: datetime) -> None:
    before = await level_now(connection, after.key)
    level = probed(before, after.streak)
    if await note_poll(connection, after) and level is not before:
        await put_states(connection, after.key, [Published(level, since=now)])

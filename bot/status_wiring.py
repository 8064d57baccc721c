"""Puts the polls of status pages together: tables, worker, HTTP client, database."""

from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Final

from bot.domain.official import Published
from bot.gateway.fetch import Fetcher
from bot.gateway.status_polls import FeedUnread, PollMeans, ReadFeed, StatusPolls
from bot.gateway.status_sources import Feed, Sources
from bot.services.probe_desk import probe_site
from bot.storage.database import Database
from bot.workers.pool import WorkerFailed, WorkerPool
from knowledge.records.providers import Provider, StatusKind
from knowledge.snapshot import Library

_READER: Final = "bot.readers.feeds.reading:read_feed"
_REFUSED: Final = "FeedRefused"
# Seconds for one feed, and after which the worker ends; MB of its address space.
_READ_SECONDS: Final = 10.0
_IDLE_SECONDS: Final = 20.0
_MEMORY_MB: Final = 512
_UNREADABLE: Final = frozenset({StatusKind.HTML, StatusKind.NONE})


def sources_of(library: Library, *, feeds: bool, probes: bool) -> Sources:
    """Return what may be asked.

    Args:
        library (Library): its tables name the pages.
        feeds (bool): whether status pages are read.
        probes (bool): whether sites may be looked at.
    """
    providers = library.providers.values()
    sites = {each.id: site for each in providers if (site := probe_site(each))}
    return Sources(
        tuple(feed for each in providers if (feed := _feed(each))) if feeds else (),
        sites if probes else {},
    )


def _feed(provider: Provider) -> Feed | None:
    page = provider.status_page
    if page.kind in _UNREADABLE or not page.feed_url:
        return None
    return Feed(provider.id, page.url or page.feed_url, page.feed_url, page.kind.value)


def feed_reader(workers: WorkerPool) -> ReadFeed:
    """Return what reads a feed in a process that sees neither token nor database."""

    async def read(kind: str, content: bytes, now: datetime) -> Sequence[Published]:
        try:
            return await workers.run(
                _READER, kind, content, now, returns=list[Published], seconds=_READ_SECONDS
            )
        except WorkerFailed as failed:
            told = str(failed).removeprefix(f"{_REFUSED}: ")
            raise FeedUnread(told if failed.kind == _REFUSED else failed.kind) from None

    return read


class StatusWatch:
    """The polls of one process, with what has to be closed after them."""

    def __init__(
        self,
        database: Database,
        sources: Callable[[], Sources],
        clock: Callable[[], datetime],
        control: str,
    ) -> None:
        """Ask nothing yet.

        Args:
            database (Database): open.
            sources (callable): gives what may be asked at this moment.
            clock (callable): of the bot.
            control: address that answers while this machine has a network.
        """
        self._workers = WorkerPool(_MEMORY_MB, _IDLE_SECONDS)
        self._fetcher = Fetcher()
        means = PollMeans(sources, feed_reader(self._workers), clock, control)
        self._polls = StatusPolls(database, self._fetcher, means)

    async def run(self) -> None:
        """Poll until cancelled."""
        await self._polls.run()

    async def close(self) -> None:
        """Close connections and the worker."""
        await self._fetcher.close()
        await self._workers.close()

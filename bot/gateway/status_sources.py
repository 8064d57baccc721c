"""Which sources of official states there are: those of the tables, and the probes switched on."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime

from bot.domain.official import PROBE, feed_key, probe_key
from bot.storage.connection import Connection
from bot.storage.official import probes
from bot.storage.sources import StatusSource, add_source, all_sources, drop_source


@dataclass(frozen=True, slots=True)
class Feed:
    """The feed of a provider, as the tables name it.

    Attributes:
        provider: id of the tables.
        page: for people.
        address: of the feed.
        kind: how it is written.
    """

    provider: str
    page: str
    address: str
    kind: str


@dataclass(frozen=True, slots=True)
class Sources:
    """What may be asked.

    Attributes:
        feeds: of the tables; none when they are switched off.
        sites: provider to the address that a probe looks at; none where probes are off.
    """

    feeds: tuple[Feed, ...] = ()
    sites: Mapping[str, str] = field(default_factory=dict)

    def kind_of(self, source: StatusSource) -> str:
        """Return how a feed is written; empty for a probe or one that is in no table any more."""
        found = {feed_key(each.provider): each.kind for each in self.feeds}
        return found.get(source.key, "")


def is_probe(source: StatusSource) -> bool:
    """Whether a source is our own look at a site."""
    return source.key == probe_key(source.provider)


@dataclass(frozen=True, slots=True)
class Changes:
    """What has to be stored so that the sources are those of tables and switches."""

    new: tuple[StatusSource, ...]
    gone: tuple[str, ...]

    @property
    def any(self) -> bool:
        """Whether there is something to store."""
        return bool(self.new or self.gone)

    async def apply(self, connection: Connection) -> list[StatusSource]:
        """Store it, and return all sources."""
        for source in self.new:
            await add_source(connection, source)
        for key in self.gone:
            await drop_source(connection, key)
        return await all_sources(connection)


async def compare(
    connection: Connection, sources: Sources, now: datetime
) -> tuple[list[StatusSource], Changes]:
    """Return the stored sources, and how they differ from tables and switches.

    A source that is known and unchanged keeps its failures and its next poll: a restart asks
    nobody earlier.
    """
    wanted = [
        StatusSource(feed_key(each.provider), each.provider, each.page, each.address, now)
        for each in sources.feeds
    ]
    for probe in await probes(connection):
        site = sources.sites.get(probe.provider)
        if site is not None:
            key = probe_key(probe.provider)
            wanted.append(StatusSource(key, probe.provider, PROBE, site, now))
    stored = await all_sources(connection)
    known = {(each.key, each.page, each.address) for each in stored}
    new = tuple(each for each in wanted if (each.key, each.page, each.address) not in known)
    gone = {each.key for each in stored} - {each.key for each in wanted}
    return stored, Changes(new, tuple(sorted(gone)))

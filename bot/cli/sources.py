"""`python -m bot sources`: what is known of each provider's status page, how old, when again."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

from rich import box
from rich.console import Console
from rich.table import Table

from bot.cli.findings import Finding, State
from bot.cli.opening import settings_or_end, with_database
from bot.cli.showing import console_width, one_line
from bot.domain.official import OfficialLevel
from bot.domain.polling import Breaker, breaker
from bot.settings import Settings
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.official import levels_now
from bot.storage.sources import StatusSource, all_sources

NONE_YET = "no source has been asked yet: the bot does so soon after its start"
SWITCHED_OFF = "status pages are not read: BOT_STATUS_FEEDS is off"


@dataclass(frozen=True, slots=True)
class SourceStates:
    """Every stored source, and the state of now of those that said something."""

    sources: tuple[StatusSource, ...]
    levels: Mapping[str, OfficialLevel]

    def level(self, source: StatusSource) -> OfficialLevel:
        """Return what a source said last; unknown when it was never read."""
        return self.levels.get(source.key, OfficialLevel.UNKNOWN)


async def source_states(connection: Connection) -> SourceStates:
    """Read all sources and their states."""
    return SourceStates(tuple(await all_sources(connection)), await levels_now(connection))


def print_sources(*, as_json: bool) -> None:
    """Print every source."""
    settings = settings_or_end()

    async def work(database: Database) -> SourceStates:
        return await database.read(source_states)

    found = with_database(settings, work)
    now = datetime.now(UTC)
    if as_json:
        rows = [_object(source, found.level(source)) for source in found.sources]
        print(json.dumps({"sources": rows}, ensure_ascii=False, indent=1))
        return
    if not settings.status_feeds:
        print(SWITCHED_OFF)
    if found.sources:
        _print_table(found, now)
    elif settings.status_feeds:
        print(NONE_YET)


def _print_table(found: SourceStates, now: datetime) -> None:
    table = Table(box=box.SIMPLE_HEAD, pad_edge=False)
    for name in ("source", "state", "read", "last error", "breaker", "next poll"):
        table.add_column(name, no_wrap=name != "last error")
    for each in found.sources:
        table.add_row(
            each.key,
            found.level(each).value,
            age_shown(each.read_at, now),
            one_line(each.error) or "-",
            breaker(each.failures).value,
            "now" if each.next_at <= now else f"in {length_shown(each.next_at - now)}",
        )
    Console(width=console_width(), highlight=False, markup=False).print(table)


def _object(source: StatusSource, level: OfficialLevel) -> dict[str, Any]:  # Any: JSON values
    return {
        "source": source.key,
        "provider": source.provider,
        "page": source.page,
        "state": level.value,
        "read_at": _iso(source.read_at),
        "tried_at": _iso(source.tried_at),
        "next_at": _iso(source.next_at),
        "failures": source.failures,
        "breaker": breaker(source.failures).value,
        "error": source.error,
    }


def _iso(moment: datetime | None) -> str | None:
    return moment.isoformat(timespec="seconds") if moment else None


def age_shown(read_at: datetime | None, now: datetime) -> str:
    """Return how long ago something was read, such as `4 min ago`."""
    return f"{length_shown(now - read_at)} ago" if read_at else "never"


def length_shown(length: timedelta) -> str:
    """Return a length of time in its largest fitting unit."""
    seconds = max(int(length.total_seconds()), 0)
    for unit, size in (("d", 86400), ("h", 3600), ("min", 60)):
        if seconds >= 2 * size or (unit == "min" and seconds >= size):
            return f"{seconds // size} {unit}"
    return f"{seconds} s"


def _summed(found: SourceStates, now: datetime) -> tuple[str, Sequence[str]]:
    """Return one line about all sources, and the keys of those that cannot be read."""
    failing = [each.key for each in found.sources if each.failures]
    oldest = min((each.read_at for each in found.sources if each.read_at), default=None)
    read = len(found.sources) - len(failing)
    line = f"status sources read: {read} of {len(found.sources)}"
    if failing:
        line += f"; not: {', '.join(failing)}"
    open_ones = sum(breaker(each.failures) is Breaker.OPEN for each in found.sources)
    if open_ones:
        line += f"; left alone for a while: {open_ones}"
    if oldest:
        line += f"; the oldest reading is from {age_shown(oldest, now)}"
    return line, failing


def look_at_sources(settings: Settings, found: SourceStates, now: datetime) -> Finding:
    """Say whether the status pages of providers can be read, and how old that is."""
    if not settings.status_feeds and not found.sources:
        return Finding("sources", State.NOTE, SWITCHED_OFF)
    if not found.sources:
        return Finding("sources", State.NOTE, NONE_YET)
    line, failing = _summed(found, now)
    if not failing:
        return Finding("sources", State.OK, line)
    todo = (
        "nothing, if this machine has no network: they are asked again by themselves. Each one: "
    )
    return Finding("sources", State.NOTE, line, f"{todo}python -m bot sources")

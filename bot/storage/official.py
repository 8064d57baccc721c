"""What providers publish about themselves, and which probes an admin has switched on."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.official import OfficialLevel, OfficialState, Published
from bot.storage.connection import Connection
from bot.storage.micros import from_micros, to_micros

_STATES = """
    SELECT provider, level, title, since, until, page, read_at
    FROM official_state JOIN status_source ON status_source.key = official_state.source
    WHERE provider = :provider AND read_at IS NOT NULL
    ORDER BY source, place
"""
_CLEAR = "DELETE FROM official_state WHERE source = :source"
_PUT = """
    INSERT INTO official_state (source, place, level, title, since, until)
    VALUES (:source, :place, :level, :title, :since, :until)
"""
_DROP_OVER = """
    DELETE FROM official_state WHERE source = :source AND place > 0 AND until <= :now
"""
_LEVEL = "SELECT level FROM official_state WHERE source = :source AND place = 0"
_LEVELS = "SELECT source, level FROM official_state WHERE place = 0"
_SWITCH_ON = """
    INSERT INTO probe (provider, switched_by, switched_at) VALUES (:provider, :by, :now)
    ON CONFLICT (provider) DO NOTHING
"""
_SWITCH_OFF = "DELETE FROM probe WHERE provider = :provider"
_PROBES = "SELECT provider, switched_by, switched_at FROM probe ORDER BY provider"


@dataclass(frozen=True, slots=True)
class Probe:
    """A provider whose site is looked at: since when, and which admin said so."""

    provider: str
    switched_by: str
    switched_at: datetime


async def official_states(connection: Connection, provider: str) -> list[OfficialState]:
    """Return what the sources of a provider said when they were last read.

    Of each source the state of now comes first, then maintenance that is planned or under way,
    the nearest first. Nothing is left out for its age: look at `OfficialState.is_fresh`. Empty:
    the provider has no source, or none was read yet, so nothing is known.
    """
    rows = await connection.all(_STATES, provider=provider)
    return [
        OfficialState(
            provider=row["provider"],
            state=OfficialLevel(row["level"]),
            title=row["title"],
            since=_moment(row["since"]),
            until=_moment(row["until"]),
            source=row["page"],
            read_at=from_micros(row["read_at"]),
        )
        for row in rows
    ]


async def put_states(connection: Connection, source: str, states: Sequence[Published]) -> None:
    """Keep what a source says now, in place of what it said before.

    Args:
        connection (Connection): of the step.
        source (str): key of a stored source.
        states (Sequence[Published]): the state of now first.
    """
    await connection.run(_CLEAR, source=source)
    for place, state in enumerate(states):
        await connection.run(
            _PUT,
            source=source,
            place=place,
            level=state.level.value,
            title=state.title,
            since=to_micros(state.since) if state.since else None,
            until=to_micros(state.until) if state.until else None,
        )


async def drop_over(connection: Connection, source: str, now: datetime) -> None:
    """Delete maintenance that has ended; the state of now stays."""
    await connection.run(_DROP_OVER, source=source, now=to_micros(now))


async def level_now(connection: Connection, source: str) -> OfficialLevel:
    """Return the state of now of one source; unknown when it has none."""
    row = await connection.one(_LEVEL, source=source)
    return OfficialLevel(row["level"]) if row else OfficialLevel.UNKNOWN


async def levels_now(connection: Connection) -> dict[str, OfficialLevel]:
    """Return the state of now of each source that has one, by its key."""
    rows = await connection.all(_LEVELS)
    return {row["source"]: OfficialLevel(row["level"]) for row in rows}


async def switch_probe_on(connection: Connection, provider: str, by: str, now: datetime) -> bool:
    """Look at the site of a provider from now on; False: that was so already."""
    return await connection.run(_SWITCH_ON, provider=provider, by=by, now=to_micros(now)) == 1


async def switch_probe_off(connection: Connection, provider: str) -> bool:
    """Look at the site of a provider no longer; False: nobody did."""
    return await connection.run(_SWITCH_OFF, provider=provider) == 1


async def probes(connection: Connection) -> list[Probe]:
    """Return the providers whose sites are looked at, by id."""
    return [
        Probe(row["provider"], row["switched_by"], from_micros(row["switched_at"]))
        for row in await connection.all(_PROBES)
    ]


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)

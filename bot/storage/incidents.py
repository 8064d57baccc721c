"""Incidents of providers, open and past, and who did what to them."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_OPEN = "SELECT * FROM incident WHERE bot_id = :bot AND provider = :provider AND closed_at IS NULL"
_ALL_OPEN = "SELECT * FROM incident WHERE bot_id = :bot AND closed_at IS NULL ORDER BY since, id"
_ONE = "SELECT * FROM incident WHERE bot_id = :bot AND id = :id"
_LAST_CLOSED = """
    SELECT * FROM incident
    WHERE bot_id = :bot AND provider = :provider AND closed_at > :after
    ORDER BY closed_at DESC, id DESC LIMIT 1
"""
_TOUCHING = """
    SELECT * FROM incident
    WHERE bot_id = :bot AND (closed_at IS NULL OR closed_at > :after)
    ORDER BY since, id
"""
_OF_PROVIDER = """
    SELECT * FROM incident WHERE bot_id = :bot AND provider = :provider
    ORDER BY since DESC, id DESC LIMIT :limit
"""
_FOLLOWERS = """
    SELECT * FROM incident
    WHERE bot_id = :bot AND merged_into = :leader AND closed_at IS NULL ORDER BY id
"""
_PUT = """
    INSERT INTO incident (bot_id, provider, nature, zh, en, since, calm_since, closed_at,
        merged_into, source, checked_at, next_at)
    VALUES (:bot, :provider, :nature, :zh, :en, :since, :calm_since, :closed_at, :merged_into,
        :source, :checked_at, :next_at)
    ON CONFLICT DO NOTHING RETURNING id
"""
_CHANGE = """
    UPDATE incident SET nature = :nature, zh = :zh, en = :en, since = :since,
        calm_since = :calm_since, closed_at = :closed_at, merged_into = :merged_into,
        source = :source, checked_at = :checked_at, next_at = :next_at
    WHERE bot_id = :bot AND id = :id
"""
_EVENT = """
    INSERT INTO incident_event (bot_id, incident_id, action, actor, detail, at)
    VALUES (:bot, :incident, :action, :actor, :detail, :at)
"""
_EVENTS = """
    SELECT action, actor, detail, at FROM incident_event
    WHERE bot_id = :bot AND incident_id = :incident ORDER BY id
"""


@dataclass(frozen=True, slots=True)
class IncidentEvent:
    """One thing that happened to an incident.

    Attributes:
        actor: Telegram id of the admin; empty: the bot by itself.
        detail: what was changed, for the reader of the log.
    """

    action: IncidentAction
    actor: str
    at: datetime
    detail: str = ""


async def open_incident(connection: Connection, bot: int, provider: str) -> Incident | None:
    """Return the open incident of a provider: there is at most one."""
    row = await connection.one(_OPEN, bot=bot, provider=provider)
    return _incident(row) if row else None


async def open_incidents(connection: Connection, bot: int) -> list[Incident]:
    """Return every open incident, the oldest first."""
    return [_incident(row) for row in await connection.all(_ALL_OPEN, bot=bot)]


async def incident_by_id(connection: Connection, bot: int, incident: int) -> Incident | None:
    """Return an incident; None if there is none with this id."""
    row = await connection.one(_ONE, bot=bot, id=incident)
    return _incident(row) if row else None


async def last_closed(
    connection: Connection, bot: int, provider: str, after: datetime
) -> Incident | None:
    """Return the incident of a provider that ended last, if it did after a moment."""
    row = await connection.one(_LAST_CLOSED, bot=bot, provider=provider, after=to_micros(after))
    return _incident(row) if row else None


async def incidents_since(connection: Connection, bot: int, after: datetime) -> list[Incident]:
    """Return what is open and what ended after a moment, the oldest first."""
    rows = await connection.all(_TOUCHING, bot=bot, after=to_micros(after))
    return [_incident(row) for row in rows]


async def incidents_of(
    connection: Connection, bot: int, provider: str, limit: int
) -> list[Incident]:
    """Return the incidents of a provider, open and past, the latest first."""
    rows = await connection.all(_OF_PROVIDER, bot=bot, provider=provider, limit=limit)
    return [_incident(row) for row in rows]


async def followers(connection: Connection, bot: int, leader: int) -> list[Incident]:
    """Return the open incidents that were merged into one."""
    rows = await connection.all(_FOLLOWERS, bot=bot, leader=leader)
    return [_incident(row) for row in rows]


async def put_incident(connection: Connection, bot: int, incident: Incident) -> Incident | None:
    """Store a new incident; None: the provider has an open one already."""
    row = await connection.one(_PUT, **_values(bot, incident))
    return replace(incident, id=int(row["id"])) if row else None


async def change_incident(connection: Connection, bot: int, incident: Incident) -> None:
    """Store an incident as it is now."""
    values = {key: value for key, value in _values(bot, incident).items() if key != "provider"}
    await connection.run(_CHANGE, id=incident.id, **values)


async def put_incident_event(
    connection: Connection, bot: int, incident: int, event: IncidentEvent
) -> None:
    """Add to the log of an incident."""
    await connection.run(
        _EVENT,
        bot=bot,
        incident=incident,
        action=event.action.value,
        actor=event.actor,
        detail=event.detail,
        at=to_micros(event.at),
    )


async def incident_events(connection: Connection, bot: int, incident: int) -> list[IncidentEvent]:
    """Return the log of an incident, the oldest first."""
    return [
        IncidentEvent(
            IncidentAction(row["action"]), row["actor"], from_micros(row["at"]), row["detail"]
        )
        for row in await connection.all(_EVENTS, bot=bot, incident=incident)
    ]


def _values(bot: int, incident: Incident) -> Mapping[str, object]:
    return {
        "bot": bot,
        "provider": incident.provider,
        "nature": incident.nature.value,
        "zh": incident.zh,
        "en": incident.en,
        "since": to_micros(incident.since),
        "calm_since": _micros(incident.calm_since),
        "closed_at": _micros(incident.closed_at),
        "merged_into": incident.merged_into,
        "source": incident.source,
        "checked_at": _micros(incident.checked_at),
        "next_at": _micros(incident.next_at),
    }


def _incident(row: Row) -> Incident:
    return Incident(
        id=int(row["id"]),
        provider=row["provider"],
        nature=Nature(row["nature"]),
        since=from_micros(row["since"]),
        zh=row["zh"],
        en=row["en"],
        calm_since=_moment(row["calm_since"]),
        closed_at=_moment(row["closed_at"]),
        merged_into=row["merged_into"],
        source=row["source"],
        checked_at=_moment(row["checked_at"]),
        next_at=_moment(row["next_at"]),
    )


def _micros(moment: datetime | None) -> int | None:
    return None if moment is None else to_micros(moment)


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)

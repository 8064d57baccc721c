"""Looks at customers' reports: is it more than usual, does an incident begin, is one over."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.domain.incidents import (
    TOLD_WINDOW,
    WINDOWS,
    Level,
    Mood,
    Others,
    Standing,
    is_calm,
    is_loud,
    mood,
    next_standing,
    others_of,
)
from bot.domain.outage_states import RECOVERED_FOR, Known
from bot.domain.report_counts import total
from bot.domain.usual_levels import Usual, hour_of_week
from bot.services.outage_waves import NO_CHAT, News, Telling, begin_telling
from bot.storage.connection import Connection
from bot.storage.incidents import (
    IncidentEvent,
    change_incident,
    last_closed,
    open_incident,
    put_incident,
    put_incident_event,
)
from bot.storage.official import official_states
from bot.storage.reports import counts, minutes_of
from bot.storage.timers import Timer
from bot.storage.usual_levels import usual_of, usual_of_all

ROUND: Final = "radar.round"
_EVERY = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Reports:
    """Reports of one provider at one moment: by window, and what they say together."""

    levels: Mapping[timedelta, Level]
    mood: Mood


@dataclass(frozen=True, slots=True)
class Change:
    """An incident that a look began or ended."""

    incident: Incident
    action: IncidentAction


async def known_of(
    connection: Connection, bot: int, provider: str, now: datetime, seen: Reports | None = None
) -> Known:
    """Return what is known of a provider.

    Args:
        connection (Connection): of a step that may write.
        bot (int): Telegram id of the bot.
        provider (str): id of the tables.
        now (datetime): aware.
        seen (Reports or None): of the same moment; None looks at them.
    """
    seen = seen or await reports_of(connection, bot, provider, now)
    incident = await open_incident(connection, bot, provider)
    closed = None
    if incident is None:
        closed = await last_closed(connection, bot, provider, now - RECOVERED_FOR)
    told = seen.levels[TOLD_WINDOW]
    return Known(
        count=told.count,
        usual=told.expected,
        mood=seen.mood,
        incident=incident,
        closed=closed,
        official=await official_states(connection, provider),
    )


async def look(
    connection: Connection, bot: int, provider: str, now: datetime, seen: Reports | None = None
) -> Change | None:
    """Begin or end an incident as the reports say; None: it is as it was.

    What an admin declared is ended by an admin.
    """
    incident = await open_incident(connection, bot, provider)
    if incident is not None and incident.is_declared:
        return None
    seen = seen or await reports_of(connection, bot, provider, now)
    feeling = seen.mood
    if incident is not None:
        feeling = Mood.USUAL if is_calm(seen.levels[TOLD_WINDOW]) else Mood.RAISED
    before = Standing(incident.since, incident.calm_since) if incident else Standing()
    after = next_standing(before, feeling, now)
    if after == before:
        return None
    if incident is None and await _was_ended(connection, bot, provider, now):
        return None
    if incident is None:
        return await _begin(connection, bot, Incident(0, provider, Nature.REPORTS, now))
    if after.since is not None:
        await change_incident(connection, bot, replace(incident, calm_since=after.calm_since))
        return None
    return await _end(connection, bot, replace(incident, calm_since=None, closed_at=now))


def next_round(now: datetime) -> Timer:
    """Return the timer of the next round."""
    return Timer(ROUND, NO_CHAT, ROUND, now + _EVERY)


async def _was_ended(connection: Connection, bot: int, provider: str, now: datetime) -> bool:
    """Whether an admin ended an incident so lately that the reports may still be of that one."""
    last = await last_closed(connection, bot, provider, now - WINDOWS[-1])
    return last is not None and last.is_declared


async def reports_of(connection: Connection, bot: int, provider: str, now: datetime) -> Reports:
    """Return the reports of a provider in every window, and what they say."""
    usual = await _usual(connection, bot, provider, now)
    minutes = await minutes_of(connection, bot, provider, now, WINDOWS[-1])
    lately = total(minutes)
    levels = {
        window: Level(window, total(minutes[-(window // _EVERY) :]), usual, lately)
        for window in WINDOWS
    }
    others = {
        window: await _others(connection, bot, provider, now, window)
        for window, level in levels.items()
        if is_loud(level)
    }
    return Reports(levels, mood(levels, others))


async def _usual(connection: Connection, bot: int, provider: str, now: datetime) -> Usual:
    """Return the usual level; where the windows reach into the hour before, the higher one."""
    found = [
        await usual_of(connection, bot, provider, slot)
        for slot in {hour_of_week(now), hour_of_week(now - WINDOWS[-1])}
    ]
    return max(found, key=lambda usual: usual.people_an_hour)


async def _others(
    connection: Connection, bot: int, provider: str, now: datetime, window: timedelta
) -> Others:
    every = await usual_of_all(connection, bot, int(now.timestamp()) // 3600)
    people = await counts(connection, bot, now, window)
    return others_of(
        provider,
        {name: count.told for name, count in people.items()},
        {name: usual.within(window) for name, usual in every.items()},
    )


async def _begin(connection: Connection, bot: int, incident: Incident) -> Change | None:
    stored = await put_incident(connection, bot, incident)
    if stored is None:
        return None
    event = IncidentEvent(IncidentAction.SUSPECTED, "", incident.since)
    await put_incident_event(connection, bot, stored.id, event)
    return Change(stored, IncidentAction.SUSPECTED)


async def _end(connection: Connection, bot: int, incident: Incident) -> Change:
    await change_incident(connection, bot, incident)
    at = incident.closed_at or incident.since
    event = IncidentEvent(IncidentAction.CALMED, "", at)
    await put_incident_event(connection, bot, incident.id, event)
    await begin_telling(connection, bot, Telling(incident.provider, News.BACK), at)
    return Change(incident, IncidentAction.CALMED)

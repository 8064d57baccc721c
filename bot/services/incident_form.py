"""What admins read and write of incidents: the list, what is missing, times of their own clock."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final

from bot.domain.incident_log import Incident
from bot.domain.incident_orders import Words
from bot.domain.incidents import TOLD_WINDOW
from bot.domain.report_counts import Count
from bot.services.exchange import Exchange
from bot.services.outage_answers import MINUTES, when_text
from bot.storage.incidents import open_incidents
from bot.storage.reports import counts
from bot.texts.layouts import copy_row
from bot.texts.shown import Lines, Shown

COMMAND: Final = "incident"
# Incidents of a list, so that one message holds it.
_MOST_LISTED: Final = 20
# What a copy button can hold. Source: core.telegram.org/bots/api, CopyTextButton.
_LONGEST_COPY: Final = 256


async def say_open(ex: Exchange, *, asked: bool) -> None:
    """List what is open, with how many report it; `asked` says that an order was not read."""
    people = await counts(ex.connection, ex.bot, ex.now, TOLD_WINDOW)
    lines = [
        Shown(
            ex.line(
                "incidents.line_open",
                count=people.get(incident.provider, Count()).told,
                minutes=MINUTES,
                id=incident.id,
                provider=ex.tables.provider_name(incident.provider),
                nature=ex.line(f"incidents.nature.{incident.nature.value}"),
                since=when_text(ex, incident.since),
            )
        )
        for incident in await open_incidents(ex.connection, ex.bot)
    ]
    shown = Lines(tuple(lines[:_MOST_LISTED])) if lines else None
    first = ex.line("incidents.unreadable") if asked else None
    ex.say("incidents.listed", first=first, incidents=shown)


def said(ex: Exchange, before: Incident, words: Words) -> Incident:
    """Return an incident with what an admin says of it now; what was not said stays."""
    return replace(
        before,
        zh=words.zh or before.zh,
        en=words.en or before.en,
        source=words.source or before.source,
        checked_at=ex.now,
        next_at=coming(ex, words.next_by) or before.next_at,
    )


def asks_for_words(ex: Exchange, incident: Incident) -> bool:
    """Ask for words that are missing or too long; False: both are there."""
    words = Words(incident.zh, incident.en, incident.source)
    if words.is_too_long:
        ex.say("incidents.too_long")
        return True
    if words.zh and words.en:
        return False
    key = "en" if words.zh else "zh" if words.en else "both"
    named = str(incident.id) if incident.id else incident.provider
    again = f"/{COMMAND} {named} {incident.nature.value}\nzh: {words.zh}\nen: {words.en}"
    again += f"\nsource: {words.source}" if words.source else ""
    if incident.next_at is not None:
        again += f"\nnext: {incident.next_at.astimezone(ex.voice.zone):%H:%M}"
    asked = ex.lines(f"incidents.missing.{key}", again=Shown(again, code=True))
    copies = (again,) if len(again) <= _LONGEST_COPY else ()
    ex.say_rows(asked, copy_row(ex.line("incidents.copy"), copies))
    return True


def say_incident(ex: Exchange, key: str, incident: Incident, **values: int) -> None:
    """Say something of one incident."""
    ex.say(
        key,
        id=incident.id,
        provider=ex.tables.provider_name(incident.provider),
        nature=ex.line(f"incidents.nature.{incident.nature.value}"),
        since=when_text(ex, incident.since),
        zh=incident.zh,
        en=incident.en,
        **values,
    )


def has_no_clock(ex: Exchange, clock: time | None) -> bool:
    """Say that a time of day cannot be read without knowing where the admin is."""
    if clock is None or ex.customer.region or ex.customer.zone:
        return False
    ex.say("incidents.no_clock")
    return True


def today(ex: Exchange, clock: time | None) -> datetime | None:
    """Return the moment of a time of day, the last one before now on the admin's clock."""
    if clock is None:
        return None
    found = _at(ex, clock)
    return found if found <= ex.now else found - timedelta(days=1)


def coming(ex: Exchange, clock: time | None) -> datetime | None:
    """Return the moment of a time of day, the first one after now on the admin's clock."""
    if clock is None:
        return None
    found = _at(ex, clock)
    return found if found > ex.now else found + timedelta(days=1)


def _at(ex: Exchange, clock: time) -> datetime:
    local = ex.now.astimezone(ex.voice.zone)
    return local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)

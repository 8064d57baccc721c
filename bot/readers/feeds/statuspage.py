"""`summary.json` of Statuspage, version 2. Source: metastatuspage.com/api."""

from datetime import datetime
from typing import Final

from pydantic import BaseModel, ValidationError

from bot.domain.official import OfficialLevel, Published
from bot.readers.feeds.plain import moment, plain_line
from bot.readers.feeds.refused import FeedRefused
from bot.readers.feeds.states import in_order, worse, worst

# "Major" is a partial outage in Statuspage's words, "critical" a whole one.
_LEVELS: Final = {
    "none": OfficialLevel.OPERATIONAL,
    "minor": OfficialLevel.DEGRADED,
    "major": OfficialLevel.DEGRADED,
    "critical": OfficialLevel.DOWN,
    "maintenance": OfficialLevel.MAINTENANCE,
}
_OVER: Final = frozenset({"resolved", "postmortem", "completed"})
_UNDER_WAY: Final = frozenset({"in_progress", "verifying"})
# Entries that are looked at.
_MOST: Final = 50


class _Status(BaseModel):
    indicator: str
    description: str | None = None


class _Incident(BaseModel):
    name: str | None = None
    status: str | None = None
    impact: str | None = None
    created_at: str | None = None
    started_at: str | None = None
    scheduled_for: str | None = None
    scheduled_until: str | None = None


class _Summary(BaseModel):
    status: _Status
    incidents: list[_Incident] = []
    scheduled_maintenances: list[_Incident] = []


def read_statuspage(content: bytes, now: datetime) -> list[Published]:
    """Return what a summary says.

    Raises:
        FeedRefused: it is none.
    """
    try:
        summary = _Summary.model_validate_json(content)
    except ValidationError:
        raise FeedRefused("no summary of Statuspage") from None
    maintenance = [
        (each.status in _UNDER_WAY, _maintenance(each))
        for each in summary.scheduled_maintenances[:_MOST]
        if each.status not in _OVER
    ]
    under_way = [state for is_under_way, state in maintenance if is_under_way]
    # Without its beginning, what is only planned would look as if it had begun.
    told = [state for is_under_way, state in maintenance if is_under_way or state.since]
    return in_order(_current(summary, under_way), told, now)


def _current(summary: _Summary, under_way: list[Published]) -> Published:
    level = _LEVELS.get(summary.status.indicator, OfficialLevel.UNKNOWN)
    incidents = [_incident(each) for each in summary.incidents[:_MOST] if each.status not in _OVER]
    found = worst(incidents)
    if found is not None and found.level is not OfficialLevel.OPERATIONAL:
        return Published(worse(level, found.level), found.title, found.since)
    if level is OfficialLevel.MAINTENANCE and under_way:
        return under_way[0]
    return Published(level, plain_line(summary.status.description or ""))


def _incident(incident: _Incident) -> Published:
    level = _LEVELS.get(incident.impact or "none", OfficialLevel.DEGRADED)
    since = moment(incident.started_at) or moment(incident.created_at)
    return Published(level, plain_line(incident.name or ""), since)


def _maintenance(incident: _Incident) -> Published:
    return Published(
        OfficialLevel.MAINTENANCE,
        plain_line(incident.name or ""),
        moment(incident.scheduled_for),
        moment(incident.scheduled_until),
    )

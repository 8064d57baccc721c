"""Apple's system status, of which only Apple Pay is looked at.

A call of a function around JSON: services, each with its events; moments in milliseconds.
"""

import re
from datetime import UTC, datetime
from typing import Final

from pydantic import BaseModel, ValidationError

from bot.domain.official import OfficialLevel, Published
from bot.readers.feeds.plain import likely, plain_line
from bot.readers.feeds.refused import FeedRefused
from bot.readers.feeds.states import in_order, worst

_SERVICE: Final = "Apple Pay"
_CALL: Final = re.compile(
    rb"\A\s*(?:[A-Za-z_$][\w$]*\s*\()?\s*(\{.*\})\s*\)?\s*;?\s*\Z", re.DOTALL
)
_OVER: Final = frozenset({"resolved", "completed"})
_MOST: Final = 100


class _Event(BaseModel):
    usersAffected: str | None = None  # noqa: N815 - Apple's name
    epochStartDate: int | None = None  # noqa: N815
    epochEndDate: int | None = None  # noqa: N815
    statusType: str | None = None  # noqa: N815
    eventStatus: str | None = None  # noqa: N815
    message: str | None = None


class _Service(BaseModel):
    serviceName: str  # noqa: N815
    events: list[_Event] = []


class _Status(BaseModel):
    services: list[_Service]


def read_apple(content: bytes, now: datetime) -> list[Published]:
    """Return what Apple says of Apple Pay.

    Raises:
        FeedRefused: it is not Apple's document, or Apple Pay is not in it.
    """
    call = _CALL.match(content)
    try:
        status = _Status.model_validate_json(call[1] if call else b"")
    except ValidationError:
        raise FeedRefused("no system status of Apple") from None
    services = [each for each in status.services if each.serviceName.startswith(_SERVICE)]
    if not services:
        raise FeedRefused("Apple Pay is not among the services")
    events = [event for service in services for event in service.events[:_MOST]]
    states = [_state(event) for event in events if not _is_over(event, now)]
    maintenance = [
        each for each in states if each.level is OfficialLevel.MAINTENANCE and each.since
    ]
    found = worst(each for each in states if each.level is not OfficialLevel.MAINTENANCE)
    return in_order(found or Published(OfficialLevel.OPERATIONAL), maintenance, now)


def _is_over(event: _Event, now: datetime) -> bool:
    until = _moment(event.epochEndDate)
    return (event.eventStatus or "").lower() in _OVER or (until is not None and until <= now)


def _state(event: _Event) -> Published:
    title = plain_line(event.message or event.statusType or "")
    since, until = _moment(event.epochStartDate), _moment(event.epochEndDate)
    return Published(_level(event), title, since, until)


def _level(event: _Event) -> OfficialLevel:
    kind = (event.statusType or "").lower()
    if "maintenance" in kind:
        return OfficialLevel.MAINTENANCE
    everybody = (event.usersAffected or "").lower().startswith("all ")
    return OfficialLevel.DOWN if kind == "outage" and everybody else OfficialLevel.DEGRADED


def _moment(milliseconds: int | None) -> datetime | None:
    if milliseconds is None or not 0 < milliseconds < 10**14:
        return None
    return likely(datetime.fromtimestamp(milliseconds / 1000, UTC))

"""What a picture of the last hours' reports shows, and the key under which it is asked for."""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Final

# Stretches of the picture: six hours, a quarter of an hour each.
PICTURE: Final = (24, timedelta(minutes=15))

LEAST_SCALE: Final = 4
"""The scale of a picture reaches at least this far, so that one report does not look like many."""

# A stretch with this many times the usual reports is drawn as high; fewer people than the second
# are never high: one or two are no disturbance.
_HIGH: Final = 3.0
_LEAST_HIGH: Final = 3

PICTURE_FILE: Final = "reports:"
"""Begins the key of a picture that is drawn when it is sent."""

_BETWEEN = "|"


@dataclass(frozen=True, slots=True)
class Slot:
    """One stretch of time.

    Attributes:
        label: when it began, as the axis says it: `14:00`.
        reports: people who reported.
        usual: how many do at this hour; None where it is not known yet.
    """

    label: str
    reports: int
    usual: float | None

    @property
    def is_high(self) -> bool:
        """Whether there are clearly more reports than usual."""
        return self.reports >= max(_LEAST_HIGH, _HIGH * (self.usual or 0.0))


@dataclass(frozen=True, slots=True)
class ReportChart:
    """What the picture says; every text in the reader's language.

    Attributes:
        title: the provider and what is shown.
        reports_name, usual_name, high_name: words of the legend: bars, line, bars far above it.
        slots: oldest first, of equal length, at least one.
    """

    title: str
    reports_name: str
    usual_name: str
    high_name: str
    slots: tuple[Slot, ...]


@dataclass(frozen=True, slots=True)
class PictureKey:
    """Which picture it is: whoever asks for the same in the same minute gets the same one.

    Attributes:
        provider: id of the tables.
        language: IETF tag.
        region: of the reader, for words and script.
        zone: IANA name of the reader's clock.
        at: end of the last stretch, a whole minute.
    """

    provider: str
    language: str
    region: str
    zone: str
    at: datetime

    def encode(self) -> str:
        """Return the key as the sender keeps it."""
        minute = str(int(self.at.timestamp()) // 60)
        parts = (self.provider, self.language, self.region, self.zone, minute)
        return PICTURE_FILE + _BETWEEN.join(parts)


def read_key(key: str) -> PictureKey:
    """Return which picture a key asks for.

    Raises:
        ValueError: it is no such key.
    """
    provider, language, region, zone, minute = key.removeprefix(PICTURE_FILE).split(_BETWEEN)
    at = datetime.fromtimestamp(int(minute) * 60, UTC)
    return PictureKey(provider, language, region, zone, at)

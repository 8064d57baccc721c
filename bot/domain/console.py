"""Who is in the agents' console, through which door, and how long it stays open."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final
from zoneinfo import ZoneInfo, available_timezones

from bot.domain.languages import Language
from bot.domain.lifecycle import Role

# Source: docs/decisions/0017-console.md, for all of these.
LINK_GOOD_FOR: Final = timedelta(minutes=5)
IDLE_FOR: Final = timedelta(minutes=45)
OPEN_FOR: Final = timedelta(hours=10)


class Face(StrEnum):
    """Where the console is shown; a session of one is worth nothing in the other."""

    BROWSER = "browser"
    APP = "app"


@dataclass(frozen=True, slots=True)
class Person:
    """Somebody of the team who came in.

    Attributes:
        id: Telegram id.
        name: as customers read it.
        language: of the pages.
        zone: IANA name of their clock; empty is UTC.
    """

    id: int
    name: str
    language: Language
    zone: str = ""

    @property
    def clock(self) -> ZoneInfo:
        """The clock by which times are shown."""
        return ZoneInfo(self.zone) if self.zone else ZoneInfo("UTC")


@dataclass(frozen=True, slots=True)
class Session:
    """An open door.

    Attributes:
        hash: SHA-256 of its token, hexadecimal.
        began_at: aware.
        seen_at: when the person last did something, aware.
        role: what the person may act as, as it was found at this request.
    """

    hash: str
    face: Face
    person: Person
    began_at: datetime
    seen_at: datetime
    role: Role = Role.AGENT

    @property
    def is_admin(self) -> bool:
        """Whether the person may see and do what is for admins."""
        return self.role is Role.ADMIN

    def is_over(self, now: datetime) -> bool:
        """Whether it was left idle or open for too long."""
        return now - self.seen_at > IDLE_FOR or now - self.began_at > OPEN_FOR


def zone_named(name: str) -> str:
    """Return the name of a time zone; empty where there is no such."""
    return name if name in available_timezones() else ""

"""The team: who may work here as what, since when, and who is asked to join."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.domain.lifecycle import Role

# How long somebody who was named has to confirm. Source: docs/operations.md, "People".
INVITED_FOR: Final = timedelta(hours=48)
# Telegram's ids of people have at most 52 bits. Source: core.telegram.org/bots/api, User.
_LARGEST_ID: Final = 2**52
_LONGEST_ID: Final = 16


@dataclass(frozen=True, slots=True)
class Member:
    """Somebody of the team.

    Attributes:
        id: Telegram id.
        name: as the console or their confirmation gave it; empty where neither did.
        role: agent or admin.
        fixed: named in the settings, where alone they can be taken off.
        since: when they confirmed; None for somebody of the settings.
        added_by: Telegram id of the admin who named them; 0 for somebody of the settings.
    """

    id: int
    name: str
    role: Role
    fixed: bool
    since: datetime | None = None
    added_by: int = 0


@dataclass(frozen=True, slots=True)
class Invitation:
    """Somebody who was named and has to confirm in their own chat with the bot.

    Attributes:
        person: Telegram id; nobody else can confirm.
        role: what they will be.
        made_by: Telegram id of the admin.
        made_at: aware.
        ends_at: aware.
    """

    person: int
    role: Role
    made_by: int
    made_at: datetime
    ends_at: datetime


@dataclass(frozen=True, slots=True)
class Team:
    """Everybody who works here, and who is asked to."""

    members: tuple[Member, ...]
    invitations: tuple[Invitation, ...]


class Verb(StrEnum):
    """What an admin wants done with somebody."""

    ADD = "add"
    REMOVE = "remove"
    ROLE = "role"


@dataclass(frozen=True, slots=True)
class StaffOrder:
    """One order of an admin; `role` does not matter where somebody is removed."""

    verb: Verb
    person: int
    role: Role = Role.AGENT


_ROLES: Final = {
    **dict.fromkeys(("agent", "客服"), Role.AGENT),
    **dict.fromkeys(("admin", "管理员", "管理員"), Role.ADMIN),
}
_VERBS: Final = {
    **dict.fromkeys(("add", "添加", "加"), Verb.ADD),
    **dict.fromkeys(("remove", "移除", "删除", "刪除"), Verb.REMOVE),
}


def read_person(text: str) -> int | None:
    """Return a Telegram id of a person; None: the text is none."""
    if not (text.isascii() and text.isdecimal()) or len(text) > _LONGEST_ID:
        return None
    number = int(text)
    return number if 0 < number < _LARGEST_ID else None


def read_order(text: str) -> StaffOrder | None:
    """Return what stands behind `/agents`; None: it is no order.

    Args:
        text (str): `add 12345`, `add 12345 admin`, `remove 12345`, `admin 12345`, `agent 12345`.
    """
    verb, *rest = text.casefold().split()[:4] or [""]
    person = read_person(rest[0]) if rest else None
    if person is None:
        return None
    if verb in _ROLES and len(rest) == 1:
        return StaffOrder(Verb.ROLE, person, _ROLES[verb])
    role = _ROLES.get(rest[1]) if len(rest) == 2 else Role.AGENT
    if verb not in _VERBS or role is None or len(rest) > 2:
        return None
    return StaffOrder(_VERBS[verb], person, role)

"""Status of a claim, and who may change what: one table of roles, actions and statuses."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from types import MappingProxyType


class Status(StrEnum):
    """Where a claim stands; reopened, merged, escalated and put aside are events, not statuses."""

    FILED = "filed"
    IN_REVIEW = "in_review"
    WAITING = "waiting"
    RESOLVED = "resolved"
    WITHDRAWN = "withdrawn"


class Role(StrEnum):
    """Who acts."""

    CUSTOMER = "customer"
    AGENT = "agent"
    ADMIN = "admin"
    SYSTEM = "system"


class Action(StrEnum):
    """What can be done to a claim."""

    TAKE = "take"
    ASK = "ask"
    ANSWER = "answer"
    NOTE = "note"
    SUPPLY = "supply"
    RESOLVE = "resolve"
    WITHDRAW = "withdraw"
    REOPEN = "reopen"
    MERGE = "merge"
    """Close it as a duplicate of another claim of the same customer."""
    LINK = "link"
    """Name another claim that has to do with it, whosever it is."""
    UNLINK = "unlink"
    ESCALATE = "escalate"
    """Hand it up, with a reason; whoever has it keeps it."""
    PASS_ON = "pass_on"
    """Give it to a colleague."""
    HAND_BACK = "hand_back"
    """Give it back to the queue; the bot answers again."""
    PRIORITIZE = "prioritize"
    """Say how urgent it is; the customer hears nothing of it."""
    REMIND = "remind"
    """Ask the customer, who has been silent for long, whether to go on."""
    PUT_ASIDE = "put_aside"
    """Wait on without asking again; what the customer writes brings it back."""
    RATE = "rate"
    AMEND = "amend"
    """Give a fact another value; the earlier version stays."""


class Outcome(StrEnum):
    """How a claim was resolved."""

    REFUNDED = "refunded"
    UNFROZEN = "unfrozen"
    REPORTED = "reported"
    EXPLAINED = "explained"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


_FILED, _REVIEW, _WAITING, _RESOLVED, _WITHDRAWN = Status
_OPEN = (_FILED, _REVIEW, _WAITING)
_CLOSED = (_RESOLVED, _WITHDRAWN)

_CUSTOMER = frozenset({Role.CUSTOMER})
_DESK = frozenset({Role.AGENT, Role.ADMIN})
_SYSTEM = frozenset({Role.SYSTEM})

Moves = Mapping[Status, Status]


@dataclass(frozen=True, slots=True)
class _Rule:
    """Who may do an action, and where it leads; a status that is missing refuses it."""

    roles: frozenset[Role]
    moves: Moves


def _stays(*statuses: Status) -> Moves:
    return {status: status for status in statuses}


def _to(target: Status, *statuses: Status) -> Moves:
    return dict.fromkeys(statuses, target)


_TABLE: Mapping[Action, _Rule] = MappingProxyType(
    {
        Action.TAKE: _Rule(_DESK, _to(_REVIEW, *_OPEN)),
        Action.ASK: _Rule(_DESK, _to(_WAITING, _REVIEW, _WAITING)),
        Action.ANSWER: _Rule(_DESK, _stays(_REVIEW, _WAITING)),
        Action.NOTE: _Rule(_DESK, _stays(*_OPEN, *_CLOSED)),
        Action.SUPPLY: _Rule(
            _CUSTOMER | _DESK, {_FILED: _FILED, _REVIEW: _REVIEW, _WAITING: _REVIEW}
        ),
        Action.RESOLVE: _Rule(_DESK, _to(_RESOLVED, _REVIEW, _WAITING)),
        Action.WITHDRAW: _Rule(_CUSTOMER, _to(_WITHDRAWN, *_OPEN)),
        Action.REOPEN: _Rule(_CUSTOMER | _DESK, _to(_FILED, *_CLOSED)),
        Action.MERGE: _Rule(_DESK, _to(_RESOLVED, *_OPEN)),
        Action.LINK: _Rule(_DESK, _stays(*_OPEN, *_CLOSED)),
        Action.UNLINK: _Rule(_DESK, _stays(*_OPEN, *_CLOSED)),
        Action.ESCALATE: _Rule(_DESK | _SYSTEM, _stays(*_OPEN)),
        Action.PASS_ON: _Rule(_DESK, {_FILED: _REVIEW, _REVIEW: _REVIEW, _WAITING: _WAITING}),
        Action.HAND_BACK: _Rule(_DESK, _to(_FILED, _REVIEW, _WAITING)),
        Action.PRIORITIZE: _Rule(_DESK, _stays(*_OPEN)),
        Action.REMIND: _Rule(_SYSTEM, _stays(_WAITING)),
        Action.PUT_ASIDE: _Rule(_SYSTEM, _stays(_WAITING)),
        Action.AMEND: _Rule(_CUSTOMER, _stays(*_OPEN)),
        Action.RATE: _Rule(_CUSTOMER, _stays(_RESOLVED)),
    }
)

RESPONSES = frozenset({Action.ASK, Action.ANSWER, Action.RESOLVE})
"""Actions in which a person says something to the customer; taking a claim says nothing yet."""


def is_open(status: Status) -> bool:
    """Whether somebody still works on a claim in this status."""
    return status in _OPEN


def may(role: Role, action: Action) -> bool:
    """Whether a role may do this at all."""
    return role in _TABLE[action].roles


def after(status: Status, action: Action) -> Status | None:
    """Return the status that an action leads to; None: the action does not fit the status.

    Args:
        status (Status): where the claim stands.
        action (Action): what somebody wants to do.

    Returns:
        Status or None: the new status, the same one where the action changes none.
    """
    return _TABLE[action].moves.get(status)


def fits(role: Role, action: Action, status: Status) -> Status | None:
    """Return the status that an action of a role leads to; None: they cannot do it now.

    Args:
        role (Role): who acts.
        action (Action): what they want to do.
        status (Status): where the claim stands.

    Returns:
        Status or None: one cell of the table.
    """
    return after(status, action) if may(role, action) else None

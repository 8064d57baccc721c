"""Status of a claim, and who may change what."""

from enum import StrEnum


class Status(StrEnum):
    """Where a claim stands; reopened and escalated are events, not statuses."""

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


class Outcome(StrEnum):
    """How a claim was resolved."""

    REFUNDED = "refunded"
    UNFROZEN = "unfrozen"
    REPORTED = "reported"
    EXPLAINED = "explained"
    REJECTED = "rejected"
    DUPLICATE = "duplicate"


_OPEN = (Status.FILED, Status.IN_REVIEW, Status.WAITING)
_CLOSED = (Status.RESOLVED, Status.WITHDRAWN)

# What an action does, from which statuses: (from, to). No row: the action is refused.
_MOVES: dict[Action, tuple[tuple[Status, ...], Status | None]] = {
    Action.TAKE: ((Status.FILED, Status.IN_REVIEW, Status.WAITING), Status.IN_REVIEW),
    Action.ASK: ((Status.IN_REVIEW, Status.WAITING), Status.WAITING),
    Action.ANSWER: ((Status.IN_REVIEW, Status.WAITING), None),
    Action.NOTE: ((*_OPEN, *_CLOSED), None),
    Action.SUPPLY: (_OPEN, None),
    Action.RESOLVE: ((Status.IN_REVIEW, Status.WAITING), Status.RESOLVED),
    Action.WITHDRAW: (_OPEN, Status.WITHDRAWN),
    Action.REOPEN: (_CLOSED, Status.FILED),
}

_ALLOWED: dict[Action, frozenset[Role]] = {
    Action.TAKE: frozenset({Role.AGENT, Role.ADMIN}),
    Action.ASK: frozenset({Role.AGENT, Role.ADMIN}),
    Action.ANSWER: frozenset({Role.AGENT, Role.ADMIN}),
    Action.NOTE: frozenset({Role.AGENT, Role.ADMIN}),
    Action.SUPPLY: frozenset({Role.CUSTOMER, Role.AGENT}),
    Action.RESOLVE: frozenset({Role.AGENT, Role.ADMIN}),
    Action.WITHDRAW: frozenset({Role.CUSTOMER}),
    Action.REOPEN: frozenset({Role.CUSTOMER, Role.AGENT, Role.ADMIN}),
}


def is_open(status: Status) -> bool:
    """Whether somebody still works on a claim in this status."""
    return status in _OPEN


def may(role: Role, action: Action) -> bool:
    """Whether a role may do this at all."""
    return role in _ALLOWED[action]


def after(status: Status, action: Action) -> Status | None:
    """Return the status that an action leads to; None: the action does not fit the status.

    Args:
        status (Status): where the claim stands.
        action (Action): what somebody wants to do.

    Returns:
        Status or None: the new status, the same one where the action changes none.
    """
    sources, target = _MOVES[action]
    if status not in sources:
        return None
    if action is Action.SUPPLY and status is Status.WAITING:
        return Status.IN_REVIEW
    return target or status

"""A claim as it is kept: number, facts, status, who works on it, what happened."""

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime

from pydantic import JsonValue

from bot.domain.claim_base import Claim
from bot.domain.claims import CLAIM_TYPES
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import RESPONSES, Action, Role, Status, is_open
from bot.domain.money import Money


@dataclass(frozen=True, slots=True)
class FiledClaim:
    """A claim with its work.

    Attributes:
        id: ours; 0 before it is stored.
        number: what people read out, such as PA-7K3M-4QXW-X.
        facts: the latest version, as JSON values of the kind's model, which takes all of them.
        older: what an older version of the program kept and the model no longer takes, as kept.
        filing: how it was filed, which says what is wanted.
        priority: `urgent` or `normal`.
        version: grows with every change; a writer must know the latest.
        filed_at: aware moment.
        due_at: until when the next thing must happen; what, says `due_for`.
        reminders: whether the customer wants to be reminded of its deadlines.
        merged_into: number of the claim of which it is a duplicate; empty: of none.
        escalated_to: Telegram id of whom it was handed up to; None: it was not.
        due_for: a target of `bot.domain.promised`, or `customer`, or `aside`.
        waiting_since: since when the customer is waited for; None: they are not.
        aside_at: when it was put aside because they did not answer; None: it was not.
        first_response_at: first words of a person to the customer; None: not yet.
        closed_at: when it was resolved or withdrawn; None: it is open.
    """

    id: int
    bot: int
    chat: int
    number: str
    kind: ClaimKind
    type: str
    filing: str
    facts: dict[str, JsonValue]
    status: Status
    priority: str
    region: str
    language: Language
    filed_at: datetime
    due_at: datetime
    outcome: str = ""
    agent: int | None = None
    agent_name: str = ""
    version: int = 1
    reminders: bool = True
    merged_into: str = ""
    escalated_to: int | None = None
    escalated_name: str = ""
    escalated_at: datetime | None = None
    due_for: str = "first_response"
    waiting_since: datetime | None = None
    aside_at: datetime | None = None
    first_response_at: datetime | None = None
    closed_at: datetime | None = None
    older: Mapping[str, JsonValue] = field(default_factory=dict)

    @property
    def claim(self) -> Claim:
        """The facts as their model."""
        return CLAIM_TYPES[self.kind].model_validate(self.facts)

    @property
    def wanted(self) -> Money | None:
        """What the customer wants back."""
        return self.claim.wanted


@dataclass(frozen=True, slots=True)
class ClaimEvent:
    """One thing that happened to a claim.

    Attributes:
        actor: who; a Telegram id, or empty for the service itself.
        before: status before.
        after: status after.
        note: what was said; redacted.
        changes: what else changed: name to before and after, as people read it.
        version: of the claim after it, so that one can tell what somebody has not seen.
        actor_name: of an agent; empty of others.
    """

    action: Action | str
    role: Role
    actor: str
    before: str
    after: str
    note: str
    at: datetime
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    version: int = 0
    actor_name: str = ""


# What an event keeps of a claim beside its status: name in the event to attribute of the claim.
_KEPT = {
    "agent": "agent_name",
    "priority": "priority",
    "outcome": "outcome",
    "merged_into": "merged_into",
    "escalated_to": "escalated_name",
}


def changes_between(before: FiledClaim, after: FiledClaim) -> dict[str, tuple[str, str]]:
    """Return what differs between two states of a claim, beside the status."""
    pairs = {name: (getattr(before, at), getattr(after, at)) for name, at in _KEPT.items()}
    return {name: pair for name, pair in pairs.items() if pair[0] != pair[1]}


def acted(
    claim: FiledClaim, action: Action, role: Role, status: Status, now: datetime
) -> FiledClaim:
    """Return a claim after an action: its status, and the moments that follow from it.

    Args:
        claim (FiledClaim): before, with whatever else the action changes.
        action (Action): what was done.
        role (Role): by whom; the first response is a person's.
        status (Status): where the action leads to.
        now (datetime): aware.
    """
    waits = status is Status.WAITING
    answered = action in RESPONSES and role in (Role.AGENT, Role.ADMIN)
    return replace(
        claim,
        status=status,
        waiting_since=_since(claim, now, asked=action is Action.ASK) if waits else None,
        aside_at=(now if action is Action.PUT_ASIDE else claim.aside_at) if waits else None,
        first_response_at=claim.first_response_at or (now if answered else None),
        closed_at=None if is_open(status) else claim.closed_at or now,
    )


def _since(claim: FiledClaim, now: datetime, *, asked: bool) -> datetime:
    return now if asked or claim.waiting_since is None else claim.waiting_since


@dataclass(frozen=True, slots=True)
class ClaimDeadline:
    """Until when somebody must act on a claim.

    Attributes:
        rule: id in the deadline table.
        actor: who must act.
        counted_from: the day it is reckoned from.
        due_on: last day.
        hint: the rule could not be checked, or holidays may move the day.
        due_at: the exact moment, where the rule counts hours; None is the end of the last day.
        is_done: the customer has done it.
    """

    rule: str
    actor: str
    counted_from: date
    due_on: date
    hint: bool
    due_at: datetime | None = None
    is_done: bool = False

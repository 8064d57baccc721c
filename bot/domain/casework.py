"""A claim as it is kept: number, facts, status, who works on it, what happened."""

from dataclasses import dataclass
from datetime import date, datetime

from pydantic import JsonValue

from bot.domain.claim_base import Claim
from bot.domain.claims import CLAIM_TYPES
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Role, Status
from bot.domain.money import Money


@dataclass(frozen=True, slots=True)
class FiledClaim:
    """A claim with its work.

    Attributes:
        id: ours; 0 before it is stored.
        number: what people read out, such as PA-7K3M-4QXW-X.
        facts: the latest version, as JSON values of the kind's model.
        filing: how it was filed, which says what is wanted.
        priority: `urgent` or `normal`.
        version: grows with every change; a writer must know the latest.
        filed_at: aware moment.
        due_at: until when a person looks.
        reminders: whether the customer wants to be reminded of its deadlines.
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
    """

    action: Action | str
    role: Role
    actor: str
    before: str
    after: str
    note: str
    at: datetime


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

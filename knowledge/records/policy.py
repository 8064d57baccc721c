"""What we decided ourselves: cases, urgent numbers, service levels, topics."""

from datetime import date, time
from enum import StrEnum
from typing import Annotated, Literal, Self

from pydantic import Field, StringConstraints, model_validator

from bot.domain.kinds import ClaimKind
from knowledge.records.base import Id, Meta, Record, Region, Words
from knowledge.records.calendars import Weekday, ZoneName
from knowledge.records.channels import Channel

ArticleName = Annotated[str, StringConstraints(pattern=r"^[a-z0-9]+(?:-[a-z0-9]+)*$")]


ClockDuration = Annotated[str, StringConstraints(pattern=r"^PT[1-9]\d*[HM]$")]


class Situation(StrEnum):
    """What a customer needs numbers for at once."""

    FRAUD = "fraud"
    TAKEOVER = "takeover"
    DISTRESS = "distress"
    FREEZE = "freeze"
    COMPLAINT = "complaint"
    GENERAL = "general"


class Urgency(StrEnum):
    """Whether a claim goes before others."""

    URGENT = "urgent"
    NORMAL = "normal"


class Case(Record):
    """A word of the tables or a route of a message, and the claim that it leads to.

    Attributes:
        kind: none opens no guide.
        type: the variant of the kind, the same word wherever the same thing is meant.
        evidence: checklist of `evidence.yaml`.
    """

    word: Id
    kind: ClaimKind | Literal["none"]
    type: Id
    evidence: Id | None = None

    def claim_kind(self) -> ClaimKind | None:
        """Return the kind of claim; None where no guide is opened."""
        return self.kind if isinstance(self.kind, ClaimKind) else None


class Cases(Record):
    """The file `cases.yaml`."""

    meta: Meta
    cases: tuple[Case, ...]


class Urgent(Record):
    """The file `urgent.yaml`: channel ids by region and situation, in order.

    Attributes:
        say: channel id to the line that stands before its number: whom to call, what to say.
        say_in: the same for one situation; a category stands for all of its channels.
        danger_only: ids of emergency numbers that stop no payment: for those in danger.
    """

    meta: Meta
    danger_only: tuple[Id, ...] = ()
    say: dict[Id, Words]
    say_in: dict[Situation, dict[Id, Words]] = Field(default_factory=dict)
    regions: dict[Region, dict[Situation, tuple[Id, ...]]]

    def lead(self, situation: Situation, channel: Channel) -> Words:
        """Return the line that stands before a channel's number."""
        here = self.say_in.get(situation, {})
        words = here.get(channel.id) or here.get(channel.category)
        return words or self.say.get(channel.id, channel.name)

    @model_validator(mode="after")
    def _has_a_way_out(self) -> Self:
        if "INTL" not in self.regions:
            raise ValueError("the region INTL is missing; others fall back on it")
        for region, situations in self.regions.items():
            if not situations.get(Situation.GENERAL):
                raise ValueError(f"{region} has no general entry; its situations fall back on it")
            if Situation.DISTRESS in situations:
                raise ValueError(f"{region}: crisis lines are in crisis_by_region of the channels")
        return self


class Target(Record):
    """One promised time: `within` a duration, or `by` a time of day some days later."""

    within: ClockDuration | None = None
    by: time | None = None
    days: int = Field(default=0, ge=0)
    until: time | None = None

    @model_validator(mode="after")
    def _one_way_of_counting(self) -> Self:
        if (self.within is None) == (self.by is None):
            raise ValueError("give either within or by")
        return self


class ServiceLevel(Record):
    """What is promised for a kind of claim and a priority."""

    kind: ClaimKind
    priority: Urgency
    first_response: Target
    next_response: Target
    resolution: Target


class ClosedDay(Record):
    """A day on which a desk does not work, such as a public holiday."""

    on: date
    name: Words


class Desk(Record):
    """Who works when; times are in the desk's zone.

    Attributes:
        days: on which it works, but for the days `closed`.
    """

    name: Id
    zone: ZoneName
    opens: time
    closes: time
    days: tuple[Weekday, ...] = Field(min_length=1)
    regions: tuple[Region, ...]
    closed: tuple[ClosedDay, ...] = ()

    @model_validator(mode="after")
    def _opens_first(self) -> Self:
        if self.opens >= self.closes:
            raise ValueError("opens must be before closes")
        return self


class FollowUp(Record):
    """What happens when a promise is about to be broken, or a customer does not answer.

    Attributes:
        warn_before: the agents hear of it.
        escalate_after: an admin has the claim, and the customer hears that we are late.
        late_within: the answer promised to them then, in opening hours.
        ask_again_days: so long we wait for a customer before asking whether to go on.
        put_aside_days: so long after that the claim is put aside.
    """

    warn_before: ClockDuration
    escalate_after: ClockDuration
    late_within: ClockDuration
    ask_again_days: int = Field(ge=1)
    put_aside_days: int = Field(ge=1)


class ServiceLevels(Record):
    """The file `sla.yaml`."""

    meta: Meta
    follow_up: FollowUp
    desks: tuple[Desk, ...] = Field(min_length=1)
    targets: tuple[ServiceLevel, ...]

    @model_validator(mode="after")
    def _has_a_fallback(self) -> Self:
        lines = [(level.kind, level.priority) for level in self.targets]
        for priority in Urgency:
            if (ClaimKind.OTHER, priority) not in lines:
                raise ValueError(
                    f"kind other, priority {priority} is missing; others fall back on it"
                )
        if len(lines) != len(set(lines)):
            raise ValueError("a kind and priority is given twice")
        return self


class Topics(Record):
    """The file `topics.yaml`: label of a question to the articles that answer it, best first."""

    meta: Meta
    topics: dict[Id, tuple[ArticleName, ...]]

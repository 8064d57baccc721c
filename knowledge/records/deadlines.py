"""Deadlines: dispute, refund, complaint and freeze periods with their law or scheme rule."""

from enum import StrEnum
from typing import Annotated, Self

from pydantic import Field, model_validator

from bot.domain.deadlines import Actor, DayType
from knowledge.records.base import Duration, Fact, HintMeta, Id, Record, Region, Text, Words


class FromEvent(StrEnum):
    """How what starts a period stands to the moment that a claim states."""

    EXACTLY = "exactly"
    AT_EARLIEST = "at_earliest"
    """It cannot be earlier, such as a statement: whoever counts from the moment is on time."""


# Buttons about a deadline carry its id beside the number of a claim; Telegram allows 64 bytes.
_LONGEST_ID = 38


class DeadlineRule(Fact):
    """Until when somebody must act.

    Attributes:
        applies_to: words of `cases.yaml`.
        limit: ISO 8601 duration; none means at once, or no fixed period.
        max_limit: the longest it may be stretched to.
        pre_limit: what must have passed before.
        counted_from: the event that starts it.
        from_event: how that event stands to the moment a claim states (the payment, the freeze);
            none: it is a later step, such as a complaint.
        provider: whose own rule it is; none holds for all of the region.
    """

    id: Annotated[Id, Field(max_length=_LONGEST_ID)]
    region: Region
    applies_to: tuple[Id, ...]
    limit: Duration | None
    max_limit: Duration | None = None
    pre_limit: Duration | None = None
    day_type: DayType | None
    counted_from: Words | None
    from_event: FromEvent | None = None
    who_must_act: Actor
    effect: Words
    legal_ref: Text
    note: Words | None = None
    scheme: Id | None = None
    provider: Id | None = None

    @model_validator(mode="after")
    def _countable(self) -> Self:
        if self.limit is not None and self.day_type is None:
            raise ValueError("a limit needs a day_type: business or calendar")
        if self.limit is not None and self.counted_from is None:
            raise ValueError("a limit needs counted_from")
        if self.from_event and self.limit is None:
            raise ValueError("from_event needs a limit")
        return self


class Deadlines(Record):
    """The file `deadlines.yaml`."""

    meta: HintMeta
    deadlines: tuple[DeadlineRule, ...]

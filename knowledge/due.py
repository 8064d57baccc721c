"""A deadline of the table, reckoned for a customer."""

from datetime import date

from bot.domain.deadlines import DayType, Deadline, Period, Rule, deadline
from knowledge.records.deadlines import DeadlineRule
from knowledge.showing import needs_hint
from knowledge.snapshot import Library


def rule_of(library: Library, record: DeadlineRule, today: date) -> Rule:
    """Return a record of the table as it is reckoned with; the hint depends on its age."""
    return Rule(
        id=record.id,
        who=record.who_must_act,
        limit=Period.of(record.limit) if record.limit else None,
        day_type=record.day_type or DayType.CALENDAR,
        longest=Period.of(record.max_limit) if record.max_limit else None,
        hint=needs_hint(record, library.tables.deadlines.meta.checked_on, today),
    )


def due(
    library: Library, record: DeadlineRule, event_on: date, region: str, today: date
) -> Deadline | None:
    """Return until when somebody must act; None where the rule has no fixed period.

    Args:
        library (Library): for the working days.
        record (DeadlineRule): as the table has it.
        event_on (date): local day of the event named in `counted_from`.
        region (str): of the customer; its calendar serves rules of a card network or wallet.
        today (date): what the age of the rule is reckoned from.
    """
    where = record.region if library.clock(record.region) else region
    return deadline(rule_of(library, record, today), event_on, library.calendar(where))

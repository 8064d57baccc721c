"""Until when somebody must act on a claim: reckoned when it is filed, told in words."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Final

from bot.domain.casework import ClaimDeadline, FiledClaim
from bot.domain.deadlines import Actor, deadline_at
from bot.domain.reminders import is_over
from bot.services.claim_rules import event_at, rules_of
from bot.services.exchange import Exchange
from bot.storage.claim_deadlines import deadlines_of, put_deadlines
from bot.texts.shown import Lines, Shown
from bot.texts.wording import day_text
from knowledge.due import due, rule_of
from knowledge.records.deadlines import DeadlineRule, FromEvent
from knowledge.showing import needs_hint

# A rule that holds for a claim, and its date where it has one.
Dated = tuple[DeadlineRule, ClaimDeadline | None]

_DEADLINES_SHOWN: Final = 3
# A date is told for periods from so many days on; "48 hours" says it better itself.
_SHORTEST_RECKONED: Final = timedelta(days=5)


async def keep_deadlines(ex: Exchange, claim: FiledClaim) -> list[Dated]:
    """Store the deadlines of a claim as they are now, in place of those before.

    Returns:
        list: the rules that hold, those with a date first, the customer's own before others'.
    """
    reckoned = [(rule, _reckoned(ex, claim, rule)) for rule in rules_of(ex.library, claim)]
    await put_deadlines(ex.connection, claim.id, [kept for _, kept in reckoned if kept])
    return await told_deadlines(ex, claim)


async def told_deadlines(ex: Exchange, claim: FiledClaim) -> list[Dated]:
    """Return the rules that hold for a claim with the dates that were stored."""
    stored = {each.rule: each for each in await deadlines_of(ex.connection, claim.id)}
    rules = {rule.id: rule for rule in rules_of(ex.library, claim)}
    known = ex.library.deadline_rules
    rules |= {rule: known[rule] for rule in stored if rule in known}
    pairs: list[Dated] = [(rule, stored.get(rule.id)) for rule in rules.values()]
    return sorted(pairs, key=_order)


def _order(pair: Dated) -> tuple[bool, bool, date]:
    rule, kept = pair
    last = kept.due_on if kept is not None else date.max
    return (kept is None, rule.who_must_act is not Actor.USER, last)


def _reckoned(ex: Exchange, claim: FiledClaim, rule: DeadlineRule) -> ClaimDeadline | None:
    at = event_at(claim)
    if at is None or rule.from_event is None:
        return None
    event_on = at.astimezone(ex.customer.clock).date()
    found = due(ex.library, rule, event_on, claim.region, ex.tables.today)
    if found is None:
        return None
    kept = ClaimDeadline(
        rule=rule.id,
        actor=rule.who_must_act,
        counted_from=event_on,
        due_on=found.due_on,
        hint=found.hint or not found.holidays_known,
        due_at=deadline_at(rule_of(ex.library, rule, ex.tables.today), at),
    )
    # A day that is only the earliest possible one says nothing once it has passed.
    passed = is_early(rule) and is_over(kept, ex.now, ex.customer.clock)
    return None if passed else kept


def is_early(rule: DeadlineRule) -> bool:
    """Whether the date of a rule is the earliest possible one, not a certain one."""
    return rule.from_event is FromEvent.AT_EARLIEST


def deadline_lines(ex: Exchange, deadlines: Sequence[Dated]) -> Lines:
    """Return the deadlines in words, three at most."""
    return Lines(tuple(_line(ex, *each) for each in deadlines[:_DEADLINES_SHOWN]))


def _line(ex: Exchange, rule: DeadlineRule, kept: ClaimDeadline | None) -> Shown:
    tables = ex.tables
    hint = needs_hint(rule, ex.library.tables.deadlines.meta.checked_on, tables.today)
    effect = tables.words(rule.effect) or ""
    if kept is not None and kept.is_done:
        return Shown(ex.line("claims.counted_done", effect=effect), hint=hint)
    if kept is None or kept.due_on - kept.counted_from < _SHORTEST_RECKONED:
        return Shown(effect, hint=hint)
    over = is_over(kept, ex.now, ex.customer.clock)
    if over and is_early(rule):
        return Shown(effect, hint=hint)
    key = "claims.counted_early" if is_early(rule) else "claims.counted"
    text = ex.line(
        "claims.counted_over" if over else key,
        effect=effect,
        event=tables.words(rule.counted_from) or "",
        start=written_day(ex, kept.counted_from),
        due=written_day(ex, kept.due_on),
        rule=tables.written(rule.legal_ref),
    )
    return Shown(text, hint=hint or kept.hint)


def written_day(ex: Exchange, day: date) -> str:
    """Return a day as the customer reads it."""
    return day_text(datetime.combine(day, time(), ex.customer.clock), ex.voice)

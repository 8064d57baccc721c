"""Until when somebody must act on a claim: reckoned when it is filed, told in words."""

from collections.abc import Sequence
from datetime import date, datetime, timedelta

from pydantic import TypeAdapter

from bot.dialogue.drafts import Draft, answers
from bot.domain.casework import ClaimDeadline, FiledClaim
from bot.domain.deadlines import Actor, Period, Rule, deadline
from bot.domain.kinds import ClaimKind
from bot.domain.moments import Moment
from bot.services.exchange import Exchange
from bot.storage.claims import put_deadlines
from bot.texts.shown import Lines, Shown
from bot.texts.wording import day_text
from knowledge.records.deadlines import DeadlineRule
from knowledge.showing import needs_hint

_DEADLINES_SHOWN = 3


async def keep_deadlines(
    ex: Exchange, claim: FiledClaim, draft: Draft
) -> list[tuple[DeadlineRule, ClaimDeadline | None]]:
    """Store the deadlines that can be reckoned; return the rules that fit, nearest first."""
    event_on = _event_day(ex, draft)
    also = ("GLOBAL-CARD",) if _by_card(ex, draft) else ()
    rules = ex.library.deadlines(ex.customer.region, draft.kind, _case_type(ex, draft), also)
    calendar = ex.library.calendar(ex.customer.region)
    found: list[tuple[DeadlineRule, ClaimDeadline | None]] = []
    for rule in (each for each in rules if _holds(each, draft)):
        reckoned = deadline(_rule(ex, rule), event_on, calendar) if event_on else None
        kept = None
        if reckoned is not None and _counts_from_event(rule):
            kept = ClaimDeadline(
                rule.id, rule.who_must_act, event_on or date.min, reckoned.due_on, reckoned.hint
            )
        found.append((rule, kept))
    await put_deadlines(ex.connection, claim.id, [kept for _, kept in found if kept])
    return sorted(found, key=lambda each: (each[1] is None, _order(each[0])))


def _order(rule: DeadlineRule) -> tuple[bool, str]:
    return (rule.who_must_act is not Actor.USER, rule.id)


def _case_type(ex: Exchange, draft: Draft) -> str:
    case = ex.library.case_of(draft.type) if draft.type else None
    return case.type if case is not None and case.claim_kind() is draft.kind else ""


def _by_card(ex: Exchange, draft: Draft) -> bool:
    named = str(answers(draft).values.get("provider") or "")
    provider = ex.library.provider(named)
    return provider is not None and provider.kind.value in ("card_network", "bank")


def _event_day(ex: Exchange, draft: Draft) -> date | None:
    held = answers(draft).values
    for name in ("occurred_at", "frozen_at", "noticed_at", "last_worked_at"):
        if held.get(name) is not None:
            moment = _MOMENT.validate_python(held[name])
            return moment.at.astimezone(ex.customer.clock).date()
    return None


# Words in `counted_from` of the rules that start with what happened, not with a later step of
# the customer's or the provider's (a complaint, an answer, a statement sent).
_EVENT_WORDS = (
    "transaction",
    "payment",
    "freez",
    "frozen",
    "transfer",
    "debit",
    "purchase",
    "order",
)


def _counts_from_event(rule: DeadlineRule) -> bool:
    if rule.counted_from is None:
        return False
    words = rule.counted_from.en.lower()
    return any(word in words for word in _EVENT_WORDS) and "complaint" not in words


def _rule(ex: Exchange, rule: DeadlineRule) -> Rule:
    checked_on = ex.library.tables.deadlines.meta.checked_on
    return Rule(
        rule.id,
        rule.who_must_act,
        Period.of(rule.limit) if rule.limit else None,
        **({"day_type": rule.day_type} if rule.day_type else {}),
        longest=Period.of(rule.max_limit) if rule.max_limit else None,
        hint=needs_hint(rule, checked_on, ex.tables.today),
    )


def deadline_lines(
    ex: Exchange, deadlines: Sequence[tuple[DeadlineRule, ClaimDeadline | None]]
) -> Lines:
    """Return the deadlines in words, those with a date first, three at most."""
    tables = ex.tables
    checked_on = ex.library.tables.deadlines.meta.checked_on
    lines = []
    for rule, kept in _telling(deadlines)[:_DEADLINES_SHOWN]:
        text = tables.words(rule.effect) or ""
        hint = needs_hint(rule, checked_on, tables.today)
        if kept is not None and kept.due_on - kept.counted_from >= _SHORTEST_RECKONED:
            midnight = datetime.combine(kept.due_on, datetime.min.time(), ex.customer.clock)
            counted = datetime.combine(kept.counted_from, datetime.min.time(), ex.customer.clock)
            text = ex.line(
                "claims.counted",
                effect=text,
                start=day_text(counted, ex.voice),
                due=day_text(midnight, ex.voice),
            )
        lines.append(Shown(text, hint=hint))
    return Lines(tuple(lines))


def _telling(
    deadlines: Sequence[tuple[DeadlineRule, ClaimDeadline | None]],
) -> list[tuple[DeadlineRule, ClaimDeadline | None]]:
    """Leave out what helps nobody now: how early planned maintenance must be announced."""
    return [each for each in deadlines if each[0].id not in _NOT_TOLD]


_NOT_TOLD = ("cn-maintenance-notice-5bd",)


# Rules that only hold where the named reason froze the account.
_OF_REASON = {
    "cn-court-freeze-1y": ("court_freeze",),
    "cn-freeze-6m": ("police_freeze",),
    "cn-stop-pay-48h": ("stop_payment_48h", "police_freeze"),
}


# A date is reckoned for periods from so many days on; "48 hours" says it better itself.
_SHORTEST_RECKONED = timedelta(days=5)


def _holds(rule: DeadlineRule, draft: Draft) -> bool:
    if draft.kind is not ClaimKind.FROZEN_ACCOUNT or rule.id not in _OF_REASON:
        return True
    return answers(draft).values.get("reason") in _OF_REASON[rule.id]


_MOMENT = TypeAdapter(Moment)

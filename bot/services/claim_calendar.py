"""The deadlines of a claim as a calendar file, on request."""

from collections.abc import Sequence
from typing import Any, Final

from bot.domain.casework import ClaimDeadline, FiledClaim
from bot.domain.deadlines import Actor
from bot.domain.messages import Message
from bot.domain.reminders import is_over
from bot.domain.taps import Tap
from bot.services.claim_deadlines import is_early, told_deadlines, written_day
from bot.services.exchange import Choice, Exchange
from bot.services.made_files import named, order_file
from knowledge.records.deadlines import DeadlineRule

WRITER: Final = "calendar"
"""Name of the writer among the makers."""


async def send_calendar(ex: Exchange, claim: FiledClaim) -> None:
    """Have the calendar file of a claim made and sent; say so where no deadline has a date."""
    entries = await _entries(ex, claim)
    ex.claim = claim.id
    if not entries:
        ex.say("calendar.none", number=claim.number)
        return
    values = {
        "name": ex.line("calendar.name", number=claim.number),
        "made_at": ex.now.isoformat(),
        "zone": ex.customer.clock.key,
        "entries": entries,
    }
    rendered = ex.lines("calendar.sent", number=claim.number, count=len(entries))
    message = Message(
        ex.chat,
        "\n".join(rendered.lines),
        file=named(f"{claim.number}.ics"),
        claim_number=claim.number,
    )
    await order_file(ex, claim, WRITER, values, message)


async def calendar_choice(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    """Return the button that asks for the file; none where no deadline has a date."""
    if not await has_dates(ex, claim):
        return ()
    return ((ex.label("calendar.button"), Tap("claim", (claim.number, "calendar"))),)


async def has_dates(ex: Exchange, claim: FiledClaim) -> bool:
    """Whether there is anything to put into a calendar."""
    return bool(_dated(ex, await told_deadlines(ex, claim)))


def _dated(
    ex: Exchange, pairs: Sequence[tuple[DeadlineRule, ClaimDeadline | None]]
) -> list[tuple[DeadlineRule, ClaimDeadline]]:
    zone = ex.customer.clock
    return [
        (rule, kept)
        for rule, kept in pairs
        if kept is not None and not kept.is_done and not is_over(kept, ex.now, zone)
    ]


async def _entries(ex: Exchange, claim: FiledClaim) -> list[dict[str, Any]]:  # JSON values
    dated = _dated(ex, await told_deadlines(ex, claim))
    return [_entry(ex, claim, rule, kept) for rule, kept in dated]


def _entry(
    ex: Exchange, claim: FiledClaim, rule: DeadlineRule, kept: ClaimDeadline
) -> dict[str, Any]:  # JSON values
    own = rule.who_must_act is Actor.USER
    who = ex.line(f"calendar.who.{rule.who_must_act}")
    key = "own_early" if own and is_early(rule) else "own" if own else "others"
    title = ex.line(f"calendar.{key}", number=claim.number, who=who)
    lines = [
        ex.tables.words(rule.effect) or "",
        ex.line(
            "calendar.text",
            start=written_day(ex, kept.counted_from),
            rule=ex.tables.written(rule.legal_ref),
            number=claim.number,
        ),
    ]
    if kept.hint:
        lines.append(ex.line("hint"))
    return {
        "key": f"{claim.number}/{rule.id}",
        "title": title,
        "text": "\n".join(lines),
        "day": kept.due_on.isoformat(),
        "at": kept.due_at.isoformat() if kept.due_at else None,
        "alarms": own,
    }

"""Reminds of the customer's own deadlines: one timer a claim, one message a day.

The timer is set in the step that files or reopens a claim and goes when the claim is closed.
What is sent is reckoned when it is due, so that what was done, switched off or has passed
meanwhile is left out.
"""

from collections.abc import Sequence
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.casework import ClaimDeadline, FiledClaim
from bot.domain.lifecycle import is_open
from bot.domain.messages import Button, Priority
from bot.domain.providers import ProviderKind
from bot.domain.reminders import REMINDED_DAYS, due_now, end_of_day, next_reminder
from bot.domain.taps import Tap
from bot.services.claim_deadlines import is_early, keep_deadlines, written_day
from bot.services.desk_notices import as_draft
from bot.services.exchange import Choice, Exchange
from bot.storage.claim_deadlines import deadlines_of, mark_done, switch_reminders
from bot.storage.claims import claim_by_id, claims_of
from bot.storage.timers import Timer, cancel, schedule
from bot.texts.layouts import arranged
from bot.texts.shown import Lines, Rendered, Shown, Value
from bot.texts.speech import Speech
from bot.texts.wording import clock_text

REMIND: Final = "claim.remind"
VERB: Final = "due"
"""Of the buttons about one deadline: number of the claim, what to do, id of the rule."""

_DAY = timedelta(days=1)


async def set_reminder(ex: Exchange, claim: FiledClaim, after: datetime | None = None) -> None:
    """Set the timer of a claim to its next reminder; without one, or a wish for it, there is none.

    Args:
        ex (Exchange): of the step.
        claim (FiledClaim): as it is now.
        after (datetime or None): aware; only later reminders count. None is now.
    """
    at = None
    if claim.reminders and is_open(claim.status):
        deadlines = await deadlines_of(ex.connection, claim.id)
        at = next_reminder(deadlines, after or ex.now, ex.customer.clock)
    if at is None:
        await drop_reminder(ex, claim)
        return
    timer = Timer(_key(claim), ex.chat, REMIND, at, {"claim": claim.id})
    await schedule(ex.connection, ex.bot, timer)


async def clock_changed(ex: Exchange) -> None:
    """Set the timers of the customer's claims to the hours of their new clock."""
    for claim in await claims_of(ex.connection, ex.bot, ex.chat):
        await set_reminder(ex, claim)


async def drop_reminder(ex: Exchange, claim: FiledClaim) -> None:
    """Take the timer of a claim back."""
    await cancel(ex.connection, ex.bot, _key(claim))


async def begin_again(ex: Exchange, claim: FiledClaim) -> None:
    """Reckon the deadlines of a claim afresh and set its timer: it was reopened or corrected."""
    await keep_deadlines(ex, claim)
    await set_reminder(ex, claim)


def _key(claim: FiledClaim) -> str:
    return f"claim:{claim.id}:remind"


async def remind(ex: Exchange, claim_id: int) -> None:
    """Send what is due of a claim today, as one message, and set the timer to the next day."""
    claim = await claim_by_id(ex.connection, ex.bot, claim_id)
    if claim is None or claim.chat != ex.chat or not claim.reminders or not is_open(claim.status):
        return
    zone = ex.customer.clock
    deadlines = due_now(await deadlines_of(ex.connection, claim.id), ex.now, zone)
    known = [each for each in deadlines if each.rule in ex.library.deadline_rules]
    if known:
        _tell(ex, claim, known)
    await set_reminder(ex, claim, end_of_day(ex.now, zone) if known else ex.now)


def _tell(ex: Exchange, claim: FiledClaim, deadlines: Sequence[ClaimDeadline]) -> None:
    items = [_item(ex, each) for each in deadlines]
    if len(items) > 1:
        items = [Shown(f"{n}. {each.text}", hint=each.hint) for n, each in enumerate(items, 1)]
    values = {**_where(ex, claim), "items": Lines(tuple(items)), "number": claim.number}
    rendered = ex.lines("reminders.told", **values)
    choices = [*_done_choices(ex, claim, deadlines), *_choices(ex, claim)]
    buttons = [Button(label, data=tap.encode()) for label, tap in choices]
    ex.claim = claim.id
    ex.send(
        Speech(ex.catalog).say(rendered, arranged(buttons), ex.setting()),
        claim_number=claim.number,
        priority=Priority.REMINDER,
        good_for=_good_for(ex, deadlines),
    )


def _good_for(ex: Exchange, deadlines: Sequence[ClaimDeadline]) -> int:
    """Return for how many seconds what a reminder says is true: today, while there is time."""
    ends = [each.due_at for each in deadlines if each.due_at is not None]
    end = min((*ends, end_of_day(ex.now, ex.customer.clock)))
    return max(int((end - ex.now).total_seconds()), 1)


async def reminder_line(ex: Exchange, claim: FiledClaim) -> Rendered:
    """Return the folded line that announces reminders; nothing where none will come."""
    deadlines = await deadlines_of(ex.connection, claim.id)
    coming = next_reminder(deadlines, ex.now, ex.customer.clock)
    return ex.lines("reminders.promise") if coming else Rendered()


def _item(ex: Exchange, deadline: ClaimDeadline) -> Shown:
    rule = ex.library.deadline_rules[deadline.rule]
    text = ex.line(
        "reminders.item_early" if is_early(rule) else "reminders.item",
        effect=ex.tables.words(rule.effect) or "",
        due=_due(ex, deadline),
        left=_left(ex, deadline),
    )
    return Shown(text, hint=deadline.hint)


def _last_day(ex: Exchange, deadline: ClaimDeadline) -> date:
    if deadline.due_at is None:
        return deadline.due_on
    return deadline.due_at.astimezone(ex.customer.clock).date()


def _due(ex: Exchange, deadline: ClaimDeadline) -> str:
    day = written_day(ex, _last_day(ex, deadline))
    return day if deadline.due_at is None else f"{day} {clock_text(deadline.due_at, ex.voice)}"


def _left(ex: Exchange, deadline: ClaimDeadline) -> str:
    days = (_last_day(ex, deadline) - ex.tables.today) // _DAY
    if days <= 1:
        return ex.line("reminders.today" if days == 0 else "reminders.tomorrow")
    return ex.line("reminders.days", count=days)


def _where(ex: Exchange, claim: FiledClaim) -> dict[str, Value]:
    """Return where to act, from the tables; a card's network is not whom its owner calls."""
    provider = ex.library.provider(str(claim.facts.get("provider") or ""))
    if provider is None or provider.kind is ProviderKind.CARD_NETWORK:
        return {}
    values = ex.tables.of_draft(as_draft(claim))
    return {
        "hotline": values.get("hotline"),
        "dispute_path": values.get("dispute_path"),
        "provider": ex.tables.words(provider.names),
    }


def _done_choices(
    ex: Exchange, claim: FiledClaim, deadlines: Sequence[ClaimDeadline]
) -> list[Choice]:
    if len(deadlines) == 1:
        labels = [ex.label("reminders.done")]
    else:
        labels = [ex.label("reminders.done_one", item=n) for n in range(1, len(deadlines) + 1)]
    taps = [Tap(VERB, (claim.number, "done", each.rule)) for each in deadlines]
    return list(zip(labels, taps, strict=True))


def _choices(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    return (
        (ex.label("claims.see"), Tap("claim", (claim.number, "show"))),
        (ex.label("calendar.button"), Tap("claim", (claim.number, "calendar"))),
        (ex.label("reminders.off"), Tap("claim", (claim.number, "quiet"))),
    )


async def switch_choice(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    """Return the button that switches the reminders of a claim; none where there is nothing."""
    deadlines = await deadlines_of(ex.connection, claim.id)
    if next_reminder(deadlines, ex.now, ex.customer.clock) is None:
        return ()
    key, verb = ("off", "quiet") if claim.reminders else ("on", "remind")
    return ((ex.label(f"reminders.{key}"), Tap("claim", (claim.number, verb))),)


async def switch(ex: Exchange, *claims: FiledClaim, on: bool) -> None:
    """Switch the reminders of claims on or off, and say so."""
    for claim in claims:
        await put_switch(ex, claim, on=on)
    numbers = ", ".join(claim.number for claim in claims)
    choices: tuple[Choice, ...] = ()
    if len(claims) == 1:
        ex.claim = claims[0].id
        key, verb = ("off", "quiet") if on else ("on", "remind")
        choices = ((ex.label(f"reminders.{key}"), Tap("claim", (numbers, verb))),)
    if on:
        say_on(ex, numbers, *choices)
    else:
        ex.say("reminders.is_off", *choices, number=numbers)


def say_on(ex: Exchange, number: str, *choices: Choice) -> None:
    """Say when reminders of a claim come."""
    first, second, _ = REMINDED_DAYS
    ex.say("reminders.is_on", *choices, number=number, first=first, second=second)


async def put_switch(ex: Exchange, claim: FiledClaim, *, on: bool) -> None:
    """Keep whether reminders of a claim are wanted, and set or drop its timer."""
    await switch_reminders(ex.connection, claim.id, on=on)
    changed = await claim_by_id(ex.connection, ex.bot, claim.id)
    await set_reminder(ex, changed or claim)


async def done(ex: Exchange, claim: FiledClaim, rule: str, *, yes: bool) -> None:
    """Note that the customer did what a deadline asks for, or take that back."""
    kept = {each.rule: each for each in await deadlines_of(ex.connection, claim.id)}
    deadline = kept.get(rule)
    if deadline is None or not is_open(claim.status):
        ex.say("reminders.gone", (ex.label("claims.see"), Tap("claim", (claim.number, "show"))))
        return
    await mark_done(ex.connection, claim.id, rule, ex.now if yes else None)
    await set_reminder(ex, claim)
    ex.claim = claim.id
    again = (ex.label("reminders.again"), Tap(VERB, (claim.number, "again", rule)))
    if yes:
        ex.say("reminders.noted", again, number=claim.number)
    else:
        say_on(ex, claim.number)

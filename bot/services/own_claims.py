"""A customer's own claims: how far they are, adding to them, withdrawing, reopening."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import timedelta
from typing import Final

from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.customers import Mode
from bot.domain.errors import Conflict
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Action, Role, Status, fits, is_open
from bot.domain.numbers import read_number
from bot.domain.promised import RESPONSE_GOALS
from bot.domain.taps import Tap
from bot.services.amending import amend_choice
from bot.services.claim_calendar import calendar_choice
from bot.services.claim_changes import Change, put_change
from bot.services.claim_deadlines import deadline_lines, told_deadlines
from bot.services.desk_closing import stop_work
from bot.services.desk_notices import as_draft, pass_words, refresh_card
from bot.services.exchange import Choice, Exchange
from bot.services.packs import pack_choice
from bot.services.paused_guides import latest_draft
from bot.services.reminders import begin_again, switch_choice
from bot.services.sla import customer_spoke
from bot.services.timeline import customer_lines, open_question
from bot.storage.claims import claim_by_number, claim_events, claims_of
from bot.storage.custody import told_seal
from bot.texts.facts import draft_values, layout
from bot.texts.shown import Shown, Value
from bot.texts.wording import due_text

REOPENED_WITHIN: Final = timedelta(days=30)
"""So long after its end customers can open a claim again; withdrawing one says so."""


async def list_claims(ex: Exchange) -> None:
    """List the customer's claims; a single one is shown at once."""
    claims = await claims_of(ex.connection, ex.bot, ex.chat)
    if len(claims) == 1:
        await show(ex, claims[0])
        return
    if claims:
        ex.say("claims.list_head", *(_row(ex, claim) for claim in claims[:10]))
        return
    draft = await latest_draft(ex)
    if draft is not None:
        ex.say("claims.none_but_draft", kind=ex.line(f"kind.{draft.draft.kind}"))
        return
    ex.say("claims.none")


def _row(ex: Exchange, claim: FiledClaim) -> Choice:
    label = ex.line(
        "claims.row",
        number=claim.number,
        kind=ex.line(f"kind.{claim.kind}"),
        status=ex.line(f"claims.status.{claim.status}"),
    )
    return (label, Tap("claim", (claim.number, "show")))


async def own_claim(ex: Exchange, number: str) -> FiledClaim | None:
    """Return a claim by what was typed as its number, if it is the customer's own."""
    read = read_number(number)
    claim = await claim_by_number(ex.connection, ex.bot, read) if read else None
    return claim if claim is not None and claim.chat == ex.chat else None


async def show(ex: Exchange, claim: FiledClaim) -> None:
    """Show one claim: who must act, what changed, what comes next."""
    values = draft_values(
        ex.catalog, as_draft(claim), ex.setting(ex.tables.of_draft(as_draft(claim)))
    )
    summary = layout(ex.catalog, f"{claim.kind}.noted", values, ex.setting())
    between = "，" if ex.voice.language.is_chinese else ", "
    events = await claim_events(ex.connection, claim.id)
    ex.say(
        "claims.show",
        *await _all_choices(ex, claim),
        number=claim.number,
        waits=_waits(ex, claim, events),
        next_line=_next(ex, claim),
        summary=between.join(summary) or None,
        older=ex.line("claims.older") if claim.older else None,
        history=customer_lines(ex, claim, events),
        deadlines=deadline_lines(ex, await told_deadlines(ex, claim)),
        seal=Shown(await told_seal(ex.connection, claim.id), code=True),
    )


def _waits(ex: Exchange, claim: FiledClaim, events: Sequence[ClaimEvent]) -> str:
    values: dict[str, Value] = {
        "by": due_text(claim.due_at, ex.voice),
        "agent": claim.agent_name or "-",
        "outcome": ex.line(f"claims.outcome.{claim.outcome}") if claim.outcome else "-",
        "question": open_question(claim, events) or "-",
    }
    return ex.line(f"claims.waits_{claim.status}", **values)


def _next(ex: Exchange, claim: FiledClaim) -> str | None:
    """Return by when a person answers what the customer said last; None: nothing is owed."""
    owed = claim.due_for in RESPONSE_GOALS and claim.status is Status.IN_REVIEW
    return ex.line("claims.next_answer", by=due_text(claim.due_at, ex.voice)) if owed else None


def _choices(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    number = claim.number
    if not is_open(claim.status):
        again = (ex.label("claims.reopen"), Tap("claim", (number, "reopen")))
        return (*((again,) if can_reopen(ex, claim) else ()), pack_choice(ex, claim))
    return (
        (ex.label("claims.add"), Tap("claim", (number, "add"))),
        pack_choice(ex, claim),
        (ex.label("claims.withdraw"), Tap("claim", (number, "withdraw"))),
        (ex.label("question.person"), Tap("claim", (number, "person"))),
    )


async def _all_choices(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    """Return the buttons of a claim, with those of its deadlines before the person."""
    choices = _choices(ex, claim)
    if not is_open(claim.status):
        return choices
    dated = (*await calendar_choice(ex, claim), *await switch_choice(ex, claim))
    return (choices[0], *amend_choice(ex, claim), *choices[1:-1], *dated, choices[-1])


async def change(
    ex: Exchange, claim: FiledClaim, action: Action, note: str = ""
) -> FiledClaim | None:
    """Withdraw, reopen or add to a claim and return it; None: it does not fit its status."""
    if fits(Role.CUSTOMER, action, claim.status) is None:
        ex.say("claims.closed", *_choices(ex, claim), number=claim.number)
        return None
    wanted = replace(claim, outcome="", merged_into="") if action is Action.REOPEN else claim
    try:
        changed = await put_change(
            ex, claim, wanted, Change(action, Role.CUSTOMER, str(ex.chat), note)
        )
    except Conflict as refused:
        ex.say(refused.key)
        return None
    await refresh_card(ex, changed)
    ex.claim = claim.id
    return changed


async def withdraw(ex: Exchange, claim: FiledClaim) -> None:
    """Take a claim back."""
    if await change(ex, claim, Action.WITHDRAW):
        await stop_work(ex, claim)
        ex.say(
            "claims.withdrawn",
            (ex.label("claims.reopen"), Tap("claim", (claim.number, "reopen"))),
            number=claim.number,
        )


def can_reopen(ex: Exchange, claim: FiledClaim) -> bool:
    """Whether a customer can still open a closed claim again."""
    return claim.closed_at is None or ex.now - claim.closed_at <= REOPENED_WITHIN


async def reopen(ex: Exchange, claim: FiledClaim) -> None:
    """Open a closed claim again, unless that was long ago."""
    if not can_reopen(ex, claim):
        new = (ex.line(f"kind.{claim.kind}"), Tap("open", (claim.kind.value,)))
        ex.say("claims.reopen_late", new, number=claim.number, days=REOPENED_WITHIN.days)
        return
    opened = await change(ex, claim, Action.REOPEN)
    if opened is not None:
        await begin_again(ex, opened)
        by = due_text(opened.due_at, ex.voice)
        ex.say("claims.reopened", number=claim.number, by=by)


async def add_words(ex: Exchange, claim: FiledClaim, text: str) -> None:
    """Add a customer's words to a claim; the agents hear them."""
    if await change(ex, claim, Action.SUPPLY, text):
        await pass_words(ex, claim, text)
        ex.say("claims.added", number=claim.number)


async def say_to_person(ex: Exchange, claim: FiledClaim, text: str) -> None:
    """Bring a customer's words to the person who talks with them; the bot says nothing.

    An answer that was waited for is a step of the claim; other words only want an answer.
    """
    ex.claim = claim.id
    if claim.status is Status.WAITING:
        await change(ex, claim, Action.SUPPLY, text)
    elif is_open(claim.status):
        await customer_spoke(ex, claim)
    await pass_words(ex, claim, text)


async def ask_person(ex: Exchange, claim: FiledClaim) -> None:
    """Tell the agents that the customer wants to talk about a claim; the bot goes silent."""
    ex.update(mode=Mode.PERSON, mode_claim=claim.id)
    await pass_words(ex, claim, ex.line("question.person"))
    ex.say("person.with_person")


async def follow_up(ex: Exchange, claim: FiledClaim) -> None:
    """Ask whether the money has come, a day later."""
    if not is_open(claim.status) or claim.kind is not ClaimKind.OUTAGE:
        return
    ex.say(
        "claims.follow_up",
        (ex.label("claims.arrived"), Tap("claim", (claim.number, "arrived"))),
        (ex.label("claims.still_missing"), Tap("claim", (claim.number, "missing"))),
        number=claim.number,
    )


async def still_missing(ex: Exchange, claim: FiledClaim) -> None:
    """Note that the money has not come, and say what to do."""
    if await change(ex, claim, Action.SUPPLY, "still missing"):
        values = ex.tables.of_draft(as_draft(claim))
        ex.say("claims.still_noted", number=claim.number, hotline=values.get("hotline"))

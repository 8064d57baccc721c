"""A customer corrects a fact of a claim that is filed: asked, read back, agreed to, kept."""

from collections.abc import Sequence
from dataclasses import replace

from pydantic import JsonValue, ValidationError

from bot.dialogue.changes import correct
from bot.dialogue.drafts import answers, claim_of, question
from bot.domain.casework import FiledClaim
from bot.domain.errors import Conflict
from bot.domain.lifecycle import Action, Role, is_open
from bot.domain.questions import Reads
from bot.domain.taps import Tap
from bot.services.claim_changes import Change, put_change
from bot.services.claim_deadlines import keep_deadlines
from bot.services.claim_marks import keep_marks
from bot.services.desk_notices import as_draft, pass_words, refresh_card
from bot.services.desk_topics import for_agents
from bot.services.exchange import Choice, Exchange
from bot.services.reminders import set_reminder
from bot.storage.amendments import Amendment, find_amendment, put_amendment, remove_amendment
from bot.storage.claims import put_facts, put_figures
from bot.texts.facts import fact_text
from bot.texts.shown import Shown

VERB = "amend"
_YES, _NO = "yes", "no"


def amend_choice(ex: Exchange, claim: FiledClaim) -> tuple[Choice, ...]:
    """Return the button under an open claim of which something can be corrected."""
    if not is_open(claim.status) or not amendable(ex, claim):
        return ()
    return ((ex.label("amend.button"), Tap(VERB, (claim.number,))),)


def amendable(ex: Exchange, claim: FiledClaim) -> list[str]:
    """Return the facts that can be corrected: what was asked for and answered, no files."""
    asked = {field: question(claim.kind, field) for field in answers(as_draft(claim)).values}
    return [
        field
        for field, each in asked.items()
        if each is not None
        and each.ask.reads is not Reads.FILES
        and ex.catalog.has(f"{claim.kind}.{field}.name")
    ]


async def tapped_amend(ex: Exchange, claim: FiledClaim, about: Sequence[str]) -> bool:
    """Do what a button of a correction says; False: it is an old one.

    Args:
        ex (Exchange): of the step.
        claim (FiledClaim): the customer's own.
        about (sequence): nothing lists the facts; a field asks for it; a field and a choice
            answers; `yes` and `no` are about the value that was read back.
    """
    if not is_open(claim.status):
        closed(ex, claim)
        return True
    match list(about):
        case []:
            _list(ex, claim)
        case ["yes"]:
            return await _agreed(ex, claim)
        case ["no"]:
            await remove_amendment(ex.connection, ex.bot, ex.chat)
            ex.say("amend.kept", number=claim.number)
        case [field] if field in amendable(ex, claim):
            await ask_again(ex, claim, field)
        case [field, value] if _is_choice(claim, field, value):
            await read_back(ex, claim, field, value)
        case _:
            return False
    return True


def closed(ex: Exchange, claim: FiledClaim) -> None:
    """Say that a closed claim is not changed, and offer to open it again."""
    again = Tap("claim", (claim.number, "reopen"))
    ex.say("amend.closed", (ex.label("claims.reopen"), again), number=claim.number)


def _is_choice(claim: FiledClaim, field: str, value: str) -> bool:
    asked = question(claim.kind, field)
    return asked is not None and value in asked.ask.choices


def _list(ex: Exchange, claim: FiledClaim) -> None:
    buttons = [
        (ex.label(f"{claim.kind}.{field}.name"), Tap(VERB, (claim.number, field)))
        for field in amendable(ex, claim)
    ]
    ex.say("amend.which", *buttons, number=claim.number)


async def ask_again(ex: Exchange, claim: FiledClaim, field: str, key: str = "amend.ask") -> None:
    """Ask for the new value of a fact."""
    wish = Amendment(claim.id, field)
    await put_amendment(ex.connection, ex.bot, ex.chat, wish, ex.now)
    asked = question(claim.kind, field)
    choices = asked.ask.choices if asked else ()
    buttons = [
        (ex.label(f"{claim.kind}.{field}.choice.{one}"), Tap(VERB, (claim.number, field, one)))
        for one in choices
        if asked is not None and one not in (*asked.ask.ends, *asked.ask.stays)
    ]
    leave = (ex.label("amend.no"), Tap(VERB, (claim.number, _NO)))
    ex.say(key, *buttons, leave, **_told(ex, claim, field, claim.facts.get(field)))


def _told(ex: Exchange, claim: FiledClaim, field: str, value: JsonValue) -> dict[str, Shown]:
    return {
        "number": Shown(claim.number, code=True),
        "name": Shown(ex.label(f"{claim.kind}.{field}.name")),
        "before": Shown(_text(ex, claim, field, value)),
    }


def _text(ex: Exchange, claim: FiledClaim, field: str, value: JsonValue) -> str:
    asked = question(claim.kind, field)
    if asked is None or value is None:
        return "–"
    setting = ex.setting(ex.tables.of_draft(as_draft(claim)))
    return fact_text(ex.catalog, claim.kind, asked, value, setting) or str(value)


async def read_back(ex: Exchange, claim: FiledClaim, field: str, value: JsonValue) -> None:
    """Show the old value and the new one; nothing is changed before the customer agrees."""
    wish = Amendment(claim.id, field, value)
    await put_amendment(ex.connection, ex.bot, ex.chat, wish, ex.now)
    after = _text(ex, claim, field, value)
    ex.say(
        "amend.check",
        (ex.label("amend.yes"), Tap(VERB, (claim.number, _YES))),
        (ex.label("amend.no"), Tap(VERB, (claim.number, _NO))),
        **_told(ex, claim, field, claim.facts.get(field)),
        after=Shown(after),
    )


def facts_with(claim: FiledClaim, field: str, value: JsonValue) -> dict[str, JsonValue] | None:
    """Return the facts of a claim with one changed, without answers that it made pointless."""
    turn = correct(as_draft(claim), field, value)
    if turn is None:
        return None
    try:
        facts = claim_of(turn.draft).model_dump(mode="json", exclude_defaults=True)
    except ValidationError:
        return None
    files = claim.facts.get("evidence")
    return facts if files is None else {**facts, "evidence": files}


async def _agreed(ex: Exchange, claim: FiledClaim) -> bool:
    """Store the new version of the facts, and all that follows from them."""
    wish = await find_amendment(ex.connection, ex.bot, ex.chat, ex.now)
    if wish is None or wish.claim != claim.id or wish.value is None:
        return False
    facts = facts_with(claim, wish.field, wish.value)
    if facts is None:
        return False
    await remove_amendment(ex.connection, ex.bot, ex.chat)
    desk = for_agents(ex, claim)
    name = desk.label(f"{claim.kind}.{wish.field}.name")
    before = f"{name} {_text(desk, claim, wish.field, claim.facts.get(wish.field))}"
    after = _text(desk, claim, wish.field, wish.value)
    change = Change(Action.AMEND, Role.CUSTOMER, str(ex.chat), changes={"fact": (before, after)})
    try:
        changed = await put_change(ex, claim, replace(claim, facts=facts), change)
    except Conflict as refused:
        ex.say(refused.key)
        return True
    await _follow(ex, changed)
    await pass_words(ex, changed, desk.line("desk.amended", before=before, after=after))
    ex.say("amend.done", **_told(ex, changed, wish.field, wish.value))
    return True


async def _follow(ex: Exchange, claim: FiledClaim) -> None:
    """Let all that rests on the facts follow them: figures, deadlines, numbers, the card."""
    await put_facts(ex.connection, claim, str(ex.chat), ex.now)
    await put_figures(ex.connection, claim)
    await keep_marks(ex, claim)
    await keep_deadlines(ex, claim)
    await set_reminder(ex, claim)
    await refresh_card(ex, claim)
    ex.claim = claim.id

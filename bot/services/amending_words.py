"""A text about a fact of a filed claim: the value that was asked for, or a correction in words."""

from pydantic import JsonValue

from bot.dialogue.changes import correct
from bot.dialogue.drafts import Question, question
from bot.dialogue.events import Corrected
from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import is_open
from bot.domain.questions import Reads
from bot.domain.taps import decode
from bot.services.amending import VERB, amendable, ask_again, closed, facts_with, read_back
from bot.services.correcting import corrected, reader_of
from bot.services.desk_notices import as_draft
from bot.services.exchange import Exchange
from bot.services.hearing import Heard, facts_in
from bot.services.steering import STEERS
from bot.storage.amendments import find_amendment
from bot.storage.claims import claim_by_id, claims_of
from bot.understanding.intents import Wish

_ELSEWHERE = STEERS | {Wish.STATUS, Wish.HELP, Wish.CONTINUE}


def asks_amendment(ex: Exchange) -> bool:
    """Whether the last thing that the bot said is about the correction of a claim."""
    taps = (decode(data) for _, data in ex.customer.offered)
    return any(tap is not None and tap.verb == VERB and len(tap.about) > 1 for tap in taps)


async def took_value(ex: Exchange, heard: Heard) -> bool:
    """Take a text as the value that was asked for; False: none is waited for."""
    wish = await find_amendment(ex.connection, ex.bot, ex.chat, ex.now)
    claim = await claim_by_id(ex.connection, ex.bot, wish.claim) if wish else None
    if wish is None or claim is None or not is_open(claim.status):
        return False
    if heard.reading.wish in _ELSEWHERE:
        return False
    value = _value(ex, claim, wish.field, heard)
    if value is None:
        await ask_again(ex, claim, wish.field, "amend.unread")
    else:
        await read_back(ex, claim, wish.field, value)
    return True


def _value(ex: Exchange, claim: FiledClaim, field: str, heard: Heard) -> JsonValue:
    """Return what a text says about a fact; None: it cannot be read as one."""
    asked = question(claim.kind, field)
    if asked is None:
        return None
    read = reader_of(ex, as_draft(claim), heard).read(claim.kind, asked, heard.text)
    value = read or facts_in(heard).get(asked.ask.fact)
    if value is None and asked.ask.reads in (Reads.WORDS, Reads.REFERENCE):
        value = heard.text.strip()
    return value if value is not None and _fits(claim, asked, value) else None


def _fits(claim: FiledClaim, asked: Question, value: JsonValue) -> bool:
    turn = correct(as_draft(claim), asked.field, value)
    if turn is None or turn.ended:
        return False
    return facts_with(claim, asked.field, value) is not None


async def corrects_claim(ex: Exchange, heard: Heard) -> bool:
    """Hear "the amount is wrong, it was 300" of the latest claim that it fits, open ones first."""
    claims = await claims_of(ex.connection, ex.bot, ex.chat)
    for claim in sorted(claims, key=lambda each: not is_open(each.status)):
        draft = as_draft(claim)
        turn = corrected(ex, draft, heard, reader_of(ex, draft, heard), named_only=True)
        last = turn.draft.events[-1] if turn else None
        if not isinstance(last, Corrected) or last.value == claim.facts.get(last.field):
            continue
        if last.field not in amendable(ex, claim):
            continue
        if not is_open(claim.status):
            closed(ex, claim)
        else:
            await read_back(ex, claim, last.field, last.value)
        return True
    return False

"""In which order a text is read: danger first, then the open question, then everything else.

Source: docs/design.md section 2, "Order of reading".
"""

from bot.domain.casework import FiledClaim
from bot.domain.customers import Mode
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import is_open
from bot.services import dangers, deadline_wishes, guides, handover, own_claims
from bot.services.amending_words import asks_amendment, corrects_claim, took_value
from bot.services.beside_guide import beside_guide
from bot.services.exchange import Exchange
from bot.services.filing import DISTRESS
from bot.services.following import earlier_of
from bot.services.hearing import Heard
from bot.services.opening import open_by_intent
from bot.services.outage_beside import asked_beside
from bot.services.outage_signs import heard_of_failure
from bot.services.rating_reasons import asks_reason, took_reason
from bot.services.steering import steered
from bot.services.types_found import is_from_stranger
from bot.services.within_guide import in_guide, refined, typed_label
from bot.services.without_guide import without_guide
from bot.storage.claims import claim_by_id
from bot.storage.drafts import StoredDraft
from bot.understanding.choices import chosen
from bot.understanding.intents import Danger, Intent


async def listen(ex: Exchange, heard: Heard) -> None:
    """Answer one text."""
    await _let_go(ex)
    if await _danger(ex, heard) or await _amends(ex, heard):
        return
    stored = await guides.active(ex)
    await heard_of_failure(ex, stored, heard)
    if ex.customer.mode is Mode.PERSON:
        await _to_person(ex, heard)
        return
    if _goes_on(heard, stored) and not _is_fraud(stored):
        await open_by_intent(ex, heard)
        return
    if stored is not None:
        stored = refined(ex, stored, heard)
        if await in_guide(ex, stored, heard):
            return
    if stored is None and await typed_label(ex, heard):
        return
    if await steered(ex, stored, heard):
        return
    if stored is None:
        await _no_guide(ex, heard)
    elif not await asked_beside(ex, stored, heard):
        await beside_guide(ex, stored, heard)


async def _let_go(ex: Exchange) -> None:
    """Forget what was said before: too long ago for a matter that was only offered."""
    is_old = ex.customer.pending and earlier_of(ex.customer, ex.now) is None
    if is_old and await guides.active(ex) is None:
        ex.update(pending="")
    ex.update(earlier="")


async def _amends(ex: Exchange, heard: Heard) -> bool:
    """Whether a text answers what was asked about a filed claim, whoever talks."""
    if asks_reason(ex):
        return await typed_label(ex, heard) or await took_reason(ex, heard)
    return asks_amendment(ex) and (await typed_label(ex, heard) or await took_value(ex, heard))


async def _no_guide(ex: Exchange, heard: Heard) -> None:
    if not (await corrects_claim(ex, heard) or await _added(ex, heard)):
        await without_guide(ex, heard)


async def _added(ex: Exchange, heard: Heard) -> bool:
    """Add words to the claim whose customer was just asked for them."""
    wanted = None if ex.customer.offered else ex.customer.adding_to
    claim = await claim_by_id(ex.connection, ex.bot, wanted) if wanted else None
    if claim is None or not is_open(claim.status):
        return False
    await own_claims.add_words(ex, claim, heard.text)
    return True


# Confidence from which words alone, inside a guide, say that a fraud goes on. Chosen on the
# model conversations: names, sums and stories of other matters stay below it. An offer to
# unlock or to recover money is told of in many guides and is answered there.
_OUTRIGHT = 0.95


def _goes_on(heard: Heard, stored: StoredDraft | None) -> bool:
    """Whether a fraud goes on; inside a guide it must be said outright: answers sound like it."""
    reading = heard.reading
    if not reading.urgent or reading.intent is not Intent.FRAUD or is_from_stranger(heard.text):
        return False
    outright = reading.confidence >= _OUTRIGHT and not reading.dangers
    return stored is None or outright or bool(reading.dangers & _OF_FRAUD)


_OF_FRAUD = frozenset({Danger.CODE_GIVEN, Danger.REMOTE_CONTROL, Danger.DEVICE_LOST})


def _is_fraud(stored: StoredDraft | None) -> bool:
    return stored is not None and stored.draft.kind is ClaimKind.FRAUD


async def _danger(ex: Exchange, heard: Heard) -> bool:
    found = heard.reading.dangers
    if Danger.DISTRESS in found:
        await dangers.distress(ex)
        return True
    if heard.secrets or Danger.SECRET_SENT in found:
        dangers.secret(ex, sorted(heard.secrets))
        # Agents see what else was said, with the secret masked.
        await _pass_on(ex, heard)
        return True
    if Danger.HELD in found:
        await dangers.held(ex)
        return True
    return dangers.wrong_number(ex, heard.text)


async def _to_person(ex: Exchange, heard: Heard) -> None:
    if chosen(heard.text, {"bot": ex.catalog.words("person.bot_words", ex.voice.language)}):
        handover.bot_again(ex)
        return
    if heard.reading.wish in deadline_wishes.WISHES:
        await deadline_wishes.grant(ex, heard.reading.wish)
        return
    claim = await _pass_on(ex, heard)
    if claim is not None and claim.type == DISTRESS and claim.agent is None:
        ex.say("danger.calm")
    elif claim is not None and claim.type != DISTRESS:
        await handover.say_if_away(ex)


async def _pass_on(ex: Exchange, heard: Heard) -> FiledClaim | None:
    """Bring words to whoever has the claim; None: the customer waits for nobody."""
    if ex.customer.mode is not Mode.PERSON or ex.customer.mode_claim is None:
        return None
    claim = await claim_by_id(ex.connection, ex.bot, ex.customer.mode_claim)
    if claim is not None:
        await own_claims.say_to_person(ex, claim, heard.text)
    return claim

"""A text inside a guide: the answer to the open question, a typed label, a correction."""

from dataclasses import replace

from bot.dialogue.changes import refine
from bot.dialogue.drafts import (
    Draft,
    answers,
    claim_of,
    current_question,
)
from bot.dialogue.engine import answer, named, skip_rest
from bot.dialogue.replies import Part
from bot.domain.filings import filings
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads
from bot.domain.taps import decode
from bot.services import guides
from bot.services.beside_words import (
    asks_what_now,
    first_clause,
    is_like_a_message,
    is_sentence,
    says_paid_with,
)
from bot.services.claimed_facts import is_place_of_talk
from bot.services.correcting import corrected, currency_of, reader_of
from bot.services.exchange import Exchange
from bot.services.facts_found import (
    beside_amount,
    freeze_facts,
    lone_amount,
    payee_named,
    provider_facts,
    quoted_message,
    states_only,
    tells_of_report,
)
from bot.services.fitting_words import is_told_of
from bot.services.fraud_beside import goes_on
from bot.services.hearing import QUESTION_ENDS, Heard, asks, asks_whether, facts_in
from bot.services.steering import STEERS
from bot.services.sums_told import instalments_paid, price_behind, with_deposits, with_listed_total
from bot.services.tapping import tapped
from bot.services.types_found import agrees, merchant_facts, wants_filed
from bot.storage.drafts import StoredDraft
from bot.understanding.choices import chosen, is_label
from bot.understanding.corrections import is_emphatic


async def in_guide(ex: Exchange, stored: StoredDraft, heard: Heard) -> bool:
    """Read a text as the answer to the open question, a typed label, or a correction."""
    reader = reader_of(ex, stored.draft, heard)
    current = current_question(stored.draft)
    if heard.reading.wish in STEERS:
        return False
    if guides.is_reviewing(stored) and (agrees(heard.text) or wants_filed(heard.text)):
        return await guides.file(ex, stored, filings(stored.draft.kind, claim_of(stored.draft))[0])
    if current is not None and wants_filed(heard.text):
        rest = skip_rest(stored.draft)
        if rest is None:
            await guides.repeat_question(ex, stored, Part("question.before_filing"))
        else:
            await guides.continue_with(ex, stored, rest)
        return True
    facts = answer_facts(ex, stored.draft, heard)
    emphatic = corrected(ex, stored.draft, heard, reader) if is_emphatic(heard.text) else None
    if emphatic is not None:
        await guides.continue_with(ex, stored, emphatic)
        return True
    demanded = stored.draft.kind is ClaimKind.FROZEN_ACCOUNT and goes_on(stored.draft, heard)
    turn = None if demanded else answer(stored.draft, heard.text, reader, facts)
    if turn is not None and not _asks_something(heard, current is not None):
        await guides.continue_with(ex, stored, turn)
        return True
    if await typed_label(ex, heard):
        return True
    changed = corrected(ex, stored.draft, heard, reader)
    if changed is not None:
        await guides.continue_with(ex, stored, changed)
        return True
    return False


async def typed_label(ex: Exchange, heard: Heard) -> bool:
    """Do what the button does whose label was typed; False: there is none."""
    labels = {data: (label,) for label, data in ex.customer.offered}
    data = chosen(heard.text, labels) if len(heard.text) <= 64 else None
    tap = decode(data) if data and is_label(heard.text, labels[data][0]) else None
    if tap is None:
        return False
    await tapped(ex, tap)
    return True


def answer_facts(ex: Exchange, draft: Draft, heard: Heard) -> guides.Facts:
    """Return the facts of a text that answers a question, what stands beside the answer too."""
    facts = facts_in(heard, ex.customer.region) | merchant_facts(
        heard.text, heard.reading, draft.kind
    )
    current = current_question(draft)
    alone = states_only(heard.text, ex.now, ex.customer.clock)
    if draft.kind is ClaimKind.FROZEN_ACCOUNT and (quoted := quoted_message(heard.text)):
        facts |= freeze_facts(heard.text, ex.library) or {"app_message": quoted}
    elif _answers_message(draft, heard.text) and not alone:
        facts |= _of_freeze(ex, heard.text)
    facts = _money_said(draft, heard.text, facts, currency_of(ex, draft))
    if current is None or "merchant" in facts:
        return facts | provider_facts(facts, ex.library)
    said = heard.reading.wish is not None or alone or asks(heard.text)
    if current.ask.fact == "merchant" and not said:
        clause = first_clause(heard.text)
        if 1 < len(clause) <= _LONGEST_CLAUSE and not is_sentence(clause):
            facts["merchant"] = named(clause)
    elif current.ask.reads is Reads.AMOUNT and draft.kind is ClaimKind.OUTAGE:
        beside = beside_amount(heard.text)
        if beside:
            facts["merchant"] = beside
    return facts | provider_facts(facts, ex.library)


def _answers_message(draft: Draft, text: str) -> bool:
    current = current_question(draft)
    return current is not None and current.field == "app_message" and is_like_a_message(text)


_LONGEST_CLAUSE = 40


def _of_freeze(ex: Exchange, text: str) -> guides.Facts:
    """Return the reason for a freeze and the app's message, where the text can be one."""
    if not is_told_of("app_message", text):
        return freeze_facts(text, ex.library)
    found = freeze_facts(text, ex.library, is_message=True)
    return found or {"app_message": text.strip()}


def _money_said(draft: Draft, text: str, facts: guides.Facts, currency: str) -> guides.Facts:
    """Return the facts with what a text says of money, as this kind of claim means it."""
    current = current_question(draft)
    at_first = current is not None and current.field == "stage"
    if draft.kind is ClaimKind.FRAUD:
        facts = _of_fraud(text, facts, currency, at_first=at_first)
    if "amount" not in facts and "total" not in facts:
        facts |= lone_amount(text, currency)
    if draft.kind is ClaimKind.VANISHED_MERCHANT:
        behind = price_behind(text, currency) if "amount" not in facts else {}
        facts |= behind | instalments_paid(text, currency)
    return with_deposits(facts, text) if draft.kind is ClaimKind.VANISHED_PLATFORM else facts


def _of_fraud(text: str, stated: guides.Facts, currency: str, *, at_first: bool) -> guides.Facts:
    """Return what a text says of a fraud: who got the money, the whole sum, who was told."""
    stated = with_listed_total(stated, text, currency)
    payee = payee_named(text)
    facts: guides.Facts = {"payee": payee} if payee else {}
    facts |= stated
    if is_place_of_talk(text) or (payee and not says_paid_with(text)):
        facts.pop("provider", None)
    if "total" in facts:
        facts.setdefault("amount", facts["total"])
    if tells_of_report(text) and not at_first:
        facts["reported"] = text.strip()[:_LONGEST_CLAUSE]
    return facts


def refined(ex: Exchange, stored: StoredDraft, heard: Heard) -> StoredDraft:
    """Return the draft with a bank's own name where only "bank card" was known."""
    held, named = answers(stored.draft).values, heard.reading.facts.provider
    for field in ("provider", "platform"):
        provider = ex.library.provider(named or "")
        if provider is not None and provider.parent and held.get(field) == provider.parent:
            return replace(stored, draft=refine(stored.draft, field, provider.id))
    return stored


def _asks_something(heard: Heard, has_question: bool) -> bool:
    if asks_what_now(heard.text) or (has_question and asks_whether(heard.text)):
        return True
    asks = heard.text.rstrip().endswith(QUESTION_ENDS)
    return has_question and asks and heard.answers

"""A text inside a guide: the answer to the open question, a typed label, a correction."""

import math
import re
from dataclasses import replace

from pydantic import JsonValue

from bot.dialogue.changes import correct, refine
from bot.dialogue.drafts import (
    Draft,
    answers,
    claim_of,
    current_question,
    question,
    questions,
)
from bot.dialogue.engine import answer, named, skip_rest
from bot.dialogue.events import Answered, Corrected, FilledIn
from bot.dialogue.replies import Part
from bot.dialogue.turns import Turn
from bot.domain.filings import filings
from bot.domain.kinds import ClaimKind
from bot.domain.money import Money
from bot.domain.questions import Reads
from bot.domain.regions import REGIONS
from bot.domain.taps import decode
from bot.services import guides
from bot.services.answer_reader import AnswerReader
from bot.services.beside_words import first_clause, is_sentence
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
from bot.services.hearing import QUESTION_ENDS, Heard, asks, facts_in
from bot.services.steering import STEERS
from bot.services.tapping import tapped
from bot.services.types_found import agrees, merchant_facts, wants_filed
from bot.storage.drafts import StoredDraft
from bot.understanding.choices import chosen
from bot.understanding.corrections import Correction, is_emphatic, read_correction


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
    if is_emphatic(heard.text):
        corrected = _corrected(ex, stored.draft, heard, reader)
        if corrected is not None:
            await guides.continue_with(ex, stored, corrected)
            return True
    turn = answer(stored.draft, heard.text, reader, facts)
    if turn is not None and not _asks_something(heard, current is not None):
        await guides.continue_with(ex, stored, turn)
        return True
    if await typed_label(ex, heard):
        return True
    corrected = _corrected(ex, stored.draft, heard, reader)
    if corrected is not None:
        await guides.continue_with(ex, stored, corrected)
        return True
    return False


async def typed_label(ex: Exchange, heard: Heard) -> bool:
    """Do what the button does whose label was typed; False: there is none."""
    labels = {data: (label,) for label, data in ex.customer.offered}
    data = chosen(heard.text, labels) if len(heard.text) <= 64 else None
    tap = decode(data) if data else None
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
    elif current is not None and current.field == "app_message" and not alone:
        facts |= freeze_facts(heard.text, ex.library, is_message=True) or {
            "app_message": heard.text.strip()
        }
    if draft.kind is ClaimKind.FRAUD:
        facts = _of_fraud(heard.text) | facts
    if "amount" not in facts:
        facts |= lone_amount(heard.text, _currency(ex, draft))
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


_LONGEST_CLAUSE = 40


def _of_fraud(text: str) -> guides.Facts:
    """Return who received the money, and whom it was reported to, as a text says it."""
    payee = payee_named(text)
    facts: guides.Facts = {"payee": payee} if payee else {}
    if tells_of_report(text):
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
    asks = heard.text.rstrip().endswith(QUESTION_ENDS)
    return has_question and asks and heard.answers


def reader_of(ex: Exchange, draft: Draft, heard: Heard) -> AnswerReader:
    """Return what answers to a draft are read with."""
    return AnswerReader(ex.catalog, ex.voice, facts_in(heard), _currency(ex, draft))


def _currency(ex: Exchange, draft: Draft) -> str:
    for value in answers(draft).values.values():
        if isinstance(value, dict) and isinstance(value.get("currency"), str):
            return str(value["currency"])
    named = answers(draft).values.get("provider") or answers(draft).values.get("platform")
    provider = ex.library.provider(str(named)) if named else None
    if provider is not None and provider.country in _CURRENCIES:
        return _CURRENCIES[provider.country]
    region = REGIONS.get(ex.customer.region)
    return region.currency if region else ""


_CURRENCIES = {"CN": "CNY", "HK": "HKD", "TW": "TWD", "MO": "MOP", "GB": "GBP", "ID": "IDR"}


def _corrected(ex: Exchange, draft: Draft, heard: Heard, reader: AnswerReader) -> Turn | None:
    held = answers(draft).values
    names = {
        each.field: ex.catalog.words(
            f"{draft.kind}.{each.field}.name", ex.voice.language, ex.voice.region
        )
        for each in questions(draft.kind)
    }
    correction = read_correction(heard.text, names)
    if correction is None or not held:
        return None
    plainly = replace(reader, facts={})
    same = tuple(field for field in held if _reads_as(draft, field, correction.old, plainly))
    fields = correction.fields or same or _likely(draft, correction) or _providers(draft)
    for field in fields:
        asked = question(draft.kind, field)
        if asked is None or field not in held:
            continue
        value = (plainly if field in same else reader).read(draft.kind, asked, correction.value)
        if value is None and asked.ask.reads in (Reads.WORDS, Reads.PROVIDER, Reads.REFERENCE):
            value = correction.value if _is_named(ex, correction, held[field]) else None
        turn = correct(draft, field, value) if value is not None else None
        if turn is not None:
            return turn
    return None


def _reads_as(draft: Draft, field: str, old: str, reader: AnswerReader) -> bool:
    """Whether the old words of a correction say what a fact holds: 三次 is a count of 3."""
    asked = question(draft.kind, field)
    value = reader.read(draft.kind, asked, old) if asked and old else None
    return value is not None and value == answers(draft).values[field]


def _is_named(ex: Exchange, correction: Correction, held: JsonValue) -> bool:
    """Whether words that cannot be read are the new name of what the correction speaks of."""
    if correction.fields:
        return True
    old = correction.old
    return bool(old) and (
        old.lower() in str(held).lower() or held in ex.library.provider_names.ids(old)
    )


def _providers(draft: Draft) -> tuple[str, ...]:
    """Return the facts that name a provider: what is held there is an id, not the words said."""
    return tuple(each.field for each in questions(draft.kind) if each.ask.reads is Reads.PROVIDER)


def _likely(draft: Draft, correction: Correction) -> tuple[str, ...]:
    """Return the fields that a correction may mean.

    Those that hold the old words; else the latest, of figures the one nearest to the new figure.
    """
    held, old = answers(draft).values, correction.old.lower()
    if old:
        return tuple(field for field, value in held.items() if old in str(value).lower())
    said = (Answered, FilledIn, Corrected)
    events = [event for event in reversed(draft.events) if isinstance(event, said)]
    latest = dict.fromkeys(event.field for event in events if event.field in held)
    figure = _FIGURE.search(correction.value.replace(",", ""))
    if figure is None:
        return tuple(latest)
    return tuple(sorted(latest, key=lambda field: _apart(held[field], float(figure[0]))))


_FIGURE = re.compile(r"\d+(?:\.\d+)?")


def _apart(value: JsonValue, figure: float) -> float:
    """Return how far a held value is from a figure, as a ratio; no figure is farthest."""
    if isinstance(value, dict) and isinstance(value.get("minor"), int):
        held = float(Money.model_validate(value).major)
    elif isinstance(value, int):
        held = float(value)
    else:
        return math.inf
    return abs(math.log(figure / held)) if held > 0 and figure > 0 else math.inf

"""What a text corrects in the facts of a guide or of a claim, and what answers are read with."""

import math
import re
from dataclasses import replace

from pydantic import JsonValue

from bot.dialogue.changes import correct
from bot.dialogue.drafts import Draft, answers, question, questions
from bot.dialogue.events import Answered, Corrected, FilledIn
from bot.dialogue.turns import Turn
from bot.domain.money import Money
from bot.domain.questions import Reads
from bot.domain.regions import REGIONS
from bot.services.answer_reader import AnswerReader
from bot.services.exchange import Exchange
from bot.services.hearing import Heard, asks, facts_in
from bot.understanding.corrections import Correction, is_emphatic, read_correction


def reader_of(ex: Exchange, draft: Draft, heard: Heard) -> AnswerReader:
    """Return what answers to a draft are read with."""
    return AnswerReader(ex.catalog, ex.voice, facts_in(heard), currency_of(ex, draft))


def currency_of(ex: Exchange, draft: Draft) -> str:
    """Return what a bare amount means: the currency of the other facts, provider or region."""
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


def corrected(
    ex: Exchange, draft: Draft, heard: Heard, reader: AnswerReader, *, named_only: bool = False
) -> Turn | None:
    """Return the draft with what a text corrects; None: it is no correction of it.

    Args:
        ex (Exchange): of the step.
        draft (Draft): whose facts it may mean.
        heard (Heard): the text.
        reader (AnswerReader): for its answers.
        named_only (bool): the text has to name the fact or its old value.
    """
    if asks(heard.text) and not is_emphatic(heard.text):
        return None
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
    if named_only and not (correction.fields or correction.old):
        return None
    plainly = replace(reader, facts={})
    same = tuple(field for field in held if _reads_as(draft, field, correction.old, plainly))
    fields = correction.fields or same or _likely(draft, correction) or _providers(draft)
    for field in fields:
        asked = question(draft.kind, field)
        if asked is None or field not in held:
            continue
        value = (plainly if field in same else reader).read(draft.kind, asked, correction.value)
        value = None if value == held[field] else value
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
        told = [each.field for each in questions(draft.kind) if each.ask.fact == "words"]
        return tuple(
            field
            for field, value in held.items()
            if old in str(value).lower() and field not in told
        )
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

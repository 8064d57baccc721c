"""Reads answers to typed questions, in the customer's language, clock and currency."""

from dataclasses import dataclass

from pydantic import JsonValue, TypeAdapter

from bot.dialogue.drafts import Question
from bot.domain.days import days_in
from bot.domain.kinds import ClaimKind
from bot.domain.moments import Moment, read_moment
from bot.domain.money import read_amount
from bot.domain.numerals import fold
from bot.domain.questions import Reads
from bot.domain.regions import REGIONS
from bot.texts.catalog import Catalog
from bot.texts.wording import Voice
from bot.understanding.amounts import without_dialled
from bot.understanding.answer_counts import read_count
from bot.understanding.choices import chosen

MOMENT = TypeAdapter(Moment)
# A name that is longer than this is a sentence.
_LONGEST_NAME = 40


@dataclass(frozen=True, slots=True)
class AnswerReader:
    """What the engine reads answers with.

    Attributes:
        catalog: labels and other wordings of the choices.
        voice: the customer.
        facts: what understanding found in the same text.
        currency: what a bare amount means; empty is not known.
    """

    catalog: Catalog
    voice: Voice
    facts: dict[str, JsonValue]
    currency: str = ""

    def read(self, kind: ClaimKind, asked: Question, text: str) -> JsonValue | None:
        """Return the answer to a typed question as a JSON value; None: it cannot be read."""
        match asked.ask.reads:
            case Reads.AMOUNT:
                return self._amount(text)
            case Reads.MOMENT:
                moment = read_moment(text, now=self.voice.now, zone=self.voice.zone)
                return MOMENT.dump_python(moment, mode="json") if moment else None
            case Reads.COUNT:
                return self.facts.get("count") or read_count(text)
            case Reads.CHOICE:
                return self.choice(kind, asked, text) or self._stated(asked)
            case Reads.PROVIDER:
                return self.facts.get("provider")
            case Reads.REFERENCE:
                found = self.facts.get("transaction_id") or self.facts.get("order_ref")
                return found if asked.ask.fact in ("transaction_id", "order_ref") else None
            case _:
                return None

    def choice(self, kind: ClaimKind, asked: Question, text: str) -> str | None:
        """Return the choice that a text means; None: none, or more than one."""
        voice = self.voice
        wordings = {}
        for name in asked.ask.choices:
            base = f"{kind}.{asked.field}"
            wordings[name] = [
                *self.catalog.words(f"{base}.choice.{name}", voice.language, voice.region),
                *self.catalog.words(f"{base}.say.{name}", voice.language, voice.region),
            ]
        return chosen(text, wordings)

    def _stated(self, asked: Question) -> JsonValue | None:
        """Return the choice that understanding found in the text; None: it found none."""
        value = self.facts.get(asked.ask.fact) if asked.ask.fact else None
        return value if value in asked.ask.choices else None

    def _amount(self, text: str) -> JsonValue | None:
        region = REGIONS.get(self.voice.region)
        currency = self.currency or (region.currency if region else None)
        text = self._without_moments(without_dialled(text))
        found = read_amount(text, currency=currency)
        return found.money.model_dump() if found and found.money else None

    def _without_moments(self, text: str) -> str:
        """Return the text without its dates, past or to come: the 1 of "1 December" is no sum."""
        today = self.voice.now.astimezone(self.voice.zone).date()
        for day in reversed(days_in(fold(text), today, answering=True)):
            if any(character.isalpha() for character in text[day.start : day.end]):
                text = f"{text[: day.start]} {text[day.end :]}"
        return text

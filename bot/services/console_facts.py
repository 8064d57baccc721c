"""Facts of a claim in an agent's words, with what is private masked."""

from collections.abc import Callable, Mapping
from typing import Final

from pydantic import JsonValue

from bot.dialogue.drafts import Question, questions
from bot.domain.extra_charges import ExtraCharges
from bot.domain.kept_facts import older_text
from bot.domain.kinds import ClaimKind
from bot.domain.questions import Reads
from bot.services.table_values import TableValues
from bot.texts.catalog import Catalog
from bot.texts.facts import Setting, fact_text
from bot.texts.wording import amount_text

# Words and numbers of the customer; a choice, an amount or a moment hides nobody's account.
_PRIVATE: Final = (Reads.WORDS, Reads.REFERENCE)

Mask = Callable[[str], str]


def shown(text: str) -> str:
    """Return a text as it is: nothing is masked."""
    return text


class FactTeller:
    """Puts facts into somebody's words."""

    def __init__(self, catalog: Catalog, tables: TableValues, mask: Mask) -> None:
        self._catalog, self._tables, self._mask = catalog, tables, mask

    def name(self, kind: ClaimKind, asked: Question) -> str:
        """Return how a fact is called."""
        words = self._catalog.words(f"{kind}.{asked.field}.name", self._tables.voice.language)
        return words[0] if words else asked.field

    def told(self, kind: ClaimKind, asked: Question, value: JsonValue) -> str:
        """Return what a fact says; empty where it says nothing."""
        if value in (None, "", [], ()):
            return ""
        if isinstance(value, list):
            return "; ".join(self._charges(each) for each in value)
        if asked.ask.reads in _PRIVATE:
            return self._mask(str(value))
        setting = Setting(self._tables.voice, self._tables.provider_name)
        return fact_text(self._catalog, kind, asked, value, setting) or self._mask(str(value))

    def older(self, facts: Mapping[str, JsonValue]) -> list[tuple[str, str]]:
        """Return name and text of facts that an older version kept, as they are kept."""
        return [(name, self._mask(older_text(value))) for name, value in facts.items()]

    def line(
        self, kind: ClaimKind, facts: dict[str, JsonValue], older: Mapping[str, JsonValue]
    ) -> str:
        """Return all facts in one line, without the files; those of an older version say so."""
        told = [
            (self.name(kind, asked), self.told(kind, asked, facts.get(asked.field)))
            for asked in questions(kind)
            if asked.ask.reads is not Reads.FILES
        ]
        kept = "; ".join(f"{name}: {text}" for name, text in self.older(older))
        if kept:
            told.append((self._catalog.line("desk.older", self._tables.voice.language), kept))
        return "; ".join(f"{name}: {text}" for name, text in told if text)

    def _charges(self, value: JsonValue) -> str:
        """Return charges of a statement that are too many."""
        charges = ExtraCharges.model_validate(value)
        amount = amount_text(charges.each, self._tables.voice)
        return f"{self._mask(charges.payee)}, {amount} × {charges.extra}"


def masked_facts(kind: ClaimKind, facts: dict[str, JsonValue], mask: Mask) -> dict[str, JsonValue]:
    """Return facts as they are kept, with what is private masked."""
    reads = {asked.field: asked.ask.reads for asked in questions(kind)}
    return {
        name: _masked(value, mask, whole=reads.get(name, Reads.WORDS) in _PRIVATE)
        for name, value in facts.items()
    }


def _masked(value: JsonValue, mask: Mask, *, whole: bool) -> JsonValue:
    if isinstance(value, str):
        return mask(value) if whole else value
    if isinstance(value, list):
        return [_masked(each, mask, whole=whole) for each in value]
    if isinstance(value, dict):
        # The only words of customers in a value of several parts: to whom a charge went.
        return {
            name: _masked(each, mask, whole=whole or name == "payee")
            for name, each in value.items()
        }
    return value

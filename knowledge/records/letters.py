"""Letters of a claim pack: which one fits which kind of claim, and where it can go."""

from enum import StrEnum
from typing import Self

from pydantic import Field, model_validator

from bot.domain.kinds import ClaimKind
from knowledge.records.base import Id, Meta, Record
from knowledge.records.channels import Category


class Addressee(StrEnum):
    """Who gets a letter."""

    PROVIDER = "provider"
    BANK = "bank"
    CONSUMER = "consumer"
    POLICE = "police"


class LetterRule(Record):
    """One letter.

    Attributes:
        at: categories of channels where it is handed in.
        then: where to go when that does not help.
        also: words of `cases.yaml`; a channel for one of them is named too.
    """

    kind: ClaimKind
    to: Addressee
    at: tuple[Category, ...] = ()
    then: tuple[Category, ...] = ()
    also: tuple[Id, ...] = ()

    @model_validator(mode="after")
    def _has_a_place(self) -> Self:
        if self.to in (Addressee.CONSUMER, Addressee.POLICE) and not self.at:
            raise ValueError(f"a letter to {self.to} needs the categories of its channels in `at`")
        return self


class Letters(Record):
    """The file `letters.yaml`."""

    meta: Meta
    letters: tuple[LetterRule, ...] = Field(min_length=1)

    @model_validator(mode="after")
    def _each_once(self) -> Self:
        lines = [(letter.kind, letter.to) for letter in self.letters]
        if len(lines) != len(set(lines)):
            raise ValueError("a kind and addressee is given twice")
        return self

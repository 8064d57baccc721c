"""How one field of a claim is asked for. Plain data: no Telegram, no texts."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from enum import StrEnum

from pydantic import JsonValue

Answers = Mapping[str, JsonValue]


class Reads(StrEnum):
    """How an answer is read out of what a customer types."""

    AMOUNT = "amount"
    MOMENT = "moment"
    PROVIDER = "provider"
    COUNT = "count"
    CHOICE = "choice"
    REFERENCE = "reference"
    WORDS = "words"
    FILES = "files"


def always(_: Answers) -> bool:
    """Ask in any case."""
    return True


def answered(field: str, *values: str) -> Callable[[Answers], bool]:
    """Ask only if the named field holds one of the values."""
    return lambda answers: answers.get(field) in values


def unanswered(field: str) -> Callable[[Answers], bool]:
    """Ask only while the named field holds nothing."""
    return lambda answers: answers.get(field) is None


def not_answered(field: str, *values: str) -> Callable[[Answers], bool]:
    """Ask unless the named field holds one of the values."""
    return lambda answers: answers.get(field) not in values


@dataclass(frozen=True, slots=True)
class Ask:
    """Marks a claim field as something a customer can say.

    Attributes:
        reads: how an answer is understood.
        choices: names of the buttons; their labels are texts.
        stays: choices that get advice and leave the question open.
        ends: choices after which there is nothing to file; the draft is put aside.
        only_if: whether the question applies, given the answers before it.
        asked: False keeps the fact when the customer says it and never asks for it.
        needed: False lets the customer skip it.
        counted: False leaves it out of the progress (the first minutes of a fraud).
        fact: the fact of a message that fills this field; empty fills from nothing.
        by_picture: a picture sent instead is enough; what it shows is read by whoever works on it.
    """

    reads: Reads
    choices: tuple[str, ...] = ()
    stays: tuple[str, ...] = ()
    ends: tuple[str, ...] = ()
    only_if: Callable[[Answers], bool] = always
    asked: bool = True
    needed: bool = False
    counted: bool = True
    fact: str = ""
    by_picture: bool = False

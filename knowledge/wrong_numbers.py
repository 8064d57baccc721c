"""Numbers that the web gives for a provider and that must not be called."""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from knowledge.records.base import Words
from knowledge.tables import Tables

_NUMBER = re.compile(r"\+?\d(?:[ \-()–]{0,2}\d){4,}")
_NOT_A_DIGIT = re.compile(r"\D")
_COUNTRY_CODES = ("", "86", "0086")


@dataclass(frozen=True, slots=True)
class WrongNumber:
    """A number in a customer's text that is known to be wrong.

    Attributes:
        number: as the table writes it.
        owner: id of the provider or channel whose number it is not.
        name: the owner's name.
        note: what to tell the customer; None if the table says nothing more.
    """

    number: str
    owner: str
    name: Words
    note: Words | None


def wrong_numbers(tables: Tables) -> dict[str, WrongNumber]:
    """Return all of them by their digits."""
    return {_digits(each.number): each for each in _listed(tables)}


def find_wrong_number(text: str, known: Mapping[str, WrongNumber]) -> WrongNumber | None:
    """Return the first wrong number that a text holds; None if it holds none.

    Args:
        text (str): a customer's words.
        known (Mapping): `wrong_numbers` of the tables.
    """
    for match in _NUMBER.finditer(text):
        digits = _digits(match[0])
        for code in _COUNTRY_CODES:
            if found := known.get(digits.removeprefix(code)):
                return found
    return None


def _digits(number: str) -> str:
    return _NOT_A_DIGIT.sub("", number)


def _listed(tables: Tables) -> Iterator[WrongNumber]:
    for each in tables.providers.providers:
        for number in each.wrong_numbers_seen:
            yield WrongNumber(number, each.id, each.names, each.wrong_numbers_note)
    for channel in tables.channels.channels:
        for number in channel.wrong_numbers_seen:
            yield WrongNumber(number, channel.id, channel.name, channel.caution)

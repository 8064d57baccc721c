"""Regions that a message names by a country or a city."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.domain.numerals import fold
from bot.understanding.patterns import Name, any_of
from bot.understanding.plain import simplified

_WORD_BEGINS = r"\b"


@cache
def _names() -> Mapping[str, list[str]]:
    text = resources.files(__package__).joinpath("places.toml").read_text("utf-8")
    return tomllib.loads(text)


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    return {
        region: re.compile("|".join(f"(?:{name})" for name in names))
        for region, names in sorted(_names().items())
    }


@cache
def _any_place() -> re.Pattern[str]:
    """Most messages name no place: one look instead of one for each region."""
    return any_of(_name(written) for names in _names().values() for written in names)


def _name(written: str) -> Name:
    whole = written.removeprefix(_WORD_BEGINS)
    return Name(whole[0], written[: len(written) - len(whole)], whole)


def region_named(text: str) -> str | None:
    """Return the region that a text names first, ISO 3166 alpha-2; None when it names none."""
    folded = simplified(fold(text))
    place = _any_place().search(folded)
    if place is None:
        return None
    regions = _patterns().items()
    return next(region for region, each in regions if each.match(folded, place.start()))

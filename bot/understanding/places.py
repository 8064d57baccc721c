"""Regions that a message names by a country or a city."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.domain.numerals import fold
from bot.understanding.plain import simplified


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    text = resources.files(__package__).joinpath("places.toml").read_text("utf-8")
    return {
        region: re.compile("|".join(f"(?:{name})" for name in names))
        for region, names in tomllib.loads(text).items()
    }


def region_named(text: str) -> str | None:
    """Return the region that a text names first, ISO 3166 alpha-2; None when it names none."""
    folded = simplified(fold(text))
    found = [
        (match.start(), region)
        for region, pattern in _patterns().items()
        if (match := pattern.search(folded))
    ]
    return min(found)[1] if found else None

"""Banks that the tables do not know, by name: what a customer paid with, and nothing more."""

import re
import tomllib
from functools import cache
from importlib import resources

from bot.understanding.plain import simplified


def bank_named(text: str) -> str:
    """Return the first bank that a text names, as it is usually written; empty: none.

    Args:
        text: any message, in either script.
    """
    found = _pattern().search(simplified(text))
    if found is None:
        return ""
    return _names()[found[0].lower()] if found[0].isascii() else text[slice(*found.span())]


@cache
def _names() -> dict[str, str]:
    content = tomllib.loads(resources.files(__package__).joinpath("banks.toml").read_text("utf-8"))
    return {name.lower(): name for name in content["names"]}


@cache
def _pattern() -> re.Pattern[str]:
    longest_first = sorted(_names().values(), key=len, reverse=True)
    latin = "|".join(re.escape(name) for name in longest_first if name[0].isascii())
    chinese = "|".join(name for name in longest_first if not name[0].isascii())
    return re.compile(rf"(?<![A-Za-z])(?:{latin})(?![A-Za-z])|{chinese}", re.IGNORECASE)

"""Patterns kept as data: `<name>.toml` beside this file, a list of alternatives for each key."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources
from typing import NamedTuple

from bot.domain.numerals import HAN, NUMBER, SCALED

_PLACE = re.compile(r"@(\w+)@")
_SHARED = {"NUMBER": NUMBER, "HAN": HAN, "SCALED": SCALED}


@cache
def patterns(name: str) -> Mapping[str, re.Pattern[str]]:
    """Return the patterns of a file, compiled.

    `@key@` stands for an earlier pattern of the file, `@NUMBER@`, `@HAN@` and `@SCALED@` for
    those of `bot.domain.numerals`.
    """
    return {key: re.compile(pattern) for key, pattern in raw_patterns(name).items()}


@cache
def raw_patterns(name: str) -> Mapping[str, str]:
    """Return the patterns of a file as text, places filled in."""
    content = tomllib.loads(resources.files(__package__).joinpath(f"{name}.toml").read_text())
    known = dict(_SHARED)
    for key, alternatives in content.items():
        joined = "|".join(f"(?:{one})" if len(alternatives) > 1 else one for one in alternatives)
        known[key] = _PLACE.sub(lambda place: known[place[1]], joined)
    return {key: known[key] for key in content}


class Name(NamedTuple):
    """One of many names to look for.

    Attributes:
        first: its first character.
        start: what must hold in front of it, a pattern without width.
        whole: the pattern of the name.
    """

    first: str
    start: str
    whole: str


def any_of(names: Iterable[Name]) -> re.Pattern[str]:
    """Return a pattern of all names, of two that fit the earlier.

    Names that begin alike are tried together and only where one can begin: a place in a text
    costs one look at its character, not one for each name.
    """
    alike: dict[tuple[str, str], dict[str, None]] = {}
    for name in names:
        alike.setdefault((name.first, name.start), {})[name.whole] = None
    firsts = "".join(sorted({re.escape(first) for first, _ in alike}))
    groups = "|".join(
        f"(?={re.escape(first)}){start}(?:{'|'.join(wholes)})"
        for (first, start), wholes in alike.items()
    )
    return re.compile(f"(?=[{firsts}])(?:{groups})")

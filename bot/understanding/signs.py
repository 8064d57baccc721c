"""Signs: what a message speaks of, found by the patterns of `signs.toml`."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    text = resources.files(__package__).joinpath("signs.toml").read_text("utf-8")
    return {
        name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
        for name, patterns in tomllib.loads(text).items()
    }


def signs_in(plain: str) -> frozenset[str]:
    """Return the names of the signs that a text in normal form shows."""
    return frozenset(name for name, pattern in _patterns().items() if pattern.search(plain))

"""Dangers: what has to be answered before anything else that a message says."""

import re
import tomllib
from collections.abc import Mapping
from functools import cache
from importlib import resources

from bot.domain.redaction import Secret
from bot.understanding.intents import Danger

_HARMLESS = "harmless"
_BY_SIGN = {"pay_first": Danger.PAY_TO_UNFREEZE, "lost_phone": Danger.DEVICE_LOST}


@cache
def _patterns() -> Mapping[str, re.Pattern[str]]:
    text = resources.files(__package__).joinpath("dangers.toml").read_text("utf-8")
    return {
        name: re.compile("|".join(f"(?:{pattern})" for pattern in patterns))
        for name, patterns in tomllib.loads(text).items()
    }


def dangers_in(
    normal: str, signs: frozenset[str], secrets: frozenset[Secret]
) -> frozenset[Danger]:
    """Return the dangers of a message.

    Args:
        normal: the message in normal form.
        signs: its signs.
        secrets: what redaction masked in it.
    """
    patterns = _patterns()
    serious = patterns[_HARMLESS].sub(" ", normal)
    found = {
        Danger(name)
        for name, pattern in patterns.items()
        if name != _HARMLESS and pattern.search(serious)
    }
    found.update(danger for sign, danger in _BY_SIGN.items() if sign in signs)
    if secrets - {Secret.ID_NUMBER}:
        found.add(Danger.SECRET_SENT)
    return frozenset(found)

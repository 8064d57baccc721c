"""From the model's shares to one route: the rules that hold for every kind of message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.redaction import Secret
from bot.understanding.facts import Facts
from bot.understanding.intents import Danger, Intent

_CLAIMS = (
    Intent.FROZEN_ACCOUNT,
    Intent.VANISHED_PLATFORM,
    Intent.VANISHED_MERCHANT,
    Intent.DUPLICATE_CHARGE,
)
_LETTER = re.compile(r"[a-z\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0400-\u04ff\u0e00-\u0e7f]")
_URGENT_FROM = 0.35
"""Share of the urgency model from which a fraud counts as going on; recall before precision."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at besides the model's shares."""

    normal: str
    signs: frozenset[str]
    dangers: frozenset[Danger]
    secrets: frozenset[Secret]
    facts: Facts


def routed(shares: Mapping[str, float], evidence: Evidence) -> tuple[Intent, float]:
    """Return the route of a message and how sure it is, 0 to 1."""
    best = Intent(max(shares, key=lambda name: shares[name]))
    confidence = shares[best]
    words = len(_LETTER.findall(re.sub(r"\[[^\]]*\]", "", evidence.normal)))
    if words < 2:
        return Intent.CLARIFY, 1.0
    return best, confidence


def urgent_of(intent: Intent, share: float, evidence: Evidence) -> bool:
    """Return whether something can still be stopped: only ever in a fraud."""
    if intent is not Intent.FRAUD:
        return False
    return share >= _URGENT_FROM

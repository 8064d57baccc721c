"""Dangers: what has to be answered before anything else that a message says."""

from bot.domain.redaction import Secret
from bot.understanding.intents import Danger
from bot.understanding.patterns import patterns

_HARMLESS = "harmless"
_BY_SIGN = {"pay_first": Danger.PAY_TO_UNFREEZE, "lost_phone": Danger.DEVICE_LOST}


def dangers_in(
    normal: str, signs: frozenset[str], secrets: frozenset[Secret]
) -> frozenset[Danger]:
    """Return the dangers of a message.

    Args:
        normal: the message in normal form.
        signs: its signs.
        secrets: what redaction masked in it.
    """
    known = patterns("dangers")
    serious = known[_HARMLESS].sub(" ", normal)
    found = {
        Danger(name)
        for name, pattern in known.items()
        if name != _HARMLESS and pattern.search(serious)
    }
    found.update(danger for sign, danger in _BY_SIGN.items() if sign in signs)
    if secrets - {Secret.ID_NUMBER}:
        found.add(Danger.SECRET_SENT)
    return frozenset(found)

"""Card numbers, codes, passwords, seed phrases and identity numbers, masked in a text."""

from dataclasses import dataclass

from bot.domain.numerals import fold
from bot.domain.secret_finders import FINDERS, Hit, Secret

__all__ = ["Redacted", "Secret", "redact"]


@dataclass(frozen=True, slots=True)
class Redacted:
    """A text that may be kept, and what was taken out of it."""

    text: str
    found: frozenset[Secret]


def redact(text: str) -> Redacted:
    """Return the text with everything secret masked; doing it again changes nothing.

    Cards keep their last four digits, identity numbers their first three and last two. Phone
    numbers, amounts, order and transaction numbers stay.
    """
    secrets: set[Secret] = set()
    while hits := _hits(text):
        secrets.update(hit.secret for hit in hits)
        text = _masked(text, hits)
    return Redacted(text, frozenset(secrets))


def _hits(text: str) -> list[Hit]:
    folded = fold(text)
    return [hit for finder in FINDERS for hit in finder(folded)]


def _masked(text: str, hits: list[Hit]) -> str:
    kept: list[str] = []
    position = 0
    for hit in sorted(hits, key=lambda hit: hit.start):
        if hit.start >= position:
            kept += [text[position : hit.start], hit.mask]
        position = max(position, hit.end)
    return "".join(kept) + text[position:]

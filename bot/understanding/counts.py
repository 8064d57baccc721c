"""How many times something was charged, as a message states it."""

import re
from dataclasses import dataclass

from bot.domain.numerals import Span, value_of, word_value
from bot.understanding.patterns import patterns

_COUNTS = patterns("counts")

_NEAR = 14


@dataclass(frozen=True, slots=True)
class FoundCount:
    """A number of charges, and where it stands in the folded text."""

    value: int
    span: Span


def counts_in(folded: str) -> tuple[FoundCount, ...]:
    """Return every stated number of times, ones included, in order."""
    found: list[tuple[int, int, int]] = []
    for match in _COUNTS["han_count"].finditer(folded):
        value = value_of(match["number"])
        if (
            value is not None
            and value == int(value)
            and not _COUNTS["not_charges"].search(match["before"])
        ):
            found.append((match.start("number"), match.end(), int(value)))
    for match in _COUNTS["english"].finditer(folded):
        if not _COUNTS["tries"].search(folded[max(0, match.start() - 16) : match.start()]):
            found.append((*match.span(), _english(match)))
    found += [(*match.span(), 2) for match in _COUNTS["double"].finditer(folded)]
    return tuple(FoundCount(value, Span(start, end)) for start, end, value in sorted(found))


def charge_count(folded: str, counts: tuple[FoundCount, ...]) -> int | None:
    """Return how many charges were taken; None when no number above one is stated."""
    several = [count for count in counts if count.value > 1]
    if not several:
        return None

    def nearness(count: FoundCount) -> tuple[bool, int]:
        beside = folded[max(0, count.span.start - _NEAR) : count.span.end + _NEAR]
        return (_COUNTS["charged"].search(beside) is not None, -count.span.start)

    return max(several, key=nearness).value


def _english(match: re.Match[str]) -> int:
    if match["twice"]:
        return 2
    if match["thrice"]:
        return 3
    word = match["number"] or match["times"] or match["of"]
    return int(word) if word.isdigit() else int(word_value(word) or 0)

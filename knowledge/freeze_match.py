"""Which reasons for a freeze fit the message that an app showed."""

import math
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from rapidfuzz import fuzz

from knowledge.matching.text import is_han, plain_lines, runs
from knowledge.records.freezes import FreezeReason

LEAST_SCORE = 0.3
"""Of 1; below it no reason is offered. Chosen on the tables' messages, each left out in turn."""
_STEM = 6  # letters of an English word that are compared
_SHARE_OF_LIKENESS = 0.3
"""Weight of the likest typical message; the rest is how much of the text its reason explains."""
_IN_MESSAGES, _IN_EXPLANATION = 1.0, 0.8
"""How much a word counts that a reason uses in messages, or only when it is explained."""
_OTHER_WORD = 0.3
"""Weight of a word that no reason uses, as a share of the rarest one's."""


@dataclass(frozen=True, slots=True)
class FreezeMatch:
    """A reason, and how well it fits: 1 is word for word."""

    reason: FreezeReason
    score: float


class FreezeMatcher:
    """What is known of all reasons, ready to be compared with what a customer pastes."""

    def __init__(self, reasons: Iterable[FreezeReason]) -> None:
        self._reasons = tuple(reasons)
        self._messages = [plain_lines(list(_messages(each))) for each in self._reasons]
        self._words = [
            _weighted(lines, plain_lines(list(_explanations(reason))))
            for lines, reason in zip(self._messages, self._reasons, strict=True)
        ]
        self._rarity = _rarity(self._words)
        self._other = _OTHER_WORD * max(self._rarity.values(), default=1.0)

    def ranked(self, text: str) -> tuple[FreezeMatch, ...]:
        """Return the reasons that fit a message, the best first; none where nothing fits.

        Args:
            text (str): an app's message or a customer's words, in either script or English.
        """
        asked = plain_lines([text])[0]
        words = set(_words(asked))
        whole = sum(self._rarity.get(word, self._other) for word in words)
        if not whole:
            return ()
        found = []
        for index, reason in enumerate(self._reasons):
            weights = self._words[index]
            explained = sum(weights.get(word, 0.0) * self._rarity.get(word, 0.0) for word in words)
            likeness = max(_likeness(line, asked) for line in self._messages[index])
            score = _SHARE_OF_LIKENESS * likeness + (1 - _SHARE_OF_LIKENESS) * explained / whole
            if score >= LEAST_SCORE:
                found.append(FreezeMatch(reason, round(score, 3)))
        return tuple(sorted(found, key=lambda match: -match.score))


def _messages(reason: FreezeReason) -> Iterator[str]:
    yield from (reason.name.zh, reason.name.en)
    yield from reason.typical_messages.both()


def _explanations(reason: FreezeReason) -> Iterator[str]:
    for words in (reason.explain, reason.who_can_unfreeze):
        yield from (words.zh, words.en)
    for lists in (reason.what_to_do, reason.documents):
        yield from lists.both()


def _weighted(messages: Iterable[str], explanations: Iterable[str]) -> dict[str, float]:
    weights = {word: _IN_EXPLANATION for line in explanations for word in _words(line)}
    return weights | {word: _IN_MESSAGES for line in messages for word in _words(line)}


def _rarity(reasons: list[dict[str, float]]) -> Mapping[str, float]:
    """Return the weight of each word: what many reasons use says little."""
    counts = Counter(word for words in reasons for word in words)
    return {word: math.log(1 + len(reasons) / count) for word, count in counts.items()}


def _words(line: str) -> Iterator[str]:
    """Yield what is compared: pairs of Chinese characters, stems of other words."""
    for run in runs(line):
        if is_han(run):
            yield from (run[n : n + 2] for n in range(max(len(run) - 1, 1)))
        else:
            yield run[:_STEM]


def _likeness(line: str, asked: str) -> float:
    """Return how alike two texts read, from 0 to 1; a message inside a longer text counts too."""
    compare = fuzz.partial_ratio if len(asked) > len(line) else fuzz.ratio
    return compare(line, asked) / 100

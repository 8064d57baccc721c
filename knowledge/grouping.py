"""Questions without an answer, put together where they ask the same, the most frequent first."""

import re
from collections.abc import Iterable
from dataclasses import dataclass

from rapidfuzz import fuzz

SAME_FROM = 70.0
"""Likeness of two bags of words, percent, from which on two questions are one.
Of the pairs of phrasings of one article 3 % are that alike, of two articles 0.005 %."""

_WORD = re.compile(r"[\u3400-\u9fff]|[^\W_\u3400-\u9fff]+")


@dataclass(frozen=True, slots=True)
class Unanswered:
    """A question as it was kept.

    Attributes:
        id: of its row.
        text: redacted.
        language: of its customer.
        nearest: name of the article that came nearest; empty for none.
        score: its confidence, 0 to 1.
    """

    id: int
    text: str
    language: str
    nearest: str
    score: float


@dataclass(frozen=True, slots=True)
class Group:
    """Questions that ask the same.

    Attributes:
        questions: the first stands for all.
    """

    questions: tuple[Unanswered, ...]

    @property
    def first(self) -> Unanswered:
        """The question that stands for all."""
        return self.questions[0]


def grouped(questions: Iterable[Unanswered]) -> tuple[Group, ...]:
    """Return the questions in groups, the largest first, then the newest.

    Args:
        questions (iterable): the newest first.
    """
    groups: list[tuple[str, list[Unanswered]]] = []
    for question in questions:
        words = _bag(question.text)
        for stands_for, members in groups:
            if fuzz.ratio(words, stands_for, score_cutoff=SAME_FROM):
                members.append(question)
                break
        else:
            groups.append((words, [question]))
    found = [Group(tuple(members)) for _, members in groups]
    return tuple(sorted(found, key=lambda group: -len(group.questions)))


def _bag(text: str) -> str:
    """Return the words of a text, Chinese characters singly, without their order."""
    return " ".join(sorted(_WORD.findall(text.casefold())))

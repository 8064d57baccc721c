"""What an edit changes in the answers: questions replayed against the old and the new search."""

from collections.abc import Iterable
from dataclasses import dataclass
from enum import StrEnum

from knowledge.search import Search, examples_of, renewed_search
from knowledge.snapshot import Library

_NEIGHBOURS = 3  # articles beside the edited one whose phrasings are replayed, for each phrasing
_MOST_PHRASINGS = 600
"""Replayed at most, two milliseconds each; an edit reaches its neighbours, not the whole index."""


class Turn(StrEnum):
    """Whether a changed answer is better."""

    BETTER = "better"
    WORSE = "worse"
    OTHER = "other"


@dataclass(frozen=True, slots=True)
class Change:
    """A question that another article answers after the edit.

    Attributes:
        old, new: names of the articles; empty where none is sure enough.
    """

    question: str
    old: str
    new: str
    turn: Turn


@dataclass(frozen=True, slots=True)
class Effect:
    """Everything that was replayed.

    Attributes:
        asked: how many questions.
        changes: those whose answer changes, the worse first.
    """

    asked: int
    changes: tuple[Change, ...]

    def count(self, turn: Turn) -> int:
        """Return how many answers change this way."""
        return sum(change.turn is turn for change in self.changes)


def effect_of(
    search: Search, before: Library, after: Library, questions: Iterable[str] = ()
) -> tuple[Effect, Search]:
    """Replay questions against the search as it is and as it would be.

    Args:
        search (Search): of the library as it is.
        before (Library): as it is.
        after (Library): with the edit.
        questions (iterable): recent ones of customers, redacted.

    Returns:
        tuple: the effect, and the search of the edited library.
    """
    if examples_of(before) == examples_of(after):
        return Effect(0, ()), search
    renewed = renewed_search(search, after)
    owners = _phrasings_near(search, before, after)
    asked = dict.fromkeys([*questions, *owners])
    found = [_change(one, owners.get(one, ""), search, renewed) for one in asked]
    order = list(Turn)[::-1]
    changes = [change for change in found if change is not None]
    changes.sort(key=lambda change: (change.turn is not Turn.WORSE, order.index(change.turn)))
    return Effect(len(asked), tuple(changes)), renewed


def _phrasings_near(search: Search, before: Library, after: Library) -> dict[str, str]:
    """Return the phrasings of the edited articles and their neighbours, with their articles."""
    old, new = set(examples_of(before)), set(examples_of(after))
    edited = [*new - old, *old - new]
    names = {one.entry for one in edited}
    for one in edited:
        names |= {found.entry for found in search.rank(one.text, _NEIGHBOURS)}
    near = [one for one in examples_of(after) if one.entry in names]
    return {one.text: one.entry for one in near[:_MOST_PHRASINGS]}


def _change(question: str, owner: str, old: Search, new: Search) -> Change | None:
    answer = _nearest if owner else _sure
    before, after = answer(old, question), answer(new, question)
    if before == after:
        return None
    if owner:
        turn = Turn.BETTER if after == owner else Turn.WORSE if before == owner else Turn.OTHER
    else:
        turn = Turn.BETTER if not before else Turn.WORSE if not after else Turn.OTHER
    return Change(question, before, after, turn)


def _nearest(search: Search, question: str) -> str:
    ranked = search.rank(question, 1)
    return ranked[0].entry if ranked else ""


def _sure(search: Search, question: str) -> str:
    ranked = search.rank(question, 1)
    return ranked[0].entry if ranked and ranked[0].score >= search.thresholds.answer_at else ""

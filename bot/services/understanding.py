"""Understanding and search as the services use them: made once, asked for every text."""

from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.customers import Customer
from bot.understanding.building import build_understanding
from bot.understanding.reading import Reading, Understanding
from knowledge.library import Library
from knowledge.matching.ranker import Ranked
from knowledge.search import Search, open_search, renewed_search

_TOP = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nearest articles, and from which confidence on they answer or are offered."""

    ranked: tuple[Ranked, ...]
    answer_at: float
    suggest_at: float


class Interpreter:
    """Reads texts and finds articles; follows the library when it changes.

    After an edit the index is renewed at once, without the classifier being fitted again; the
    next start, or `python -m bot prepare`, learns it whole.
    """

    def __init__(self, library: Library, cache: Path) -> None:
        """Learn from a library.

        Args:
            library (Library): tables, articles and phrasings.
            cache (Path): folder that keeps what was learnt.
        """
        self._cache = cache
        self._known = library.fingerprint
        self._understanding, self._search = _learnt(library, cache)

    def read(self, text: str, customer: Customer, now: datetime, library: Library) -> Reading:
        """Return what a text wants and says, by the customer's clock."""
        self._follow(library)
        return self._understanding.read(text, now=now, zone=customer.clock)

    def rank(self, text: str) -> Ranking:
        """Return the articles nearest to a text."""
        cuts = self._search.thresholds
        return Ranking(self._search.rank(text, top=_TOP), cuts.answer_at, cuts.suggest_at)

    def _follow(self, library: Library) -> None:
        if library.fingerprint != self._known:
            self._understanding = build_understanding(library, cache=self._cache)
            self._search = renewed_search(self._search, library)
            self._known = library.fingerprint


def _learnt(library: Library, cache: Path) -> tuple[Understanding, Search]:
    return build_understanding(library, cache=cache), open_search(library, cache)

"""Understanding and search as the services use them: made once, asked for every text."""

import asyncio
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from bot.domain.customers import Customer
from bot.understanding.building import build_understanding
from bot.understanding.reading import Reading, Understanding
from knowledge.library import FOLDER, Library
from knowledge.matching.ranker import Ranked
from knowledge.search import Search, open_search, renewed_search

_TOP = 3


@dataclass(frozen=True, slots=True)
class Ranking:
    """The nearest articles, and from which confidence on they answer or are offered."""

    ranked: tuple[Ranked, ...]
    answer_at: float
    suggest_at: float


NO_RANKING = Ranking((), 1.0, 1.0)


class Interpreter:
    """Reads texts and finds articles; follows the library when it changes.

    After an edit the index is renewed, without the classifier being fitted again; the next start,
    or `python -m bot prepare`, learns it whole. Until it is renewed, the old one answers.
    """

    def __init__(self, library: Library, cache: Path, folder: Path = FOLDER) -> None:
        """Learn from a library.

        Args:
            library (Library): tables and articles.
            cache (Path): folder that keeps what was learnt.
            folder (Path): the knowledge folder, with the phrasings of the routes.
        """
        self._cache, self._folder = cache, folder
        self._known = library.fingerprint
        self._understanding = build_understanding(library, folder=folder, cache=cache)
        self._search = open_search(library, cache)

    @property
    def search(self) -> Search:
        """The articles as they are searched now."""
        return self._search

    def read(self, text: str, customer: Customer, now: datetime) -> Reading:
        """Return what a text wants and says, by the customer's clock."""
        return self._understanding.read(text, now=now, zone=customer.clock)

    def rank(self, text: str) -> Ranking:
        """Return the articles nearest to a text."""
        cuts = self._search.thresholds
        return Ranking(self._search.rank(text, top=_TOP), cuts.answer_at, cuts.suggest_at)

    async def follow(self, library: Library) -> None:
        """Take over an edited library; the work is done beside the loop, some seconds."""
        if library.fingerprint == self._known:
            return
        self._known = library.fingerprint
        self._understanding, self._search = await asyncio.to_thread(self._renewed, library)

    def _renewed(self, library: Library) -> tuple[Understanding, Search]:
        understanding = build_understanding(library, folder=self._folder, cache=self._cache)
        return understanding, renewed_search(self._search, library)

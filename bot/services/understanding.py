"""Understanding and search as the services use them: made once, asked for every text."""

import asyncio
from dataclasses import dataclass
from datetime import date, datetime
from pathlib import Path

from bot.domain.customers import Customer
from bot.services.recent import Recent
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
        self._readings: Recent[tuple[str, str, date], Reading] = Recent()
        self._rankings: Recent[str, Ranking] = Recent()

    @property
    def search(self) -> Search:
        """The articles as they are searched now."""
        return self._search

    def read(self, text: str, customer: Customer, now: datetime) -> Reading:
        """Return what a text wants and says, by the customer's clock.

        When a wallet is down, many write the same few words: they are read once a day. A text
        that names a moment means another one every time, and is read every time.
        """
        zone = customer.clock
        key = (text, zone.key, now.date())
        known = self._readings.get(key)
        if known is not None:
            return known
        reading = self._understanding.read(text, now=now, zone=zone)
        if reading.facts.occurred is None:
            self._readings.put(key, reading)
        return reading

    def rank(self, text: str) -> Ranking:
        """Return the articles nearest to a text; asked again, the same without a search."""
        known = self._rankings.get(text)
        if known is None:
            cuts = self._search.thresholds
            found = self._search.rank(text, top=_TOP)
            known = Ranking(found, cuts.answer_at, cuts.suggest_at)
            self._rankings.put(text, known)
        return known

    async def follow(self, library: Library) -> None:
        """Take over an edited library; the work is done beside the loop, some seconds."""
        if library.fingerprint == self._known:
            return
        self._known = library.fingerprint
        self._understanding, self._search = await asyncio.to_thread(self._renewed, library)
        self._readings.clear()
        self._rankings.clear()

    def _renewed(self, library: Library) -> tuple[Understanding, Search]:
        understanding = build_understanding(library, folder=self._folder, cache=self._cache)
        return understanding, renewed_search(self._search, library)

"""Questions to articles: the matching engine on the library's phrasings, kept between starts."""

import hashlib
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from knowledge.matching import keeping
from knowledge.matching.calibration import Thresholds, calibrated
from knowledge.matching.ranker import Example, Ranked, Ranker, Reason
from knowledge.snapshot import Library

_LOG = logging.getLogger(__name__)

_FIRST_QUESTION = "帳戶凍結 account"
"""Asked at load, so that the tables of scripts and sounds are read before a customer waits."""


@dataclass(frozen=True, slots=True)
class Search:
    """The articles of a library, ready to be asked.

    Attributes:
        ranker: the engine, built on titles and phrasings of both languages.
        thresholds: confidence from which on to answer, and to offer topics.
    """

    ranker: Ranker
    thresholds: Thresholds

    def rank(self, text: str, top: int = 3) -> tuple[Ranked, ...]:
        """Return names of articles, best first; the first score is the confidence, 0 to 1."""
        return self.ranker.rank(text, top)

    def explain(self, text: str, top: int = 3) -> tuple[Reason, ...]:
        """Return the ranking with the nearest phrasings and what spoke for them."""
        return self.ranker.explain(text, top)


def renewed_search(search: Search, library: Library) -> Search:
    """Return the search of an edited library at once; `open_search` learns it properly later."""
    return Search(search.ranker.renewed(examples_of(library)), search.thresholds)


def examples_of(library: Library) -> tuple[Example, ...]:
    """Return the titles and phrasings of all articles; the article's name is the entry."""
    return tuple(
        Example(article.name, text, article.language)
        for _, article in sorted(library.articles.items())
        for text in (article.title, *article.asked_as)
    )


def open_search(library: Library, cache: Path | None = None) -> Search:
    """Return the search of a library, read from the cache if its phrasings are the same.

    Args:
        library (Library): whose articles are searched.
        cache (Path or None): folder that keeps the compiled index; None keeps nothing.
    """
    return search_of(examples_of(library), cache)


def search_of(examples: Sequence[Example], cache: Path | None = None) -> Search:
    """Return the search of some phrasings; see `open_search`."""
    key = keeping.key_of(_fingerprint(examples))
    known = keeping.kept(cache, key) if cache is not None else None
    if known is not None:
        ranker, cuts = known
        ranker.rank(_FIRST_QUESTION)
        return Search(ranker, Thresholds(*cuts))
    _LOG.info("learning the articles, once, up to a minute phrasings=%s", len(examples))
    ranker = Ranker.build(examples)
    thresholds = calibrated(examples)
    if cache is not None:
        keeping.keep(cache, key, ranker, thresholds)
    return Search(ranker, thresholds)


def _fingerprint(examples: Sequence[Example]) -> str:
    whole = hashlib.sha256()
    for example in examples:
        whole.update("\0".join(example).encode() + b"\n")
    return whole.hexdigest()

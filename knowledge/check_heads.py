"""Heads of articles: both languages, enough phrasings, none twice, sources that exist."""

import re
import unicodedata
from collections.abc import Collection, Iterator, Mapping

from knowledge.articles import Article
from knowledge.problems import Problem
from knowledge.snapshot import Library

LEAST_PHRASINGS = 8
"""For one article in one language. Source: the promise of the article search."""

_NOT_A_WORD = re.compile(r"[\W_]+")
_TWINS = {"zh": "en", "en": "zh"}


def head_problems(library: Library, texts: Mapping[str, str]) -> Iterator[Problem]:
    """Yield what is wrong in the heads of all articles.

    Args:
        library (Library): all articles.
        texts (Mapping): path of each file to its text, to name places in.
    """
    yield from _missing_twins(library)
    yield from _repeated_phrasings(library, texts)
    yield from _topics(library, texts["tables/topics.yaml"])
    for article in library.articles.values():
        yield from _sources(article, library, texts[article.file()])
        if len(article.asked_as) < LEAST_PHRASINGS:
            line = line_of(texts[article.file()], "asked_as")
            what = f"only {len(article.asked_as)} phrasings"
            yield Problem(article.file(), line, 1, what, f"give at least {LEAST_PHRASINGS}")


def line_of(text: str, part: str) -> int:
    """Return the first line that holds a text, from 1; 1 if none does."""
    for number, line in enumerate(text.splitlines(), 1):
        if part in line:
            return number
    return 1


def _missing_twins(library: Library) -> Iterator[Problem]:
    for (name, language), article in library.articles.items():
        twin = _TWINS[language]
        if (name, twin) not in library.articles:
            what = f"there is no articles/{twin}/{name}.md"
            yield Problem(article.file(), 1, 1, what, "write it in both languages")


def _topics(library: Library, text: str) -> Iterator[Problem]:
    for topic, names in library.tables.topics.topics.items():
        for name in names:
            if (name, "zh") not in library.articles:
                line = line_of(text, f"  {topic}:")
                what = f"the topic {topic} names no article {name!r}"
                yield Problem("tables/topics.yaml", line, 1, what, "name one that exists")


def _repeated_phrasings(library: Library, texts: Mapping[str, str]) -> Iterator[Problem]:
    seen: dict[str, Article] = {}
    for article in library.articles.values():
        for phrasing in article.asked_as:
            first = seen.setdefault(_plain(phrasing), article)
            if first is not article or article.asked_as.count(phrasing) > 1:
                line = line_of(texts[article.file()], phrasing)
                what = f"the phrasing {phrasing!r} is in {first.file()} too"
                yield Problem(article.file(), line, 1, what, "keep it where it belongs")


def _sources(article: Article, library: Library, text: str) -> Iterator[Problem]:
    known: dict[str, Collection[str]] = {
        "channels": library.all_channels,
        "providers": library.providers,
        "deadlines": library.deadline_rules,
        "freeze_reasons": library.freeze_reasons,
        "fraud_steps": library.fraud_types,
        "evidence": [
            *(each.id for each in library.tables.evidence.items),
            *library.evidence_cases,
        ],
        "calendars": [each.region for each in library.tables.calendars.regions],
    }
    for source in article.sources:
        table, _, name = source.partition(":")
        if source != "general" and name not in known.get(table, ()):
            instead = "write table:id of a fact, such as channels:cn-12315, or general"
            yield Problem(article.file(), line_of(text, source), 1, f"no fact {source!r}", instead)


def _plain(phrasing: str) -> str:
    return _NOT_A_WORD.sub("", unicodedata.normalize("NFKC", phrasing)).casefold()

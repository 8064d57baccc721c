"""Facts that somebody should look at: unverified, or past their review date. Notes, not errors."""

from collections.abc import Iterator, Mapping
from datetime import date

from knowledge.problems import Problem, Severity
from knowledge.records.base import Fact, Meta
from knowledge.showing import REVIEW_AFTER, is_past_review, is_withheld
from knowledge.snapshot import Library
from knowledge.tables import file_of


def fact_notes(library: Library, texts: Mapping[str, str], today: date) -> Iterator[Problem]:
    """Yield a note for every contact, deadline and article to be checked again.

    Args:
        library (Library): tables and articles.
        texts (Mapping): path of each file to its text, to name places in.
        today (date): what age is reckoned from.
    """
    for table, meta, facts in _contacts_and_deadlines(library):
        lines = _lines_of_ids(texts[file_of(table)])
        for name, fact in facts.items():
            reasons = list(_reasons(fact, meta, today))
            if reasons:
                what = f"{name}: {'; '.join(reasons)}"
                instead = "check it on the official site, then mend verified, source and as_of"
                line = lines.get(name, 1)
                yield Problem(file_of(table), line, 1, what, instead, Severity.NOTE)
    for article in library.articles.values():
        if today > article.reviewed_on + REVIEW_AFTER:
            what = f"last reviewed on {article.reviewed_on}"
            instead = "read it again and set reviewed_on"
            yield Problem(article.file(), 1, 1, what, instead, Severity.NOTE)


def _contacts_and_deadlines(library: Library) -> Iterator[tuple[str, Meta, Mapping[str, Fact]]]:
    tables = library.tables
    hotlines = {name: each for name, each in library.providers.items() if each.hotline}
    yield "channels", tables.channels.meta, library.all_channels
    yield "providers", tables.providers.meta, hotlines
    yield "deadlines", tables.deadlines.meta, library.deadline_rules


def _reasons(fact: Fact, meta: Meta, today: date) -> Iterator[str]:
    if not fact.verified:
        yield "not verified"
    elif not getattr(fact, "hotline_verified", True):
        yield "the hotline is not verified"
    if is_withheld(fact):
        yield "the rule was superseded, it is withheld"
    elif fact.status is not None:
        yield "the rule has changed"
    if is_past_review(fact, meta.checked_on, today):
        yield f"not checked since {meta.checked_on}"


def _lines_of_ids(text: str) -> dict[str, int]:
    found: dict[str, int] = {}
    for number, line in enumerate(text.splitlines(), 1):
        key, _, name = line.strip().removeprefix("- ").partition(": ")
        if key == "id":
            found.setdefault(name.strip("'\""), number)
    return found

"""Bodies of articles: live references, no bare numbers, only what Telegram shows."""

import re
from collections.abc import Iterator
from datetime import date

from knowledge.articles import Article
from knowledge.problems import Problem
from knowledge.rendering import LONGEST, render
from knowledge.snapshot import Library
from knowledge.values import REFERENCE, Reader, values

# Parts of a body that look like a phone number, an address or a legal period, and are none.
ALLOWED = ("24 小时", "24 hours", "24-hour")
# Regions that a rendered length is tried with: the longest lists of numbers, and none known.
_REGIONS = ("CN", "HK", "")
_LEAST_PHONE = 7  # digits of a number that is taken for a phone whatever it is

_BRACE = re.compile(r"[{}]")
_NUMBER = re.compile(r"(?<![\d.,])[+(]?\d(?:[ \-()]{0,2}\d)*(?![\d.,]?\d)")
_UNIT = re.compile(
    r"\s*(?:元|块|%|次|个|名|天|日|年|月|人|笔|万|分|小时|days?|years?|hours?|yuan|GBP)"
)
_ADDRESS = re.compile(r"https?://|www\.|\b[a-z0-9-]+\.(?:com|cn|org|net|gov|hk|tw|io)\b", re.I)
_PERIOD_ZH = re.compile(
    r"(?<!月)(?<!月 )(?<!\d)\d{1,3}\s*(?:个工作日|个自然日|天|日|个月|周|年|小时|分钟)"
)
_PERIOD_EN = re.compile(
    r"\b\d{1,3}[ -](?:(?:business|working|calendar) )?(?:day|week|month|year|hour|minute)s?\b",
    re.I,
)
_FOREIGN = re.compile(r"^#|^\||!?\[[^\]]*\]\(|</?[a-zA-Z][^>]*>|^```|__|~~")


def body_problems(article: Article, library: Library, today: date) -> Iterator[Problem]:
    """Yield what is wrong in the body of an article."""
    phones = known_phones(library)
    for number, line in enumerate(article.body.splitlines(), article.body_line):
        for column, what, instead in line_problems(article.language, library, today, line, phones):
            yield Problem(article.file(), number, column, what, instead)
    for region in _REGIONS:
        reader = Reader(article.language, region, today)
        length = len(render(article, library, reader).text)
        if length > LONGEST:
            what = f"the article is {length:,} characters long when sent"
            instead = f"keep it below {LONGEST:,}"
            yield Problem(article.file(), article.body_line, 1, what, instead)
            return


def line_problems(
    language: str, library: Library, today: date, line: str, phones: frozenset[str]
) -> Iterator[tuple[int, str, str]]:
    """Yield column, what is wrong, and what would be right, of one line.

    Args:
        language (str): `zh` or `en`.
        library (Library): as loaded.
        today (date): what the age of a fact is reckoned from.
        line (str): of a body.
        phones (frozenset): of `known_phones`.
    """
    reader = Reader(language, "CN", today)
    for match in REFERENCE.finditer(line):
        if not values(library, reader, match[1], match[2], match[3] or ""):
            instead = "look the id up in the tables; a superseded deadline has no value"
            yield match.start() + 1, f"{match[0]} leads nowhere", instead
    prose = REFERENCE.sub(lambda match: "\ufffc" * len(match[0]), line)
    for allowed in ALLOWED:
        prose = prose.replace(allowed, "\ufffc" * len(allowed))
    for brace in _BRACE.finditer(prose):
        yield brace.start() + 1, "a brace that is no reference", "write {table:id} or no brace"
        break
    for match in _FOREIGN.finditer(prose):
        what = f"{match[0]!r} is not shown by Telegram as meant"
        yield match.start() + 1, what, "use paragraphs, **bold**, `code`, lists and > quotations"
    for match in _ADDRESS.finditer(prose):
        yield (
            match.start() + 1,
            "a bare web address",
            "write {channel:id.url} or {provider:id.url}",
        )
    yield from _bare_numbers(language, prose, phones)


def _bare_numbers(
    language: str, prose: str, phones: frozenset[str]
) -> Iterator[tuple[int, str, str]]:
    for match in _NUMBER.finditer(prose):
        digits = re.sub(r"\D", "", match[0])
        is_known = digits in phones and not _UNIT.match(prose, match.end())
        if is_known or len(digits) >= _LEAST_PHONE:
            what = f"{match[0]!r} looks like a bare phone number"
            yield match.start() + 1, what, "write {channel:id} or {provider:id.hotline}"
    period = _PERIOD_ZH if language == "zh" else _PERIOD_EN
    for match in period.finditer(prose):
        what = f"{match[0]!r} looks like a bare period"
        yield match.start() + 1, what, "write {deadline:id} or {freeze:id.typical_time}"


def known_phones(library: Library) -> frozenset[str]:
    """Return the digits of every number to call in the tables."""
    phones = [each.phone for each in library.tables.channels.channels]
    phones += [each.hotline for each in library.tables.providers.providers]
    return frozenset(re.sub(r"\D", "", phone) for phone in phones if phone)

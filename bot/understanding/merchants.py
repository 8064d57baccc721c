"""The shop that a message names: known names, quoted names, names after `at` and `from`."""

import re
import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from importlib import resources

from bot.domain.numerals import Span, fold
from bot.understanding.patterns import Name, any_of, patterns

_SHOPS = patterns("shops")
_IN_ORDER = ("quoted", "called", "mixed", "at", "subject", "shop")


@cache
def _lists() -> Mapping[str, frozenset[str]]:
    """Known names, those of them that are ordinary words, and words that are no shop."""
    text = resources.files(__package__).joinpath("merchants.toml").read_text("utf-8")
    return {key: frozenset(words) for key, words in tomllib.loads(text).items()}


@cache
def _known() -> re.Pattern[str]:
    names = sorted((fold(name) for name in _lists()["names"]), key=lambda one: (-len(one), one))
    return any_of(
        Name(
            name[0],
            r"(?<![a-z\d])" if name[0].isascii() else "",
            re.escape(name).replace(r"\ ", r"\s?")
            + (r"(?![a-z\d])" if name[-1].isascii() else ""),
        )
        for name in names
    )


def merchant_named(text: str, taken: Iterable[Span] = ()) -> str | None:
    """Return the shop's name as written; None when no shop is named.

    Args:
        text: the message.
        taken: what is known to be something else: providers, references, times.
    """
    folded, taken = fold(text), tuple(taken)
    for match in _known().finditer(folded):
        if _is_free(match.span(), taken) and not _is_plain_word(text, folded, match):
            return text[match.start() : match.end()]
    for name in _IN_ORDER:
        for match in _SHOPS[name].finditer(text):
            called = match["name"].strip(" .,'’")
            if _is_free(match.span("name"), taken) and _is_name(called):
                return called
    return None


def _is_free(span: tuple[int, int], taken: tuple[Span, ...]) -> bool:
    return not any(one.start < span[1] and span[0] < one.end for one in taken)


def _is_plain_word(text: str, folded: str, match: re.Match[str]) -> bool:
    """Whether a name that is an ordinary word too stands there as that word."""
    if _SHOPS["fake_before"].search(folded[max(0, match.start() - 20) : match.start()]):
        return True
    if match[0] not in _lists()["ordinary"]:
        return False
    return match[0] == "全家" or text[match.start()].islower() or text[match.start()].isdigit()


def _is_name(name: str) -> bool:
    words = name.lower().split()
    return (
        bool(words)
        and not any(word.strip(".'’") in _lists()["not_shops"] for word in words)
        and len(name) > 1
    )

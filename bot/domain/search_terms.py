"""The words by which a claim is found: Latin words, numbers, pairs of Chinese characters."""

import hashlib
import re
import unicodedata
from typing import Final

# Parts of one search; more than that is a story, not a search.
_MOST_TERMS: Final = 12
_LONGEST: Final = 40
_TAIL: Final = 4
_RUNS: Final = re.compile(r"[a-z0-9]+|[\u3400-\u4dbf\u4e00-\u9fff]+")


def terms_of(text: str) -> set[str]:
    """Return every term by which a text is found."""
    found = set()
    for run in _runs(text):
        if run[0].isascii():
            found.add(run[:_LONGEST])
            if len(run) > _TAIL and run[-_TAIL:].isdigit():
                # People read out, and mask, the last four digits.
                found.add(run[-_TAIL:])
        else:
            found |= _pairs(run)
    return found


def wanted_terms(text: str) -> list[str]:
    """Return the terms that a claim must all hold to be found; none where too little was typed."""
    wanted: dict[str, None] = {}
    for run in _runs(text):
        if run[0].isascii():
            wanted[run[:_LONGEST]] = None
        else:
            wanted |= dict.fromkeys(sorted(_pairs(run)))
    # Long ones are rare ones: they are looked up first.
    return sorted(wanted, key=len, reverse=True)[:_MOST_TERMS]


def number_of(bot: int, term: str) -> int:
    """Return the number under which a term of a bot's claims is kept."""
    digest = hashlib.blake2b(f"{bot}:{term}".encode(), digest_size=8).digest()
    return int.from_bytes(digest, "big", signed=True)


def _runs(text: str) -> list[str]:
    return _RUNS.findall(unicodedata.normalize("NFKC", text).casefold())


def _pairs(run: str) -> set[str]:
    return {run[at : at + 2] for at in range(len(run) - 1)}

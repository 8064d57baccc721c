"""Han characters and typed pinyin to toneless syllables, from a table made by pypinyin.

Source:
    `syllables.txt`, written by benchmarks/make_syllables.py from pypinyin (MIT licence).
"""

from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

_TABLE = Path(__file__).with_name("syllables.txt")
_LONGEST_SYLLABLE = 6
"""Letters; "zhuang"."""
_LONGEST_RUN = 40
"""Letters of a run that is still tried as pinyin; a sentence without spaces is shorter."""


class Syllables(NamedTuple):
    """What is known about readings.

    Attributes:
        of: the usual syllable of a character.
        pairs: readings of two characters that differ from the usual ones.
        turning: characters that occur in `pairs` with an unusual reading.
        known: every syllable.
    """

    of: dict[str, str]
    pairs: dict[str, tuple[str, str]]
    turning: frozenset[str]
    known: frozenset[str]


@lru_cache(maxsize=1)
def syllables() -> Syllables:
    """Return the table, read once."""
    usual: dict[str, str] = {}
    pairs: dict[str, tuple[str, str]] = {}
    for line in _TABLE.read_text(encoding="utf-8").splitlines():
        head, *rest = line.split(" ")
        if head.isascii():
            usual.update(dict.fromkeys(rest[0], head))
        else:
            pairs[head] = (rest[0], rest[1])
    turning = {
        character
        for pair, read in pairs.items()
        for character, one in zip(pair, read, strict=True)
        if usual[character] != one
    }
    return Syllables(usual, pairs, frozenset(turning), frozenset(usual.values()))


def read_han(run: str) -> list[str]:
    """Return one syllable a character; a character without a reading stands for itself."""
    table = syllables()
    read = [table.of.get(character, character) for character in run]
    for place, character in enumerate(run):
        if character in table.turning:
            for start in (place - 1, place):
                pair = table.pairs.get(run[start : start + 2]) if start >= 0 else None
                if pair is not None:
                    read[place] = pair[place - start]
    return read


@lru_cache(maxsize=20_000)
def split_pinyin(run: str) -> tuple[str, ...]:
    """Return the fewest syllables that make up a run of Latin letters, or nothing."""
    if len(run) > _LONGEST_RUN or not run.isascii() or not run.isalpha():
        return ()
    known = syllables().known
    best: list[tuple[str, ...] | None] = [()]
    for end in range(1, len(run) + 1):
        found: tuple[str, ...] | None = None
        for start in range(max(0, end - _LONGEST_SYLLABLE), end):
            before = best[start]
            if before is None or run[start:end] not in known:
                continue
            if found is None or len(before) + 1 < len(found):
                found = (*before, run[start:end])
        best.append(found)
    return best[-1] or ()

"""N-grams of many texts at once, as 64-bit keys: arrays instead of strings, quick and small."""

from collections.abc import Sequence
from functools import lru_cache
from typing import NamedTuple
from zlib import crc32

import numpy as np
import numpy.typing as npt

Keys = npt.NDArray[np.uint64]
Numbers = npt.NDArray[np.int64]
Mask = npt.NDArray[np.bool_]

_FACTOR = np.uint64(0x9E3779B97F4A7C15)
"""Odd, near 2**64 divided by the golden ratio: spreads neighbouring keys."""
_FIRST_HAN = 0x3400
_LATIN_SIZES = range(2, 6)
_HAN_SIZES = range(1, 4)
_WORDS_FROM = 1 << 32
"""Keys of words lie above those of single characters."""


class Grams(NamedTuple):
    """N-grams of texts.

    Attributes:
        keys: one for each n-gram found.
        owners: the place of the text that it was found in.
    """

    keys: Keys
    owners: Numbers


def letter_grams(texts: Sequence[str]) -> Grams:
    """Return 1 to 3 neighbouring Chinese characters, 2 to 5 letters of other words."""
    return _letters(texts, _HAN_SIZES, _LATIN_SIZES)


def letter_units(texts: Sequence[str]) -> Grams:
    """Return single Chinese characters and triples of letters: what coverage is counted in."""
    return _letters(texts, range(1, 2), range(3, 4))


def token_grams(texts: Sequence[Sequence[str]], longest: int) -> Grams:
    """Return 1 to `longest` neighbouring tokens."""
    sizes = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    symbols = np.array([code for text in texts for code in (*map(_code, text), 0)], np.uint64)
    owners = np.repeat(np.arange(len(texts)), sizes)
    anything = np.ones(len(symbols), np.bool_)
    return _windows(symbols, owners, dict.fromkeys(range(1, longest + 1), anything))


def _letters(texts: Sequence[str], han: range, latin: range) -> Grams:
    joined = "\0".join(texts) + "\0"
    symbols = np.frombuffer(joined.encode("utf-32-le"), np.uint32).astype(np.uint64)
    sizes = np.fromiter((len(text) + 1 for text in texts), np.int64, len(texts))
    owners = np.repeat(np.arange(len(texts)), sizes)
    is_han = symbols >= _FIRST_HAN
    nothing = np.zeros(len(symbols), np.bool_)
    starts = {
        size: (is_han if size in han else nothing) | (~is_han if size in latin else nothing)
        for size in sorted({*han, *latin})
    }
    return _windows(symbols, owners, starts)


def _windows(symbols: Keys, owners: Numbers, starts: dict[int, Mask]) -> Grams:
    """Return the windows of each size that begin where they may and hold no 0."""
    whole = symbols != 0
    key = symbols * _FACTOR
    keys, found_in = [], []
    for size in range(1, max(starts) + 1):
        if size > 1:
            key = (key[:-1] ^ (key[:-1] >> np.uint64(29))) * _FACTOR + symbols[size - 1 :]
            whole = whole[:-1] & (symbols[size - 1 :] != 0)
        if size in starts:
            kept = whole & starts[size][: len(whole)]
            keys.append(key[kept])
            found_in.append(owners[: len(whole)][kept])
    return Grams(np.concatenate(keys), np.concatenate(found_in))


@lru_cache(maxsize=100_000)
def _code(token: str) -> int:
    return ord(token) if len(token) == 1 else _WORDS_FROM + crc32(token.encode())

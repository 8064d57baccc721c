"""Capital I and small l, which recognition takes for each other, told apart by their height.

In sans-serif faces both are one bar; the small letter is a little taller. The letters around
them on the same line give both heights.
"""

import re

import numpy as np
from numpy.typing import NDArray
from PIL import Image

_BARS = "Il"
# Round letters and figures rise over the line; only flat ones tell its height.
_CAPITALS = frozenset("ABDEFHKLMNPRTUVWXYZ")
_DIGITS = frozenset("1457")
_TALL = frozenset("bdhk")
# Numbers of card processors: long, one word, digits and letters of both cases.
_MIXED = re.compile(r"(?=.*\d)(?=.*[a-z])(?=.*[A-Z])(?=.*[Il])[A-Za-z0-9_]{10,}")
# Height in pixels to which a line is enlarged; edges are then told to a fraction of a pixel.
_HEIGHT = 160
# Part of full ink from which a column belongs to a letter, tried until as many letters are seen as
# were recognised, and from which a row belongs to its top.
_INK = (0.25, 0.4, 0.55, 0.7, 0.8)
_EDGE = 0.5
# The two heights must differ by this many times what equal letters scatter.
_CLEAR = 2.0
# Fewer tall letters or capitals than this give no height to compare with.
_FEWEST = 2

Grey = NDArray[np.float64]


def is_doubtful(text: str) -> bool:
    """Whether a line is a number in which capital I and small l both make sense."""
    return _MIXED.fullmatch(text) is not None


def bars_told_apart(text: str, line: Image.Image) -> str:
    """Return the text with each I and l set right, or as it was where that cannot be seen.

    Args:
        text: as recognised, one letter for each letter of the picture.
        line: the line cut out upright, with little room around it.
    """
    ink = _ink(line)
    cuts = (_spans(ink, least) for least in _INK)
    spans = next((cut for cut in cuts if len(cut) == len(text)), None)
    if spans is None:
        return text
    tops = np.array([_top(ink[:, start:end]) for start, end in spans])
    middles = np.array([(start + end) / 2 for start, end in spans])
    heights = _heights(text, tops, middles)
    if heights is None:
        return text
    over_capitals, taller = heights
    return "".join(
        ("l" if over_capitals[at] > taller / 2 else "I") if letter in _BARS else letter
        for at, letter in enumerate(text)
    )


def _ink(line: Image.Image) -> Grey:
    """Return how much ink each pixel holds, 0 to 1, whichever of ink and paper is darker."""
    width = max(round(line.width * _HEIGHT / line.height), 1)
    large = line.convert("L").resize((width, _HEIGHT), Image.Resampling.BICUBIC)
    grey = np.asarray(large, dtype=np.float64)
    paper = float(np.median(grey))
    ink = np.abs(grey - paper)
    full = float(np.percentile(ink, 98)) or 1.0
    return np.clip(ink / full, 0.0, 1.0)


def _spans(ink: Grey, least: float) -> list[tuple[int, int]]:
    """Return first and last column of each letter, from left to right."""
    inked = np.concatenate(([False], ink.max(axis=0) > least, [False])).astype(np.int8)
    turns = np.flatnonzero(np.diff(inked))
    pairs = zip(turns[::2], turns[1::2], strict=True)
    return [(int(start), int(end)) for start, end in pairs if end - start > _HEIGHT / 40]


def _top(letter: Grey) -> float:
    """Return the row where a letter begins, between rows where its edge lies between."""
    rows = letter.max(axis=1)
    edge = _EDGE * float(rows.max())
    first = int(np.argmax(rows > edge))
    if first == 0:
        return 0.0
    before, after = float(rows[first - 1]), float(rows[first])
    return first - 1 + (edge - before) / (after - before)


def _heights(text: str, tops: Grey, middles: Grey) -> tuple[Grey, float] | None:
    """Return how far each letter rises over the capitals, and how far tall ones do.

    The line may run uphill: a straight line is laid through the tops of capitals, digits and
    tall letters, with one step between the two kinds.
    """
    tall = np.array([letter in _TALL for letter in text])
    capital = np.array([letter in _CAPITALS or letter in _DIGITS for letter in text])
    if tall.sum() < 1 or capital.sum() < _FEWEST:
        return None
    known = tall | capital
    design = np.column_stack((np.ones(known.sum()), middles[known], tall[known]))
    fit, *_ = np.linalg.lstsq(design, tops[known], rcond=None)
    scatter = float(np.std(tops[known] - design @ fit)) or 1e-6
    taller = -float(fit[2])
    if taller < _CLEAR * scatter or taller <= 0:
        return None
    rises: Grey = fit[0] + fit[1] * middles - tops
    return rises, taller

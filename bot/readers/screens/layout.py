"""Boxes of recognised text, put upright and into rows."""

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from statistics import median

from bot.readers.screens.wording import tidy

# Two boxes share a row when their middles differ by less than this part of the lower one's height.
_SAME_ROW = 0.55
# A picture tilted more than this (radians, about 15 degrees) is no screenshot held askew.
_STEEPEST = 0.26
# Only boxes this many times wider than high tell the tilt.
_TELLING_SHAPE = 3.0
# Words of one text stand closer together than this many heights.
_TOUCHING = 1.0

Point = tuple[float, float]


@dataclass(frozen=True, slots=True)
class TextBox:
    """One recognised piece of text; pixels, the origin at the top left.

    Attributes:
        text: tidied text.
        left, top, right, bottom: edges after the picture's tilt was taken out.
        score: 0 to 1, how sure recognition is.
        corners: the four corners in the picture itself, clockwise from the top left.
    """

    text: str
    left: float
    top: float
    right: float
    bottom: float
    score: float = 1.0
    corners: tuple[Point, ...] = ()

    @property
    def height(self) -> float:
        """Height in pixels, about 1.3 times that of a capital letter."""
        return self.bottom - self.top

    @property
    def middle(self) -> float:
        """Vertical middle."""
        return (self.top + self.bottom) / 2


Row = tuple[TextBox, ...]


def straightened(found: Iterable[tuple[Sequence[Point], str, float]]) -> tuple[TextBox, ...]:
    """Return the boxes of recognised quadrangles, turned so that lines run level.

    Args:
        found: corners (clockwise from the top left), text and score of each piece.
    """
    pieces = [(tuple(corners), tidy(text), score) for corners, text, score in found]
    tilt = _tilt([corners for corners, _, _ in pieces])
    return tuple(_upright(corners, text, score, tilt) for corners, text, score in pieces if text)


def _tilt(shapes: list[tuple[Point, ...]]) -> float:
    angles = []
    for top_left, top_right, bottom_right, _ in shapes:
        width, rise = top_right[0] - top_left[0], top_right[1] - top_left[1]
        height = bottom_right[1] - top_right[1]
        if height > 0 and width > _TELLING_SHAPE * height:
            angles.append(math.atan2(rise, width))
    tilt = median(angles) if angles else 0.0
    return tilt if abs(tilt) < _STEEPEST else 0.0


def _upright(corners: tuple[Point, ...], text: str, score: float, tilt: float) -> TextBox:
    cosine, sine = math.cos(-tilt), math.sin(-tilt)
    turned = [(x * cosine - y * sine, x * sine + y * cosine) for x, y in corners]
    across, down = [x for x, _ in turned], [y for _, y in turned]
    # The mean of the two upper and two lower corners bears a skewed quadrangle better.
    down.sort()
    top, bottom = (down[0] + down[1]) / 2, (down[2] + down[3]) / 2
    return TextBox(text, min(across), top, max(across), bottom, score, corners)


def rows_of(boxes: Iterable[TextBox]) -> tuple[Row, ...]:
    """Return the boxes in rows from top to bottom, each row from left to right."""
    rows: list[list[TextBox]] = []
    for box in sorted(boxes, key=lambda box: box.middle):
        for row in reversed(rows[-3:]):
            if _level(row, box):
                row.append(box)
                break
        else:
            rows.append([box])
    return tuple(tuple(sorted(row, key=lambda box: box.left)) for row in rows)


def _level(row: list[TextBox], box: TextBox) -> bool:
    """Whether a box belongs to a row: level with a piece of it and beside all pieces."""
    beside = all(
        box.left >= other.right - other.height or box.right <= other.left + other.height
        for other in row
    )
    return beside and any(
        abs(box.middle - other.middle) < _SAME_ROW * min(box.height, other.height) for other in row
    )


def joined(row: Row) -> TextBox:
    """Return the pieces of a row as one box."""
    first = row[0]
    return replace(
        first,
        text=" ".join(box.text for box in row),
        top=min(box.top for box in row),
        right=max(box.right for box in row),
        bottom=max(box.bottom for box in row),
        score=min(box.score for box in row),
    )


def touching(pieces: Row) -> bool:
    """Whether pieces of a row stand as close together as words of one text."""
    return all(
        right.left - left.right < _TOUCHING * max(left.height, right.height)
        for left, right in pairwise(pieces)
    )


def usual_height(boxes: Sequence[TextBox]) -> float:
    """Return the height of ordinary text on the page; 0.0 on an empty one."""
    return median(box.height for box in boxes) if boxes else 0.0

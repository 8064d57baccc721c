"""Labels of a page with their values, whichever way the page sets them out."""

import re
from collections.abc import Sequence
from dataclasses import dataclass

from bot.readers.screens.labels import Field, Label, label_of, split_label
from bot.readers.screens.layout import Row, TextBox
from bot.readers.screens.numbers import continues_number

# A value under its label, or the rest of a broken value, begins within this many line heights.
_NEXT_LINE = 1.3
# Edges that differ by less than this many line heights are aligned.
_ALIGNED = 1.2
# Values of these fields run over several lines; others end with their line.
_BREAKING = frozenset({Field.TXN, Field.ORDER, Field.MERCHANT, Field.TIME})
_MOST_LINES = 3


@dataclass(frozen=True, slots=True)
class Pair:
    """A label and the value beside or under it.

    Attributes:
        label: field and rank.
        value: text of the value, pieces in reading order.
        boxes: boxes of label and value.
    """

    label: Label
    value: tuple[str, ...]
    boxes: tuple[TextBox, ...]

    @property
    def text(self) -> str:
        """The value in one line."""
        return " ".join(self.value)


@dataclass(frozen=True, slots=True)
class _Start:
    """A label with what stands on its own line."""

    label: Label
    box: TextBox
    inline: str
    right: tuple[TextBox, ...]


def pairs_of(rows: Sequence[Row]) -> tuple[Pair, ...]:
    """Return every label of a page with its value, top to bottom."""
    starts = [_starts(row) for row in rows]
    found = []
    for at, row_starts in enumerate(starts):
        found += [_completed(start, at, rows, starts) for start in row_starts]
    return tuple(found)


def _starts(row: Row) -> list[_Start]:
    """Return the labels of a row; what follows one up to the next is its value."""
    first = _label(row[0])
    if first is None:
        return []
    labels = [(0, *first)]
    for place, box in enumerate(row[1:], start=1):
        # The value of "Status: Paid" is a label elsewhere: a second label has a value too.
        following = place + 1 < len(row) and place - labels[-1][0] > 1
        stacked = not labels[-1][2] and all(label_of(one.text) for one in row)
        if (following or stacked) and (label := _label(box)):
            labels.append((place, *label))
    ends = [place for place, _, _ in labels[1:]] + [len(row)]
    return [
        _Start(label, row[place], inline, row[place + 1 : end])
        for (place, label, inline), end in zip(labels, ends, strict=True)
    ]


def _label(box: TextBox) -> tuple[Label, str] | None:
    if label := label_of(box.text):
        return label, ""
    return split_label(box.text)


def _completed(
    start: _Start, at: int, rows: Sequence[Row], starts: Sequence[list[_Start]]
) -> Pair:
    """Return a label with its value, taking the lines around it into account."""
    value = ([start.inline] if start.inline else []) + [box.text for box in start.right]
    boxes = [start.box, *start.right]
    column = start.right[0] if start.right else None
    if not value:
        above = _centred_above(start, at, rows, starts)
        boxes += above
        value += [box.text for box in above]
        column = above[0] if above else None
    for row, row_starts in list(zip(rows, starts, strict=True))[at + 1 : at + 1 + _MOST_LINES]:
        if row_starts or (value and start.label.field not in _BREAKING):
            break
        rest = _rest(start, boxes, column, row)
        if not rest:
            break
        boxes += rest
        value += [box.text for box in rest]
        column = column or rest[0]
    return Pair(start.label, tuple(value), tuple(boxes))


def _centred_above(
    start: _Start, at: int, rows: Sequence[Row], starts: Sequence[list[_Start]]
) -> list[TextBox]:
    """Return the first line of a value of two lines, whose label stands at half height."""
    if at == 0 or starts[at - 1] or at + 1 >= len(rows) or starts[at + 1]:
        return []
    above, below, height = rows[at - 1], rows[at + 1], start.box.height
    close = start.box.middle - above[-1].middle < height
    beside = len(above) == 1 and above[0].left > start.box.right
    return [above[0]] if close and beside and below[0].left > start.box.right else []


def _rest(
    start: _Start, boxes: Sequence[TextBox], column: TextBox | None, row: Row
) -> list[TextBox]:
    """Return the pieces of a row that go on with a value, in its column."""
    last = boxes[-1]
    if row[0].top - max(box.bottom for box in boxes) > _NEXT_LINE * last.height:
        return []
    if column is None:
        return [box for box in row if _under(start.box, box)]
    near = _ALIGNED * last.height
    taken = [
        box
        for box in row
        if abs(box.left - column.left) < near or abs(box.right - column.right) < near
    ]
    whole = len(taken) == len(row) and taken[0].height < 1.5 * last.height
    return taken if whole and _goes_on(start.label.field, boxes, taken[0]) else []


def _under(label: TextBox, box: TextBox) -> bool:
    """Whether a box stands under a label: left edges, middles or spans in common."""
    near = _ALIGNED * label.height
    return abs(box.left - label.left) < near or (box.left < label.right and box.right > label.left)


def _goes_on(field: Field, boxes: Sequence[TextBox], box: TextBox) -> bool:
    """Whether text can be the rest of a value of this field."""
    match field:
        case Field.TXN | Field.ORDER:
            return continues_number(boxes[-1].text, box.text)
        case Field.TIME:
            return bool(re.fullmatch(r"[\d:.\s]+(?:\s*[AaPp][Mm])?", box.text))
        case _:
            # A name is broken only where its line is full.
            return boxes[-1].right - boxes[-1].left > 6 * box.height and not re.search(
                r"\d[.,]\d{2}$", box.text
            )

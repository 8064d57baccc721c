"""The rows of a bill list."""

import re
from collections.abc import Sequence
from itertools import pairwise

from bot.readers.screens.amounts import Printed, printed, settled_currency
from bot.readers.screens.layout import Row, TextBox
from bot.readers.screens.reading import ListRow, PaymentStatus
from bot.readers.screens.states import status_of
from bot.readers.screens.times import clock_in, time_in
from bot.readers.screens.wording import simplified, tidy

# A list shows at least this many payments; a payment page may show a few sums, not in a column.
_FEWEST = 3
# Right edges of a column of sums differ by less than this many heights.
_COLUMN = 0.8
# How many lines under its sum belong to a payment.
_LINES = 3
_WHEN = re.compile(
    r"(?:20\d\d\s*[-/.年]\s*)?\d{1,2}\s*[-/月]\s*\d{1,2}日?(?:\s*\d{1,2}:\d{2}(?::\d{2})?)?"
    r"|(?:今天|昨天|前天|today|yesterday)[,\s]*(?:\d{1,2}:\d{2})?(?:\s*[ap]m)?"
    r"|(?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*\.? \d{1,2}(?:, 20\d\d)?"
    r"|\d{1,2} (?:jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[a-z]*(?: 20\d\d)?"
    r"|^\d{1,2}:\d{2}$",
    re.IGNORECASE,
)
_HEADER = re.compile(r"支出|收入|合计|expenses?|income|total|spent", re.IGNORECASE)


def list_rows(rows: Sequence[Row]) -> tuple[ListRow, ...]:
    """Return the payments of a bill list; empty where the page is none."""
    sums = [
        (at, box, found)
        for at, row in enumerate(rows)
        if (found := _sum_at_end(row))
        for box in row[-1:]
    ]
    column = _column([box for _, box, _ in sums])
    listed = [(at, found) for at, box, found in sums if id(box) in column]
    if len(listed) < _FEWEST or not _spread([rows[at][-1] for at, _ in listed]):
        return ()
    lines = tuple(" ".join(box.text for box in row) for row in rows)
    ends = [at for at, _ in listed[1:]] + [len(rows)]
    return tuple(
        _payment(rows[at : min(end, at + _LINES)], found, lines)
        for (at, found), end in zip(listed, ends, strict=True)
    )


def _sum_at_end(row: Row) -> Printed | None:
    """Return the sum at the right of a row with a name at its left."""
    if len(row) < 2 or _HEADER.search(simplified(row[0].text)):
        return None
    found = printed(row[-1].text)
    return found if found and found.marked and (found.sign or found.decimals == 2) else None


def _column(boxes: Sequence[TextBox]) -> set[int]:
    """Return the boxes whose right edges form the largest column."""
    groups = [
        {id(one) for one in boxes if abs(one.right - box.right) < _COLUMN * box.height}
        for box in boxes
    ]
    return max(groups, key=len, default=set())


def _spread(boxes: Sequence[TextBox]) -> bool:
    """Whether sums stand as far apart as payments of two lines, not as rows of one receipt."""
    gaps = sorted(below.middle - above.middle for above, below in pairwise(boxes))
    return gaps[len(gaps) // 2] > 2 * boxes[0].height


def _payment(rows: Sequence[Row], found: Printed, lines: tuple[str, ...]) -> ListRow:
    texts = [box.text for row in rows for box in row if box is not rows[0][-1]]
    currency = settled_currency(found.currency, lines)
    moments = [match[0] for text in texts if (match := _WHEN.search(tidy(text)))]
    states = [status for text in texts if (status := _state(text))]
    times = [time for text in texts if (time := time_in(text))]
    name = rows[0][0].text
    return ListRow(
        merchant=None if _is_moment(name) else name,
        amount_minor=(found.sign or -1) * found.minor(currency or ""),
        currency=currency,
        time=times[0] if times else None,
        when=moments[0] if moments else "",
        status=states[0] if states else None,
    )


def _state(text: str) -> PaymentStatus | None:
    return status_of(text) or (
        PaymentStatus.REFUNDED if simplified(text).startswith("已退款") else None
    )


def _is_moment(text: str) -> bool:
    return bool(time_in(text) or clock_in(text) or _WHEN.fullmatch(text))

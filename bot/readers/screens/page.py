"""The boxes of a page to its fields."""

import re
from collections.abc import Sequence
from dataclasses import dataclass, replace

from bot.readers.screens.labels import Field
from bot.readers.screens.layout import Row, TextBox, rows_of
from bot.readers.screens.lists import list_rows
from bot.readers.screens.names import merchant_of
from bot.readers.screens.numbers import number_of
from bot.readers.screens.pairs import Pair, pairs_of
from bot.readers.screens.reading import PaymentStatus, ScreenKind, ScreenshotReading
from bot.readers.screens.states import first_of, is_notice, status_of
from bot.readers.screens.sums import Amount, amount_of
from bot.readers.screens.times import clock_in, date_in, time_in

# A page with fewer of the fields amount, time, number, order and status is no payment page.
_FEWEST_FIELDS = 2
_PHONE_CLOCK = re.compile(r"([01]?\d|2[0-3]):([0-5]\d)")


@dataclass(frozen=True, slots=True)
class Page:
    """A reading, and the amount it rests on so that it can be looked at again."""

    reading: ScreenshotReading
    amount: Amount | None


def read_page(boxes: Sequence[TextBox]) -> Page:
    """Return what a page says; what is not certain stays None."""
    rows = rows_of(boxes)
    page = _read(rows)
    return replace(page, reading=replace(page.reading, clock=_clock(rows)))


def _clock(rows: Sequence[Row]) -> str:
    """Return the clock of the phone: a time and nothing else, in the first line."""
    found = (_PHONE_CLOCK.fullmatch(box.text) for box in (rows[0] if rows else ()))
    return next((f"{int(one[1]):02}:{one[2]}" for one in found if one), "")


def _read(rows: Sequence[Row]) -> Page:
    lines = tuple(" ".join(box.text for box in row) for row in rows)
    pairs = pairs_of(rows)
    numbers = _numbers(pairs)
    if numbers == (None, None) and (listed := list_rows(rows)):
        return Page(ScreenshotReading(ScreenKind.BILL_LIST, lines=lines, rows=listed), None)
    amount = amount_of(rows, pairs, lines)
    reading = ScreenshotReading(
        kind=ScreenKind.PAYMENT,
        amount_minor=amount.minor if amount else None,
        currency=amount.currency if amount else None,
        time=_time(pairs, rows),
        merchant=merchant_of(rows, pairs, amount.box if amount else None),
        txn_id=numbers[0],
        merchant_order_id=numbers[1],
        status=_status(pairs, rows),
        lines=lines,
    )
    if _fields(reading) >= _FEWEST_FIELDS:
        return Page(reading, amount)
    kind = ScreenKind.FREEZE_NOTICE if is_notice(lines) else ScreenKind.OTHER
    return Page(ScreenshotReading(kind, lines=lines), None)


def without_amount(reading: ScreenshotReading) -> ScreenshotReading:
    """Return a reading whose amount did not stand up to a second look."""
    return replace(reading, amount_minor=None, currency=None)


def _fields(reading: ScreenshotReading) -> int:
    """Return how many of the fields that make a payment page were read."""
    numbers = (reading.txn_id, reading.merchant_order_id)
    return sum(
        one is not None for one in (reading.amount_minor, reading.time, reading.status, *numbers)
    )


def _values(pairs: Sequence[Pair], *fields: Field) -> list[Pair]:
    """Return the pairs of some fields, the surest label first."""
    found = [pair for pair in pairs if pair.label.field in fields and pair.value]
    return sorted(found, key=lambda pair: pair.label.rank)


def _numbers(pairs: Sequence[Pair]) -> tuple[str | None, str | None]:
    """Return the transaction number and the merchant's order number."""
    first: dict[Field, str] = {}
    for pair in _values(pairs, Field.TXN, Field.ORDER):
        if number := number_of(pair.value):
            first.setdefault(pair.label.field, number)
    return first.get(Field.TXN), first.get(Field.ORDER)


def _time(pairs: Sequence[Pair], rows: Sequence[Row]) -> str | None:
    """Return the moment of payment: labelled, from date and clock apart, or alone on the page."""
    dated = _values(pairs, Field.TIME, Field.DATE)
    whole = [time for pair in dated if (time := time_in(pair.text))]
    with_clock = [time for time in whole if " " in time]
    if with_clock:
        return with_clock[0]
    clocks = [clock for pair in dated if (clock := clock_in(pair.text))]
    if whole:
        return f"{whole[0]} {clocks[0]}" if clocks else whole[0]
    taken = {id(box) for pair in pairs if pair.value for box in pair.boxes}
    loose = [" ".join(box.text for box in row if id(box) not in taken) for row in rows]
    found = {time for line in loose if date_in(line) and (time := time_in(line))}
    return found.pop() if len(found) == 1 else None


def _status(pairs: Sequence[Pair], rows: Sequence[Row]) -> PaymentStatus | None:
    """Return the labelled state, else that of the lines which are a state and nothing else."""
    for pair in _values(pairs, Field.STATUS):
        if status := status_of(pair.text) or status_of(pair.value[0]):
            return status
    found = {status_of(box.text) for row in rows for box in row}
    return first_of({status for status in found if status})

"""QIF: a letter and a value on each line, a circumflex after each booking."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Transaction
from bot.readers.statements.amounts import minor_units
from bot.readers.statements.postings import Posting, transaction
from bot.readers.statements.times import DayOrder, day_order, read_time

FORMAT = "qif"

_TYPE = re.compile(r"^!type:\s*(\w+)", re.IGNORECASE | re.MULTILINE)
_ACCOUNTS = frozenset({"bank", "ccard", "cash", "oth"})
_BLANK_IN_DATE = re.compile(r"\s+")

CURRENCY = "USD"
"""The format names no currency; its home is the United States."""


def is_qif(text: str) -> bool:
    """The head of the text is one of QIF."""
    return bool(re.match(r"\s*!(?:type|account|option)", text[:200], re.IGNORECASE))


def read(text: str) -> Iterator[Transaction]:
    """Read the bookings of a QIF file; which part of a date is the day is decided once."""
    records = list(_records(text))
    order = day_order([_date(fields) for _, fields in records])
    if order is DayOrder.UNKNOWN:
        order = DayOrder.MONTH_FIRST
    for row, (line, fields) in enumerate(records, 1):
        read_at = read_time(_date(fields), order)
        posting = Posting(
            row=row,
            line=line,
            at=read_at[0] if read_at else None,
            amount=minor_units(fields.get("T") or fields.get("U", ""), CURRENCY) or 0,
            currency=CURRENCY,
            name=fields.get("P", ""),
            memo=fields.get("M", ""),
            written_at=fields.get("D", ""),
            is_transfer=fields.get("L", "").startswith("["),
        )
        yield transaction(posting, FORMAT)


def _date(fields: dict[str, str]) -> str:
    """The date without the blanks that pad short numbers: " 4/ 9' 5"."""
    return _BLANK_IN_DATE.sub("", fields.get("D", "")).replace("'", "/")


def _records(text: str) -> Iterator[tuple[int, dict[str, str]]]:
    wanted, first = True, 0
    fields: dict[str, str] = {}
    for line, content in enumerate(text.splitlines(), 1):
        content = content.strip()
        if content.startswith("!"):
            found = _TYPE.match(content)
            wanted = bool(found) and found[1].lower() in _ACCOUNTS if found else False
            fields = {}
        elif content.startswith("^"):
            if wanted and "D" in fields:
                yield first, fields
            fields = {}
        elif content:
            first = line if not fields else first
            fields.setdefault(content[0].upper(), content[1:].strip())
    if wanted and "D" in fields and ("T" in fields or "U" in fields):
        yield first, fields

"""MT940: the SWIFT statement, one :61: and one :86: for each booking."""

import re
from collections.abc import Iterator

from bot.domain.transactions import Transaction
from bot.readers.statements.amounts import minor_units
from bot.readers.statements.cells import order_in
from bot.readers.statements.postings import Posting, transaction, without_refund_word
from bot.readers.statements.times import read_time

FORMAT = "mt940"

_TAG = re.compile(r"^:(\d{2}[A-Z]?):", re.MULTILINE)
_BOOKING = re.compile(r"(\d{6})(\d{4})?(R?[CD])([A-Z])?(\d+,\d*)")
_BALANCE = re.compile(r"[CD]\d{6}([A-Z]{3})")
_SUBFIELD = re.compile(r"\?(\d\d)([^?]*)")
_SLASHED = re.compile(r"/(NAME|REMI|EREF)/([^/]*)")
_PURPOSE = {f"{number:02d}" for number in (*range(20, 30), *range(60, 64))}
_SEPA = re.compile(r"^(?:SVWZ|EREF|KREF|MREF|CRED|DEBT)\+")


def is_mt940(text: str) -> bool:
    """A line of the text is a booking of MT940."""
    return bool(re.search(r"^:61:\d{6}", text, re.MULTILINE))


def read(text: str) -> Iterator[Transaction]:
    """Read the bookings of an MT940 file; a wrapped line is joined without a blank."""
    tags = list(_TAG.finditer(text))
    currency, row, line, before = "EUR", 0, 1, 0
    booking: tuple[re.Match[str], int] | None = None
    for tag, following in zip(tags, [*tags[1:], None], strict=True):
        value = text[tag.end() : following.start() if following else len(text)]
        line += text.count("\n", before, tag.start())
        before = tag.start()
        if tag[1] in ("61", "60F", "60M") and booking:
            row += 1
            yield _transaction(booking, row, currency, "")
            booking = None
        if tag[1] in ("60F", "60M") and (found := _BALANCE.match(value)):
            currency = found[1]
        elif tag[1] == "61" and (found := _BOOKING.match(value)):
            booking = (found, line)
        elif tag[1] == "86" and booking:
            row += 1
            yield _transaction(booking, row, currency, value)
            booking = None
    if booking:
        yield _transaction(booking, row + 1, currency, "")


def _transaction(
    booking: tuple[re.Match[str], int], row: int, currency: str, details: str
) -> Transaction:
    found, line = booking
    name, memo = _parties(re.sub(r"\r?\n-\s*\Z", "", details))
    minor = minor_units(f"{found[5]}00"[: found[5].index(",") + 3], currency) or 0
    left = found[3] in ("D", "RC")
    read_at = read_time(f"20{found[1]}")
    posting = Posting(
        row=row,
        line=line,
        at=read_at[0] if read_at else None,
        amount=-minor if left else minor,
        currency=currency,
        name=name,
        memo=memo,
        written_at=found[1],
    )
    return transaction(posting, FORMAT)


def _parties(details: str) -> tuple[str, str]:
    """Return the name of the other side and the purpose."""
    joined = re.sub(r"\r?\n", "", details).strip()
    fields = _SUBFIELD.findall(joined)
    if fields:
        purpose = "".join(_SEPA.sub("", value) for code, value in fields if code in _PURPOSE)
        name = "".join(value for code, value in fields if code in ("32", "33"))
        return name.strip(), purpose.strip()
    slashed = dict(_SLASHED.findall(joined))
    if "NAME" in slashed:
        return slashed["NAME"].strip(), slashed.get("REMI", "").strip()
    return order_in(without_refund_word(joined))[1], joined

"""Rows that were read to a statement: footers off, cautions on."""

import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import replace
from datetime import UTC, date, tzinfo

from bot.domain.transactions import Kind, Precision, State, Transaction
from bot.readers.containers import Unpacked
from bot.readers.errors import Refusal, Unreadable
from bot.readers.statements.model import Caution, StatementFile, Warned
from bot.readers.statements.table import Table

_ENDINGS = (b"\n", b"\r", b"\x00")
"""Last bytes of a text whose last line is whole; the zero ends a line of UTF-16."""


def of_table(part: Unpacked, table: Table) -> StatementFile:
    """Return the statement of a table.

    Raises:
        Unreadable: the table has no row.
    """
    table.file = _fingerprint(part)
    rows = list(table.layout.read(table))
    cautions = dict(table.cautions)
    unread = set(table.unread)
    if rows and rows[-1].row in unread:
        unread.discard(rows.pop().row)
        cautions[Caution.CUT_OFF] = {}
    stated = table.stated_rows()
    if len(rows) < stated:
        cautions[Caution.FEWER_ROWS] = {"stated": str(stated), "read": str(len(rows))}
    lost = len(unread | {row.row for row in rows if row.at is None})
    if lost:
        cautions[Caution.ROWS_UNREAD] = {"rows": str(lost)}
    rows = _days_told(rows, table.zone)
    return _statement(part, table.layout.name, rows, cautions, table.zone)


def of_bookings(part: Unpacked, format_: str, bookings: Iterable[Transaction]) -> StatementFile:
    """Return the statement of an interchange format.

    Raises:
        Unreadable: the file holds no booking.
    """
    file = _fingerprint(part)
    rows = [replace(row, file=file) for row in bookings]
    cautions: dict[Caution, dict[str, str]] = {}
    if _is_cut_off(part.data, format_):
        cautions[Caution.CUT_OFF] = {}
    return _statement(part, format_, rows, cautions, UTC)


def _statement(
    part: Unpacked,
    format_: str,
    rows: Sequence[Transaction],
    cautions: dict[Caution, dict[str, str]],
    zone: tzinfo,
) -> StatementFile:
    if not rows:
        raise Unreadable(Refusal.DAMAGED)
    pending = sum(row.state is State.PENDING and row.kind is Kind.CHARGE for row in rows)
    if pending:
        cautions[Caution.PENDING] = {"rows": str(pending)}
    precisions = {row.precision for row in rows if row.at}
    if precisions == {Precision.DAY}:
        cautions[Caution.ONLY_DAYS] = {}
    elif precisions == {Precision.MINUTE} and format_ not in ("stripe_payments", "stripe_balance"):
        cautions[Caution.SECONDS_LOST] = {}
    warnings = tuple(Warned(caution, values) for caution, values in cautions.items())
    return StatementFile(
        part.name, format_, tuple(rows), _period(rows, zone), warnings, _fingerprint(part)
    )


def _fingerprint(part: Unpacked) -> str:
    return hashlib.sha256(part.data).hexdigest()


def _period(rows: Iterable[Transaction], zone: tzinfo) -> tuple[date, date] | None:
    """First and last day in the zone of the statement."""
    moments = [row.at for row in rows if row.at]
    if not moments:
        return None
    return min(moments).astimezone(zone).date(), max(moments).astimezone(zone).date()


def _days_told(rows: list[Transaction], zone: tzinfo) -> list[Transaction]:
    """A workbook turns a day into midnight: where every row has it, only days are told."""
    timed = [row.at for row in rows if row.at and row.precision is not Precision.DAY]
    if len(timed) < 2 or any(at.astimezone(zone).time().isoformat() != "00:00:00" for at in timed):
        return rows
    return [replace(row, precision=Precision.DAY) for row in rows]


def _is_cut_off(data: bytes, format_: str) -> bool:
    """The end of an interchange file is missing."""
    tail = data[-4_000:].upper()
    match format_:
        case "ofx":
            return b"</OFX>" not in tail
        case "camt":
            return b"DOCUMENT>" not in tail
        case "qif":
            return not tail.rstrip().endswith(b"^")
        case _:
            return not data.endswith(_ENDINGS) and b":62" not in tail

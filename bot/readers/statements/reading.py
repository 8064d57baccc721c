"""A statement file to its transactions, by its content."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path

from bot.readers.containers import Unpacked, unpack
from bot.readers.decoding import decode
from bot.readers.errors import Refusal, Unreadable
from bot.readers.statements import camt, mt940, ofx, qif
from bot.readers.statements.finishing import of_bookings, of_table
from bot.readers.statements.grids import (
    DELIMITERS,
    HTML_HEAD,
    html_grid,
    is_html,
    list_grid,
    text_grid,
    workbook_grid,
)
from bot.readers.statements.model import Caution, StatementFile, Warned
from bot.readers.statements.registry import LAYOUTS
from bot.readers.statements.table import Grid, find_table
from bot.readers.uploads import MAX_FILE_BYTES, FileType, file_type

Progress = Callable[[int], None]
"""Called now and then with the number of rows read."""

_REFUSED_TYPES = {
    FileType.EMPTY: Refusal.EMPTY,
    FileType.PICTURE: Refusal.PICTURE,
    FileType.ARCHIVE: Refusal.OTHER_ARCHIVE,
    FileType.PROGRAM: Refusal.UNKNOWN_TYPE,
}


def read_statement(
    file: Path | str | bytes,
    name: str = "",
    password: str | None = None,
    progress: Progress | None = None,
) -> StatementFile:
    """Read one statement; of an archive the one with the most rows.

    Args:
        file: path, or the bytes themselves.
        name: shown for bytes; a path has its own.
        password: of an archive, a workbook or a PDF; used once and not kept.
        progress: called with the number of rows read so far.

    Raises:
        Unreadable: with the reason, and a sentence that says what to send instead.
    """
    found = read_statements(file, name, password, progress)
    return max(found, key=lambda one: len(one.transactions))


def read_statements(
    file: Path | str | bytes,
    name: str = "",
    password: str | None = None,
    progress: Progress | None = None,
) -> tuple[StatementFile, ...]:
    """Read every statement in a file; see `read_statement`."""
    data = file if isinstance(file, bytes) else Path(file).read_bytes()
    name = name or ("" if isinstance(file, bytes) else Path(file).name)
    if len(data) > MAX_FILE_BYTES:
        raise Unreadable(Refusal.TOO_LARGE)
    parts = unpack(data, name, password)
    found: list[StatementFile] = []
    refusals: list[Unreadable] = []
    for part in parts:
        shown = name if len(parts) == 1 else f"{name}/{part.name}"
        try:
            found.append(_read_part(replace(part, name=shown), password, progress))
        except Unreadable as refused:
            refusals.append(refused)
    if found and refusals:
        others = Warned(Caution.OTHER_FILES, {"files": str(len(refusals))})
        return tuple(replace(one, warnings=(*one.warnings, others)) for one in found)
    if found:
        return tuple(found)
    if len(refusals) == 1:
        raise refusals[0]
    raise Unreadable(Refusal.NO_STATEMENT_INSIDE)


def _read_part(part: Unpacked, password: str | None, progress: Progress | None) -> StatementFile:
    kind = file_type(part.data)
    if kind in _REFUSED_TYPES:
        raise Unreadable(_REFUSED_TYPES[kind])
    if part.is_workbook:
        return _first_table(part, workbook_grid(part.data), progress)
    if kind is FileType.PDF:
        return _read_pdf(part, password, progress)
    if kind is not FileType.TEXT:
        raise Unreadable(Refusal.UNKNOWN_TYPE)
    return _read_text(part, progress)


def _read_pdf(part: Unpacked, password: str | None, progress: Progress | None) -> StatementFile:
    from bot.readers.statements.pdf import pdf_rows  # half a second to import, and few are PDF

    rows, empty = pdf_rows(part.data, password)
    read = _first_table(part, [list_grid(rows)], progress)
    pages = {"pages": ", ".join(map(str, empty))}
    more = (Warned(Caution.PAGES_UNREAD, pages),) if empty else ()
    return replace(read, warnings=read.warnings + more)


def _read_text(part: Unpacked, progress: Progress | None) -> StatementFile:
    text = decode(part.data)
    if ofx.is_ofx(text):
        return of_bookings(part, ofx.FORMAT, ofx.read(text))
    if camt.is_camt(text):
        return of_bookings(part, camt.FORMAT, camt.read(part.data))
    if qif.is_qif(text):
        return of_bookings(part, qif.FORMAT, qif.read(text))
    if mt940.is_mt940(text):
        return of_bookings(part, mt940.FORMAT, mt940.read(text))
    if is_html(text):
        known = find_table(html_grid(text[:HTML_HEAD]), LAYOUTS)
        return _first_table(part, [html_grid(text)] if known else [], progress)
    return _first_table(part, (text_grid(text, one) for one in DELIMITERS), progress)


def _first_table(
    part: Unpacked, grids: Iterable[Grid], progress: Progress | None
) -> StatementFile:
    for grid in grids:
        table = find_table(grid, LAYOUTS)
        if table:
            table.progress = progress
            return of_table(part, table)
    raise Unreadable(Refusal.UNKNOWN_LAYOUT)

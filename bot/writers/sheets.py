"""Tables that are written row by row: CSV as it comes, xlsx into a file that has no name."""

import csv
import io
import tempfile
from collections.abc import Iterator, Sequence
from typing import Final

import xlsxwriter
from xlsxwriter.worksheet import Worksheet

from bot.writers.tables import FOR_EXCEL, safe_cell

# Bytes handed on at once.
_PART: Final = 256 * 1024
# Rows of a sheet, and characters of a cell. Source: "Excel specifications and limits".
_MOST_ROWS: Final = 1_048_576
_LONGEST: Final = 32_767
_WIDTH: Final = 18
# A text is a text, whatever it looks like: no formula, no link, no number.
_PLAIN: Final = {
    "constant_memory": True,
    "strings_to_formulas": False,
    "strings_to_urls": False,
    "strings_to_numbers": False,
}

Row = Sequence[object]


class CsvSheet:
    """A CSV file for spreadsheets: UTF-8 behind its mark, no cell is a formula."""

    media = "text/csv; charset=utf-8"

    def __init__(self, head: Row) -> None:
        self._mark = "".encode(FOR_EXCEL)
        self._head = head

    def add(self, rows: Sequence[Row]) -> bytes:
        """Take rows; return their bytes, behind the heading the first time."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        start, heads = self._mark, [self._head] if self._head else []
        self._mark, self._head = b"", ()
        writer.writerows([safe_cell(cell) for cell in row] for row in [*heads, *rows])
        return start + text.getvalue().encode()

    def end(self) -> Iterator[bytes]:
        """Return what is left: nothing, or the heading where there was no row."""
        yield self.add([])

    def close(self) -> None:
        """Nothing is held."""


class XlsxSheet:
    """An xlsx file; rows go to the disk one by one, so that memory does not grow with them."""

    media = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

    def __init__(self, head: Row) -> None:
        # Without a name: it is gone with the program at the latest.
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed by `close`
        self._book = xlsxwriter.Workbook(self._file, _PLAIN)
        self._head, self._bold = head, self._book.add_format({"bold": True})
        self._sheet = self._new_sheet()

    def add(self, rows: Sequence[Row]) -> bytes:
        """Take rows; nothing can be sent before the end."""
        for row in rows:
            if self._row >= _MOST_ROWS:
                self._sheet = self._new_sheet()
            for column, cell in enumerate(row):
                self._write(column, cell)
            self._row += 1
        return b""

    def end(self) -> Iterator[bytes]:
        """Return the file in parts."""
        self._book.close()
        self._file.seek(0)
        while part := self._file.read(_PART):
            yield part

    def close(self) -> None:
        """Let go of the file."""
        self._file.close()

    def _new_sheet(self) -> Worksheet:
        sheet = self._book.add_worksheet()
        sheet.set_column(0, len(self._head) - 1, _WIDTH)
        sheet.freeze_panes(1, 1)
        for column, name in enumerate(self._head):
            sheet.write_string(0, column, str(name), self._bold)
        self._row = 1
        return sheet

    def _write(self, column: int, cell: object) -> None:
        if isinstance(cell, int | float):
            self._sheet.write_number(self._row, column, cell)
        elif cell not in (None, ""):
            self._sheet.write_string(self._row, column, str(cell)[:_LONGEST])

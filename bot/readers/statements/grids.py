"""Files to lines of cells: delimited text, HTML tables, workbooks, PDF tables."""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from datetime import date, datetime, time, timedelta
from html.parser import HTMLParser
from typing import Literal

import python_calamine
from python_calamine import CalamineError, CalamineWorkbook

from bot.readers.errors import Refusal, Unreadable
from bot.readers.statements.table import Grid

DELIMITERS = (",", "\t", ";", "|")
"""Between cells, the usual one first."""

HTML_HEAD = 300_000
"""Characters in which a page must show a known header, else it is not read on."""

_EXACT_INTEGER = 10**15
"""A workbook stores numbers with 15 exact digits."""


def text_grid(text: str, delimiter: str) -> Grid:
    """Return the lines of a delimited text, quoted or not, with whatever follows a quote."""
    if text.count('"') % 2:
        return _line_by_line(text, delimiter)

    def walk() -> Iterator[tuple[int, Sequence[str]]]:
        reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)
        try:
            for cells in reader:
                yield reader.line_num, cells
        except csv.Error as error:
            raise Unreadable(Refusal.DAMAGED) from error

    return walk


def _line_by_line(text: str, delimiter: str) -> Grid:
    """A quotation mark without its partner would swallow the lines up to the next one."""

    def walk() -> Iterator[tuple[int, Sequence[str]]]:
        for number, line in enumerate(io.StringIO(text, newline=None), 1):
            quoting: Literal[0, 3] = csv.QUOTE_NONE if line.count('"') % 2 else csv.QUOTE_MINIMAL
            try:
                cells = next(csv.reader([line.rstrip("\n")], delimiter=delimiter, quoting=quoting))
            except csv.Error as error:
                raise Unreadable(Refusal.DAMAGED) from error
            except StopIteration:
                continue
            yield number, [cell.strip('"') for cell in cells]

    return walk


def workbook_grid(data: bytes) -> Iterator[Grid]:
    """Return the sheets of an xlsx or xls.

    Raises:
        Unreadable: the workbook is damaged or has a password.
    """
    try:
        book = CalamineWorkbook.from_filelike(io.BytesIO(data))
        for index in range(len(book.sheet_names)):
            rows = book.get_sheet_by_index(index).to_python(skip_empty_area=False)
            yield list_grid([[_cell(value) for value in row] for row in rows])
    except python_calamine.PasswordError as error:
        raise Unreadable(Refusal.PASSWORD_NEEDED) from error
    except (CalamineError, OSError, ValueError) as error:
        raise Unreadable(Refusal.DAMAGED) from error


def list_grid(rows: Sequence[Sequence[str]]) -> Grid:
    """Return rows that are cells already."""
    return lambda: iter(enumerate(rows, start=1))


def _cell(value: object) -> str:
    """A cell as a person sees it; a number too long for a workbook shows its exponent."""
    match value:
        case str():
            return value
        case bool():
            return str(value).lower()
        case float() if value.is_integer() and abs(value) < _EXACT_INTEGER:
            return str(int(value))
        case float() if abs(value) >= _EXACT_INTEGER:
            return f"{value:.5E}"
        case int() if abs(value) >= _EXACT_INTEGER:
            return f"{value:.5E}"
        case float():
            return f"{value:.10f}".rstrip("0")
        case datetime():
            return value.isoformat(" ", "seconds")
        case date() | time():
            return value.isoformat()
        case timedelta():
            return str(value)
        case _:
            return str(value)


class _Rows(HTMLParser):
    """Cells of the tables of an HTML page: some "xls" downloads are one."""

    def __init__(self) -> None:
        super().__init__()
        self.rows: list[list[str]] = []
        self._open = False

    def handle_starttag(self, tag: str, _attrs: object) -> None:
        """Begin a row or a cell."""
        if tag == "tr":
            self.rows.append([])
        elif tag in ("td", "th") and self.rows:
            self.rows[-1].append("")
            self._open = True

    def handle_endtag(self, tag: str) -> None:
        """End a cell."""
        if tag in ("td", "th"):
            self._open = False

    def handle_data(self, data: str) -> None:
        """Text of a cell."""
        if self._open and self.rows and self.rows[-1]:
            self.rows[-1][-1] += data


def is_html(text: str) -> bool:
    """A web page, whatever its name: some banks call it xls."""
    return bool(re.search(r"<(?:html|table)\b", text[:HTML_HEAD], re.IGNORECASE))


def html_grid(text: str) -> Grid:
    """Return the rows of all tables of an HTML page."""
    parser = _Rows()
    parser.feed(text)
    return list_grid(parser.rows)

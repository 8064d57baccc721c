"""Tables of PDF statements, as far as their text can be taken out."""

import io
from collections.abc import Sequence

import pdfplumber
import pikepdf
from pdfplumber.utils.exceptions import MalformedPDFException, PdfminerException

from bot.readers.errors import Refusal, Unreadable

_DAMAGE = (
    PdfminerException, MalformedPDFException, ValueError, TypeError, KeyError, IndexError,
    AssertionError,
)  # fmt: skip
"""What the libraries raise on broken pages."""

MAX_PAGES = 60
"""Pages that are read: about half a second each."""


def pdf_rows(data: bytes, password: str | None) -> tuple[list[list[str]], list[int]]:
    """Return the rows of all tables, and the pages (from 1) on which none was found.

    Raises:
        Unreadable: damaged, a password is missing or wrong, or the pages are pictures.
    """
    rows: list[list[str]] = []
    empty: list[int] = []
    has_text = False
    try:
        with pdfplumber.open(io.BytesIO(_decrypted(data, password))) as pdf:
            for number, page in enumerate(pdf.pages, 1):
                found = _page_rows(page) if number <= MAX_PAGES else []
                has_text = has_text or bool(page.chars)
                rows += found
                if not found:
                    empty.append(number)
                page.close()
    except _DAMAGE as error:
        raise Unreadable(Refusal.DAMAGED) from error
    if not has_text:
        raise Unreadable(Refusal.NO_TEXT)
    return rows, empty


def _decrypted(data: bytes, password: str | None) -> bytes:
    """Return the PDF without its password; many have none, or an empty one."""
    try:
        return _opened(data, "")
    except pikepdf.PasswordError:
        pass
    except (pikepdf.PdfError, RuntimeError, ValueError) as error:
        raise Unreadable(Refusal.DAMAGED) from error
    if not password:
        raise Unreadable(Refusal.PASSWORD_NEEDED)
    try:
        return _opened(data, password)
    except pikepdf.PasswordError as error:
        raise Unreadable(Refusal.PASSWORD_WRONG) from error


def _opened(data: bytes, password: str) -> bytes:
    with pikepdf.open(io.BytesIO(data), password=password) as pdf:
        if not pdf.is_encrypted:
            return data
        plain = io.BytesIO()
        pdf.save(plain)
        return plain.getvalue()


def _page_rows(page: "pdfplumber.page.Page") -> list[list[str]]:
    """Rows of ruled tables; else rows of words that stand in columns."""
    tables: Sequence[Sequence[Sequence[str | None]]] = page.extract_tables()
    if not tables:
        tables = page.extract_tables({"vertical_strategy": "text", "horizontal_strategy": "text"})
    return [[_joined(cell) for cell in row] for table in tables for row in table]


def _joined(cell: str | None) -> str:
    """A wrapped cell in one line: between Chinese characters and digits nothing is put."""
    lines = (cell or "").split("\n")
    text = lines[0]
    for line in lines[1:]:
        latin = text[-1:].isascii() and text[-1:].isalpha() and line[:1].isalpha()
        text += f" {line}" if latin or _is_clock(line) else line
    return text


def _is_clock(line: str) -> bool:
    return len(line) in (5, 8) and line[2:3] == ":"

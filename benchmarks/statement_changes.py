"""Statements as other programs save them again: every change must leave the findings as they were.

python benchmarks/statement_changes.py [--seeds 2]

Columns in another order, other delimiters, quotes, encodings and line ends, cells padded, columns
and lines added, times as a spreadsheet shows them, workbooks with text and with typed cells, HTML
tables. Each delimited format of `statements.py` is taken, each change applied, and rows and
findings compared with those of the file as it was.
"""

import argparse
import csv
import html
import io
import random
import re
import sys
from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime
from pathlib import Path

import openpyxl
import statements

sys.path.insert(0, str(Path(__file__).parent.parent))
from bot.domain.duplicates import find_duplicates
from bot.readers.errors import Unreadable
from bot.readers.statements.reading import read_statement

NO_TABLE = {"wechat_2025.xlsx", "wechat_2026.xlsx", "ofx1.ofx", "ofx2.ofx", "qif.qif",
            "camt053.xml", "mt940.sta"}  # fmt: skip
_DAY = re.compile(r"\s*(\d{4})-(\d\d)-(\d\d)(?: (\d\d):(\d\d):(\d\d))?\s*")
_SUM = re.compile(r"-?\d{1,3}(?:,\d{3})*\.\d\d|-?\d+\.\d\d")
Line = list[str]


@dataclass(frozen=True)
class Sheet:
    """A file in its parts."""

    above: list[Line]
    names: Line
    rows: list[Line]
    below: list[Line]

    @property
    def lines(self) -> list[Line]:
        """Everything from top to bottom."""
        return [*self.above, self.names, *self.rows, *self.below]


def parts(data: bytes) -> Sheet:
    """Take a delimited file apart: the header is the first full line without numbers."""
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("gb18030")
    lines = list(csv.reader(io.StringIO(text, newline="")))
    at = next(n for n, line in enumerate(lines) if _filled(line) >= 5 and not _numbered(line))
    names = [name for name in lines[at] if name.strip()]
    rows = [line for line in lines[at + 1 :] if _filled(line) > 3 and "合计" not in line[0]]
    below = [line for line in lines[at + 1 :] if line not in rows]
    whole = [(row + [""] * len(names))[: len(names)] for row in rows]
    return Sheet(lines[:at], names, whole, below)


def _filled(line: Line) -> int:
    return sum(bool(cell.strip()) for cell in line)


def _numbered(line: Line) -> bool:
    return bool(re.search(r"\d{3}", "".join(line)))


def text(sheet: Sheet, encoding: str = "utf-8-sig", **how: object) -> bytes:
    """Write a sheet as delimited text."""
    out = io.StringIO()
    csv.writer(out, **{"lineterminator": "\r\n", **how}).writerows(sheet.lines)
    return out.getvalue().encode(encoding, "replace")


def _cells(sheet: Sheet, change: Callable[[str], str]) -> Sheet:
    return replace(sheet, rows=[[change(cell) for cell in row] for row in sheet.rows])


def shuffled(sheet: Sheet, rng: random.Random) -> bytes:
    order = rng.sample(range(len(sheet.names)), len(sheet.names))
    rows = [[row[at] for at in order] for row in sheet.rows]
    return text(Sheet(sheet.above, [sheet.names[at] for at in order], rows, []))


def padded(sheet: Sheet, rng: random.Random) -> bytes:
    def wide(cell: str) -> str:
        return " " * rng.randint(0, 2) + cell.strip() + " " * rng.randint(0, 9) + "\t"

    return text(_cells(sheet, wide))


def with_columns(sheet: Sheet, rng: random.Random) -> bytes:
    rows = [[str(at), *row, "", "x"] for at, row in enumerate(sheet.rows, 1)]
    above = [["某某导出的账单"], *sheet.above]
    return text(
        Sheet(above, ["序号", *sheet.names, "我的备注", "标签"], rows, [["合计", "", "9"]])
    )


def with_blanks(sheet: Sheet, rng: random.Random) -> bytes:
    rows = [line for row in sheet.rows for line in ([row, []] if rng.random() < 0.1 else [row])]
    return text(replace(sheet, above=[[]] * rng.randint(0, 30) + sheet.above, rows=rows))


def saved_by_a_spreadsheet(sheet: Sheet, rng: random.Random) -> bytes:
    """2026/3/5 8:05: no seconds, no zeros."""

    def short(cell: str) -> str:
        found = _DAY.fullmatch(cell)
        if not found:
            return cell
        clock = f" {int(found[4])}:{found[5]}" if found[4] else ""
        return f"{found[1]}/{int(found[2])}/{int(found[3])}{clock}"

    return text(_cells(sheet, short), "gb18030")


def workbook(sheet: Sheet, rng: random.Random, *, typed: bool = False) -> bytes:
    book = openpyxl.Workbook()
    for line in sheet.lines:
        cells = (cell.strip() for cell in line)
        book.active.append([_typed(cell) if typed else cell for cell in cells])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def _typed(cell: str) -> object:
    if _SUM.fullmatch(cell):
        return float(cell.replace(",", ""))
    return datetime.fromisoformat(cell) if _DAY.fullmatch(cell) else cell


def web_page(sheet: Sheet, rng: random.Random) -> bytes:
    lines = "".join(
        f"<tr>{''.join(f'<td>{html.escape(cell.strip())}</td>' for cell in line)}</tr>"
        for line in sheet.lines
    )
    return f"<html><table border=1>{lines}</table></html>".encode("gb18030")


CHANGES: dict[str, Callable[[Sheet, random.Random], bytes]] = {
    "other order": shuffled,
    "semicolons": lambda sheet, rng: text(sheet, delimiter=";"),
    "tabs, UTF-16": lambda sheet, rng: text(sheet, "utf-16", delimiter="\t"),
    "GB18030": lambda sheet, rng: text(sheet, "gb18030"),
    "all quoted": lambda sheet, rng: text(sheet, quoting=csv.QUOTE_ALL, lineterminator="\n"),
    "padded": padded,
    "more columns": with_columns,
    "blank lines": with_blanks,
    "spreadsheet": saved_by_a_spreadsheet,
    "workbook": workbook,
    "typed workbook": lambda sheet, rng: workbook(sheet, rng, typed=True),
    "web page": web_page,
}


def found_in(data: bytes) -> tuple[int, set[tuple[object, ...]]]:
    """Return how many rows a file has and what is charged twice in it; -1: it is refused."""
    try:
        rows = read_statement(data, "x").transactions
    except Unreadable:
        return -1, set()
    return len(rows), {
        (one.rows, one.extra_minor, one.confidence) for one in find_duplicates(rows)
    }


def main() -> None:
    """Change every format in every way."""
    options = argparse.ArgumentParser(description=__doc__)
    options.add_argument("--seeds", type=int, default=2)
    right: Counter[str] = Counter()
    files: Counter[str] = Counter()
    for seed in range(options.parse_args().seeds):
        for name in sorted(set(statements.FORMATS) - NO_TABLE):
            one = statements.case(name, seed)
            before = found_in(one.data)
            for how, change in CHANGES.items():
                same = found_in(change(parts(one.data), random.Random(seed))) == before
                right[how] += same and before[0] == one.rows
                files[how] += 1
                if not same:
                    print(f"{name} {seed}: {how}")
    for how in CHANGES:
        print(f"{how:16} {right[how]}/{files[how]}")


if __name__ == "__main__":
    main()

"""Statements as people mistreat them, and files that attack: nothing is lost, nothing hangs.

python benchmarks/fuzz_statements.py [--seeds 2] [--seconds 60]
"""

import argparse
import csv
import io
import random
import re
import sys
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import openpyxl
import pyzipper
from statements import FORMATS, case, judge

sys.path.insert(0, str(Path(__file__).parent.parent))
from bot.domain.duplicates import Confidence, find_duplicates
from bot.readers.decoding import decode
from bot.readers.errors import Unreadable
from bot.readers.statements.grids import list_grid, text_grid
from bot.readers.statements.reading import read_statement, read_statements
from bot.readers.statements.registry import LAYOUTS
from bot.readers.statements.table import find_table

WRONG = ("certain wrong", "asked claimed", "settled claimed")
SLOWEST_SECONDS = 1.0
"""A hostile file is read or refused within it."""

Lines = list[list[str]]


def lines_of(data: bytes) -> tuple[Lines, int]:
    """Cells of a delimited file, and the index of its header."""
    text = decode(data)
    table = find_table(text_grid(text, ","), LAYOUTS)
    assert table is not None
    rows = list(csv.reader(io.StringIO(text, newline="")))
    header = next(i for i, row in enumerate(rows) if find_table(list_grid([row]), LAYOUTS))
    return rows, header


def text_of(rows: Lines, delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, lineterminator="\r\n").writerows(rows)
    return out.getvalue()


def new_column(rows: Lines, header: int, rng: random.Random) -> bytes:
    at = rng.randrange(len(rows[header]))
    for row in rows[header:]:
        if len(row) > 3:
            row.insert(at, "新列" if row is rows[header] else "x")
    return text_of(rows).encode("utf-8")


def shuffled(rows: Lines, header: int, rng: random.Random) -> bytes:
    order = list(range(len(rows[header])))
    rng.shuffle(order)
    for i in range(header, len(rows)):
        if len(rows[i]) >= len(order):
            rows[i] = [rows[i][k] for k in order]
    return text_of(rows).encode("gb18030")


def long_preamble(rows: Lines, header: int, rng: random.Random) -> bytes:
    return text_of([["说明", str(i)] for i in range(40)] + rows).encode("utf-8-sig")


def excel_unicode(rows: Lines, header: int, rng: random.Random) -> bytes:
    return text_of(rows, "\t").encode("utf-16")


def semicolons(rows: Lines, header: int, rng: random.Random) -> bytes:
    return text_of(rows, ";").encode("utf-8")


def padded(rows: Lines, header: int, rng: random.Random) -> bytes:
    body = [[f"  {cell}\t" for cell in row] if i >= header else row for i, row in enumerate(rows)]
    return text_of(body).encode("utf-8")


def footers(rows: Lines, header: int, rng: random.Random) -> bytes:
    return text_of([*rows, [], ["合计", "", "", "99.00"], ["导出时间：2026-08-01"]]).encode(
        "utf-8"
    )


def workbook(rows: Lines, header: int, rng: random.Random) -> bytes:
    book = openpyxl.Workbook(write_only=True)
    book.create_sheet("说明").append(["x"])
    sheet = book.create_sheet("明细")
    for row in rows:
        sheet.append([cell.strip("\t") for cell in row])
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def zipped(rows: Lines, header: int, rng: random.Random) -> bytes:
    out = io.BytesIO()
    with pyzipper.AESZipFile(out, "w", pyzipper.ZIP_DEFLATED, encryption=pyzipper.WZ_AES) as file:
        file.setpassword(b"k7m2qp")
        file.writestr("账单.csv", text_of(rows).encode("gb18030"))
    return out.getvalue()


SAME: tuple[Callable[[Lines, int, random.Random], bytes], ...] = (
    new_column, shuffled, long_preamble, excel_unicode, semicolons, padded, footers, workbook,
    zipped,
)  # fmt: skip


def seconds_lost(rows: Lines, header: int, rng: random.Random) -> bytes:
    """As a spreadsheet program saves it: no seconds, no zeros, numbers rounded."""
    for row in rows[header + 1 :]:
        for i, cell in enumerate(row):
            cell = re.sub(
                r"^(\d{4})-(\d\d)-(\d\d) (\d\d):(\d\d):\d\d",
                lambda m: f"{m[1]}/{int(m[2])}/{int(m[3])} {int(m[4])}:{m[5]}", cell.strip(),
            )  # fmt: skip
            row[i] = f"{float(cell):.2E}" if re.fullmatch(r"\d{16,}", cell) else cell
    return text_of(rows).encode("gb18030")


def variations(seeds: range) -> Counter[str]:
    total: Counter[str] = Counter()
    for name in (name for name in FORMATS if name.endswith((".csv", ".txt"))):
        for seed in seeds:
            one = case(name, seed)
            for change in (*SAME, seconds_lost):
                data = change(*lines_of(one.data), random.Random(seed))
                read = read_statement(data, name, "k7m2qp")
                found = find_duplicates(read.transactions)
                score = judge(one, found)
                good = len(read.transactions) == one.rows
                if change is seconds_lost:
                    bad = sum(score[what] for what in WRONG)
                else:
                    bad = score["missed"] or score["wrong"] or not score["file money right"]
                label = change.__name__
                total[label] += 1
                total[f"{label} wrong"] += bool(bad) or not good
                if bad or not good:
                    print("  wrong", label, name, seed, len(read.transactions), dict(score))
    return total


def attacks(seconds: float) -> Counter[str]:
    """Broken bytes for a while: every file is read or refused, in time."""
    rng = random.Random(1)
    sources = [case(name, 3).data for name in FORMATS]
    total: Counter[str] = Counter()
    ends = time.monotonic() + seconds
    while time.monotonic() < ends:
        data = bytearray(rng.choice(sources))
        for _ in range(rng.choice((1, 3, 30))):
            at = rng.randrange(len(data))
            match rng.randrange(5):
                case 0:
                    data[at] = rng.randrange(256)
                case 1:
                    del data[at : at + rng.randrange(1, 400)]
                case 2:
                    data[at:at] = rng.choice((b'"', b"\x00", b",", b"\r\n", b"<", b"\xff", b"=1"))
                case 3:
                    data[at:at] = data[max(0, at - 200) : at] * rng.randrange(1, 30)
                case _:
                    del data[at:]
            if not data:
                data = bytearray(b"x")
        started = time.process_time()
        try:
            rows = [row for one in read_statements(bytes(data), "x") for row in one.transactions]
            sure = [d for d in find_duplicates(rows) if d.confidence is Confidence.CERTAIN]
            total["read"] += 1
            total["certain"] += len(sure)
        except Unreadable as refused:
            total[f"refused {refused.refusal}"] += 1
        except Exception:
            Path("/tmp/fuzz_statement_failure.bin").write_bytes(data)
            print("  failure kept in /tmp/fuzz_statement_failure.bin")
            raise
        spent = time.process_time() - started
        if spent > SLOWEST_SECONDS:
            total["slow"] += 1
            Path("/tmp/fuzz_statement_slow.bin").write_bytes(data)
    return total


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seeds", type=int, default=2)
    parser.add_argument("--seconds", type=float, default=60)
    options = parser.parse_args()
    print(dict(variations(range(options.seeds))))
    print(dict(attacks(options.seconds)))


if __name__ == "__main__":
    main()

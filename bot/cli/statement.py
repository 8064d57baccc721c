"""`python -m bot statement`: transactions of statements, and what was charged twice."""

import json
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Self, TypedDict

import typer

from bot.domain.currencies import minor_digits
from bot.domain.duplicates import Duplicate, find_duplicates
from bot.domain.languages import Language
from bot.readers.errors import Unreadable
from bot.readers.statements.model import StatementFile
from bot.readers.statements.reading import read_statements
from bot.texts.catalog import Catalog

if TYPE_CHECKING:
    from rich.status import Status

BAR_AFTER_SECONDS = 2.0
"""Quicker files need no bar."""

_NO_FILE = "not_found"


class _Shown(TypedDict):
    """One file as it is printed."""

    file: str
    format: str | None
    rows: int
    period: dict[str, str] | None
    warnings: list[str]
    duplicates: list[dict[str, object]]


@dataclass(frozen=True, slots=True)
class _Words:
    """Sentences in the language asked for."""

    catalog: Catalog
    language: Language

    def say(self, key: str, values: Mapping[str, str] | None = None) -> str:
        return self.catalog.line(f"statements.{key}", self.language, **(values or {}))


def statement(
    files: Annotated[list[Path], typer.Argument(help="CSV, xlsx, zip, OFX, QIF, XML, MT940, PDF")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
    language: Annotated[Language, typer.Option(help="Of the sentences.")] = Language.ENGLISH,
    password: Annotated[
        str | None, typer.Option(envvar="STATEMENT_PASSWORD", help="Of a zip, workbook or PDF.")
    ] = None,
) -> None:
    """Read statements and find charges that were taken more than once.

    The files are looked at together: a payment that stands in a wallet's and in a bank's file
    counts once. Exit code 1: a file could not be read; its warning says what to send instead.
    """
    words = _Words(Catalog(), language)
    read: list[StatementFile] = []
    shown: list[_Shown] = []
    for file in files:
        try:
            with _Bar(words) as progress:
                found = read_statements(file, str(file), password, progress)
        except Unreadable as refused:
            shown.append(_refused(str(file), refused.refusal, words, refused.values))
        except OSError:
            shown.append(_refused(str(file), _NO_FILE, words))
        else:
            read += found
            shown += [_read(one, words) for one in found]
    duplicates = find_duplicates(row for one in read for row in one.transactions)
    _attach(duplicates, read, shown, words)
    if as_json:
        print(json.dumps({"files": shown}, ensure_ascii=False, indent=1))
    else:
        _print(shown, words)
    if any(one["format"] is None for one in shown):
        raise typer.Exit(1)


class _Bar:
    """Shows how many rows are read, for files that take long; on the error stream."""

    def __init__(self, words: _Words) -> None:
        self._words = words
        self._started = time.monotonic()
        self._status: Status | None = None

    def __enter__(self) -> Self:
        return self

    def __call__(self, rows: int) -> None:
        if time.monotonic() - self._started < BAR_AFTER_SECONDS:
            return
        if self._status is None:
            from rich.console import Console  # slow to import, and few files take long

            self._status = Console(stderr=True).status(self._words.say("summary.reading"))
            self._status.start()
        self._status.update(self._words.say("summary.reading_rows", {"rows": f"{rows:,}"}))

    def __exit__(self, *_: object) -> None:
        if self._status is not None:
            self._status.stop()


def _read(one: StatementFile, words: _Words) -> _Shown:
    period = one.period
    return {
        "file": one.name,
        "format": one.format,
        "rows": len(one.transactions),
        "period": {"from": str(period[0]), "to": str(period[1])} if period else None,
        "warnings": [
            f"{warned.caution}: {words.say(f'warning.{warned.caution}', warned.values)}"
            for warned in one.warnings
        ],
        "duplicates": [],
    }


def _refused(
    name: str, reason: str, words: _Words, values: Mapping[str, str] | None = None
) -> _Shown:
    sentence = f"{reason}: {words.say(f'refused.{reason}', values)}"
    return {
        "file": name,
        "format": None,
        "rows": 0,
        "period": None,
        "warnings": [sentence],
        "duplicates": [],
    }


def _attach(
    duplicates: Iterable[Duplicate],
    read: Sequence[StatementFile],
    shown: Iterable[_Shown],
    words: _Words,
) -> None:
    """Put each duplicate under the file of its first charge; other files are named beside."""
    names = {one.sha256: one.name for one in reversed(read)}
    by_name = {one["file"]: one for one in shown if one["format"]}
    for duplicate in duplicates:
        first = duplicate.charges[0].file
        others = sorted({charge.file for charge in duplicate.charges} - {first})
        entry: dict[str, object] = {
            "rows": duplicate.rows,
            "extra": duplicate.extra,
            "extra_minor": duplicate.extra_minor,
            "currency": duplicate.currency,
            "confidence": duplicate.confidence,
            "why": words.say(f"why.{duplicate.why}", duplicate.values),
        }
        if others:
            entry["elsewhere"] = [
                {"file": names[other], "rows": duplicate.rows_in(other)} for other in others
            ]
        by_name[names[first]]["duplicates"].append(entry)


def _print(shown: Iterable[_Shown], words: _Words) -> None:
    from rich.console import Console  # slow to import, and JSON needs none of it

    console = Console(highlight=False)
    for one in shown:
        if one["format"] is None:
            console.print(one["file"], style="bold", markup=False)
        else:
            read = {"file": one["file"], "rows": str(one["rows"]), "format": one["format"]}
            console.print(words.say("summary.read", read), style="bold", markup=False)
        for warning in one["warnings"]:
            console.print(f"  ! {warning.partition(': ')[2]}", markup=False)
        for duplicate in one["duplicates"]:
            console.print(f"  {_line(duplicate, words)}", markup=False)
            console.print(f"    {duplicate['why']}", markup=False)
        if one["format"] and not one["duplicates"]:
            console.print(f"  {words.say('summary.nothing')}", markup=False)


def _line(duplicate: Mapping[str, object], words: _Words) -> str:
    currency = str(duplicate["currency"])
    money = Decimal(str(duplicate["extra_minor"])).scaleb(-minor_digits(currency))
    rows = duplicate["rows"]
    values = {
        "confidence": words.say(f"confidence.{duplicate['confidence']}"),
        "rows": ", ".join(str(row) for row in rows) if isinstance(rows, tuple) else "",
        "extra": str(duplicate["extra"]),
        "money": f"{money:,} {currency}",
    }
    return words.say("summary.duplicate", values)

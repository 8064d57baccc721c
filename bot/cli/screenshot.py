"""`python -m bot screenshot`: the fields of payment screenshots."""

import json
import sys
import time
from pathlib import Path
from typing import Annotated

import typer

from bot.readers.ocr import OcrMissing
from bot.readers.pictures import PictureRefused
from bot.readers.screens.reading import ScreenshotReading
from bot.readers.screenshots import read_screenshot, warm

_FIELDS = (
    "amount_minor",
    "currency",
    "time",
    "merchant",
    "txn_id",
    "merchant_order_id",
    "status",
)
_OCR_MISSING = "Reading pictures needs the extra packages: pip install 'payaid[ocr]'"

Outcome = dict[str, str | int | float | None]


def screenshot(
    files: Annotated[list[Path], typer.Argument(help="Pictures: JPEG, PNG or WebP.")],
    as_json: Annotated[bool, typer.Option("--json", help="One JSON object.")] = False,
) -> None:
    """Read amount, time, numbers, merchant and status from payment screenshots.

    What cannot be read for sure is null; `seconds` are CPU seconds. Exit code 1: a file could
    not be opened as a picture, or the packages that read pictures are missing.
    """
    try:
        warm()
    except OcrMissing:
        print(_OCR_MISSING, file=sys.stderr)
        raise typer.Exit(1) from None
    outcomes = {str(file): _outcome(file) for file in files}
    if as_json:
        print(json.dumps(outcomes, ensure_ascii=False, indent=1))
    else:
        _print_table(outcomes)
    if any("error" in outcome for outcome in outcomes.values()):
        raise typer.Exit(1)


def _outcome(file: Path) -> Outcome:
    """Return the fields of one file, or empty ones with an `error`."""
    started = time.process_time()
    error: Outcome = {}
    reading: ScreenshotReading | None = None
    try:
        reading = read_screenshot(file.read_bytes())
    except PictureRefused as refused:
        error = {"error": refused.fault.value}
    except OSError as unreadable:
        error = {"error": unreadable.strerror or "unreadable"}
    fields: Outcome = {name: getattr(reading, name, None) for name in _FIELDS}
    return {**fields, "seconds": round(time.process_time() - started, 2), **error}


def _print_table(outcomes: dict[str, Outcome]) -> None:
    for file, outcome in outcomes.items():
        print(file)
        for name, value in outcome.items():
            print(f"  {name:18} {'-' if value is None else value}")

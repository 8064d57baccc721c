"""What commands print: files that others may not read, lines that do no harm."""

import os
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime
from pathlib import Path
from typing import TextIO

_OWNER_ONLY = 0o600
# A table that is not on a screen is not cut to one, columns.
_WIDE = 200


def one_line(text: str) -> str:
    """Return a text on one line, without what a terminal would obey."""
    return "".join(c if c.isprintable() else " " for c in text)


def moment_shown(moment: datetime) -> str:
    """Return a moment for people, such as 2026-11-22 09:15; the heading says that it is UTC."""
    return f"{moment:%Y-%m-%d %H:%M}"


def console_width() -> int | None:
    """Return the width for tables; None is that of the screen."""
    return None if sys.stdout.isatty() else _WIDE


@contextmanager
def output(path: Path | None, encoding: str = "utf-8") -> Iterator[TextIO]:
    """Give where an export goes: standard output, or a file that only its owner may read.

    Raises:
        OSError: the file cannot be written.
    """
    if path is None:
        yield sys.stdout
        return
    descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
    with os.fdopen(descriptor, "w", encoding=encoding, newline="") as file:
        os.fchmod(descriptor, _OWNER_ONLY)
        yield file

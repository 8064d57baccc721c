"""Coverage-guided fuzzing of what reads strangers' files, for a bounded time.

    pip install atheris
    python benchmarks/fuzz_readers.py [statements | feeds | types] [-max_total_time=60]

Whatever the bytes are, a reader gives a value: an exception, more than five seconds or more than
a gigabyte is a finding, which libFuzzer writes to a file and exits with. Statements begin with
the fixtures of the tests.
"""

import contextlib
import sys
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import atheris

ROOT = Path(__file__).parents[1]
sys.path.insert(0, str(ROOT))

with atheris.instrument_imports(include=["bot.readers", "bot.domain"]):
    from bot.readers.feeds.reading import read_feed
    from bot.readers.feeds.refused import FeedRefused
    from bot.readers.filetypes import media_type
    from bot.readers.received import read_statement_file

LIMITS = ("-timeout=5", "-rss_limit_mb=1024", "-max_len=20000")
USUAL_SECONDS = "-max_total_time=60"
NOW = datetime(2026, 11, 22, 9, tzinfo=UTC)
FIXTURES = ROOT / "tests" / "fixtures" / "statements"


def statements(data: bytes) -> None:
    """Read a statement: rows, or the reason why there are none."""
    read_statement_file(data)


def types(data: bytes) -> None:
    """Tell the type of a file by its content."""
    media_type(data)


def feeds(data: bytes) -> None:
    """Read a status feed of each kind: what it says, or a refusal."""
    for kind in ("statuspage-v2", "rss", "json"):
        with contextlib.suppress(FeedRefused):
            read_feed(kind, data, NOW)


TARGETS: dict[str, Callable[[bytes], None]] = {
    "statements": statements,
    "feeds": feeds,
    "types": types,
}


def main() -> None:
    """Fuzz one target until the time is over."""
    given = sys.argv[1:]
    name = given.pop(0) if given and not given[0].startswith("-") else "statements"
    corpus = [str(FIXTURES)] if name == "statements" else []
    bounded = any(each.startswith("-max_total_time") for each in given)
    limits = [*LIMITS, *(() if bounded else (USUAL_SECONDS,))]
    # The fixtures are only read: libFuzzer writes what it finds into the first folder.
    folder = ROOT / "var" / "fuzz" / name
    folder.mkdir(parents=True, exist_ok=True)
    atheris.Setup([sys.argv[0], *limits, *given, str(folder), *corpus], TARGETS[name])
    atheris.Fuzz()


if __name__ == "__main__":
    main()

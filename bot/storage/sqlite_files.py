"""SQLite databases as files: is one whole, is it in use, and a copy of one for a backup."""

import sqlite3
from collections.abc import Iterable
from contextlib import closing
from pathlib import Path

from bot.storage.errors import DatabaseAway, DatabaseRefusedError
from bot.storage.migrate import migrations, pending

# How long the copy waits for a writer, seconds.
_BUSY_SECONDS = 30
_SIDE_FILES = ("-wal", "-shm", "-journal")

# The raw updates are the only unredacted words: they stay out. Events of our own have negative
# keys and hold ids only.
_WITHOUT_UPDATES = "DELETE FROM inbox WHERE update_id >= 0 AND state = 'open'"


def copy_sqlite(source: Path, target: Path) -> None:
    """Copy a database that may be in use; the copy holds no raw update.

    Args:
        source (Path): the database.
        target (Path): must not exist; only its owner may read it.

    Raises:
        DatabaseAway: source or target cannot be used.
    """
    target.touch(mode=0o600, exist_ok=False)
    try:
        with (
            closing(_reading(source)) as running,
            closing(sqlite3.connect(target, timeout=_BUSY_SECONDS)) as copy,
        ):
            # In one go: a copy in portions begins again whenever the bot has written.
            running.backup(copy, pages=-1)
            copy.execute("PRAGMA secure_delete = ON")
            copy.execute("PRAGMA journal_mode = DELETE")
            with copy:
                copy.execute(_WITHOUT_UPDATES)
    except sqlite3.Error as error:
        raise DatabaseAway(f"cannot copy {source}: {error}") from error


def sqlite_fault(path: Path) -> str:
    """Return the first fault of a database file; empty: it is whole."""
    try:
        with closing(_reading(path)) as database:
            found = str(database.execute("PRAGMA quick_check(1)").fetchone()[0])
    except sqlite3.Error as error:
        return str(error)
    return "" if found == "ok" else found


def check_sqlite(path: Path) -> int:
    """Return the version of a copied database, which must be whole and known to this program.

    Raises:
        DatabaseRefusedError: it is damaged, newer than this program, or none of ours.
    """
    if fault := sqlite_fault(path):
        raise DatabaseRefusedError(f"{path.name} is damaged: {fault}")
    try:
        with closing(_reading(path)) as copy:
            applied = dict(copy.execute("SELECT number, checksum FROM schema_migration"))
    except sqlite3.Error as error:
        raise DatabaseRefusedError(f"{path.name} is no database of this bot: {error}") from error
    pending(migrations("sqlite"), applied)
    return max(applied, default=0)


def is_in_use(path: Path, now: int) -> bool:
    """Whether a running bot holds a lease in a database file; `now` in microseconds.

    A file that cannot be read is in use by nobody.
    """
    try:
        with closing(_reading(path)) as database:
            held = database.execute("SELECT COUNT(*) FROM lease WHERE lease_until > ?", (now,))
            return bool(held.fetchone()[0])
    except sqlite3.Error:
        return False


def remove_sqlite(path: Path) -> None:
    """Delete a database that nobody uses, with the files that SQLite keeps beside it."""
    for each in sqlite_files(path):
        each.unlink(missing_ok=True)


def sqlite_files(path: Path) -> Iterable[Path]:
    """Return the file of a database and those that SQLite may keep beside it."""
    return (path, *(path.with_name(path.name + ending) for ending in _SIDE_FILES))


def _reading(path: Path) -> sqlite3.Connection:
    # Source of the escapes: https://www.sqlite.org/uri.html
    name = str(path.absolute()).replace("%", "%25").replace("?", "%3f").replace("#", "%23")
    return sqlite3.connect(f"file:{name}?mode=ro", uri=True, timeout=_BUSY_SECONDS)

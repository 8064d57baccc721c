"""SQLite files with all tables: migrated once a process, copied for each test."""

import sqlite3
import tempfile
from functools import cache
from pathlib import Path

from bot.storage.database import Database, open_database
from bot.storage.migrate import migrate_sqlite


@cache
def _migrated() -> bytes:
    """The bytes of an empty database, made by the migrations themselves."""
    with tempfile.TemporaryDirectory(prefix="tables-") as folder:
        path = Path(folder) / "bot.db"
        connection = sqlite3.connect(path, isolation_level=None)
        connection.execute("PRAGMA journal_mode = WAL")
        migrate_sqlite(connection)
        connection.close()
        return path.read_bytes()


def put_tables(path: Path) -> None:
    """Put an empty database there, readable by its owner only; one that is there stays."""
    if not path.exists():
        path.touch(mode=0o600)
        path.write_bytes(_migrated())


async def open_file(folder: Path) -> Database:
    """Open `bot.db` in a folder; opening checks its migrations."""
    put_tables(folder / "bot.db")
    return await open_database(f"sqlite:///{folder}/bot.db")

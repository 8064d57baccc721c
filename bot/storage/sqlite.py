"""SQLite: one writer with group commit in its own thread, readers beside it."""

import os
import sqlite3
from collections.abc import Iterable
from functools import partial
from pathlib import Path
from typing import Any

import aiosqlite

from bot.storage.connection import Row, Step, T, Topic
from bot.storage.errors import DatabaseAway, DatabaseClosed, StepBugError
from bot.storage.group_commit import GroupCommit
from bot.storage.group_read import GroupRead
from bot.storage.migrate import migrate_sqlite

# Connections for reading; each has a thread. One long search must not stop the dialogues.
_READERS = 2

# How long SQLite waits by itself for another process (a backup), milliseconds; then DatabaseAway.
_BUSY_MS = 5_000

# Rows that a cursor of aiosqlite fetches at once; unused, its constructor asks for it.
_CURSOR_ROWS = 64

# Error codes after which trying again can help: busy, locked, read only, I/O, full, cannot open.
# Source: https://www.sqlite.org/rescode.html
_AWAY_CODES = frozenset({5, 6, 8, 10, 13, 14})

_PRAGMAS = (
    "PRAGMA journal_mode = WAL",
    "PRAGMA synchronous = FULL",
    "PRAGMA foreign_keys = ON",
    "PRAGMA secure_delete = ON",
    f"PRAGMA busy_timeout = {_BUSY_MS}",
    "PRAGMA temp_store = MEMORY",
)


class ThreadConnection(aiosqlite.Connection):
    """aiosqlite's connection, able to run a whole function in its own thread.

    Uses `_execute` and `_conn` of aiosqlite 0.22.1; a test guards both names and the version.
    """

    async def in_thread(self, work: "partial[T]") -> T:
        """Run `work(sqlite3 connection)` in the thread of this connection."""
        return await self._execute(work, self._conn)  # type: ignore[no-any-return,no-untyped-call]  # a private call


class InThread:
    """A step's `Connection` inside the thread that owns the SQLite connection."""

    __slots__ = ("_execute", "topics")

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._execute = connection.execute
        self.topics: set[Topic] = set()

    async def all(self, sql: str, /, **values: object) -> list[Row]:
        """Return every row."""
        cursor = self._execute(sql, values)
        names = [column[0] for column in cursor.description or ()]
        return [dict(zip(names, row, strict=True)) for row in cursor]

    async def one(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row, or None."""
        rows = await self.all(sql, **values)
        return rows[0] if rows else None

    async def run(self, sql: str, /, **values: object) -> int:
        """Return how many rows changed."""
        return max(self._execute(sql, values).rowcount, 0)

    def announce(self, topic: Topic) -> None:
        """Remember a topic for after the commit."""
        self.topics.add(topic)


def finish(step: Step[T], connection: InThread) -> T:
    """Run a step to its end; it never has to wait, since its queries are answered in place.

    Raises:
        StepBugError: it awaited something else.
    """
    running = step(connection).__await__()
    try:
        next(running)
    except StopIteration as done:
        value: T = done.value
        return value
    running.close()
    raise StepBugError("a step awaited something else than the queries of its own connection")


def is_away(error: BaseException) -> bool:
    """Say whether the same work may succeed later."""
    code = getattr(error, "sqlite_errorcode", None)
    return isinstance(error, sqlite3.Error) and code is not None and code & 0xFF in _AWAY_CODES


class SqliteEngine:
    """The engine behind `Database` for one file."""

    shared = False

    def __init__(self, writer: ThreadConnection, readers: list[ThreadConnection]) -> None:
        self._writer = writer
        self._readers = readers
        self._reads = GroupRead(readers, _trip)
        self._commits = GroupCommit(self._batch)
        self._closed = False

    async def write(self, step: Step[T]) -> tuple[T, Iterable[Topic]]:
        """Run the step in the next batch."""
        return await self._commits.write(step)

    async def read(self, step: Step[T]) -> T:
        """Run the step on a free reader, in one read transaction."""
        if self._closed:
            raise DatabaseClosed("the database is closed")
        return await self._reads.read(step)

    async def tidy(self) -> None:
        """Bring the log into the file and cut it to nothing."""
        if self._closed:
            raise DatabaseClosed("the database is closed")
        await self._writer.in_thread(partial(_cut_log))

    async def close(self) -> None:
        """Finish the steps handed in, then end the threads."""
        if self._closed:
            return
        self._closed = True
        await self._commits.close()
        await self._reads.close()
        for connection in (*self._readers, self._writer):
            await connection.close()

    async def _batch(self, steps: list[Step[Any]]) -> list[Any]:
        return await self._writer.in_thread(partial(_run_batch, steps))


async def _trip(reader: ThreadConnection, steps: list[Step[Any]]) -> list[Any]:
    return await reader.in_thread(partial(_read_each, steps))


def _read_each(steps: list[Step[Any]], connection: sqlite3.Connection) -> list[Any]:
    return [_read(step, connection) for step in steps]


def _read(step: Step[Any], connection: sqlite3.Connection) -> Any:
    """Return a step's value, or what it raised, on a view of its own."""
    try:
        connection.execute("BEGIN")
        try:
            return finish(step, InThread(connection))
        finally:
            connection.execute("ROLLBACK")
    except Exception as error:  # noqa: BLE001 - each reading has its own caller
        return DatabaseAway(str(error)) if is_away(error) else error


def _cut_log(connection: sqlite3.Connection) -> None:
    # Gives back 1 instead of raising when a reader holds it up; the next hour tries again.
    connection.execute("PRAGMA wal_checkpoint(TRUNCATE)").fetchall()


def _run_batch(steps: list[Step[Any]], connection: sqlite3.Connection) -> list[Any]:
    """Run the steps in one transaction, a savepoint each; a failed BEGIN or COMMIT fails all."""
    try:
        connection.execute("BEGIN IMMEDIATE")
        outcomes = [_in_savepoint(step, connection) for step in steps]
        connection.execute("COMMIT")
    except sqlite3.Error as error:
        if connection.in_transaction:
            connection.execute("ROLLBACK")
        if is_away(error):
            raise DatabaseAway(str(error)) from error
        raise
    return outcomes


def _in_savepoint(step: Step[Any], connection: sqlite3.Connection) -> Any:
    face = InThread(connection)
    connection.execute("SAVEPOINT step")
    try:
        outcome: Any = (finish(step, face), face.topics)
    except Exception as error:
        if is_away(error):
            raise
        connection.execute("ROLLBACK TO step")
        outcome = error
    connection.execute("RELEASE step")
    return outcome


async def open_sqlite(path: Path) -> SqliteEngine:
    """Open a file, making it and its folder if needed, readable by its owner only.

    Raises:
        DatabaseRefusedError: the file is newer than this program.
        DatabaseAway: it cannot be opened.
    """
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        os.close(os.open(path, os.O_RDWR | os.O_CREAT, 0o600))
    except OSError as error:
        raise DatabaseAway(f"cannot open {path}: {error.strerror}") from error
    opened: list[ThreadConnection] = []
    try:
        for index in range(1 + _READERS):
            connection = ThreadConnection(partial(_connect, path, index > 0), _CURSOR_ROWS)
            await connection
            opened.append(connection)
            if index == 0:
                await opened[0].in_thread(partial(migrate_sqlite))
    except BaseException as error:
        for connection in opened:
            await connection.close()
        if is_away(error):
            raise DatabaseAway(f"cannot open {path}: {error}") from error
        raise
    return SqliteEngine(opened[0], opened[1:])


def _connect(path: Path, read_only: bool) -> sqlite3.Connection:
    connection = sqlite3.connect(path, isolation_level=None, cached_statements=512)
    for pragma in _PRAGMAS:
        connection.execute(pragma)
    if read_only:
        connection.execute("PRAGMA query_only = ON")
    return connection

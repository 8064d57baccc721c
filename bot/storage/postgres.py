"""PostgreSQL: the same steps in transactions of a small pool."""

import asyncio
import re
from collections.abc import Generator, Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

import asyncpg

from bot.storage.connection import Row, Step, T, Topic
from bot.storage.errors import DatabaseAway, DatabaseClosed, StepBugError
from bot.storage.migrate import migrate_postgres

# Connections of one process; a step is short, and PostgreSQL allows 100 by default.
_POOL_SIZE = 8

# Seconds to wait for the server before it counts as away.
_CONNECT_SECONDS = 10

# A word in quotes, a cast, or a parameter.
_PARAMETER = re.compile(r"'[^']*'|::|(?<![\w:]):([a-z_][a-z0-9_]*)")

_AWAY = (
    OSError,
    asyncio.TimeoutError,
    asyncpg.InterfaceError,
    asyncpg.PostgresConnectionError,
    asyncpg.InsufficientResourcesError,
    asyncpg.OperatorInterventionError,
    asyncpg.TransactionRollbackError,
    asyncpg.LockNotAvailableError,
    asyncpg.ReadOnlySQLTransactionError,
)


@lru_cache(maxsize=1024)
def positional(sql: str) -> tuple[str, tuple[str, ...]]:
    """Return the statement with `$1` for `:name`, and the names in their order."""
    names: list[str] = []

    def number(match: re.Match[str]) -> str:
        name = match[1]
        if name is None:
            return match[0]
        if name not in names:
            names.append(name)
        return f"${names.index(name) + 1}"

    return _PARAMETER.sub(number, sql), tuple(names)


@dataclass(frozen=True, slots=True)
class Query:
    """What a step asks for; the driver of the step answers it."""

    kind: str
    sql: str
    values: list[object]

    def __await__(self) -> Generator["Query", Any, Any]:
        """Hand the query to the driver and take its answer."""
        return (yield self)


class Asking:
    """A step's `Connection`: each call becomes a `Query` for the driver."""

    __slots__ = ("topics",)

    def __init__(self) -> None:
        self.topics: set[Topic] = set()

    async def all(self, sql: str, /, **values: object) -> list[Row]:
        """Return every row."""
        return [dict(row) for row in await _query("fetch", sql, values)]

    async def one(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row, or None."""
        row = await _query("fetchrow", sql, values)
        return None if row is None else dict(row)

    async def run(self, sql: str, /, **values: object) -> int:
        """Return how many rows changed."""
        status: str = await _query("execute", sql, values)
        count = status.rpartition(" ")[2]
        return int(count) if count.isdecimal() and not status.startswith("SELECT") else 0

    def announce(self, topic: Topic) -> None:
        """Remember a topic for after the commit."""
        self.topics.add(topic)


def _query(kind: str, sql: str, values: dict[str, object]) -> Query:
    text, names = positional(sql)
    return Query(kind, text, [values[name] for name in names])


async def drive(step: Step[T], asking: Asking, connection: Any) -> T:
    """Run a step to its end, answering its queries on `connection`.

    Raises:
        StepBugError: the step awaited something else.
    """
    running = step(asking).__await__()
    advance, value = running.send, None
    try:
        while True:
            query = advance(value)
            if not isinstance(query, Query):
                raise StepBugError("a step awaited something else than its connection's queries")
            try:
                value = await getattr(connection, query.kind)(query.sql, *query.values)
                advance = running.send
            except Exception as error:  # noqa: BLE001 - belongs to the step that asked
                value, advance = error, running.throw
    except StopIteration as done:
        result: T = done.value
        return result
    finally:
        running.close()


class PostgresEngine:
    """The engine behind `Database` for a server."""

    shared = True

    def __init__(self, pool: Any) -> None:
        self._pool = pool
        self._closed = False
        self._running = 0
        self._idle = asyncio.Event()
        self._idle.set()

    async def write(self, step: Step[T]) -> tuple[T, Iterable[Topic]]:
        """Run the step in a transaction of its own."""
        asking = Asking()
        value = await self._run(step, asking, {})
        return value, asking.topics

    async def read(self, step: Step[T]) -> T:
        """Run the step in a transaction that sees one moment and cannot write."""
        return await self._run(step, Asking(), {"isolation": "repeatable_read", "readonly": True})

    async def tidy(self) -> None:
        """Do nothing: PostgreSQL's log belongs to the server."""

    async def close(self) -> None:
        """Wait for the running steps, then close the connections."""
        self._closed = True
        await self._idle.wait()
        await self._pool.close()

    async def _run(self, step: Step[T], asking: Asking, options: dict[str, Any]) -> T:
        if self._closed:
            raise DatabaseClosed("the database is closed")
        self._running += 1
        self._idle.clear()
        try:
            async with self._pool.acquire() as connection, connection.transaction(**options):
                return await drive(step, asking, connection)
        except _AWAY as error:
            raise DatabaseAway(f"{type(error).__name__}: {error}") from error
        finally:
            self._running -= 1
            if not self._running:
                self._idle.set()


async def _keep_as_it_is(_connection: object) -> None:
    """Spare the pool's reset query: steps leave nothing behind in a session."""


async def open_postgres(url: str) -> PostgresEngine:
    """Connect and bring the tables up to date.

    Raises:
        DatabaseRefusedError: the database is newer than this program.
        DatabaseAway: the server cannot be reached.
    """
    try:
        pool = await asyncpg.create_pool(
            url,
            min_size=1,
            max_size=_POOL_SIZE,
            timeout=_CONNECT_SECONDS,
            reset=_keep_as_it_is,
        )
    except _AWAY as error:
        raise DatabaseAway(f"cannot reach the database: {type(error).__name__}") from error
    try:
        async with pool.acquire() as connection:
            await migrate_postgres(connection)
    except BaseException:
        await pool.close()
        raise
    return PostgresEngine(pool)

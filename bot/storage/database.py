"""Opens the database: SQLite in a file by default, PostgreSQL for several processes."""

from collections import defaultdict
from collections.abc import Callable, Iterable
from pathlib import Path
from typing import Protocol
from urllib.parse import urlsplit

from bot.storage.connection import Step, T, Topic
from bot.storage.delivery import current_update, fenced
from bot.storage.errors import DatabaseRefusedError


class Engine(Protocol):
    """What differs between SQLite and PostgreSQL."""

    shared: bool

    async def write(self, step: Step[T]) -> tuple[T, Iterable[Topic]]:
        """Run a step in a transaction; return its value and its topics once committed."""
        ...

    async def read(self, step: Step[T]) -> T:
        """Run a step that changes nothing, on one consistent view."""
        ...

    async def tidy(self) -> None:
        """Overwrite what deleted rows left behind outside the tables."""
        ...

    async def close(self) -> None:
        """Finish what was handed in, then close."""
        ...


class Database:
    """One open database; made by `open_database`."""

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._listeners: dict[Topic, list[Callable[[], None]]] = defaultdict(list)

    @property
    def shared(self) -> bool:
        """Whether other processes may be at work on it; never so on SQLite."""
        return self._engine.shared

    async def write(self, step: Step[T]) -> T:
        """Run a step in a transaction and return its value once it is durable.

        Inside the handling of an update (`current_update`) the lane's epoch is checked and the
        update is marked done in the same transaction. A step may run again after DatabaseAway.

        Raises:
            DatabaseAway: nothing is known to be written; try again later.
            Fenced: another process has the lane; nothing was written.
            SecondWriteError: this update has its written step already.
            StepBugError: the step awaited something else than its own queries.
            Exception: whatever the step raised; nothing of it was written.
        """
        current = current_update.get()
        if current is None:
            value, topics = await self._engine.write(step)
        else:
            value, topics = await self._engine.write(fenced(step, current))
            current.written = True
        for topic in topics:
            for wake in self._listeners[topic]:
                wake()
        return value

    async def read(self, step: Step[T]) -> T:
        """Run a step that only reads, beside the writer, and return its value.

        Raises:
            DatabaseAway: the database cannot be reached just now.
            StepBugError: the step awaited something else than its own queries.
        """
        return await self._engine.read(step)

    def listen(self, topic: Topic, wake: Callable[[], None]) -> None:
        """Call `wake` after each committed step of this process that announced `topic`."""
        self._listeners[topic].append(wake)

    async def tidy(self) -> None:
        """Empty SQLite's log, which still holds the pages of dropped payloads.

        Raises:
            DatabaseAway: the database cannot be used just now.
        """
        await self._engine.tidy()

    async def close(self) -> None:
        """Finish the steps handed in, then close; later writes raise DatabaseClosed."""
        await self._engine.close()


async def open_database(url: str) -> Database:
    """Open a database and bring its tables up to this program's version.

    Args:
        url (str): `sqlite:///var/bot.db` (relative), `sqlite:////srv/bot.db` (absolute) or
            `postgresql://user:password@host/name`.

    Raises:
        DatabaseRefusedError: unknown kind of address, or a database newer than the program.
        DatabaseAway: the server cannot be reached, or the file cannot be opened.
    """
    scheme = urlsplit(url).scheme
    if scheme == "sqlite":
        from bot.storage.sqlite import open_sqlite

        return Database(await open_sqlite(sqlite_path(url)))
    if scheme in ("postgresql", "postgres"):
        # asyncpg costs 125 ms of start-up that the default store does not need.
        from bot.storage.postgres import open_postgres

        return Database(await open_postgres(url))
    raise DatabaseRefusedError(
        f"unknown kind of database {scheme!r}: write sqlite:///var/bot.db or postgresql://…"
    )


def sqlite_path(url: str) -> Path:
    """Return the file that a `sqlite:///…` address names.

    Raises:
        DatabaseRefusedError: the address names no file.
    """
    path = url.removeprefix("sqlite://")
    path = path.removeprefix("/") if path.startswith("/") else ""
    if not path or path == ":memory:":
        raise DatabaseRefusedError(f"{url!r} names no file: write sqlite:///var/bot.db")
    return Path(path)

"""What a repository may use of a database, the same on SQLite and on PostgreSQL.

Rules of a step, the function given to `Database.write` or `Database.read`:

- it awaits the queries of its own connection and nothing else;
- parameters are written `:name`; times are whole microseconds (`bot.storage.micros`), truth values
  are 0 and 1, optional parameters are cast (`CAST(:kind AS TEXT) IS NULL`);
- it does not go on after a failed statement: PostgreSQL has given up the transaction by then.
  Write `ON CONFLICT` instead of catching the error.
"""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from enum import StrEnum
from typing import Any, Protocol, TypeVar

T = TypeVar("T")

# A row's values come as the driver reads them: int, str, bytes, float or None.
Row = Mapping[str, Any]


class Topic(StrEnum):
    """What a committed step has news for; wakes the loops of the gateway in this process."""

    INBOX = "inbox"
    OUTBOX = "outbox"
    JOBS = "jobs"
    TIMERS = "timers"


class Connection(Protocol):
    """One open transaction, or one reader."""

    async def all(self, sql: str, /, **values: object) -> Sequence[Row]:
        """Return every row that the statement gives."""
        ...

    async def one(self, sql: str, /, **values: object) -> Row | None:
        """Return the first row that the statement gives, or None."""
        ...

    async def run(self, sql: str, /, **values: object) -> int:
        """Return how many rows the statement changed."""
        ...

    def announce(self, topic: Topic) -> None:
        """Wake those who wait for `topic`, once this step is committed."""
        ...


Step = Callable[[Connection], Awaitable[T]]

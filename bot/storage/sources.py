"""The sources of official states, and all that their next poll must know after a restart."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

# A poll is never planned further ahead; one that is was planned before the clock was set back.
_FARTHEST = timedelta(hours=3)

_ADD = """
    INSERT INTO status_source (key, provider, page, address, etag, last_modified, failures,
        streak, error, next_at)
    VALUES (:key, :provider, :page, :address, '', '', 0, 0, '', :next)
    ON CONFLICT (key) DO UPDATE SET provider = excluded.provider, page = excluded.page,
        address = excluded.address, etag = '', last_modified = '', failures = 0, streak = 0,
        error = '', next_at = excluded.next_at
    WHERE status_source.address <> excluded.address
        OR status_source.page <> excluded.page OR status_source.provider <> excluded.provider
"""
_ALL = "SELECT * FROM status_source ORDER BY key"
_CLAIM = """
    UPDATE status_source SET next_at = :until, tried_at = :now
    WHERE key = :key AND (next_at <= :now OR next_at > :far)
    RETURNING *
"""
_NOTE = """
    UPDATE status_source SET etag = :etag, last_modified = :modified, failures = :failures,
        streak = :streak, error = :error, tried_at = :tried, read_at = :read, next_at = :next
    WHERE key = :key AND address = :address
"""
_DROP = "DELETE FROM status_source WHERE key = :key"


@dataclass(frozen=True, slots=True)
class StatusSource:
    """One source as it was left by its last poll.

    Attributes:
        key: `feed:<provider>` or `probe:<provider>`.
        provider: id of the tables.
        page: what customers are shown as the source.
        address: what is fetched.
        next_at: not to be asked before.
        etag, last_modified: of the last answer, for the next question.
        failures: in a row; 0 after an answer that could be read.
        streak: answers of a probe in a row; below 0 they were bad.
        error: what was wrong at the last poll, in a few words; empty: nothing.
        tried_at: when it was last asked.
        read_at: when it last gave an answer that could be read.
    """

    key: str
    provider: str
    page: str
    address: str
    next_at: datetime
    etag: str = ""
    last_modified: str = ""
    failures: int = 0
    streak: int = 0
    error: str = ""
    tried_at: datetime | None = None
    read_at: datetime | None = None

    def is_due(self, now: datetime) -> bool:
        """Whether it may be asked."""
        return self.next_at <= now or self.next_at > now + _FARTHEST


async def add_source(connection: Connection, source: StatusSource) -> None:
    """Store a new source; one that is known is only changed when its addresses are others."""
    await connection.run(
        _ADD,
        key=source.key,
        provider=source.provider,
        page=source.page,
        address=source.address,
        next=to_micros(source.next_at),
    )


async def all_sources(connection: Connection) -> list[StatusSource]:
    """Return every source, by key."""
    return [_source(row) for row in await connection.all(_ALL)]


async def claim_source(
    connection: Connection, key: str, now: datetime, until: datetime
) -> StatusSource | None:
    """Take a source that is due, so that nobody else asks it before `until`.

    Returns:
        StatusSource or None: None when it is not due, or another process was quicker.
    """
    row = await connection.one(
        _CLAIM,
        key=key,
        now=to_micros(now),
        until=to_micros(until),
        far=to_micros(now + _FARTHEST),
    )
    return _source(row) if row else None


async def note_poll(connection: Connection, source: StatusSource) -> bool:
    """Keep how a poll ended; False: the source was removed or got another address meanwhile."""
    changed = await connection.run(
        _NOTE,
        key=source.key,
        address=source.address,
        etag=source.etag,
        modified=source.last_modified,
        failures=source.failures,
        streak=source.streak,
        error=source.error,
        tried=to_micros(source.tried_at) if source.tried_at else None,
        read=to_micros(source.read_at) if source.read_at else None,
        next=to_micros(source.next_at),
    )
    return changed == 1


async def drop_source(connection: Connection, key: str) -> None:
    """Delete a source and what it said."""
    await connection.run(_DROP, key=key)


def _source(row: Row) -> StatusSource:
    return StatusSource(
        key=row["key"],
        provider=row["provider"],
        page=row["page"],
        address=row["address"],
        next_at=from_micros(row["next_at"]),
        etag=row["etag"],
        last_modified=row["last_modified"],
        failures=row["failures"],
        streak=row["streak"],
        error=row["error"],
        tried_at=_moment(row["tried_at"]),
        read_at=_moment(row["read_at"]),
    )


def _moment(micros: int | None) -> datetime | None:
    return None if micros is None else from_micros(micros)

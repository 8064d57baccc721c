"""The custody log: entries are added inside the step of the act; nothing is ever changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from bot.domain.custody import BEGINNING, Entry, Handled, Head, seal_of
from bot.storage.connection import Connection, Row
from bot.storage.micros import to_micros

# The row is held until the commit, so that on PostgreSQL one writer comes after the other.
_RESERVE = """
    INSERT INTO custody_head (id, entries, seal) VALUES (1, :count, :beginning)
    ON CONFLICT (id) DO UPDATE SET entries = custody_head.entries + :count
    RETURNING entries, seal
"""
_APPEND = """
    INSERT INTO custody (number, bot_id, act, evidence_id, claim_id, sha256, by_id, at, seal)
    VALUES (:number, :bot, :act, :evidence, :claim, :sha256, :by, :at, :seal)
"""
_CLOSE = "UPDATE custody_head SET seal = :seal WHERE id = 1"
_HEAD = "SELECT entries, seal FROM custody_head WHERE id = 1"
_PAGE = "SELECT * FROM custody WHERE number > :after ORDER BY number LIMIT :limit"
_SEALED = "SELECT * FROM custody WHERE seal >= :low AND seal <= :high ORDER BY seal LIMIT 1"
_TELL = "INSERT INTO custody_told (claim_id, number, seal) VALUES (:claim, :number, :seal)"
_TOLD = "SELECT number, seal FROM custody_told WHERE claim_id = :claim"
_LOST_SEALS = """
    SELECT c.number FROM custody_told t JOIN claim c ON c.id = t.claim_id
    LEFT JOIN custody l ON l.number = t.number AND l.seal = t.seal
    WHERE l.number IS NULL ORDER BY c.id LIMIT :limit
"""
_SWAPPED = """
    SELECT e.id FROM evidence e JOIN custody l ON l.evidence_id = e.id AND l.act = 'received'
    WHERE e.state = 'stored' AND l.sha256 <> e.sha256 ORDER BY e.id LIMIT :limit
"""
_UNKNOWN = """
    SELECT e.id, e.received_at FROM evidence e
    WHERE e.state = 'stored' AND NOT EXISTS (
        SELECT 1 FROM custody l WHERE l.evidence_id = e.id AND l.act = 'received')
    ORDER BY e.id
"""
_VANISHED = """
    SELECT l.evidence_id FROM custody l WHERE l.act = 'received'
        AND NOT EXISTS (SELECT 1 FROM evidence e WHERE e.id = l.evidence_id)
        AND NOT EXISTS (SELECT 1 FROM custody o WHERE o.evidence_id = l.evidence_id
            AND o.act IN ('removed', 'expired', 'forgotten'))
    ORDER BY l.evidence_id LIMIT :limit
"""


@dataclass(frozen=True, slots=True)
class Disagreements:
    """Where the log and the files at hand tell different stories.

    Attributes:
        lost_seals: numbers of claims whose customers hold a seal that the log does not know.
        swapped: ids of files whose hash is not the one that was received.
        unlogged: ids of files that came after the log began and are not in it.
        older: how many files came before the log began.
        vanished: ids of files that are gone and that nobody took out.
    """

    lost_seals: tuple[str, ...] = ()
    swapped: tuple[int, ...] = ()
    unlogged: tuple[int, ...] = ()
    older: int = 0
    vanished: tuple[int, ...] = ()


async def log_acts(
    connection: Connection, bot: int, acts: Sequence[Handled], now: datetime
) -> Head:
    """Add what was done to the log, and return its end.

    Args:
        connection (Connection): of the step in which it is done.
        bot (int): Telegram id of the bot.
        acts (sequence): at least one.
        now (datetime): aware.
    """
    row = await connection.one(_RESERVE, count=len(acts), beginning=BEGINNING)
    if row is None:
        raise RuntimeError("the custody log gave no number")
    last, seal = int(row["entries"]), str(row["seal"])
    at = to_micros(now)
    for number, act in enumerate(acts, last - len(acts) + 1):
        seal = seal_of(seal, number, bot, act, at)
        await connection.run(
            _APPEND,
            number=number,
            bot=bot,
            act=str(act.act),
            evidence=act.evidence,
            claim=act.claim,
            sha256=act.sha256,
            by=act.by,
            at=at,
            seal=seal,
        )
    await connection.run(_CLOSE, seal=seal)
    return Head(last, seal)


async def custody_head(connection: Connection) -> Head:
    """Return the end of the log as the database remembers it."""
    row = await connection.one(_HEAD)
    return Head(row["entries"], row["seal"]) if row else Head(0, BEGINNING)


async def custody_page(connection: Connection, after: int, limit: int) -> list[Entry]:
    """Return the entries after a number, in order."""
    rows = await connection.all(_PAGE, after=after, limit=limit)
    return [_entry(row) for row in rows]


async def entry_sealed(connection: Connection, digits: str) -> Entry | None:
    """Return the entry whose seal begins with some hexadecimal digits."""
    row = await connection.one(_SEALED, low=digits, high=f"{digits}g")
    return _entry(row) if row else None


async def tell_seal(connection: Connection, claim: int, head: Head) -> None:
    """Remember which end of the log a customer was told with the number of their claim."""
    await connection.run(_TELL, claim=claim, number=head.entries, seal=head.seal)


async def told_seal(connection: Connection, claim: int) -> str:
    """Return the seal that a customer was told; empty: none, the claim is older than the log."""
    row = await connection.one(_TOLD, claim=claim)
    return str(row["seal"]) if row else ""


async def disagreements(connection: Connection, limit: int) -> Disagreements:
    """Return where the log and the files differ, at most `limit` of each."""
    first = await custody_page(connection, 0, 1)
    unknown = await connection.all(_UNKNOWN)
    began = first[0].at if first else None
    unlogged = [row["id"] for row in unknown if began is not None and row["received_at"] > began]
    return Disagreements(
        tuple(row["number"] for row in await connection.all(_LOST_SEALS, limit=limit)),
        tuple(row["id"] for row in await connection.all(_SWAPPED, limit=limit)),
        tuple(unlogged[:limit]),
        len(unknown) - len(unlogged),
        tuple(row["evidence_id"] for row in await connection.all(_VANISHED, limit=limit)),
    )


def _entry(row: Row) -> Entry:
    handled = Handled(row["act"], row["evidence_id"], row["claim_id"], row["sha256"], row["by_id"])
    return Entry(row["number"], row["bot_id"], handled, row["at"], row["seal"])

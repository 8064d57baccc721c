"""Finds files and numbers that more than one claim holds; for agents only."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.domain.readings import FileReading, from_json
from bot.domain.reuse import (
    ADDRESS_MARK,
    LEAST_EQUAL_BANDS,
    PAYEE_MARK,
    SAME_PICTURE_BITS,
    Likeness,
    bands_of,
    bits_apart,
    may_show_the_same,
    numbers_on,
)
from bot.storage.connection import Connection, Row

_FORGET_BANDS = "DELETE FROM picture_band WHERE evidence_id = :item"
_FORGET_NUMBERS = "DELETE FROM seen_number WHERE evidence_id = :item"
_FORGET_SAID = "DELETE FROM seen_number WHERE claim_id = :claim"
_BAND = """
    INSERT INTO picture_band (bot_id, band, evidence_id) VALUES (:bot, :band, :item)
    ON CONFLICT (bot_id, band, evidence_id) DO NOTHING
"""
_NUMBER = """
    INSERT INTO seen_number (bot_id, number, evidence_id, claim_id)
    VALUES (:bot, :number, :item, :claim)
"""
_SAME_FILE = """
    SELECT e.id AS item, c.number AS claim FROM evidence e
    JOIN evidence o ON o.bot_id = e.bot_id AND o.sha256 = e.sha256 AND o.sha256 <> ''
        AND o.claim_id <> e.claim_id
    JOIN claim c ON c.id = o.claim_id
    WHERE e.claim_id = :claim AND e.sha256 <> '' AND e.state = 'stored'
    ORDER BY e.id, c.id LIMIT :limit
"""
# Most shared bands first: a copy shares at least ten, chance hardly ever four.
_ALIKE = """
    SELECT e.id AS item, o.id AS other, c.number AS claim, e.reading AS reading,
        o.reading AS other_reading
    FROM evidence e
    JOIN picture_band b ON b.evidence_id = e.id
    JOIN picture_band s ON s.bot_id = b.bot_id AND s.band = b.band AND s.evidence_id <> e.id
    JOIN evidence o ON o.id = s.evidence_id AND o.claim_id <> e.claim_id
        AND o.sha256 <> e.sha256
    JOIN claim c ON c.id = o.claim_id
    WHERE e.claim_id = :claim
    GROUP BY e.id, o.id, c.number, e.reading, o.reading HAVING COUNT(*) >= :least
    ORDER BY COUNT(*) DESC, o.id LIMIT :limit
"""
_SAME_NUMBER = """
    SELECT DISTINCT m.evidence_id AS item, c.number AS claim
    FROM seen_number m LEFT JOIN evidence e ON e.id = m.evidence_id
    JOIN seen_number s ON s.bot_id = m.bot_id AND s.number = m.number AND s.id <> m.id
    LEFT JOIN evidence o ON o.id = s.evidence_id
    JOIN claim c ON c.id = COALESCE(s.claim_id, o.claim_id) AND c.id <> :claim
    WHERE (m.claim_id = :claim OR e.claim_id = :claim) AND m.number NOT LIKE '@%'
        AND m.number NOT LIKE '~%'
    ORDER BY claim LIMIT :limit
"""
_SAME_MARKED = """
    SELECT DISTINCT c.number AS claim FROM seen_number m
    JOIN seen_number s ON s.bot_id = m.bot_id AND s.number = m.number AND s.id <> m.id
    JOIN claim c ON c.id = s.claim_id AND c.id <> :claim
    WHERE m.claim_id = :claim AND m.number LIKE :marked
    ORDER BY claim LIMIT :limit
"""
# Chosen: agents look at some, and a picture that everybody sends tells nothing.
_MOST = 200


@dataclass(frozen=True, slots=True)
class Reuse:
    """Something that another claim holds too.

    Attributes:
        evidence: id of the file; None: a number that the customer said.
        claim: number of the other claim.
    """

    how: Likeness
    evidence: int | None
    claim: str


async def put_marks(connection: Connection, bot: int, item: int, reading: FileReading) -> None:
    """Keep by what a file is found again; what was kept of it before is replaced."""
    await connection.run(_FORGET_BANDS, item=item)
    await connection.run(_FORGET_NUMBERS, item=item)
    for band in bands_of(reading.fingerprint):
        await connection.run(_BAND, bot=bot, band=band, item=item)
    await _put_numbers(connection, bot, numbers_on(reading), item=item)


async def put_said_numbers(
    connection: Connection, bot: int, claim: int, numbers: Iterable[str]
) -> None:
    """Keep what a customer said in a claim, in place of what was said in it before."""
    await connection.run(_FORGET_SAID, claim=claim)
    await _put_numbers(connection, bot, numbers, claim=claim)


async def _put_numbers(
    connection: Connection,
    bot: int,
    numbers: Iterable[str],
    *,
    item: int | None = None,
    claim: int | None = None,
) -> None:
    for number in numbers:
        await connection.run(_NUMBER, bot=bot, number=number, item=item, claim=claim)


async def reused(connection: Connection, claim: int) -> tuple[Reuse, ...]:
    """Return what of a claim another claim holds too, the surest first."""
    files = await connection.all(_SAME_FILE, claim=claim, limit=_MOST)
    alike = await connection.all(_ALIKE, claim=claim, least=LEAST_EQUAL_BANDS, limit=_MOST)
    numbers = await connection.all(_SAME_NUMBER, claim=claim, limit=_MOST)
    payees = await _marked(connection, claim, PAYEE_MARK)
    addresses = [
        each for each in await _marked(connection, claim, ADDRESS_MARK) if each not in payees
    ]
    found = [
        *(Reuse(Likeness.PAYEE, None, other) for other in payees),
        *(Reuse(Likeness.ADDRESS, None, other) for other in addresses),
        *(Reuse(Likeness.FILE, row["item"], row["claim"]) for row in files),
        *(Reuse(Likeness.PICTURE, row["item"], row["claim"]) for row in alike if _is_same(row)),
        *(Reuse(Likeness.NUMBER, row["item"], row["claim"]) for row in numbers),
    ]
    return tuple(dict.fromkeys(found))


async def _marked(connection: Connection, claim: int, mark: str) -> list[str]:
    """Return the numbers of the claims that say the same of one kind."""
    rows = await connection.all(_SAME_MARKED, claim=claim, marked=f"{mark}%", limit=_MOST)
    return [row["claim"] for row in rows]


def _is_same(row: Row) -> bool:
    one, other = from_json(row["reading"]), from_json(row["other_reading"])
    near = bits_apart(one.fingerprint, other.fingerprint) <= SAME_PICTURE_BITS
    return near and may_show_the_same(one, other)

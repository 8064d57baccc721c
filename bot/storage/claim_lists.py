"""Lists of claims for operators: of all bots, by kind, status and day, a page at a time."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.storage.claims import CLAIMS, claim_of_row
from bot.storage.connection import Connection
from bot.storage.micros import to_micros

_NUMBERED = f"{CLAIMS} WHERE c.number = :number LIMIT 1"
_FILTERED = f"""{CLAIMS} WHERE (CAST(:kind AS TEXT) IS NULL OR c.kind = :kind)
    AND (CAST(:status AS TEXT) IS NULL OR c.status = :status)
    AND (CAST(:since AS BIGINT) IS NULL OR c.filed_at >= :since)
    AND (CAST(:until AS BIGINT) IS NULL OR c.filed_at < :until)
    AND c.id > :after ORDER BY c.id LIMIT :limit"""


@dataclass(frozen=True, slots=True)
class ClaimFilter:
    """Which claims are listed; None does not choose.

    Attributes:
        since: filed at this moment or later, aware.
        until: filed before this moment, aware.
    """

    kind: ClaimKind | None = None
    status: Status | None = None
    since: datetime | None = None
    until: datetime | None = None


EVERY_CLAIM = ClaimFilter()


async def claim_numbered(connection: Connection, number: str) -> FiledClaim | None:
    """Return the claim with a number, whichever bot it was filed with: for operators."""
    row = await connection.one(_NUMBERED, number=number)
    return claim_of_row(row) if row else None


async def filtered_claims(
    connection: Connection, wanted: ClaimFilter = EVERY_CLAIM, *, after: int = 0, limit: int = 500
) -> list[FiledClaim]:
    """Return a page of the claims of all bots, in the order in which they were filed.

    Args:
        connection (Connection): of the step.
        wanted (ClaimFilter): which ones.
        after (int): id of the last claim of the page before; 0 begins.
        limit (int): most claims of a page.
    """
    rows = await connection.all(
        _FILTERED,
        kind=wanted.kind.value if wanted.kind else None,
        status=wanted.status.value if wanted.status else None,
        since=to_micros(wanted.since) if wanted.since else None,
        until=to_micros(wanted.until) if wanted.until else None,
        after=after,
        limit=limit,
    )
    return [claim_of_row(row) for row in rows]

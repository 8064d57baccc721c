"""Claims in the order of their ids, for exports: every page looks at so many ids, no further."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.casework import FiledClaim
from bot.storage.claim_queue import QueueFilter, conditions_of
from bot.storage.claims import claim_of_row
from bot.storage.connection import Connection
from bot.storage.micros import from_micros

# The window of ids is chosen before the filter: else an engine may sort all claims for each page.
_WINDOW = "SELECT id AS window_id FROM claim WHERE id > :after ORDER BY id LIMIT :limit"
_LAST = f"SELECT MAX(window_id) AS last FROM ({_WINDOW}) w"
_PAGE = f"""
    SELECT c.*, f.facts FROM ({_WINDOW}) w CROSS JOIN claim c CROSS JOIN claim_facts f
    WHERE c.id = w.window_id AND f.claim_id = c.id
        AND f.version = (SELECT MAX(version) FROM claim_facts WHERE claim_id = c.id)
"""


@dataclass(frozen=True, slots=True)
class ListedClaim:
    """A claim with what only lists of claims tell.

    Attributes:
        rating: what the customer thinks of the help; empty while they said nothing.
        changed_at: aware.
    """

    claim: FiledClaim
    rating: str
    changed_at: datetime


@dataclass(frozen=True, slots=True)
class ListPage:
    """The claims of one page that fit; `last` is where the next begins, None at the end."""

    claims: tuple[ListedClaim, ...]
    last: int | None


async def claims_page(
    connection: Connection, bot: int, wanted: QueueFilter, after: int, limit: int
) -> ListPage:
    """Return the claims among the next so many ids that fit a filter; its order does not matter.

    Args:
        connection (Connection): of the step.
        bot (int): Telegram id of the bot.
        wanted (QueueFilter): which ones.
        after (int): `last` of the page before; 0 begins.
        limit (int): ids that are looked at.
    """
    conditions, values = conditions_of(wanted)
    where = " AND ".join(conditions)
    rows = await connection.all(
        f"{_PAGE} AND {where} ORDER BY c.id", bot=bot, after=after, limit=limit, **values
    )
    end = await connection.one(_LAST, after=after, limit=limit)
    found = [
        ListedClaim(claim_of_row(row), row["rating"], from_micros(row["changed_at"]))
        for row in rows
    ]
    return ListPage(tuple(found), end["last"] if end else None)

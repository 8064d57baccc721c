"""Claims in the order of their ids, for exports: every page looks at so many ids, no further."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.casework import FiledClaim
from bot.storage.claim_queue import QueueFilter, conditions_of
from bot.storage.claims import claim_of_row
from bot.storage.connection import Connection
from bot.storage.micros import from_micros

_LAST = """
    SELECT MAX(id) AS last FROM (SELECT id FROM claim WHERE id > :after ORDER BY id LIMIT :limit) w
"""
# By ids alone: the plus keeps the engines from an index of the queue, of which they would read all
# for each page; the facts are named by ids too, else all of them are read.
_PAGE = """
    SELECT c.*, f.facts FROM claim c JOIN claim_facts f ON f.claim_id = c.id
        AND f.version = (SELECT MAX(version) FROM claim_facts WHERE claim_id = c.id)
    WHERE c.id > :after AND c.id <= :last AND f.claim_id > :after AND f.claim_id <= :last
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
    end = await connection.one(_LAST, after=after, limit=limit)
    last = end["last"] if end else None
    if last is None:
        return ListPage((), None)
    (its_bot, *others), values = conditions_of(wanted)
    sql = f"{_PAGE} AND {' AND '.join([f'+c.{its_bot}', *others])} ORDER BY c.id"
    rows = await connection.all(sql, bot=bot, after=after, last=last, **values)
    found = [
        ListedClaim(claim_of_row(row), row["rating"], from_micros(row["changed_at"]))
        for row in rows
    ]
    return ListPage(tuple(found), last)

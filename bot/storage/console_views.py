"""Views of the queue that agents keep; those of admins may be for all."""

from dataclasses import dataclass

from bot.storage.connection import Connection, Row

_LISTED = """
    SELECT * FROM console_view WHERE bot_id = :bot AND (person = :person OR is_shared = 1)
    ORDER BY is_shared, name, id
"""
_COUNT = """
    SELECT COUNT(*) AS found FROM console_view
    WHERE bot_id = :bot AND person = :person AND name <> :name
"""
_PUT = """
    INSERT INTO console_view (bot_id, person, name, query, is_shared)
    VALUES (:bot, :person, :name, :query, :shared)
    ON CONFLICT (bot_id, person, name) DO UPDATE SET query = excluded.query,
        is_shared = excluded.is_shared
"""
_FIND = "SELECT * FROM console_view WHERE bot_id = :bot AND id = :id"
_DROP = "DELETE FROM console_view WHERE bot_id = :bot AND id = :id"
_FORGET = "DELETE FROM console_view WHERE bot_id = :bot AND person = :person"


@dataclass(frozen=True, slots=True)
class SavedView:
    """A choice of claims under a name.

    Attributes:
        person: Telegram id of who keeps it.
        query: what was chosen, as the address of the page has it.
        is_shared: everybody sees it.
    """

    id: int
    person: int
    name: str
    query: str
    is_shared: bool


async def views_of(connection: Connection, bot: int, person: int) -> list[SavedView]:
    """Return somebody's own views, then those for all, each by name."""
    rows = await connection.all(_LISTED, bot=bot, person=person)
    return [_view(row) for row in rows]


async def count_views(connection: Connection, bot: int, person: int, but: str) -> int:
    """Return how many views somebody keeps under other names than one."""
    row = await connection.one(_COUNT, bot=bot, person=person, name=but)
    return int(row["found"]) if row else 0


async def put_view(connection: Connection, bot: int, view: SavedView) -> None:
    """Keep a view; one of the same name and person is replaced. Its `id` is not looked at."""
    await connection.run(
        _PUT,
        bot=bot,
        person=view.person,
        name=view.name,
        query=view.query,
        shared=int(view.is_shared),
    )


async def find_view(connection: Connection, bot: int, id: int) -> SavedView | None:
    """Return a view by its id."""
    row = await connection.one(_FIND, bot=bot, id=id)
    return _view(row) if row else None


async def drop_view(connection: Connection, bot: int, id: int) -> None:
    """Delete a view."""
    await connection.run(_DROP, bot=bot, id=id)


async def forget_views(connection: Connection, bot: int, person: int) -> None:
    """Delete every view of a person."""
    await connection.run(_FORGET, bot=bot, person=person)


def _view(row: Row) -> SavedView:
    return SavedView(row["id"], row["person"], row["name"], row["query"], bool(row["is_shared"]))

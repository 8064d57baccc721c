"""Actions on several claims: planned, undone, begun once, and what became of each claim."""

import json
from collections.abc import Sequence
from dataclasses import asdict
from datetime import datetime

from bot.domain.bulk import Bulk, BulkAction, BulkItem, BulkState, Fate
from bot.domain.console import Person
from bot.domain.languages import Language
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_PUT = """
    INSERT INTO console_bulk (bot_id, person, name, language, zone, action, target, words, claims,
        state, made_at, due_at)
    VALUES (:bot, :person, :name, :language, :zone, :action, :target, :words, :claims, 'pending',
        :made_at, :due_at)
    RETURNING id
"""
_OF = """
    SELECT * FROM console_bulk
    WHERE bot_id = :bot AND person = :person AND state <> 'undone' AND due_at > :since
    ORDER BY id DESC
"""
_PENDING = """
    SELECT * FROM console_bulk WHERE bot_id = :bot AND state IN ('pending', 'running')
    ORDER BY due_at, id
"""
# One process begins it; one that began it and died leaves it for the next.
_BEGIN = """
    UPDATE console_bulk SET state = 'running' WHERE bot_id = :bot AND id = :id
        AND state IN ('pending', 'running')
    RETURNING *
"""
_HURRY = """
    UPDATE console_bulk SET due_at = :now
    WHERE bot_id = :bot AND id = :id AND person = :person AND state = 'pending' AND due_at > :now
"""
_UNDO = """
    UPDATE console_bulk SET state = 'undone'
    WHERE bot_id = :bot AND id = :id AND person = :person AND state = 'pending' AND due_at > :now
"""
_ITEMS = "UPDATE console_bulk SET claims = :claims, state = :state WHERE id = :id"
_FORGET = "DELETE FROM console_bulk WHERE bot_id = :bot AND person = :person"
_PURGE = "DELETE FROM console_bulk WHERE due_at < :before AND state IN ('done', 'undone')"


async def put_bulk(connection: Connection, bot: int, bulk: Bulk) -> int:
    """Keep what somebody wants done and return its id."""
    person = bulk.person
    row = await connection.one(
        _PUT,
        bot=bot,
        person=person.id,
        name=person.name,
        language=person.language.value,
        zone=person.zone,
        action=bulk.action.value,
        target=bulk.target,
        words=bulk.words,
        claims=_json(bulk.items),
        made_at=to_micros(bulk.made_at),
        due_at=to_micros(bulk.due_at),
    )
    if row is None:
        raise RuntimeError("a bulk action got no id")
    return int(row["id"])


async def bulks_of(connection: Connection, bot: int, person: int, since: datetime) -> list[Bulk]:
    """Return what somebody has planned, or had done since a moment, the latest first."""
    rows = await connection.all(_OF, bot=bot, person=person, since=to_micros(since))
    return [_bulk(row) for row in rows]


async def open_bulks(connection: Connection, bot: int) -> list[Bulk]:
    """Return what waits or runs, the earliest due first."""
    return [_bulk(row) for row in await connection.all(_PENDING, bot=bot)]


async def begin_bulk(connection: Connection, bot: int, id: int) -> Bulk | None:
    """Begin to do what was planned; None: it was undone, or is done."""
    row = await connection.one(_BEGIN, bot=bot, id=id)
    return _bulk(row) if row else None


async def hurry_bulk(
    connection: Connection, bot: int, id: int, person: int, now: datetime
) -> bool:
    """Make a plan of somebody due at once; False: it is no longer one."""
    moment = to_micros(now)
    return await connection.run(_HURRY, bot=bot, id=id, person=person, now=moment) == 1


async def undo_bulk(connection: Connection, bot: int, id: int, person: int, now: datetime) -> bool:
    """Take a plan of somebody back; False: it is due, and perhaps begun."""
    moment = to_micros(now)
    return await connection.run(_UNDO, bot=bot, id=id, person=person, now=moment) == 1


async def put_fates(
    connection: Connection, id: int, items: Sequence[BulkItem], state: BulkState
) -> None:
    """Keep what became of the claims, and how far it is."""
    await connection.run(_ITEMS, id=id, claims=_json(items), state=state.value)


async def forget_bulks(connection: Connection, bot: int, person: int) -> None:
    """Delete every plan of a person; what is not done yet will not be."""
    await connection.run(_FORGET, bot=bot, person=person)


async def purge_bulks(connection: Connection, before: datetime) -> None:
    """Delete what ended before a moment."""
    await connection.run(_PURGE, before=to_micros(before))


def _json(items: Sequence[BulkItem]) -> str:
    return json.dumps([asdict(item) for item in items], ensure_ascii=False)


def _bulk(row: Row) -> Bulk:
    items = tuple(
        BulkItem(
            each["number"],
            each["version"],
            None if each["fate"] is None else Fate(each["fate"]["key"], each["fate"]["values"]),
        )
        for each in json.loads(row["claims"])
    )
    return Bulk(
        id=row["id"],
        person=Person(row["person"], row["name"], Language(row["language"]), row["zone"]),
        action=BulkAction(row["action"]),
        target=row["target"],
        words=row["words"],
        items=items,
        made_at=from_micros(row["made_at"]),
        due_at=from_micros(row["due_at"]),
        state=BulkState(row["state"]),
    )

"""Facts of filed claims that their customers want changed, until they agree to the new value."""

import json
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from pydantic import JsonValue

from bot.storage.connection import Connection
from bot.storage.micros import from_micros, to_micros

# Longer ago, what is written is about something else.
_KEPT: Final = timedelta(days=1)

_PUT = """
    INSERT INTO amendment (bot_id, chat_id, claim_id, field, value, begun_at)
    VALUES (:bot, :chat, :claim, :field, :value, :now)
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET claim_id = excluded.claim_id,
        field = excluded.field, value = excluded.value, begun_at = excluded.begun_at
"""
_FIND = "SELECT * FROM amendment WHERE bot_id = :bot AND chat_id = :chat"
_REMOVE = "DELETE FROM amendment WHERE bot_id = :bot AND chat_id = :chat"


@dataclass(frozen=True, slots=True)
class Amendment:
    """A wish to change one fact of a claim.

    Attributes:
        claim: id of the claim.
        field: of its facts.
        value: the new one, as a JSON value; None: it is still asked for.
    """

    claim: int
    field: str
    value: JsonValue = None


async def put_amendment(
    connection: Connection, bot: int, chat: int, wish: Amendment, now: datetime
) -> None:
    """Store what a customer wants changed, in place of what they wanted before."""
    await connection.run(
        _PUT,
        bot=bot,
        chat=chat,
        claim=wish.claim,
        field=wish.field,
        value="" if wish.value is None else json.dumps(wish.value, ensure_ascii=False),
        now=to_micros(now),
    )


async def find_amendment(
    connection: Connection, bot: int, chat: int, now: datetime
) -> Amendment | None:
    """Return what a customer wants changed; None: nothing, or it was too long ago."""
    row = await connection.one(_FIND, bot=bot, chat=chat)
    if row is None or now - from_micros(row["begun_at"]) > _KEPT:
        return None
    value = json.loads(row["value"]) if row["value"] else None
    return Amendment(row["claim_id"], row["field"], value)


async def remove_amendment(connection: Connection, bot: int, chat: int) -> None:
    """Forget what a customer wanted changed."""
    await connection.run(_REMOVE, bot=bot, chat=chat)

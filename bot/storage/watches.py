"""Who wants to hear when a provider is back."""

from collections.abc import Sequence
from datetime import datetime

from bot.storage.connection import Connection
from bot.storage.micros import to_micros

_WATCH = """
    INSERT INTO outage_watch (bot_id, provider, chat_id, since)
    VALUES (:bot, :provider, :chat, :now)
    ON CONFLICT (bot_id, provider, chat_id) DO NOTHING
"""
_UNWATCH = """
    DELETE FROM outage_watch WHERE bot_id = :bot AND chat_id = :chat
        AND (provider = :provider OR :provider = '')
"""
_WATCHES = """
    SELECT chat_id FROM outage_watch
    WHERE bot_id = :bot AND provider = :provider AND chat_id = :chat
"""
_WATCHERS = """
    SELECT chat_id FROM outage_watch
    WHERE bot_id = :bot AND provider = :provider AND chat_id > :after
    ORDER BY chat_id LIMIT :limit
"""
_WATCHED = "SELECT DISTINCT provider FROM outage_watch WHERE bot_id = :bot ORDER BY provider"


async def watch(connection: Connection, bot: int, provider: str, chat: int, now: datetime) -> None:
    """Remember that a customer wants to hear when a provider is back."""
    await connection.run(_WATCH, bot=bot, provider=provider, chat=chat, now=to_micros(now))


async def unwatch(connection: Connection, bot: int, provider: str, chat: int) -> None:
    """Forget it; an empty provider forgets all of the customer's."""
    await connection.run(_UNWATCH, bot=bot, provider=provider, chat=chat)


async def watches(connection: Connection, bot: int, provider: str, chat: int) -> bool:
    """Whether a customer wants to hear about a provider."""
    row = await connection.one(_WATCHES, bot=bot, provider=provider, chat=chat)
    return row is not None


async def watchers(
    connection: Connection, bot: int, provider: str, after: int, limit: int
) -> Sequence[int]:
    """Return chats that want to hear about a provider, by id, those after one of them."""
    rows = await connection.all(_WATCHERS, bot=bot, provider=provider, after=after, limit=limit)
    return [int(row["chat_id"]) for row in rows]


async def watched(connection: Connection, bot: int) -> list[str]:
    """Return the providers that somebody wants to hear about."""
    return [str(row["provider"]) for row in await connection.all(_WATCHED, bot=bot)]

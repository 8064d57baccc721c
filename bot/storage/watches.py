"""Who wants to hear when a provider is back."""

from collections.abc import Sequence
from dataclasses import dataclass
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
    SELECT since FROM outage_watch
    WHERE bot_id = :bot AND provider = :provider AND chat_id = :chat
"""
_WATCHERS = """
    SELECT chat_id FROM outage_watch
    WHERE bot_id = :bot AND provider = :provider AND chat_id > :after AND since <= :before
    ORDER BY chat_id LIMIT :limit
"""
_WATCHED = """
    SELECT DISTINCT provider FROM outage_watch WHERE bot_id = :bot AND since <= :before
    ORDER BY provider
"""
_COUNTS = """
    SELECT provider, COUNT(*) AS found FROM outage_watch WHERE bot_id = :bot GROUP BY provider
"""
_PURGE = """
    DELETE FROM outage_watch WHERE bot_id = :bot AND since <= :before AND NOT EXISTS (
        SELECT 1 FROM incident WHERE incident.bot_id = outage_watch.bot_id
            AND incident.provider = outage_watch.provider AND incident.closed_at IS NULL)
"""


@dataclass(frozen=True, slots=True)
class Part:
    """Some of the people who want to hear about a provider.

    Attributes:
        after: Telegram id after which they begin.
        before: only who asked before this moment; aware.
        limit: at most so many.
    """

    after: int
    before: datetime
    limit: int


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


async def watchers(connection: Connection, bot: int, provider: str, part: Part) -> Sequence[int]:
    """Return chats that want to hear about a provider, by id."""
    rows = await connection.all(
        _WATCHERS,
        bot=bot,
        provider=provider,
        after=part.after,
        before=to_micros(part.before),
        limit=part.limit,
    )
    return [int(row["chat_id"]) for row in rows]


async def watched(connection: Connection, bot: int, before: datetime) -> list[str]:
    """Return the providers that somebody wants to hear about since before a moment."""
    rows = await connection.all(_WATCHED, bot=bot, before=to_micros(before))
    return [str(row["provider"]) for row in rows]


async def watch_counts(connection: Connection, bot: int) -> dict[str, int]:
    """Return how many people want to hear of each provider."""
    rows = await connection.all(_COUNTS, bot=bot)
    return {str(row["provider"]): int(row["found"]) for row in rows}


async def purge_watches(connection: Connection, bot: int, before: datetime) -> int:
    """Forget who asked before a moment about a provider without an open incident."""
    return await connection.run(_PURGE, bot=bot, before=to_micros(before))

"""Outage reports of customers, and who wants to hear when it is back."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.storage.connection import Connection
from bot.storage.micros import to_micros

# One person counts once in a window of this length. Source: docs/design.md section 6.
WINDOW = timedelta(minutes=30)

_REPORT = """
    INSERT INTO outage_report (bot_id, provider, chat_id, place, at)
    VALUES (:bot, :provider, :chat, :place, :at)
    ON CONFLICT (bot_id, provider, chat_id, place) DO NOTHING
"""
_COUNT = """
    SELECT COUNT(DISTINCT chat_id) AS people FROM outage_report
    WHERE bot_id = :bot AND provider = :provider AND at > :since AND at <= :until
"""
_WATCH = """
    INSERT INTO outage_watch (bot_id, provider, chat_id, since)
    VALUES (:bot, :provider, :chat, :now)
    ON CONFLICT (bot_id, provider, chat_id) DO NOTHING
"""
_UNWATCH = """
    DELETE FROM outage_watch WHERE bot_id = :bot AND chat_id = :chat
        AND (provider = :provider OR :provider = '')
"""
_WATCHERS = """
    SELECT chat_id FROM outage_watch WHERE bot_id = :bot AND provider = :provider ORDER BY chat_id
"""
_WATCHED = "SELECT DISTINCT provider FROM outage_watch WHERE bot_id = :bot"
_FORGET = "DELETE FROM outage_report WHERE bot_id = :bot AND chat_id = :chat"


@dataclass(frozen=True, slots=True)
class Level:
    """How many people report a provider.

    Attributes:
        people: in the last window.
        usual: in the same window of the seven days before, on average.
    """

    people: int
    usual: float


async def report(
    connection: Connection, bot: int, provider: str, chat: int, now: datetime
) -> bool:
    """Count a customer's report; False: they are counted in this window already."""
    at = to_micros(now)
    place = at // (WINDOW // timedelta(microseconds=1))
    changed = await connection.run(
        _REPORT, bot=bot, provider=provider, chat=chat, place=place, at=at
    )
    return changed == 1


async def level(connection: Connection, bot: int, provider: str, now: datetime) -> Level:
    """Return how many people reported lately, against the usual."""
    people = await _people(connection, bot, provider, now)
    earlier = [
        await _people(connection, bot, provider, now - timedelta(days=days))
        for days in range(1, 8)
    ]
    return Level(people, sum(earlier) / len(earlier))


async def _people(connection: Connection, bot: int, provider: str, until: datetime) -> int:
    row = await connection.one(
        _COUNT,
        bot=bot,
        provider=provider,
        since=to_micros(until - WINDOW),
        until=to_micros(until),
    )
    return int(row["people"]) if row else 0


async def watch(connection: Connection, bot: int, provider: str, chat: int, now: datetime) -> None:
    """Remember that a customer wants to hear when a provider is back."""
    await connection.run(_WATCH, bot=bot, provider=provider, chat=chat, now=to_micros(now))


async def unwatch(connection: Connection, bot: int, provider: str, chat: int) -> None:
    """Forget it; an empty provider forgets all of the customer's."""
    await connection.run(_UNWATCH, bot=bot, provider=provider, chat=chat)


async def watchers(connection: Connection, bot: int, provider: str) -> list[int]:
    """Return the chats that want to hear about a provider."""
    rows = await connection.all(_WATCHERS, bot=bot, provider=provider)
    return [int(row["chat_id"]) for row in rows]


async def watched(connection: Connection, bot: int) -> list[str]:
    """Return the providers that somebody wants to hear about."""
    return [str(row["provider"]) for row in await connection.all(_WATCHED, bot=bot)]


async def forget_reports(connection: Connection, bot: int, chat: int) -> None:
    """Delete a customer's reports."""
    await connection.run(_FORGET, bot=bot, chat=chat)

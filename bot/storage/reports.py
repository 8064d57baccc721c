"""Customers' reports that a provider does not work: who reported, and counts without names."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta

from bot.domain.report_counts import COUNTED_ONCE_WITHIN, KNOWN_AFTER, Count
from bot.storage.connection import Connection, Row
from bot.storage.micros import to_micros

_MINUTE = 60_000_000
_ONE_MINUTE = timedelta(minutes=1)
# Counts by minute are kept so long: for pictures of the last hours and the summary of a day.
COUNTS_KEPT = timedelta(days=2)

_REPORTED = """
    SELECT at FROM outage_report
    WHERE bot_id = :bot AND provider = :provider AND chat_id = :chat AND at > :since LIMIT 1
"""
_REPORT = """
    INSERT INTO outage_report (bot_id, provider, chat_id, place, at)
    VALUES (:bot, :provider, :chat, :place, :at)
    ON CONFLICT (bot_id, provider, chat_id, place) DO NOTHING
"""
_IS_KNOWN = """
    SELECT chat_id FROM customer
    WHERE bot_id = :bot AND chat_id = :chat AND created_at <= :before
"""
_COUNT = """
    INSERT INTO outage_minute (bot_id, provider, minute, known, fresh)
    VALUES (:bot, :provider, :minute, :known, :fresh)
    ON CONFLICT (bot_id, provider, minute) DO UPDATE
    SET known = outage_minute.known + excluded.known,
        fresh = outage_minute.fresh + excluded.fresh
"""
_COUNTS = """
    SELECT provider, SUM(known) AS known, SUM(fresh) AS fresh FROM outage_minute
    WHERE bot_id = :bot AND minute > :after AND minute <= :last GROUP BY provider
"""
_SERIES = """
    SELECT minute, known, fresh FROM outage_minute
    WHERE bot_id = :bot AND provider = :provider AND minute > :after AND minute <= :last
    ORDER BY minute
"""
_FORGET = "DELETE FROM outage_report WHERE bot_id = :bot AND chat_id = :chat"
_PURGE_PEOPLE = "DELETE FROM outage_report WHERE bot_id = :bot AND at <= :before"
_PURGE_COUNTS = "DELETE FROM outage_minute WHERE bot_id = :bot AND minute <= :before"


async def report(
    connection: Connection, bot: int, provider: str, chat: int, now: datetime
) -> bool:
    """Count a customer's report; False: they were counted a short while ago."""
    at = to_micros(now)
    since = at - to_span(COUNTED_ONCE_WITHIN)
    if await connection.one(_REPORTED, bot=bot, provider=provider, chat=chat, since=since):
        return False
    place = at // to_span(COUNTED_ONCE_WITHIN)
    await connection.run(_REPORT, bot=bot, provider=provider, chat=chat, place=place, at=at)
    before = at - to_span(KNOWN_AFTER)
    known = await connection.one(_IS_KNOWN, bot=bot, chat=chat, before=before) is not None
    await connection.run(
        _COUNT,
        bot=bot,
        provider=provider,
        minute=at // _MINUTE,
        known=int(known),
        fresh=int(not known),
    )
    return True


async def has_reported(
    connection: Connection, bot: int, provider: str, chat: int, now: datetime
) -> bool:
    """Whether a customer was counted a short while ago."""
    since = to_micros(now) - to_span(COUNTED_ONCE_WITHIN)
    row = await connection.one(_REPORTED, bot=bot, provider=provider, chat=chat, since=since)
    return row is not None


async def counts(
    connection: Connection, bot: int, now: datetime, length: timedelta
) -> Mapping[str, Count]:
    """Return who reported each provider in the minutes up to now; nobody: no entry."""
    last = to_micros(now) // _MINUTE
    after = last - to_span(length) // _MINUTE
    return _by_provider(await connection.all(_COUNTS, bot=bot, after=after, last=last))


async def minutes_of(
    connection: Connection, bot: int, provider: str, now: datetime, length: timedelta
) -> list[Count]:
    """Return who reported one provider in every minute up to now, the newest last."""
    return await series(connection, bot, provider, now, (to_span(length) // _MINUTE, _ONE_MINUTE))


async def series(
    connection: Connection, bot: int, provider: str, now: datetime, slots: tuple[int, timedelta]
) -> list[Count]:
    """Return who reported in so many stretches of a length, the oldest first, up to now."""
    number, length = slots
    minutes = to_span(length) // _MINUTE
    last = to_micros(now) // _MINUTE
    after = last - number * minutes
    found = [Count()] * number
    for row in await connection.all(_SERIES, bot=bot, provider=provider, after=after, last=last):
        found[(row["minute"] - after - 1) // minutes] += Count(row["known"], row["fresh"])
    return found


async def forget_reports(connection: Connection, bot: int, chat: int) -> None:
    """Delete who reported; the counts hold nobody's name and stay."""
    await connection.run(_FORGET, bot=bot, chat=chat)


async def purge_reports(connection: Connection, bot: int, now: datetime) -> int:
    """Delete who reported, once they may be counted again, and old counts; return how many."""
    people = to_micros(now) - to_span(COUNTED_ONCE_WITHIN)
    minutes = (to_micros(now) - to_span(COUNTS_KEPT)) // _MINUTE
    gone = await connection.run(_PURGE_PEOPLE, bot=bot, before=people)
    return gone + await connection.run(_PURGE_COUNTS, bot=bot, before=minutes)


def to_span(length: timedelta) -> int:
    """Return a length in microseconds."""
    return length // timedelta(microseconds=1)


def _by_provider(rows: Sequence[Row]) -> dict[str, Count]:
    return {row["provider"]: Count(int(row["known"]), int(row["fresh"])) for row in rows}

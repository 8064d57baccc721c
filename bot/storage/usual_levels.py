"""What earlier weeks taught about the usual reports, by provider and hour of the week."""

import json
import sys
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from bot.domain.usual_levels import (
    HOURS_OF_A_DAY,
    HOURS_OF_A_WEEK,
    Age,
    Learnt,
    Usual,
    usual_level,
)
from bot.storage.connection import Connection, Row

# A provider that came after everything that was learnt.
_JUST_NOW = sys.maxsize
# 1970 began on a Thursday; weeks of ours begin on a Monday.
_THURSDAY = 3 * HOURS_OF_A_DAY
# Sums over all hours, over the same hour of every day, and of the one hour.
_PEOPLE_OF_ONE = """
    SELECT provider, SUM(people) AS every,
        SUM(CASE WHEN slot % 24 = :hour THEN people ELSE 0 END) AS daily,
        SUM(CASE WHEN slot = :slot THEN people ELSE 0 END) AS own
    FROM outage_usual WHERE bot_id = :bot AND provider = :provider GROUP BY provider
"""
_PEOPLE = """
    SELECT provider, SUM(people) AS every,
        SUM(CASE WHEN slot % 24 = :hour THEN people ELSE 0 END) AS daily,
        SUM(CASE WHEN slot = :slot THEN people ELSE 0 END) AS own
    FROM outage_usual WHERE bot_id = :bot GROUP BY provider
"""
_HOURS = """
    SELECT MAX(learnt) AS learnt, SUM(hours) AS every,
        SUM(CASE WHEN slot % 24 = :hour THEN hours ELSE 0 END) AS daily,
        SUM(CASE WHEN slot = :slot THEN hours ELSE 0 END) AS own
    FROM outage_hours WHERE bot_id = :bot
"""
_SINCE = "SELECT provider, hour FROM outage_since WHERE bot_id = :bot"
_CAME = """
    INSERT INTO outage_since (bot_id, provider, hour) VALUES (:bot, :provider, :hour)
    ON CONFLICT (bot_id, provider) DO NOTHING
"""
_KEPT = "SELECT levels FROM outage_levels WHERE bot_id = :bot AND hour = :hour"
_KEEP = """
    INSERT INTO outage_levels (bot_id, hour, levels) VALUES (:bot, :hour, :levels)
    ON CONFLICT (bot_id) DO UPDATE SET hour = excluded.hour, levels = excluded.levels
"""
_SLOT = "SELECT provider, people FROM outage_usual WHERE bot_id = :bot AND slot = :slot"
_HOURS_OF_SLOT = "SELECT hours, learnt FROM outage_hours WHERE bot_id = :bot AND slot = :slot"
_PUT_PEOPLE = """
    INSERT INTO outage_usual (bot_id, provider, slot, people)
    VALUES (:bot, :provider, :slot, :people)
    ON CONFLICT (bot_id, provider, slot) DO UPDATE SET people = excluded.people
"""
_PUT_HOURS = """
    INSERT INTO outage_hours (bot_id, slot, hours, learnt) VALUES (:bot, :slot, :hours, :learnt)
    ON CONFLICT (bot_id, slot) DO UPDATE SET hours = excluded.hours, learnt = excluded.learnt
"""


@dataclass(frozen=True, slots=True)
class Slot:
    """What one hour of the week taught.

    Attributes:
        people: by provider; who is missing was never reported in this hour.
        hours: how many such hours were learnt from, older ones counting less.
        learnt: number of the hour since 1970 that was learnt last; -1 is none.
    """

    people: Mapping[str, float]
    hours: float = 0.0
    learnt: int = -1


async def usual_of(connection: Connection, bot: int, provider: str, slot: int) -> Usual:
    """Return the usual level of one provider at an hour of the week."""
    hours = await _hours(connection, bot, slot)
    row = await connection.one(
        _PEOPLE_OF_ONE, bot=bot, provider=provider, slot=slot, hour=slot % HOURS_OF_A_DAY
    )
    return _usual(row, hours, (await _since(connection, bot))[provider])


async def ages_at(connection: Connection, bot: int, hour: int) -> Mapping[str, Age]:
    """Return how long each provider had been there when an hour began, but for the first ones."""
    since = await _since(connection, bot)
    return {name: Age(max(hour - came, 0)) for name, came in since.items() if came}


async def note_providers(
    connection: Connection, bot: int, providers: Iterable[str], hour: int
) -> None:
    """Remember since which hour each provider is in the tables; the first ones since always.

    Args:
        connection (Connection): of a step that may write.
        bot (int): Telegram id of the bot.
        providers (iterable): ids of the tables.
        hour (int): number since 1970 of the first hour in which a new one can be reported.
    """
    known = {row["provider"] for row in await connection.all(_SINCE, bot=bot)}
    for provider in sorted({*providers} - known):
        since = hour if known else 0
        await connection.run(_CAME, bot=bot, provider=provider, hour=since)


async def usual_of_all(connection: Connection, bot: int, hour: int) -> dict[str, Usual]:
    """Return the usual level of every provider that was ever reported.

    Args:
        connection (Connection): of a step that may write: the answer is kept for the whole hour.
        bot (int): Telegram id of the bot.
        hour (int): number of the hour since 1970.
    """
    kept = await connection.one(_KEPT, bot=bot, hour=hour)
    if kept is not None:
        return {name: Usual(*level) for name, level in json.loads(kept["levels"]).items()}
    slot = (hour + _THURSDAY) % HOURS_OF_A_WEEK
    hours = await _hours(connection, bot, slot)
    rows = await connection.all(_PEOPLE, bot=bot, slot=slot, hour=slot % HOURS_OF_A_DAY)
    since = await _since(connection, bot)
    found = {row["provider"]: _usual(row, hours, since[row["provider"]]) for row in rows}
    levels = {name: (usual.people_an_hour, usual.shape) for name, usual in found.items()}
    await connection.run(_KEEP, bot=bot, hour=hour, levels=json.dumps(levels))
    return found


async def slot_of(connection: Connection, bot: int, slot: int) -> Slot:
    """Return what one hour of the week taught."""
    hours = await connection.one(_HOURS_OF_SLOT, bot=bot, slot=slot)
    rows = await connection.all(_SLOT, bot=bot, slot=slot)
    people = {row["provider"]: float(row["people"]) for row in rows}
    if hours is None:
        return Slot(people)
    return Slot(people, float(hours["hours"]), int(hours["learnt"]))


async def put_slot(connection: Connection, bot: int, number: int, slot: Slot) -> None:
    """Keep what one hour of the week taught."""
    for provider, people in slot.people.items():
        await connection.run(_PUT_PEOPLE, bot=bot, provider=provider, slot=number, people=people)
    await connection.run(
        _PUT_HOURS, bot=bot, slot=number, hours=float(slot.hours), learnt=slot.learnt
    )


async def _hours(connection: Connection, bot: int, slot: int) -> Row | None:
    return await connection.one(_HOURS, bot=bot, slot=slot, hour=slot % HOURS_OF_A_DAY)


async def _since(connection: Connection, bot: int) -> Mapping[str, int]:
    """Return since when each provider is there: one that is not noted has just come.

    Of a bot that never noted any, all are there since always.
    """
    rows = await connection.all(_SINCE, bot=bot)
    noted = {row["provider"]: int(row["hour"]) for row in rows}
    return defaultdict(lambda: _JUST_NOW if noted else 0, noted)


def _usual(people: Row | None, hours: Row | None, since: int) -> Usual:
    def learnt(name: str) -> Learnt:
        found = float(people[name] or 0) if people else 0.0
        return Learnt(found, float(hours[name] or 0) if hours else 0.0)

    # Hours are learnt in their order: those from the first one of the provider on are its own.
    last = int(hours["learnt"] or 0) if hours and hours["learnt"] is not None else 0
    age = Age(max(last + 1 - since, 0)) if since else None
    return usual_level(learnt("every"), learnt("daily"), learnt("own"), age)

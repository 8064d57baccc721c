"""Many people report one provider: what a test needs to put that into a database."""

from datetime import datetime, timedelta

from bot.domain.usual_levels import HOURS_OF_A_WEEK
from bot.storage.connection import Connection
from bot.storage.micros import to_micros
from bot.storage.usual_levels import Slot, put_slot
from tests.chat import Chat

_PUT = """
    INSERT INTO outage_minute (bot_id, provider, minute, known, fresh)
    VALUES (:bot, :provider, :minute, :known, :fresh)
    ON CONFLICT (bot_id, provider, minute) DO UPDATE SET known = outage_minute.known + :known
"""


async def people_report(
    connection: Connection, bot: int, provider: str, at: datetime, people: tuple[int, int]
) -> None:
    """Let so many known and so many new people report within the minute of a moment."""
    minute = to_micros(at) // 60_000_000
    known, fresh = people
    await connection.run(_PUT, bot=bot, provider=provider, minute=minute, known=known, fresh=fresh)


async def learn_weeks(connection: Connection, bot: int, people_an_hour: dict[str, float]) -> None:
    """Let three weeks be learnt in which every hour was alike."""
    people = {name: 3 * level for name, level in people_an_hour.items()}
    for slot in range(HOURS_OF_A_WEEK):
        await put_slot(connection, bot, slot, Slot(people, 3.0, 0))


async def reported_by(chat: Chat, people: int, provider: str) -> None:
    """Let many known people report a provider that is usually quiet, within five minutes."""

    async def step(connection: Connection) -> None:
        await learn_weeks(connection, chat.bot, {provider: 1.0, "unionpay": 4.0})
        for before in range(5):
            at = chat.clock() - minutes(before)
            await people_report(connection, chat.bot, provider, at, (people // 5, 0))

    await chat.database.write(step)


def minutes(number: int) -> timedelta:
    """Return so many minutes."""
    return timedelta(minutes=number)

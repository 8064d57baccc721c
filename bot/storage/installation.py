"""Which bots a database belongs to; another token is refused."""

from datetime import datetime

from bot.storage.connection import Connection
from bot.storage.errors import DatabaseRefusedError
from bot.storage.micros import to_micros


async def belong_to(connection: Connection, bot: int, now: datetime) -> None:
    """Remember the first bot of a fresh database; later only this one is let in.

    Raises:
        DatabaseRefusedError: the database belongs to another bot.
    """
    rows = await connection.all("SELECT bot_id FROM installation ORDER BY bot_id")
    owners = [row["bot_id"] for row in rows]
    if bot in owners:
        return
    if owners:
        names = ", ".join(str(owner) for owner in owners)
        raise DatabaseRefusedError(
            f"this database belongs to the bot with the id {names}, the token is that of {bot}. "
            "Use the token of that bot, or another BOT_DATABASE_URL."
        )
    await connection.run(
        "INSERT INTO installation (bot_id, since) VALUES (:bot, :now)",
        bot=bot,
        now=to_micros(now),
    )

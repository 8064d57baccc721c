"""Takes a chat out of the delivery tables: part of forgetting a customer."""

from typing import Final

from bot.storage.connection import Connection

# Waiting messages stay: the one that confirms the forgetting is among them. Keys of handled
# updates stay their three days too: they hold no words, and without them Telegram's repetition
# of an old update would be taken for news.
_STATEMENTS: Final = (
    """
    DELETE FROM outbox WHERE bot_id = :bot AND chat_id = :chat
        AND state IN ('sent', 'dead', 'blocked', 'held')
    """,
    "DELETE FROM job WHERE bot_id = :bot AND chat_id = :chat",
    "DELETE FROM timer WHERE bot_id = :bot AND chat_id = :chat",
    """
    DELETE FROM inbox WHERE bot_id = :bot AND chat_id = :chat AND state IN ('dead', 'poison')
    """,
)


async def forget_chat(connection: Connection, bot: int, chat: int) -> None:
    """Delete what jobs, timers, sent and stopped messages hold of a chat."""
    for statement in _STATEMENTS:
        await connection.run(statement, bot=bot, chat=chat)

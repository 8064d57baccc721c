"""Customers whom agents blocked."""

from dataclasses import dataclass
from datetime import datetime

from bot.storage.connection import Connection
from bot.storage.micros import from_micros, to_micros

_PUT = """
    INSERT INTO customer_block (bot_id, chat_id, claim_id, blocked_by, at, is_told, alerted_at)
    VALUES (:bot, :chat, :claim, :agent, :now, 0, 0) ON CONFLICT (bot_id, chat_id) DO NOTHING
"""
_OF = "SELECT * FROM customer_block WHERE bot_id = :bot AND chat_id = :chat"
_DROP = "DELETE FROM customer_block WHERE bot_id = :bot AND chat_id = :chat"
_TOLD = "UPDATE customer_block SET is_told = 1 WHERE bot_id = :bot AND chat_id = :chat"
_ALERTED = "UPDATE customer_block SET alerted_at = :now WHERE bot_id = :bot AND chat_id = :chat"
_PURGE = "DELETE FROM customer_block WHERE at < :before"


@dataclass(frozen=True, slots=True)
class Block:
    """One blocked customer.

    Attributes:
        chat: of the customer.
        claim: id of the claim for which it was done; it may be gone.
        agent: Telegram id of who did it.
        is_told: they were told how to reach a person otherwise.
        alerted_at: when agents were last shown words of danger; None: never.
    """

    chat: int
    claim: int
    agent: int
    is_told: bool = False
    alerted_at: datetime | None = None


async def put_block(connection: Connection, bot: int, block: Block, now: datetime) -> bool:
    """Block a customer; False: they are already."""
    stored = await connection.run(
        _PUT, bot=bot, chat=block.chat, claim=block.claim, agent=block.agent, now=to_micros(now)
    )
    return stored == 1


async def block_of(connection: Connection, bot: int, chat: int) -> Block | None:
    """Return the block of a customer; None: they are answered."""
    row = await connection.one(_OF, bot=bot, chat=chat)
    if row is None:
        return None
    alerted_at = from_micros(row["alerted_at"]) if row["alerted_at"] else None
    told = bool(row["is_told"])
    return Block(row["chat_id"], row["claim_id"], row["blocked_by"], told, alerted_at)


async def drop_block(connection: Connection, bot: int, chat: int) -> bool:
    """Answer a customer again; False: they were not blocked."""
    return await connection.run(_DROP, bot=bot, chat=chat) == 1


async def block_told(connection: Connection, bot: int, chat: int) -> None:
    """Remember that a customer was told."""
    await connection.run(_TOLD, bot=bot, chat=chat)


async def block_alerted(connection: Connection, bot: int, chat: int, now: datetime) -> None:
    """Remember that agents were shown words of danger."""
    await connection.run(_ALERTED, bot=bot, chat=chat, now=to_micros(now))


async def purge_blocks(connection: Connection, before: datetime) -> None:
    """End blocks that were made before a moment."""
    await connection.run(_PURGE, before=to_micros(before))

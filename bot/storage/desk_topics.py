"""Where claims stand in the agents' group: which topic is whose, and whether there can be any."""

from datetime import datetime

from bot.domain.casework import FiledClaim
from bot.domain.messages import Message, TopicAct
from bot.storage.audit import Card
from bot.storage.claims import CLAIMS, claim_of_row
from bot.storage.connection import Connection
from bot.storage.outbox import put_messages
from bot.storage.undelivered import drop_thread, redirect_thread

_NUMBER = """
    SELECT c.number FROM desk_card d JOIN claim c ON c.id = d.claim_id
    WHERE c.bot_id = :bot AND d.chat_id = :chat AND d.thread_id = :thread
"""
_MOVE = "UPDATE desk_card SET thread_id = :thread, is_closed = 0 WHERE claim_id = :claim"
_CLOSE = "UPDATE desk_card SET is_closed = :closed WHERE claim_id = :claim"
_CARDS = """
    SELECT d.* FROM desk_card d JOIN claim c ON c.id = d.claim_id
    WHERE c.bot_id = :bot AND c.chat_id = :customer
"""
_OUTSIDE = f"""
    {CLAIMS} LEFT JOIN desk_card d ON d.claim_id = c.id
    WHERE c.bot_id = :bot AND c.status IN ('filed', 'in_review', 'waiting')
        AND (d.claim_id IS NULL OR d.thread_id = 0 OR d.chat_id <> :chat)
    ORDER BY CASE WHEN c.priority = 'urgent' THEN 0 ELSE 1 END, c.filed_at, c.id LIMIT :limit
"""
_PLACE = """
    INSERT INTO desk_card (claim_id, chat_id, thread_id, key)
    VALUES (:claim, :chat, :thread, :key)
    ON CONFLICT (claim_id) DO UPDATE SET chat_id = excluded.chat_id,
        thread_id = excluded.thread_id, key = excluded.key, is_closed = 0
"""
_HAS = "SELECT has_topics FROM desk_group WHERE bot_id = :bot AND chat_id = :chat"
_NOTE = """
    INSERT INTO desk_group (bot_id, chat_id, has_topics) VALUES (:bot, :chat, :has)
    ON CONFLICT (bot_id, chat_id) DO UPDATE SET has_topics = excluded.has_topics
"""
_FORGET_OPENING = """
    DELETE FROM outbox WHERE bot_id = :bot AND chat_id = :chat AND key = :key
        AND state = 'waiting'
"""
_KEY = "topic:"


def topic_key(claim: int) -> str:
    """Return the key of the message that opens the topic of a claim."""
    return f"{_KEY}{claim}"


def claim_of_key(key: str) -> int:
    """Return the claim whose topic a message was to open."""
    return int(key.removeprefix(_KEY))


async def number_of_topic(connection: Connection, bot: int, chat: int, thread: int) -> str | None:
    """Return the number of the claim that a topic is about; None: of none."""
    if thread <= 0:
        return None
    row = await connection.one(_NUMBER, bot=bot, chat=chat, thread=thread)
    return str(row["number"]) if row else None


async def outside_topics(
    connection: Connection, bot: int, chat: int, limit: int
) -> list[FiledClaim]:
    """Return open claims without a topic in a group, urgent ones first, each the oldest first."""
    rows = await connection.all(_OUTSIDE, bot=bot, chat=chat, limit=limit)
    return [claim_of_row(row) for row in rows]


async def place_card(connection: Connection, claim: int, card: Card) -> None:
    """Remember where the card of a claim is, wherever it was before."""
    await connection.run(_PLACE, claim=claim, chat=card.chat, thread=card.thread, key=card.key)


async def move_card(connection: Connection, claim: int, thread: int) -> bool:
    """Remember in which topic a claim stands, below 0 while it is opened; False: it is gone."""
    return await connection.run(_MOVE, claim=claim, thread=thread) == 1


async def close_card(connection: Connection, claim: int, *, closed: bool) -> None:
    """Remember whether the topic of a claim is closed."""
    await connection.run(_CLOSE, claim=claim, closed=int(closed))


async def topic_opened(
    connection: Connection, bot: int, opening: Message, thread: int, now: datetime
) -> None:
    """Remember the topic that Telegram opened, and let go what was held for it."""
    claim = claim_of_key(opening.key)
    if await move_card(connection, claim, thread):
        await redirect_thread(connection, bot, opening.chat, -claim, thread)
        return
    # The customer had everything deleted while it was opened.
    await put_messages(connection, bot, [topic_removal(opening.chat, thread)], now)


def topic_removal(chat: int, thread: int) -> Message:
    """Return what deletes a topic with all that was said in it."""
    return Message(chat, "", thread=thread, act=TopicAct.DELETE)


async def forget_topic(connection: Connection, bot: int, card: Card, claim: int) -> None:
    """Drop what waits to be written about a claim in the agents' group."""
    await connection.run(_FORGET_OPENING, bot=bot, chat=card.chat, key=topic_key(claim))
    await drop_thread(connection, bot, card.chat, card.thread)


async def cards_of_customer(connection: Connection, bot: int, customer: int) -> dict[int, Card]:
    """Return where the claims of a customer stand, by their ids."""
    rows = await connection.all(_CARDS, bot=bot, customer=customer)
    return {row["claim_id"]: Card(row["chat_id"], row["thread_id"], row["key"]) for row in rows}


async def has_topics(connection: Connection, bot: int, chat: int) -> bool:
    """Whether topics can be opened in a group; of one that was never looked at, it is tried."""
    row = await connection.one(_HAS, bot=bot, chat=chat)
    return row is None or bool(row["has_topics"])


async def note_topics(connection: Connection, bot: int, chat: int, *, has: bool) -> None:
    """Remember whether topics can be opened in a group."""
    await connection.run(_NOTE, bot=bot, chat=chat, has=int(has))

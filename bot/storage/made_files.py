"""Files made for one message: deleted when it is sent, given up or not wanted any longer."""

import re
from collections.abc import Sequence
from typing import Final

from bot.domain.messages import Message
from bot.storage.connection import Connection
from bot.storage.jobs import put_job
from bot.storage.message_json import from_json
from bot.storage.retention import StoredBytes

REMOVE: Final = "blob.remove"
"""Kind of the job that deletes bytes; its payload is `chat` and `sha256`, the name of the blob."""

_WAITING = """
    SELECT id, bot_id, chat_id, thread_id, key, edit_of, priority, claim_number, body FROM outbox
    WHERE has_file = 1 AND body IS NOT NULL AND state IN ('waiting', 'sending', 'blocked', 'held')
        AND (bot_id = :bot OR CAST(:bot AS BIGINT) IS NULL)
    ORDER BY id
"""
# bot / chat / name; files of articles are called otherwise.
_OWNED = re.compile(r"\d+/(-?\d+)/")
_DELETE = "DELETE FROM outbox WHERE id = :id"


async def drop_made(connection: Connection, bot: int, message: Message) -> None:
    """Delete the bytes of a message that needs them no longer; other files are left alone."""
    if message.file is not None and message.file.once:
        await remove_made(connection, bot, _owner(message), _name(message))


async def remove_made(connection: Connection, bot: int, chat: int, name: str) -> None:
    """Delete bytes by the name that `Blobs.put_once` gave them."""
    await put_job(connection, bot, chat, REMOVE, {"chat": chat, "sha256": name})


async def made_bytes(connection: Connection) -> Sequence[StoredBytes]:
    """Return the bytes that messages still need which are not sent yet."""
    rows = await connection.all(_WAITING, bot=None)
    waiting = [(row, from_json(row)) for row in rows]
    return [
        StoredBytes(row["bot_id"], _owner(message), _name(message))
        for row, message in waiting
        if message.file is not None and message.file.once
    ]


async def forget_made(connection: Connection, bot: int, chat: int) -> None:
    """Take back the messages with a file made for a customer, and agents' with a file of theirs.

    Bytes that were made go too.
    """
    for row in await connection.all(_WAITING, bot=bot):
        message = from_json(row)
        if message.file is None or _owner(message) != chat:
            continue
        if message.file.once or message.chat != chat:
            await connection.run(_DELETE, id=row["id"])
            await drop_made(connection, bot, message)


def _owner(message: Message) -> int:
    """Return the customer whose bytes they are; an agents' message carries them too."""
    owned = _OWNED.match(message.file.blob) if message.file is not None else None
    return int(owned[1]) if owned else message.chat


def _name(message: Message) -> str:
    return message.file.blob.rpartition("/")[2] if message.file is not None else ""

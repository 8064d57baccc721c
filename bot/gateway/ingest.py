"""Updates on their way into the inbox, from polling and webhook alike."""

import json
import logging
from collections.abc import Mapping, Sequence
from typing import Any, Final

from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.inbox import Incoming, store
from bot.storage.micros import wall_micros
from bot.storage.undelivered import reopen_chats

# What the bot asks Telegram for; anything else would only be thrown away.
ALLOWED_UPDATES: Final = ("message", "edited_message", "callback_query", "my_chat_member")

_LOG = logging.getLogger(__name__)

# An update as Telegram's JSON gives it: values of any JSON type.
Raw = Mapping[str, Any]


class Ingest:
    """Stores raw updates of one bot, durably, and makes their lanes ready."""

    def __init__(self, database: Database, bot: int) -> None:
        self._database = database
        self._bot = bot

    @property
    def database(self) -> Database:
        """Where the inbox is."""
        return self._database

    @property
    def bot(self) -> int:
        """Telegram id of the bot."""
        return self._bot

    async def store(self, updates: Sequence[Raw]) -> int:
        """Store updates and return how many were new; they are durable afterwards.

        Raises:
            DatabaseAway: nothing was stored; Telegram must not be told that they arrived.
        """
        incoming = [_incoming(update) for update in updates if _has_id(update)]
        if not incoming:
            return 0
        opened = {lane_of(update) for update in updates if lets_bot_write(update)}

        async def step(connection: Connection) -> int:
            new = await store(connection, self._bot, incoming, wall_micros())
            await reopen_chats(connection, self._bot, opened)
            return new

        return await self._database.write(step)


def lane_of(update: Raw) -> int:
    """Return the chat in whose lane an update is handled; a sender without chat is one itself."""
    for part in update.values():
        if not isinstance(part, dict):
            continue
        message = part.get("message")
        holders = (part, message if isinstance(message, dict) else {})
        chats = [holder.get("chat") for holder in holders] + [part.get("from")]
        for chat in chats:
            if isinstance(chat, dict) and type(chat.get("id")) is int:
                return int(chat["id"])
    return 0


def lets_bot_write(update: Raw) -> bool:
    """Say whether an update shows that its chat takes messages of the bot."""
    member = update.get("my_chat_member")
    if not isinstance(member, dict):
        return True
    now = member.get("new_chat_member")
    return isinstance(now, dict) and now.get("status") not in ("kicked", "left")


def _has_id(update: Raw) -> bool:
    known = isinstance(update, dict) and type(update.get("update_id")) is int
    if not known:
        _LOG.error("update dropped reason=no_update_id")
    return known


def _incoming(update: Raw) -> Incoming:
    payload = json.dumps(update, ensure_ascii=False, separators=(",", ":"))
    return Incoming(update["update_id"], lane_of(update), payload)

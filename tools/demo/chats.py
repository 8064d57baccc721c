"""Puts what the bot says into the sandbox's chats, without the way over HTTP."""

from datetime import datetime
from functools import partial
from typing import Any

from bot.gateway.text_call import keyboard
from bot.sandbox import Sandbox
from bot.sandbox.server import Server
from bot.sandbox.values import Json
from bot.sandbox.wire import Call
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.messages import note_sent
from bot.storage.micros import to_micros, wall_micros
from bot.storage.outbox import EditTarget, OutboxRow, mark_sent, sendable

# Messages read at once: more than ever wait.
_AT_ONCE = 1000


class Chats:
    """The private chats; what is for the agents' group waits for the bot itself."""

    def __init__(self, sandbox: Sandbox, database: Database, group: int) -> None:
        self._sandbox, self._database, self._group = sandbox, database, group
        self._server = Server(sandbox.parts)

    async def deliver(self, now: datetime) -> None:
        """Put everything that waits into its chat."""
        left: set[int] = set()
        while rows := await self._waiting(left):
            for row in rows:
                if row.message.chat == self._group:
                    left.add(row.id)
                else:
                    await self._put(row, now)

    async def _waiting(self, but_not: set[int]) -> list[OutboxRow]:
        bot, now = self._sandbox.world.bot.id, wall_micros()
        return await self._database.read(
            partial(sendable, bot=bot, now=now, limit=_AT_ONCE, but_not=but_not)
        )

    async def _put(self, row: OutboxRow, now: datetime) -> None:
        target = row.target
        if row.message.text and not row.message.file:
            sent: Json = await self._server.run(_call(row))
            target = EditTarget(sent["message_id"], has_file=False)

        async def step(connection: Connection) -> None:
            await mark_sent(connection, row, target, to_micros(now))
            if target is not None:
                await note_sent(connection, row.id, target.message_id)

        await self._database.write(step)


def _call(row: OutboxRow) -> Call:
    """Return the call of the Bot API that sends a text, or edits one."""
    message = row.message
    given: dict[str, Any] = {  # JSON values
        "chat_id": message.chat, "text": message.text, "parse_mode": "HTML",
    }  # fmt: skip
    if markup := keyboard(message):
        given["reply_markup"] = markup.to_dict()
    if row.target is not None:
        return Call("editMessageText", {**given, "message_id": row.target.message_id})
    return Call("sendMessage", given)

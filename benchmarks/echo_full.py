"""The same echo behind the gateway: stored, in lanes, answered through the outbox."""

import asyncio
import os
import signal
from datetime import UTC, datetime

import uvloop
from telegram import Update
from telegram.ext import Application, ContextTypes, MessageHandler, filters

from bot.domain.messages import Message
from bot.gateway.gateway import Gateway, Wiring
from bot.gateway.limits import SendLimits
from bot.gateway.transport import Transport, make_request
from bot.storage.connection import Connection
from bot.storage.database import Database, open_database
from bot.storage.events import Event
from bot.storage.outbox import put_messages


class Echo:
    """One handler and its service in one."""

    def __init__(self, database: Database) -> None:
        self._database = database

    async def on_text(self, update: Update, _context: ContextTypes.DEFAULT_TYPE) -> None:
        """Say what was said."""
        message = update.message
        if message is None:
            return
        answer = Message(chat=message.chat_id, text=message.text or "")

        async def step(connection: Connection) -> None:
            await put_messages(connection, 1, [answer], datetime.now(UTC))

        await self._database.write(step)


async def _ignore(_event: Event) -> None:
    return


async def _no_files(key: str) -> bytes:
    raise FileNotFoundError(key)


async def main() -> None:
    """Run the gateway until told to stop."""
    transport = Transport(os.environ.get("ECHO_TRANSPORT", "aiohttp"))
    database = await open_database(os.environ["ECHO_DATABASE"])
    polling = make_request(transport, polling=True)
    builder = Application.builder().token(os.environ["ECHO_TOKEN"]).updater(None)
    builder = builder.base_url(os.environ["ECHO_API"] + "/bot")
    application = builder.request(make_request(transport)).get_updates_request(polling).build()
    application.add_handler(MessageHandler(filters.TEXT, Echo(database).on_text))
    wiring = Wiring(
        clock=lambda: datetime.now(UTC),
        on_event=_ignore,
        apology=lambda _update, _reference: None,
        open_blob=_no_files,
        limits=SendLimits(0, 0, 3, 0),
        polling_request=polling,
    )
    gateway = Gateway(database, application, wiring)
    stop = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, stop.set)
    await gateway.start()
    await stop.wait()
    await gateway.stop()
    await database.close()


if __name__ == "__main__":
    uvloop.run(main())

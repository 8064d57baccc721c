"""What runs beside the messages: files followed, menus set, promises kept, status pages read."""

import asyncio
import contextlib
import logging
import traceback
from collections.abc import Callable, Coroutine
from dataclasses import dataclass
from datetime import datetime

from telegram import Bot
from telegram.error import TelegramError

from bot.services.conversation import Office
from bot.services.knowledge_watch import KnowledgeWatch
from bot.services.retention import Retention
from bot.settings import Settings
from bot.storage.blobs import Blobs, blob_key
from bot.storage.custody import custody_head
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway
from bot.texts.catalog import Catalog
from bot.wiring import Identity, Means, group_check
from handlers.chat.menu import set_commands
from handlers.desk.rights import GroupCheck

_LOG = logging.getLogger(__name__)
# Seconds between deletions of what is not kept any longer.
_PURGE_EVERY = 6 * 3600


@dataclass(frozen=True, slots=True)
class Upkeep:
    """Work in the background for as long as the bot runs.

    Attributes:
        settings: checked.
        identity: of the bot.
        means: what it knows.
        office: what services work with.
        blobs: the evidence files.
        bot: makes calls to Telegram.
    """

    settings: Settings
    identity: Identity
    means: Means
    office: Office
    blobs: Blobs
    bot: Bot

    def begin(self, stack: contextlib.AsyncExitStack) -> None:
        """Begin everything; it is ended with the stack."""
        watch = KnowledgeWatch(self.office, self.means.interpreter, self.means.problems)
        works = {
            "knowledge": watch.run(),
            "menus": _menu(self.bot, group_check(self.office)),
            "promises": _keep_promises(self.office.database, self.blobs, self.identity.clock),
            "status pages": self._read_status_pages(),
        }
        for name, work in works.items():
            stack.push_async_callback(_end, _begun(name, work))

    async def _read_status_pages(self) -> None:
        """Read status pages until cancelled; nobody waits for it."""
        # 25 ms of the start, and needed only later.
        from bot.status_wiring import StatusWatch, sources_of

        feeds, probes = self.settings.status_feeds, not self.settings.probes_refused
        watch = StatusWatch(
            self.office.database,
            lambda: sources_of(self.means.library(), feeds=feeds, probes=probes),
            self.identity.clock, self.identity.api,
        )  # fmt: skip
        try:
            await watch.run()
        finally:
            await watch.close()


def _begun(name: str, work: Coroutine[None, None, None]) -> asyncio.Task[None]:
    task = asyncio.create_task(work, name=name)
    task.add_done_callback(_say_if_broken)
    return task


async def _end(task: asyncio.Task[None]) -> None:
    task.cancel()
    await asyncio.wait([task])


def _say_if_broken(task: asyncio.Task[None]) -> None:
    """Log why work in the background ended: the bot goes on without it."""
    error = None if task.cancelled() else task.exception()
    if error is not None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
        _LOG.error("work ended name=%s error=%s", task.get_name(), place)


async def _keep_promises(database: Database, blobs: Blobs, clock: Callable[[], datetime]) -> None:
    """Delete what is not kept any longer, and note the seal of the custody log; each six hours."""
    while True:
        try:
            _, unnamed = await Retention(database).purge(clock())
            for one in unnamed:
                key = blob_key(f"{one.bot}/{one.chat}", one.sha256)
                await asyncio.to_thread(blobs.remove, key)
            head = await database.read(custody_head)
            # The log of the process is kept elsewhere: whoever rewrites the database shows here.
            _LOG.info("custody log entries=%s seal=%s", head.entries, head.seal)
        except DatabaseAway:
            _LOG.warning("nothing was purged, the database is away")
        await asyncio.sleep(_PURGE_EVERY)


async def _menu(bot: Bot, check: GroupCheck) -> None:
    try:
        await set_commands(bot, Catalog())
    except TelegramError as error:
        _LOG.warning("the commands menu could not be set reason=%s", type(error).__name__)
    try:
        await check.look(bot)
    except (TelegramError, DatabaseAway) as error:
        _LOG.warning("the agents' group could not be looked at reason=%s", type(error).__name__)

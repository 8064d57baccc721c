"""What the gateway does besides: clean up old keys, take over from a process that died."""

import asyncio
import logging
from typing import Final

from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway
from bot.storage.inbox import purge_inbox
from bot.storage.jobs import recover_jobs
from bot.storage.lanes import purge_lanes, recover_lanes
from bot.storage.leases import expire_all
from bot.storage.micros import wall_micros
from bot.storage.outbox import purge_outbox

_EVERY_SECONDS: Final = 3600
_FAR_AHEAD: Final = 2**62

_LOG = logging.getLogger(__name__)


async def take_over(connection: Connection, bot: int) -> None:
    """Free what an earlier process held: on SQLite no other one can be alive."""
    await expire_all(connection, bot)
    await recover_lanes(connection, bot, wall_micros(), _FAR_AHEAD)
    await recover_jobs(connection, bot)


async def purge(connection: Connection) -> int:
    """Drop rows of inbox, lanes and outbox that nothing can refer to any more; return how many."""
    now = wall_micros()
    gone = await purge_inbox(connection, now) + await purge_outbox(connection, now)
    return gone + await purge_lanes(connection)


async def keep_house(database: Database) -> None:
    """Purge every hour until cancelled."""
    while True:
        try:
            gone = await database.write(purge)
            await database.tidy()
        except DatabaseAway:
            _LOG.warning("cleaning up waits for the database")
        else:
            _LOG.info("cleaned up rows=%s", gone)
        await asyncio.sleep(_EVERY_SECONDS)

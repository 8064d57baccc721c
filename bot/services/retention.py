"""Deletes what the privacy notice says is not kept any longer."""

from dataclasses import dataclass
from datetime import datetime, timedelta

from bot.domain.evidence import TRAY_HOURS
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.retention import Expired, KeptUntil, StoredBytes, delete_expired, expired

# Source of all six: the privacy notice, docs/privacy.md "How long".
MESSAGES_KEPT = timedelta(days=30)
TRAY_KEPT = timedelta(hours=TRAY_HOURS)
DRAFTS_KEPT = timedelta(days=30)
CLAIMS_KEPT = timedelta(days=365)
CONSOLE_KEPT = timedelta(days=1)
BLOCKS_KEPT = timedelta(days=90)


@dataclass(frozen=True, slots=True)
class Retention:
    """Knows how long everything is kept."""

    database: Database

    async def due(self, now: datetime) -> Expired:
        """Return what `purge` would delete at an aware moment."""

        async def step(connection: Connection) -> Expired:
            return await expired(connection, _kept_until(now))

        return await self.database.read(step)

    async def purge(self, now: datetime) -> tuple[Expired, frozenset[StoredBytes]]:
        """Delete what is due at an aware moment.

        Returns:
            tuple: what is gone, and the bytes to be removed: no file names them any more.
        """

        async def step(connection: Connection) -> tuple[Expired, frozenset[StoredBytes]]:
            return await delete_expired(connection, _kept_until(now), now)

        return await self.database.write(step)


def _kept_until(now: datetime) -> KeptUntil:
    return KeptUntil(
        messages=now - MESSAGES_KEPT,
        tray=now - TRAY_KEPT,
        drafts=now - DRAFTS_KEPT,
        claims=now - CLAIMS_KEPT,
        console=now - CONSOLE_KEPT,
        blocks=now - BLOCKS_KEPT,
    )

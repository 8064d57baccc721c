"""Leases for what only one process may do at a time: polling, sending, timers."""

from bot.storage.connection import Connection
from bot.storage.lanes import Lease

_ACQUIRE = """
    INSERT INTO lease (bot_id, name, owner, epoch, lease_until)
    VALUES (:bot, :name, :owner, 1, :until)
    ON CONFLICT (bot_id, name) DO UPDATE SET
        epoch = CASE WHEN lease.owner = excluded.owner THEN lease.epoch ELSE lease.epoch + 1 END,
        owner = excluded.owner,
        lease_until = excluded.lease_until
    WHERE lease.owner = excluded.owner OR lease.lease_until < :now
"""
_GIVE_UP = """
    UPDATE lease SET lease_until = 0 WHERE bot_id = :bot AND name = :name AND owner = :owner
"""
_EXPIRE = "UPDATE lease SET lease_until = 0 WHERE bot_id = :bot"


async def acquire(connection: Connection, lease: Lease, name: str) -> bool:
    """Take or renew a lease; False while another process has it."""
    changed = await connection.run(
        _ACQUIRE,
        bot=lease.bot,
        name=name,
        owner=lease.owner,
        now=lease.now,
        until=lease.until,
    )
    return changed == 1


async def give_up(connection: Connection, bot: int, name: str, owner: str) -> None:
    """Let another process take over at once."""
    await connection.run(_GIVE_UP, bot=bot, name=name, owner=owner)


async def expire_all(connection: Connection, bot: int) -> None:
    """End every lease; only where no other process can be alive (SQLite at start)."""
    await connection.run(_EXPIRE, bot=bot)

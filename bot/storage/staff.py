"""The team that admins added, and who is asked to join."""

from datetime import datetime

from bot.domain.lifecycle import Role
from bot.domain.staff import Invitation, Member
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_ALL = "SELECT * FROM staff WHERE bot_id = :bot ORDER BY since, person"
_ROLE = "SELECT role FROM staff WHERE bot_id = :bot AND person = :person"
_PUT = """
    INSERT INTO staff (bot_id, person, role, name, added_by, since)
    VALUES (:bot, :person, :role, :name, :added_by, :since)
    ON CONFLICT (bot_id, person) DO UPDATE SET role = excluded.role
"""
_REMOVE = "DELETE FROM staff WHERE bot_id = :bot AND person = :person"
# Two admins who remove each other at the same moment wait here, one after the other.
_LOCK = "UPDATE staff SET role = role WHERE bot_id = :bot AND role = 'admin'"
_INVITED = (
    "SELECT * FROM staff_invitation WHERE bot_id = :bot AND ends_at >= :now ORDER BY made_at"
)
_INVITATION = """
    SELECT * FROM staff_invitation WHERE bot_id = :bot AND person = :person AND ends_at >= :now
"""
_INVITE = """
    INSERT INTO staff_invitation (bot_id, person, role, made_by, made_at, ends_at)
    VALUES (:bot, :person, :role, :made_by, :made_at, :ends_at)
    ON CONFLICT (bot_id, person) DO UPDATE SET role = excluded.role,
        made_by = excluded.made_by, made_at = excluded.made_at, ends_at = excluded.ends_at
"""
_SPEND = """
    DELETE FROM staff_invitation WHERE bot_id = :bot AND person = :person AND ends_at >= :now
    RETURNING *
"""
_DROP_MADE = "DELETE FROM staff_invitation WHERE bot_id = :bot AND made_by = :admin"
_OPEN_CLAIMS = """
    SELECT COUNT(*) AS found FROM claim WHERE bot_id = :bot AND agent_id = :person
        AND status IN ('filed', 'in_review', 'waiting')
"""
_FORGET = "DELETE FROM staff_invitation WHERE bot_id = :bot AND person = :person"
_PURGE = "DELETE FROM staff_invitation WHERE ends_at < :before"
# The console knows how people of the settings are called.
_NAME = """
    SELECT name FROM console_session WHERE bot_id = :bot AND person = :person
    ORDER BY began_at DESC LIMIT 1
"""


async def added_role(connection: Connection, bot: int, person: int) -> Role | None:
    """Return as what somebody was added; None: they were not."""
    row = await connection.one(_ROLE, bot=bot, person=person)
    return Role(row["role"]) if row else None


async def added_members(connection: Connection, bot: int) -> list[Member]:
    """Return everybody who was added, the longest there first."""
    return [
        Member(
            row["person"], row["name"], Role(row["role"]), fixed=False,
            since=from_micros(row["since"]), added_by=row["added_by"],
        )
        for row in await connection.all(_ALL, bot=bot)
    ]  # fmt: skip


async def put_member(connection: Connection, bot: int, member: Member, now: datetime) -> None:
    """Add somebody, or give them another role."""
    await connection.run(
        _PUT,
        bot=bot,
        person=member.id,
        role=member.role.value,
        name=member.name,
        added_by=member.added_by,
        since=to_micros(member.since or now),
    )


async def remove_member(connection: Connection, bot: int, person: int) -> bool:
    """Take away what was added; False: nothing was."""
    return await connection.run(_REMOVE, bot=bot, person=person) == 1


async def lock_admins(connection: Connection, bot: int) -> None:
    """Let no other step change who is an admin until this one ends."""
    await connection.run(_LOCK, bot=bot)


async def invitations(connection: Connection, bot: int, now: datetime) -> list[Invitation]:
    """Return who may still confirm, the earliest named first."""
    rows = await connection.all(_INVITED, bot=bot, now=to_micros(now))
    return [_invitation(row) for row in rows]


async def invitation_of(
    connection: Connection, bot: int, person: int, now: datetime
) -> Invitation | None:
    """Return the open invitation of somebody."""
    row = await connection.one(_INVITATION, bot=bot, person=person, now=to_micros(now))
    return _invitation(row) if row else None


async def put_invitation(connection: Connection, bot: int, invitation: Invitation) -> None:
    """Keep an invitation; an earlier one of the same person ends with it."""
    await connection.run(
        _INVITE,
        bot=bot,
        person=invitation.person,
        role=invitation.role.value,
        made_by=invitation.made_by,
        made_at=to_micros(invitation.made_at),
        ends_at=to_micros(invitation.ends_at),
    )


async def spend_invitation(
    connection: Connection, bot: int, person: int, now: datetime
) -> Invitation | None:
    """Return the open invitation of somebody and end it; None: there is none any more."""
    row = await connection.one(_SPEND, bot=bot, person=person, now=to_micros(now))
    return _invitation(row) if row else None


async def drop_invitations_by(connection: Connection, bot: int, admin: int) -> None:
    """End every invitation that an admin made."""
    await connection.run(_DROP_MADE, bot=bot, admin=admin)


async def forget_invitation(connection: Connection, bot: int, person: int) -> None:
    """Delete that somebody was asked to join; part of forgetting a customer."""
    await connection.run(_FORGET, bot=bot, person=person)


async def purge_invitations(connection: Connection, before: datetime) -> None:
    """Delete invitations that nobody answered until a moment."""
    await connection.run(_PURGE, before=to_micros(before))


async def open_claims_of(connection: Connection, bot: int, person: int) -> int:
    """Return how many claims somebody has that are not closed."""
    row = await connection.one(_OPEN_CLAIMS, bot=bot, person=person)
    return int(row["found"]) if row else 0


async def name_in_console(connection: Connection, bot: int, person: int) -> str:
    """Return how somebody was called when they last came into the console; empty: never."""
    row = await connection.one(_NAME, bot=bot, person=person)
    return str(row["name"]) if row else ""


def _invitation(row: Row) -> Invitation:
    return Invitation(
        row["person"],
        Role(row["role"]),
        row["made_by"],
        from_micros(row["made_at"]),
        from_micros(row["ends_at"]),
    )

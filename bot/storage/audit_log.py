"""The audit as admins read it: chosen by person, deed, subject and day, the newest first."""

from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.storage.audit import Deed
from bot.storage.connection import Connection
from bot.storage.micros import from_micros, to_micros

_ENTRIES: Final = "SELECT id, actor, action, subject, detail, at FROM audit WHERE "
_ACTIONS: Final = "SELECT DISTINCT action FROM audit WHERE bot_id = :bot ORDER BY action"


@dataclass(frozen=True, slots=True)
class AuditFilter:
    """Which deeds are wanted; empty and None choose nothing.

    Attributes:
        action: a deed, or the part before its dot.
        since, until: aware; the second is left out itself.
        before: id; older ones only.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    since: datetime | None = None
    until: datetime | None = None
    before: int | None = None


@dataclass(frozen=True, slots=True)
class Entry:
    """One deed with its id and its moment, aware."""

    id: int
    deed: Deed
    at: datetime


async def audit_entries(
    connection: Connection, bot: int, wanted: AuditFilter, limit: int
) -> list[Entry]:
    """Return deeds, the newest first."""
    conditions, values = ["bot_id = :bot"], dict[str, object]()
    if wanted.actor:
        conditions.append("actor = :actor")
        values["actor"] = wanted.actor
    if wanted.action:
        # All deeds of a subject begin with it and a dot; the next sign behind a dot is a slash.
        conditions.append("(action = :action OR (action > :dotted AND action < :beyond))")
        action = wanted.action
        values |= {"action": action, "dotted": f"{action}.", "beyond": f"{action}/"}
    if wanted.subject:
        conditions.append("subject = :subject")
        values["subject"] = wanted.subject
    if wanted.since is not None:
        conditions.append("at >= :since")
        values["since"] = to_micros(wanted.since)
    if wanted.until is not None:
        conditions.append("at < :until")
        values["until"] = to_micros(wanted.until)
    if wanted.before is not None:
        conditions.append("id < :before")
        values["before"] = wanted.before
    sql = f"{_ENTRIES}{' AND '.join(conditions)} ORDER BY id DESC LIMIT :limit"
    return [
        Entry(
            row["id"],
            Deed(row["actor"], row["action"], row["subject"], row["detail"]),
            from_micros(row["at"]),
        )
        for row in await connection.all(sql, bot=bot, limit=limit, **values)
    ]


async def actions_done(connection: Connection, bot: int) -> list[str]:
    """Return every kind of deed there is, by name."""
    return [str(row["action"]) for row in await connection.all(_ACTIONS, bot=bot)]

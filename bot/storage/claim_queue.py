"""The queue of the console: open claims by their deadlines, a page at a time, and its pulse."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from typing import Final

from bot.domain.kept_facts import kind_kept
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status, is_open
from bot.domain.money import Money
from bot.storage.claim_deadlines import NO_DEADLINE
from bot.storage.connection import Connection, Row
from bot.storage.micros import day_micros, day_of, from_micros, to_micros

# Word for word the condition of the indexes of migration 0009: else they are not used.
OPEN_ONES: Final = "status IN ('filed', 'in_review', 'waiting')"
"""Condition for claims that somebody still works on."""
COLUMNS: Final = """
    SELECT id, number, kind, status, priority, provider, wanted_minor, wanted_currency, agent_id,
        agent_name, filed_at, due_at, deadline_on, version FROM claim
"""
"""What the queue and the search list of a claim."""
_NUMBERED: Final = f"{COLUMNS} WHERE bot_id = :bot AND number = :number"
# Two cheap reads: both are the end of an index.
_PULSE: Final = """
    SELECT (SELECT MAX(changed_at) FROM claim WHERE bot_id = :bot) AS changed,
        (SELECT MAX(id) FROM message) AS said
"""


class Order(StrEnum):
    """By what the queue is sorted: our promise, the same backwards, the customer's deadlines."""

    DUE = "due"
    LATEST = "latest"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class QueueFilter:
    """Which claims are shown.

    Attributes:
        kind: None is every kind.
        status: None is every open one.
        agent: Telegram id of who has them; None does not choose.
        unassigned: those that nobody has.
    """

    kind: ClaimKind | None = None
    status: Status | None = None
    agent: int | None = None
    unassigned: bool = False
    order: Order = Order.DUE


@dataclass(frozen=True, slots=True)
class Place:
    """Where a page of the queue ended: what it is sorted by in microseconds, and id."""

    due: int
    id: int


@dataclass(frozen=True, slots=True)
class Queued:
    """A claim as the queue lists it.

    Attributes:
        provider: id, or the customer's word; empty where there is none.
        due_at: until when a person looks; aware.
        deadline_on: until when the customer must act first; None: no day.
    """

    id: int
    number: str
    kind: ClaimKind
    status: Status
    priority: str
    provider: str
    wanted: Money | None
    agent: int | None
    agent_name: str
    filed_at: datetime
    due_at: datetime
    deadline_on: date | None
    version: int

    def place(self, order: Order) -> Place:
        """Return where this claim stands in an order."""
        if order is not Order.DEADLINE:
            return Place(to_micros(self.due_at), self.id)
        on = self.deadline_on
        return Place(day_micros(on) if on else NO_DEADLINE, self.id)


async def queued(
    connection: Connection,
    bot: int,
    wanted: QueueFilter,
    after: Place | None,
    limit: int,
) -> list[Queued]:
    """Return a page of the queue by its deadlines, behind a place of the page before."""
    sql, values = _query(wanted, after)
    rows = await connection.all(sql, bot=bot, limit=limit, **values)
    return [queued_of_row(row) for row in rows]


async def queued_numbered(connection: Connection, bot: int, number: str) -> Queued | None:
    """Return the claim with a number, in its one spelling, as the queue lists it."""
    row = await connection.one(_NUMBERED, bot=bot, number=number)
    return queued_of_row(row) if row else None


async def pulse(connection: Connection, bot: int) -> tuple[int, int]:
    """Return two numbers that change when claims change, and when something is said."""
    row = await connection.one(_PULSE, bot=bot)
    return (int(row["changed"] or 0), int(row["said"] or 0)) if row else (0, 0)


def queued_of_row(row: Row) -> Queued:
    """Return the claim in a row of the columns that the queue shows."""
    minor = row["wanted_minor"]
    return Queued(
        id=row["id"],
        number=row["number"],
        kind=kind_kept(row["kind"]),
        status=Status(row["status"]),
        priority=row["priority"],
        provider=row["provider"],
        wanted=None if minor is None else Money(minor=minor, currency=row["wanted_currency"]),
        agent=row["agent_id"],
        agent_name=row["agent_name"],
        filed_at=from_micros(row["filed_at"]),
        due_at=from_micros(row["due_at"]),
        deadline_on=None if row["deadline_on"] >= NO_DEADLINE else day_of(row["deadline_on"]),
        version=row["version"],
    )


def _query(wanted: QueueFilter, after: Place | None) -> tuple[str, Mapping[str, object]]:
    """Return a statement of constant parts, so that each filter walks along its own index."""
    conditions, values = conditions_of(wanted)
    by = "deadline_on" if wanted.order is Order.DEADLINE else "due_at"
    way, beyond = ("DESC", "<") if wanted.order is Order.LATEST else ("ASC", ">")
    if after is not None:
        conditions.append(f"({by}, id) {beyond} (:due, :id)")
        values |= {"due": after.due, "id": after.id}
    where = " AND ".join(conditions)
    sql = f"{COLUMNS} WHERE {where} ORDER BY {by} {way}, id {way} LIMIT :limit"
    return sql, values


def conditions_of(wanted: QueueFilter) -> tuple[list[str], dict[str, object]]:
    """Return what a filter asks of a claim, in constant parts, and the values in them."""
    conditions, values = ["bot_id = :bot"], dict[str, object]()
    if wanted.status is None or is_open(wanted.status):
        conditions.append(OPEN_ONES)
    if wanted.status is not None:
        conditions.append("status = :status")
        values["status"] = wanted.status.value
    if wanted.kind is not None:
        conditions.append("kind = :kind")
        values["kind"] = wanted.kind.value
    if wanted.unassigned:
        conditions.append("agent_id IS NULL")
    elif wanted.agent is not None:
        conditions.append("agent_id = :agent")
        values["agent"] = wanted.agent
    return conditions, values

"""Until when somebody must act on a claim, what of it is done, whether reminders are wanted."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.casework import ClaimDeadline
from bot.storage.connection import Connection, Row
from bot.storage.micros import day_micros, day_of, from_micros, to_micros

NO_DEADLINE: Final = 900_000_000_000_000_000
"""What a claim has in `deadline_on` where its customer need do nothing by any day."""

# What is done stays done as long as the day stays the same.
_PUT = """
    INSERT INTO claim_deadline (claim_id, rule, actor, counted_from, due_on, due_at, hint)
    VALUES (:claim, :rule, :actor, :counted_from, :due_on, CAST(:due_at AS BIGINT), :hint)
    ON CONFLICT (claim_id, rule) DO UPDATE SET counted_from = excluded.counted_from,
        due_on = excluded.due_on, due_at = excluded.due_at, hint = excluded.hint,
        done_at = CASE WHEN claim_deadline.due_on = excluded.due_on
            THEN claim_deadline.done_at ELSE NULL END
"""
_DROP = "DELETE FROM claim_deadline WHERE claim_id = :claim AND rule = :rule"
_ALL = "SELECT * FROM claim_deadline WHERE claim_id = :claim ORDER BY due_on, rule"
_DONE = """
    UPDATE claim_deadline SET done_at = CAST(:at AS BIGINT)
    WHERE claim_id = :claim AND rule = :rule
"""
_NEAREST = """
    UPDATE claim SET deadline_on = COALESCE(
        (SELECT MIN(due_on) FROM claim_deadline
            WHERE claim_id = :claim AND actor = 'user' AND done_at IS NULL), :never)
    WHERE id = :claim
"""
_SWITCH = "UPDATE claim SET reminders_off = :off WHERE id = :claim"


async def put_deadlines(
    connection: Connection, claim: int, deadlines: Sequence[ClaimDeadline]
) -> None:
    """Store the deadlines of a claim, in place of those before; one rule stands once."""
    wanted = {each.rule for each in deadlines}
    for row in await connection.all(_ALL, claim=claim):
        if row["rule"] not in wanted:
            await connection.run(_DROP, claim=claim, rule=row["rule"])
    for each in deadlines:
        await connection.run(
            _PUT,
            claim=claim,
            rule=each.rule,
            actor=each.actor,
            counted_from=day_micros(each.counted_from),
            due_on=day_micros(each.due_on),
            due_at=to_micros(each.due_at) if each.due_at else None,
            hint=int(each.hint),
        )
    await connection.run(_NEAREST, claim=claim, never=NO_DEADLINE)


async def deadlines_of(connection: Connection, claim: int) -> list[ClaimDeadline]:
    """Return the deadlines of a claim, the nearest first."""
    return [_deadline(row) for row in await connection.all(_ALL, claim=claim)]


async def mark_done(connection: Connection, claim: int, rule: str, at: datetime | None) -> bool:
    """Note when the customer did what a deadline asks for; None takes it back.

    Returns:
        bool: False when the claim has no such deadline.
    """
    moment = to_micros(at) if at else None
    if await connection.run(_DONE, claim=claim, rule=rule, at=moment) != 1:
        return False
    await connection.run(_NEAREST, claim=claim, never=NO_DEADLINE)
    return True


async def switch_reminders(connection: Connection, claim: int, *, on: bool) -> None:
    """Keep whether the customer wants to be reminded of the deadlines of a claim."""
    await connection.run(_SWITCH, claim=claim, off=int(not on))


def _deadline(row: Row) -> ClaimDeadline:
    return ClaimDeadline(
        rule=row["rule"],
        actor=row["actor"],
        counted_from=day_of(row["counted_from"]),
        due_on=day_of(row["due_on"]),
        hint=bool(row["hint"]),
        due_at=from_micros(row["due_at"]) if row["due_at"] is not None else None,
        is_done=row["done_at"] is not None,
    )

"""What we promised about claims, and whether it was kept: the base of every figure about it.

A row of `claim_target` is one promise. For figures: the time to a first response is
`claim.first_response_at - claim.filed_at` (a person's words; automatic replies and taking a
claim do not count), the time to a resolution `claim.closed_at - claim.filed_at`; a share of
promises kept is `met` among `met`, `late`, and `open` with `breached_at`; `dropped` is left out.
"""

from bot.domain.promised import Goal, GoalState, Promise
from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, micros_or_none, moment_or_none, to_micros

_PUT = """
    INSERT INTO claim_target (bot_id, claim_id, target, state, started_at, due_at)
    SELECT :bot, :claim, :target, 'open', :started, :due
    WHERE NOT EXISTS (SELECT 1 FROM claim_target
        WHERE claim_id = :claim AND target = :target AND state = 'open')
"""
_SAVE = """
    UPDATE claim_target SET state = :state, due_at = :due, warned_at = :warned,
        breached_at = :breached, promised_at = :promised, ended_at = :ended WHERE id = :id
"""
_OPEN = "SELECT * FROM claim_target WHERE claim_id = :claim AND state = 'open' ORDER BY id"
_ALL = "SELECT * FROM claim_target WHERE claim_id = :claim ORDER BY id"


async def put_promise(connection: Connection, bot: int, promise: Promise) -> None:
    """Store a new promise, unless the same is open already."""
    await connection.run(
        _PUT,
        bot=bot,
        claim=promise.claim,
        target=promise.goal.value,
        started=to_micros(promise.started_at),
        due=to_micros(promise.due_at),
    )


async def save_promise(connection: Connection, promise: Promise) -> None:
    """Store what became of a promise."""
    await connection.run(
        _SAVE,
        id=promise.id,
        state=promise.state.value,
        due=to_micros(promise.due_at),
        warned=micros_or_none(promise.warned_at),
        breached=micros_or_none(promise.breached_at),
        promised=micros_or_none(promise.promised_at),
        ended=micros_or_none(promise.ended_at),
    )


async def open_promises(connection: Connection, claim: int) -> list[Promise]:
    """Return what is still owed about a claim."""
    return [_promise(row) for row in await connection.all(_OPEN, claim=claim)]


async def promises_of(connection: Connection, claim: int) -> list[Promise]:
    """Return every promise about a claim, the first one first."""
    return [_promise(row) for row in await connection.all(_ALL, claim=claim)]


def _promise(row: Row) -> Promise:
    return Promise(
        id=row["id"],
        claim=row["claim_id"],
        goal=Goal(row["target"]),
        state=GoalState(row["state"]),
        started_at=from_micros(row["started_at"]),
        due_at=from_micros(row["due_at"]),
        warned_at=moment_or_none(row["warned_at"]),
        breached_at=moment_or_none(row["breached_at"]),
        promised_at=moment_or_none(row["promised_at"]),
        ended_at=moment_or_none(row["ended_at"]),
    )

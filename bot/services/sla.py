"""Keeps our promises about a claim up to date with whatever happens to it, and their timer.

Only words of a person count as an answer: automatic replies, taking, passing on do not.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import RESPONSES, Action, Role, Status, is_open
from bot.domain.promised import (
    DUE_ASIDE,
    DUE_CUSTOMER,
    RESPONSE_GOALS,
    Goal,
    GoalState,
    Promise,
    nearest,
    next_look,
)
from bot.domain.reminders import next_morning
from bot.services.exchange import Exchange
from bot.services.promises import URGENT, Promises
from bot.storage.claim_targets import open_promises, put_promise, save_promise
from bot.storage.claims import put_due
from bot.storage.timers import Timer, cancel, schedule

SLA: Final = "claim.sla"
"""Kind of the event of a promise that is near or broken."""

WAITED: Final = "claim.wait"
"""Kind of the event of a customer who has not answered for long."""

# A claim that was put aside is looked at again after so long.
_ASIDE_FOR: Final = timedelta(days=365)


async def begin(ex: Exchange, claim: FiledClaim) -> None:
    """Promise a first answer and an end for a claim that was just filed."""
    await _put(ex, claim, Goal.FIRST_RESPONSE, claim.due_at)
    await _put(ex, claim, Goal.RESOLUTION)
    await set_timer(ex, claim)


async def follow(
    ex: Exchange, before: FiledClaim, claim: FiledClaim, action: Action, role: Role
) -> FiledClaim:
    """Fulfil, drop, move and make promises after an action; return the claim with its due date.

    Args:
        ex (Exchange): of the step.
        before (FiledClaim): before the action.
        claim (FiledClaim): as it is now stored.
        action (Action): what was done.
        role (Role): by whom.
    """
    for each in await open_promises(ex.connection, claim.id):
        changed = _after(each, before, claim, action, role, ex.now)
        if changed is not each:
            await save_promise(ex.connection, changed)
    await _promise_more(ex, claim, action, role)
    await _set_wait(ex, claim, action)
    return await settle(ex, claim)


async def customer_spoke(ex: Exchange, claim: FiledClaim) -> None:
    """Promise an answer to what a customer said, unless one is promised already."""
    await _put_response(ex, claim)
    await settle(ex, claim)


async def settle(ex: Exchange, claim: FiledClaim) -> FiledClaim:
    """Set due date and timer of a claim to what must happen next, and return it with that."""
    if not is_open(claim.status):
        await cancel(ex.connection, ex.bot, _key(claim))
        return claim
    due_at, due_for = await _next_due(ex, claim)
    if (due_at, due_for) != (claim.due_at, claim.due_for):
        await put_due(ex.connection, claim.id, due_at, due_for, ex.now)
    await set_timer(ex, claim)
    return replace(claim, due_at=due_at, due_for=due_for)


async def set_timer(ex: Exchange, claim: FiledClaim) -> None:
    """Set the timer of a claim to the next moment at which a promise is near or broken."""
    running = await running_promises(ex, claim)
    at = next_look(running, ex.now, Promises(ex.library).pace)
    if at is None:
        await cancel(ex.connection, ex.bot, _key(claim))
        return
    timer = Timer(_key(claim), claim.chat, SLA, max(at, ex.now), {"claim": claim.id})
    await schedule(ex.connection, ex.bot, timer)


async def running_promises(ex: Exchange, claim: FiledClaim) -> list[Promise]:
    """Return the promises of which time runs: none to end a claim while its customer is asked."""
    waits = claim.status is Status.WAITING
    promises = await open_promises(ex.connection, claim.id)
    return [each for each in promises if not (waits and each.goal is Goal.RESOLUTION)]


async def _set_wait(ex: Exchange, claim: FiledClaim, action: Action) -> None:
    """Set the timer that asks a silent customer, or puts their claim aside after that."""
    key, table = f"claim:{claim.id}:wait", Promises(ex.library).follow_up
    days = {Action.ASK: table.ask_again_days, Action.REMIND: table.put_aside_days}.get(action)
    if claim.status is not Status.WAITING or action is Action.PUT_ASIDE:
        await cancel(ex.connection, ex.bot, key)
    elif days is not None:
        due = next_morning(ex.now + timedelta(days=days), ex.customer.clock)
        timer = Timer(key, claim.chat, WAITED, due, {"claim": claim.id})
        await schedule(ex.connection, ex.bot, timer)


def _key(claim: FiledClaim) -> str:
    return f"claim:{claim.id}:sla"


def _after(  # noqa: PLR0913 - one promise before and after one action
    promise: Promise,
    before: FiledClaim,
    claim: FiledClaim,
    action: Action,
    role: Role,
    now: datetime,
) -> Promise:
    """Return what an action makes of an open promise."""
    is_person = role in (Role.AGENT, Role.ADMIN)
    if not is_open(claim.status):
        return promise.kept(now) if action is Action.RESOLVE else promise.dropped(now)
    if promise.goal in RESPONSE_GOALS:
        return promise.kept(now) if is_person and action in RESPONSES else promise
    waited = before.waiting_since if claim.status is not Status.WAITING else None
    if waited is None or promise.breached_at is not None:
        return promise
    return replace(promise, due_at=promise.due_at + (now - waited), warned_at=None)


async def _promise_more(ex: Exchange, claim: FiledClaim, action: Action, role: Role) -> None:
    """Promise what an action makes us owe."""
    if action is Action.REOPEN:
        await _put(ex, claim, Goal.RESOLUTION)
    heard = action is Action.SUPPLY and role is Role.CUSTOMER
    if heard or action in (Action.REOPEN, Action.HAND_BACK):
        await _put_response(ex, claim)
    if action is Action.ESCALATE and role is not Role.SYSTEM:
        await _put_response(ex, claim)
        await _hurry(ex, claim)
    if action is Action.PRIORITIZE and claim.priority == URGENT:
        await _hurry(ex, claim)


async def _put_response(ex: Exchange, claim: FiledClaim) -> None:
    promises = await open_promises(ex.connection, claim.id)
    if not any(each.goal in RESPONSE_GOALS for each in promises):
        answered = claim.first_response_at is not None
        await _put(ex, claim, Goal.NEXT_RESPONSE if answered else Goal.FIRST_RESPONSE)


async def _hurry(ex: Exchange, claim: FiledClaim) -> None:
    """Promise an answer as soon as the new priority says, if that is sooner."""
    for each in await open_promises(ex.connection, claim.id):
        if each.goal in RESPONSE_GOALS and each.breached_at is None:
            due = min(each.due_at, _due(ex, claim, each.goal))
            await save_promise(ex.connection, replace(each, due_at=due))


async def _put(ex: Exchange, claim: FiledClaim, goal: Goal, due: datetime | None = None) -> None:
    until = due or _due(ex, claim, goal)
    promise = Promise(0, claim.id, goal, GoalState.OPEN, ex.now, until)
    await put_promise(ex.connection, ex.bot, promise)


def _due(ex: Exchange, claim: FiledClaim, goal: Goal) -> datetime:
    return Promises(ex.library).due(goal, claim.kind, claim.priority, claim.region, ex.now)


async def _next_due(ex: Exchange, claim: FiledClaim) -> tuple[datetime, str]:
    promise = nearest(await open_promises(ex.connection, claim.id))
    if promise is not None and promise.goal in RESPONSE_GOALS:
        return promise.answer_by, promise.goal.value
    if claim.aside_at is not None:
        return claim.aside_at + _ASIDE_FOR, DUE_ASIDE
    if claim.waiting_since is not None:
        days = Promises(ex.library).follow_up.ask_again_days
        return claim.waiting_since + timedelta(days=days), DUE_CUSTOMER
    if promise is not None:
        return promise.answer_by, promise.goal.value
    return claim.due_at, claim.due_for

"""Watches our promises: agents hear that one is near, an admin has one that is broken.

The customer hears that we are late, who has their claim, and by when a person answers now.
"""

from dataclasses import replace

from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import Action, Role, is_open
from bot.domain.promised import RESPONSE_GOALS, Promise
from bot.services.claim_changes import Change, put_change
from bot.services.conversation import Office
from bot.services.desk_acts import Acts
from bot.services.desk_notices import refresh_card
from bot.services.exchange import Exchange
from bot.services.promises import Promises
from bot.services.sla import (
    SLA,
    customer_spoke,
    running_promises,
    set_timer,
    settle,
)
from bot.services.sla_notices import TODAY, say_broken, say_late, say_near, say_today, today_timer
from bot.services.staff_rights import admins_in
from bot.storage.audit import Deed, put_deed
from bot.storage.claim_targets import save_promise
from bot.storage.claims import claim_by_id
from bot.storage.connection import Connection
from bot.storage.escalations import OnDuty, escalated_open, name_of
from bot.storage.events import Event
from bot.storage.timers import schedule, schedule_new

SLA_EVENTS = frozenset({SLA, TODAY})
"""Kinds of events that are for the watch, not for the conversation."""


class SlaWatch:
    """Looks at promises when their timers go off."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._acts = Acts(office)

    async def begin(self) -> None:
        """Set the timer of the first list of what is due today, if none is set."""
        office = self._office
        if office.agents_chat:
            timer = today_timer(office, office.clock())
            await office.database.write(lambda c: schedule_new(c, office.bot, timer))

    async def event(self, event: Event) -> None:
        """Look at the promises of one claim, or list what is due today."""
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            if event.kind == TODAY:
                await say_today(connection, office, now)
                await schedule(connection, office.bot, today_timer(office, now))
                return
            claim = await claim_by_id(connection, office.bot, int(event.payload["claim"]))
            if claim is not None and is_open(claim.status):
                ex = await self._acts.exchange(connection, claim, now)
                await self._look(ex, claim)
                await ex.close()

        await office.database.write(step)

    async def _look(self, ex: Exchange, claim: FiledClaim) -> None:
        pace = Promises(ex.library).pace
        for each in await running_promises(ex, claim):
            if each.breaks(ex.now, pace):
                claim = await self._broken(ex, claim, each)
            elif each.breaks_again(ex.now):
                await save_promise(ex.connection, replace(each, promised_at=None))
                await say_broken(ex, claim, each, again=True)
            elif each.warns(ex.now, pace):
                await save_promise(ex.connection, replace(each, warned_at=ex.now))
                await say_near(ex, claim, each)
        await set_timer(ex, claim)

    async def _broken(self, ex: Exchange, claim: FiledClaim, promise: Promise) -> FiledClaim:
        """Hand a claim up whose promise is broken, and tell everybody concerned."""
        is_answer = promise.goal in RESPONSE_GOALS
        promised = Promises(ex.library).late_due(claim.region, ex.now) if is_answer else None
        broken = replace(promise, breached_at=promise.due_at, promised_at=promised)
        await save_promise(ex.connection, broken)
        duty = await self._on_duty(ex.connection, claim)
        wanted = replace(
            claim,
            escalated_to=duty.id or None,
            escalated_name=duty.name,
            escalated_at=ex.now,
        )
        change = Change(Action.ESCALATE, Role.SYSTEM, note=promise.goal.value)
        changed = await put_change(ex, claim, wanted, change)
        late_already = await _is_late(ex, claim)
        if not is_answer:
            await customer_spoke(ex, changed)
        changed = await settle(ex, changed)
        if is_answer or not late_already:
            say_late(ex, changed, promise)
        await say_broken(ex, changed, broken)
        await refresh_card(ex, changed)
        deed = Deed("system", "claim.escalate", claim.number, promise.goal.value)
        await put_deed(ex.connection, ex.bot, deed, ex.now)
        return changed

    async def _on_duty(self, connection: Connection, claim: FiledClaim) -> OnDuty:
        """Return the admin with the fewest claims handed up; somebody else than who has it."""
        admins = sorted(await admins_in(connection, self._office))
        others = [each for each in admins if each != claim.agent] or admins
        if not others:
            return OnDuty(0, "")
        held = await escalated_open(connection, self._office.bot)
        chosen = min(others, key=lambda each: held.get(each, 0))
        return OnDuty(chosen, await name_of(connection, self._office.bot, chosen))


async def _is_late(ex: Exchange, claim: FiledClaim) -> bool:
    """Whether the customer waits for an answer that is late: one word about it is enough."""
    promises = await running_promises(ex, claim)
    return any(each.breached_at and each.goal in RESPONSE_GOALS for each in promises)

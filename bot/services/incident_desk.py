"""What admins do with incidents: declare, correct, merge, close; customers hear it at once."""

from dataclasses import replace
from datetime import timedelta
from typing import Final, assert_never

from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.domain.incident_orders import (
    Close,
    Correct,
    Declare,
    Merge,
    Order,
    Still,
    read_order,
)
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange
from bot.services.incident_form import (
    COMMAND,
    asks_for_words,
    coming,
    has_no_clock,
    said,
    say_incident,
    say_open,
    today,
)
from bot.services.incident_news import (
    note_promise,
    tell_back,
    tell_change,
    tell_declared,
    tell_still,
)
from bot.services.knowledge_steps import AdminSteps
from bot.services.outage_answers import when_text
from bot.services.provider_named import providers_named
from bot.storage.audit import Deed, put_deed
from bot.storage.incidents import (
    IncidentEvent,
    change_incident,
    followers,
    incident_by_id,
    open_incident,
    put_incident,
    put_incident_event,
)

# Characters of a name that is read back.
_LONGEST_NAME: Final = 40
# Who waits hears no oftener than this that it is not over.
_BETWEEN_NEWS: Final = timedelta(minutes=30)


class IncidentDesk:
    """Admins' acts on incidents, each one written step."""

    def __init__(self, office: Office) -> None:
        self._steps = AdminSteps(office)

    async def command(self, sender: Sender, argument: str) -> None:
        """Do what `/incident` says; alone it lists what is open."""
        if not await self._steps.is_admin(sender):
            await self._steps.refuse(sender, COMMAND)
            return
        order = read_order(argument)

        async def doing(ex: Exchange) -> None:
            if order is None:
                await say_open(ex, asked=bool(argument.strip()))
            else:
                await obey(ex, order)

        await self._steps.do(sender, doing)


async def obey(ex: Exchange, order: Order) -> None:
    """Do what an admin orders, and say what was done or what is missing."""
    match order:
        case Declare():
            await _declare(ex, order)
        case Correct():
            await _correct(ex, order)
        case Merge():
            await _merge(ex, order)
        case Close():
            await _close(ex, order)
        case Still():
            await _still(ex, order)
        case _:
            assert_never(order)


async def _declare(ex: Exchange, order: Declare) -> None:
    found = providers_named(ex.library, order.name)
    if len(found) != 1:
        key = "incidents.which" if found else "incidents.unknown"
        ex.say(key, name=order.name[:_LONGEST_NAME], names=", ".join(each.id for each in found))
        return
    if has_no_clock(ex, order.since or order.words.next_by):
        return
    provider = found[0].id
    before = await open_incident(ex.connection, ex.bot, provider)
    since = today(ex, order.since) or (before.since if before else ex.now)
    known = before or Incident(0, provider, order.nature, since)
    declared = replace(said(ex, known, order.words), id=0, nature=order.nature, since=since)
    if asks_for_words(ex, declared):
        return
    if before is None:
        stored = await put_incident(ex.connection, ex.bot, declared)
        if stored is None:
            ex.say("incidents.again")
            return
        await _note(ex, stored, IncidentAction.DECLARED)
        await tell_declared(ex, stored)
    else:
        stored = replace(declared, id=before.id, merged_into=None)
        await _change(ex, stored, _by_admin(before))
        await tell_change(ex, before, stored)
    await note_promise(ex, stored)
    say_incident(ex, "incidents.declared", stored)


async def _correct(ex: Exchange, order: Correct) -> None:
    before = await _open(ex, order.incident)
    if before is None or has_no_clock(ex, order.words.next_by):
        return
    nature = order.nature or before.nature
    after = replace(said(ex, before, order.words), nature=nature, merged_into=None)
    if after.nature is Nature.REPORTS:
        ex.say("incidents.undeclared", id=after.id)
        return
    if asks_for_words(ex, after):
        return
    await _change(ex, after, _by_admin(before))
    await tell_change(ex, before, after)
    await note_promise(ex, after)
    say_incident(ex, "incidents.corrected", after)


async def _still(ex: Exchange, order: Still) -> None:
    before = await _open(ex, order.incident)
    if before is None or has_no_clock(ex, order.next_by):
        return
    if not before.is_declared:
        ex.say("incidents.undeclared", id=before.id)
        return
    if before.checked_at and ex.now - before.checked_at < _BETWEEN_NEWS:
        ex.say("incidents.too_soon", checked=when_text(ex, before.checked_at))
        return
    after = replace(before, checked_at=ex.now, next_at=coming(ex, order.next_by))
    await _change(ex, after, IncidentAction.STILL)
    for each in (after, *await followers(ex.connection, ex.bot, after.id)):
        await tell_still(ex, each)
    await note_promise(ex, after)
    say_incident(ex, "incidents.still", after)


async def _merge(ex: Exchange, order: Merge) -> None:
    follower = await _open(ex, order.incident)
    leader = await _open(ex, order.into) if follower else None
    if follower is None or leader is None:
        return
    if leader.merged_into is not None or not leader.is_declared:
        ex.say("incidents.undeclared", id=leader.id)
        return
    merged = _following(follower, leader)
    await _change(ex, merged, IncidentAction.MERGED)
    await tell_change(ex, follower, merged)
    say_incident(ex, "incidents.merged", merged, into=leader.id)


async def _close(ex: Exchange, order: Close) -> None:
    incident = await _open(ex, order.incident)
    if incident is None:
        return
    for each in (incident, *await followers(ex.connection, ex.bot, incident.id)):
        over = replace(each, closed_at=ex.now, checked_at=ex.now, calm_since=None, next_at=None)
        await change_incident(ex.connection, ex.bot, over)
        await _note(ex, over, IncidentAction.CLOSED)
        await note_promise(ex, over)
        await tell_back(ex, over)
    say_incident(ex, "incidents.closed", incident)


async def _open(ex: Exchange, incident: int) -> Incident | None:
    """Return an open incident; None: it was said that there is none."""
    found = await incident_by_id(ex.connection, ex.bot, incident)
    if found is None or found.closed_at is not None:
        ex.say("incidents.gone", id=incident)
        return None
    return found


async def _change(ex: Exchange, incident: Incident, action: IncidentAction) -> None:
    """Keep a changed incident, and let those that follow it be as it is."""
    await change_incident(ex.connection, ex.bot, incident)
    await _note(ex, incident, action)
    for each in await followers(ex.connection, ex.bot, incident.id):
        # What follows this one leads to where this one leads now.
        leader = replace(incident, id=incident.merged_into or incident.id)
        await change_incident(ex.connection, ex.bot, _following(each, leader))


def _following(follower: Incident, leader: Incident) -> Incident:
    return replace(
        follower,
        nature=leader.nature,
        zh=leader.zh,
        en=leader.en,
        source=leader.source,
        checked_at=leader.checked_at,
        next_at=leader.next_at,
        merged_into=leader.id,
    )


async def _note(ex: Exchange, incident: Incident, action: IncidentAction) -> None:
    actor, detail = str(ex.chat), incident.nature.value
    event = IncidentEvent(action, actor, ex.now, detail)
    await put_incident_event(ex.connection, ex.bot, incident.id, event)
    deed = Deed(actor, action.value, incident.provider, f"#{incident.id} {detail}")
    await put_deed(ex.connection, ex.bot, deed, ex.now)


def _by_admin(before: Incident) -> IncidentAction:
    """Return what it is to say something of an incident that was there before."""
    return IncidentAction.CORRECTED if before.is_declared else IncidentAction.DECLARED

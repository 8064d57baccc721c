"""What admins do with incidents: declare, correct, merge, close; customers hear it at once."""

from dataclasses import replace
from datetime import datetime, time, timedelta
from typing import Final, assert_never

from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.domain.incident_orders import (
    Close,
    Correct,
    Declare,
    Merge,
    Order,
    Words,
    read_order,
)
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange
from bot.services.knowledge_steps import AdminSteps
from bot.services.outage_answers import when_text
from bot.services.outage_waves import News, Telling, begin_telling
from bot.services.provider_named import providers_named
from bot.storage.audit import Deed, put_deed
from bot.storage.incidents import (
    IncidentEvent,
    change_incident,
    followers,
    incident_by_id,
    incident_events,
    open_incident,
    open_incidents,
    put_incident,
    put_incident_event,
)
from bot.texts.layouts import copy_row
from bot.texts.shown import Lines, Shown

COMMAND: Final = "incident"
# Incidents of a list, so that one message holds it.
_MOST_LISTED: Final = 20
# Characters of a name that is read back.
_LONGEST_NAME: Final = 40
# What a copy button can hold. Source: core.telegram.org/bots/api, CopyTextButton.
_LONGEST_COPY: Final = 256


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
                await _list(ex, asked=bool(argument.strip()))
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
        case _:
            assert_never(order)


async def _list(ex: Exchange, *, asked: bool) -> None:
    lines = [
        Shown(
            ex.line(
                "incidents.line",
                id=incident.id,
                provider=ex.tables.provider_name(incident.provider),
                nature=ex.line(f"incidents.nature.{incident.nature.value}"),
                since=when_text(ex, incident.since),
            )
        )
        for incident in await open_incidents(ex.connection, ex.bot)
    ]
    shown = Lines(tuple(lines[:_MOST_LISTED])) if lines else None
    first = ex.line("incidents.unreadable") if asked else None
    ex.say("incidents.listed", first=first, incidents=shown)


async def _declare(ex: Exchange, order: Declare) -> None:
    found = providers_named(ex.library, order.name)
    if len(found) != 1:
        key = "incidents.which" if found else "incidents.unknown"
        ex.say(key, name=order.name[:_LONGEST_NAME], names=", ".join(each.id for each in found))
        return
    if order.since and not (ex.customer.region or ex.customer.zone):
        ex.say("incidents.no_clock")
        return
    provider = found[0].id
    before = await open_incident(ex.connection, ex.bot, provider)
    words = _joined(order.words, before)
    since = _today(ex, order.since) or (before.since if before else ex.now)
    declared = Incident(0, provider, order.nature, since, words.zh, words.en)
    if _asks_for_words(ex, declared):
        return
    if before is None:
        stored = await put_incident(ex.connection, ex.bot, declared)
        if stored is None:
            ex.say("incidents.again")
            return
        await _note(ex, stored, IncidentAction.DECLARED)
    else:
        stored = replace(declared, id=before.id, merged_into=None)
        await _change(ex, stored, _by_admin(before))
        await _tell_change(ex, before, stored)
    _tell(ex, "incidents.declared", stored)


async def _correct(ex: Exchange, order: Correct) -> None:
    before = await _open(ex, order.incident)
    if before is None:
        return
    words = _joined(order.words, before)
    nature = order.nature or before.nature
    after = replace(before, nature=nature, zh=words.zh, en=words.en, merged_into=None)
    if after.nature is Nature.REPORTS:
        ex.say("incidents.undeclared", id=after.id)
        return
    if _asks_for_words(ex, after):
        return
    await _change(ex, after, _by_admin(before))
    await _tell_change(ex, before, after)
    _tell(ex, "incidents.corrected", after)


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
    await _tell_change(ex, follower, merged)
    _tell(ex, "incidents.merged", merged, into=leader.id)


async def _close(ex: Exchange, order: Close) -> None:
    incident = await _open(ex, order.incident)
    if incident is None:
        return
    for each in (incident, *await followers(ex.connection, ex.bot, incident.id)):
        over = replace(each, closed_at=ex.now, calm_since=None)
        await change_incident(ex.connection, ex.bot, over)
        await _note(ex, over, IncidentAction.CLOSED)
        back = Telling(each.provider, News.BACK)
        await begin_telling(ex.connection, ex.bot, back, ex.now)
    _tell(ex, "incidents.closed", incident)


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
        follower, nature=leader.nature, zh=leader.zh, en=leader.en, merged_into=leader.id
    )


async def _note(ex: Exchange, incident: Incident, action: IncidentAction) -> None:
    actor, detail = str(ex.chat), incident.nature.value
    event = IncidentEvent(action, actor, ex.now, detail)
    await put_incident_event(ex.connection, ex.bot, incident.id, event)
    deed = Deed(actor, action.value, incident.provider, f"#{incident.id} {detail}")
    await put_deed(ex.connection, ex.bot, deed, ex.now)


async def _tell_change(ex: Exchange, before: Incident, after: Incident) -> None:
    """Tell who wants to hear of it, once for an incident, that it is another than was thought."""
    log = await incident_events(ex.connection, ex.bot, after.id)
    told = any(each.action is IncidentAction.TOLD for each in log)
    # Reports suggest an outage: an admin who says so says nothing new.
    was = Nature.OUTAGE if before.nature is Nature.REPORTS else before.nature
    if told or was is after.nature:
        return
    event = IncidentEvent(IncidentAction.TOLD, "", ex.now, after.nature.value)
    await put_incident_event(ex.connection, ex.bot, after.id, event)
    changed = Telling(after.provider, News.CHANGED)
    await begin_telling(ex.connection, ex.bot, changed, ex.now)


def _by_admin(before: Incident) -> IncidentAction:
    """Return what it is to say something of an incident that was there before."""
    return IncidentAction.CORRECTED if before.is_declared else IncidentAction.DECLARED


def _joined(words: Words, before: Incident | None) -> Words:
    if before is None:
        return words
    return Words(words.zh or before.zh, words.en or before.en)


def _asks_for_words(ex: Exchange, incident: Incident) -> bool:
    """Ask for words that are missing or too long; False: both are there."""
    words = Words(incident.zh, incident.en)
    if words.is_too_long:
        ex.say("incidents.too_long")
        return True
    if words.zh and words.en:
        return False
    key = "en" if words.zh else "zh" if words.en else "both"
    named = str(incident.id) if incident.id else incident.provider
    again = f"/{COMMAND} {named} {incident.nature.value}\nzh: {words.zh}\nen: {words.en}"
    said = ex.lines(f"incidents.missing.{key}", again=Shown(again, code=True))
    copies = (again,) if len(again) <= _LONGEST_COPY else ()
    ex.say_rows(said, copy_row(ex.line("incidents.copy"), copies))
    return True


def _tell(ex: Exchange, key: str, incident: Incident, **values: int) -> None:
    ex.say(
        key,
        id=incident.id,
        provider=ex.tables.provider_name(incident.provider),
        nature=ex.line(f"incidents.nature.{incident.nature.value}"),
        since=when_text(ex, incident.since),
        zh=incident.zh,
        en=incident.en,
        **values,
    )


def _today(ex: Exchange, clock: time | None) -> datetime | None:
    """Return the moment of a time of day, the last one before now on the admin's clock."""
    if clock is None:
        return None
    local = ex.now.astimezone(ex.voice.zone)
    found = local.replace(hour=clock.hour, minute=clock.minute, second=0, microsecond=0)
    return found if found <= local else found - timedelta(days=1)

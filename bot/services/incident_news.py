"""What admins say of an incident goes to whoever waits for it, and what they promised is kept."""

from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.incident_log import Incident, IncidentAction
from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.services.conversation import Office
from bot.services.exchange import Exchange
from bot.services.outage_waves import NO_CHAT, News, Telling, begin_telling
from bot.services.table_values import TableValues
from bot.storage.connection import Connection
from bot.storage.incidents import (
    IncidentEvent,
    incident_by_id,
    incident_events,
    put_incident_event,
)
from bot.storage.outbox import put_messages
from bot.storage.timers import Timer, cancel, schedule
from bot.texts.wording import Voice

PROMISED: Final = "radar.promised"
_UTC: Final = ZoneInfo("UTC")


async def tell_declared(ex: Exchange, incident: Incident) -> None:
    """Tell who waits that an incident is declared."""
    await _begin(ex, incident, News.DECLARED)


async def tell_change(ex: Exchange, before: Incident, after: Incident) -> None:
    """Tell who waits what an incident is now: declared, or once another than was thought."""
    if not before.is_declared:
        await tell_declared(ex, after)
        return
    log = await incident_events(ex.connection, ex.bot, after.id)
    told = any(each.action is IncidentAction.TOLD for each in log)
    if told or before.nature is after.nature:
        return
    event = IncidentEvent(IncidentAction.TOLD, "", ex.now, after.nature.value)
    await put_incident_event(ex.connection, ex.bot, after.id, event)
    await _begin(ex, after, News.CHANGED)


async def tell_still(ex: Exchange, incident: Incident) -> None:
    """Tell who waits that it is not over."""
    await _begin(ex, incident, News.STILL)


async def tell_back(ex: Exchange, incident: Incident) -> None:
    """Tell who waits that it is over."""
    await _begin(ex, incident, News.BACK)


async def _begin(ex: Exchange, incident: Incident, news: News) -> None:
    await begin_telling(ex.connection, ex.bot, Telling(incident.provider, news), ex.now)


async def note_promise(ex: Exchange, incident: Incident) -> None:
    """Have the agents reminded when the next word is due; without a promise, no more."""
    key = f"{PROMISED}:{incident.id}"
    if incident.next_at is None or incident.closed_at is not None:
        await cancel(ex.connection, ex.bot, key)
        return
    payload = {"incident": incident.id}
    timer = Timer(key, NO_CHAT, PROMISED, incident.next_at, payload)
    await schedule(ex.connection, ex.bot, timer)


async def remind_of_promise(
    connection: Connection, office: Office, incident_id: int, now: datetime
) -> None:
    """Write to the agents' chat that customers were promised a word by now."""
    incident = await incident_by_id(connection, office.bot, incident_id)
    if incident is None or incident.closed_at is not None or not office.agents_chat:
        return
    if incident.next_at is None or incident.next_at > now:
        return
    voice = Voice(Language.SIMPLIFIED, "", _UTC, now)
    name = TableValues(office.library(), office.catalog, voice).provider_name(incident.provider)
    text = office.catalog.fill(
        "incidents.promised", Language.SIMPLIFIED, {"id": incident.id, "provider": name}
    )
    message = Message(office.agents_chat, "\n".join(text.lines), priority=Priority.DESK)
    await put_messages(connection, office.bot, [message], now)

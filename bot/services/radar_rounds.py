"""The stored round of the radar: looks at incidents every minute, learns every hour."""

from collections.abc import Mapping
from datetime import UTC, datetime, timedelta
from typing import Final

from bot.domain.incidents import TOLD_WINDOW
from bot.domain.report_counts import Count
from bot.domain.usual_levels import Age, Learnt, hour_of_week
from bot.services.conversation import Office
from bot.services.incident_news import PROMISED, remind_of_promise
from bot.services.outage_watching import QUIET_AFTER, WATCHED_FOR
from bot.services.outage_waves import TELL_MORE, News, Telling, begin_telling, telling_of
from bot.services.radar import ROUND, look, next_round
from bot.services.radar_summary import SUMMARY, send_summary, summary_timer
from bot.storage.connection import Connection
from bot.storage.events import Event
from bot.storage.incidents import incidents_since, open_incidents
from bot.storage.reports import counts, purge_reports
from bot.storage.timers import schedule, schedule_new
from bot.storage.usual_levels import Slot, ages_at, note_providers, put_slot, slot_of
from bot.storage.watches import purge_watches, watched

RADAR: Final = frozenset({ROUND, TELL_MORE, SUMMARY, PROMISED})
"""Kinds of events that belong to no chat."""

_HOUR = timedelta(hours=1)
# An hour is learnt from only soon after it ended: later, nobody knows whether the bot was running.
_LEARN_WITHIN = timedelta(minutes=10)
# What lasts longer than this is the new usual level, not a disturbance of the old one.
_SPOILS_FOR = timedelta(days=1)


class RadarRounds:
    """Looks at incidents that nobody reports any more, learns, and deletes who reported."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def begin(self) -> None:
        """Set the timer of the first round, if none is set."""
        office, timer = self._office, next_round(self._office.clock())
        await office.database.write(lambda c: schedule_new(c, office.bot, timer))

    async def event(self, event: Event) -> None:
        """Do one round, and set the timer of the next; or go on telling news."""
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            if event.kind == TELL_MORE:
                await begin_telling(connection, office.bot, telling_of(event), now)
            elif event.kind == SUMMARY:
                await send_summary(connection, office, now)
            elif event.kind == PROMISED:
                incident = int(event.payload["incident"])
                await remind_of_promise(connection, office, incident, now)
            else:
                await self._round(connection, now)

        await office.database.write(step)

    async def _round(self, connection: Connection, now: datetime) -> None:
        office = self._office
        for incident in await open_incidents(connection, office.bot):
            await look(connection, office.bot, incident.provider, now)
        await _tell_of_quiet(connection, office.bot, now)
        if await learn(connection, office.bot, now):
            coming = int(now.timestamp()) // 3600 + 1
            await note_providers(connection, office.bot, office.library().providers, coming)
        await purge_reports(connection, office.bot, now)
        await purge_watches(connection, office.bot, now - WATCHED_FOR)
        await schedule(connection, office.bot, next_round(now))
        if office.agents_chat:
            await schedule_new(connection, office.bot, summary_timer(office, now))


async def _tell_of_quiet(connection: Connection, bot: int, now: datetime) -> None:
    """Tell who asked a while ago about a provider that nobody reports and that has no incident."""
    before = now - QUIET_AFTER
    busy = await counts(connection, bot, now, TOLD_WINDOW)
    failing = {each.provider for each in await open_incidents(connection, bot)}
    for provider in await watched(connection, bot, before):
        if provider not in failing and not busy.get(provider, Count()).told:
            telling = Telling(provider, News.QUIET, before=before)
            await begin_telling(connection, bot, telling, now)


async def learn(connection: Connection, bot: int, now: datetime) -> bool:
    """Learn the usual level from the hour that ended last; False: it is known, or too long ago."""
    ended = now.astimezone(UTC).replace(minute=0, second=0, microsecond=0)
    number, slot = int(ended.timestamp()) // 3600 - 1, hour_of_week(ended - _HOUR)
    before = await slot_of(connection, bot, slot)
    if now - ended > _LEARN_WITHIN or before.learnt >= number:
        return False
    # The last minute of the hour is the one before the first of the next.
    people = await counts(connection, bot, ended - timedelta(microseconds=1), _HOUR)
    spoilt = {
        each.provider
        for each in await incidents_since(connection, bot, ended - _HOUR)
        if each.since > now - _SPOILS_FOR
    }
    ages = await ages_at(connection, bot, number)
    await put_slot(connection, bot, slot, _after(before, number, people, (spoilt, ages)))
    return True


def _after(
    before: Slot,
    number: int,
    people: Mapping[str, Count],
    about: tuple[set[str], Mapping[str, Age]],
) -> Slot:
    """Return what is known after an hour.

    Args:
        before (Slot): what earlier weeks taught.
        number (int): of the hour since 1970.
        people (Mapping): who reported in it, by provider.
        about (tuple): providers whose hour an incident spoilt, which is as it always was; and
            how old those are that came later than the bot.
    """
    spoilt, ages = about
    after = Learnt(0.0, before.hours).after_hour(0)
    found: dict[str, float] = {}
    for provider in {*before.people, *people}:
        known = Learnt(before.people.get(provider, 0.0), before.hours)
        if provider in ages:
            known = known.at_most(ages[provider].this_hour)
        seen: float = people.get(provider, Count()).weighed()
        if provider in spoilt:
            seen = known.people / known.hours if known.hours else 0.0
        found[provider] = known.after_hour(seen).people
    return Slot(found, after.hours, number)

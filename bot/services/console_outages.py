"""Providers and their incidents for the console: state, reports, who waits for news, orders."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.console import Person
from bot.domain.errors import NotFound
from bot.domain.incident_log import Incident
from bot.domain.incident_orders import Order
from bot.domain.outage_states import Known, OutageState
from bot.domain.report_chart import PictureKey, ReportChart
from bot.domain.report_counts import Count
from bot.services.console_steps import ConsoleSteps
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange
from bot.services.incident_desk import obey
from bot.services.outage_charts import report_chart
from bot.services.radar import known_of
from bot.storage.connection import Connection
from bot.storage.incidents import (
    IncidentEvent,
    incident_events,
    incidents_of,
    incidents_since,
    open_incidents,
)
from bot.storage.reports import counts
from bot.storage.watches import watch_counts

_DAY: Final = timedelta(days=1)
# Incidents of one provider that its page lists, the latest first.
_MOST_INCIDENTS: Final = 10


@dataclass(frozen=True, slots=True)
class ProviderLine:
    """What is known of one provider.

    Attributes:
        state: as the program calls it; state_name: as people do.
        people: who reported it in the last quarter of an hour; day: in the last day.
        waiting: who wants to hear when it is back.
        official: what its status page says; empty: nothing that is fresh.
    """

    id: str
    name: str
    state: OutageState
    state_name: str
    people: int
    day: int
    waiting: int
    official: str


@dataclass(frozen=True, slots=True)
class IncidentView:
    """One incident with its log.

    Attributes:
        follows: id of the one it was merged into.
        source: whose word it is; empty: our people's.
        next_by: when customers were promised to hear more; empty: nothing was promised.
        next_clock: the same as a time of day for a form; empty where it has passed.
    """

    id: int
    nature: str
    nature_name: str
    since: str
    until: str
    zh: str
    en: str
    follows: int | None
    source: str
    next_by: str
    next_clock: str
    log: Sequence[str]


@dataclass(frozen=True, slots=True)
class ProviderView:
    """One provider: its state, reports of the last hours, incidents, the latest first.

    Attributes:
        others: id and name of open incidents of other providers, into which one can be merged.
    """

    line: ProviderLine
    chart: ReportChart
    incidents: Sequence[IncidentView]
    others: Sequence[tuple[int, str]]


class ConsoleOutages:
    """Reads what is known, and passes on what admins order."""

    def __init__(self, office: Office) -> None:
        self._office = office

    def names(self, person: Person) -> list[tuple[str, str]]:
        """Return id and name of every provider, by name."""
        tables = ConsoleVoice(self._office, person).tables
        named = [(each, tables.provider_name(each)) for each in self._office.library().providers]
        return sorted(named, key=lambda pair: pair[1].casefold())

    async def lines(self, person: Person) -> list[ProviderLine]:
        """Return the providers of which something is known, the most urgent first."""
        now, bot = self._office.clock(), self._office.bot

        async def step(connection: Connection) -> list[ProviderLine]:
            day = await counts(connection, bot, now, _DAY)
            waiting = await watch_counts(connection, bot)
            touched = {
                each.provider for each in await incidents_since(connection, bot, now - _DAY)
            }
            return [
                await self._line(connection, person, each, (day.get(each, Count()), waiting))
                for each in sorted({*day, *waiting, *touched})
                if self._office.library().provider(each) is not None
            ]

        found = await self._office.database.read(step)
        return sorted(found, key=lambda one: (_URGENT.index(one.state), -one.people, -one.day))

    async def view(self, person: Person, provider: str) -> ProviderView:
        """Return one provider.

        Raises:
            NotFound: the tables hold none of this id.
        """
        office, now = self._office, self._office.clock()
        if office.library().provider(provider) is None:
            raise NotFound("console.outages.unknown")
        teller = ConsoleVoice(office, person)

        async def step(
            connection: Connection,
        ) -> tuple[ProviderLine, list[IncidentView], list[tuple[int, str]]]:
            day = (await counts(connection, office.bot, now, _DAY)).get(provider, Count())
            waiting = await watch_counts(connection, office.bot)
            line = await self._line(connection, person, provider, (day, waiting))
            found = await incidents_of(connection, office.bot, provider, _MOST_INCIDENTS)
            views = [await self._incident(connection, teller, each) for each in found]
            others = [
                (each.id, teller.tables.provider_name(each.provider))
                for each in await open_incidents(connection, office.bot)
                if each.provider != provider and each.is_declared and each.merged_into is None
            ]
            return line, views, others

        line, incidents, others = await office.database.read(step)
        minute = now.replace(second=0, microsecond=0)
        key = PictureKey(provider, person.language.value, "", person.clock.key, minute)
        return ProviderView(line, await report_chart(office, key), incidents, others)

    async def order(self, person: Person, order: Order) -> str:
        """Do what an admin orders, as `/incident` does; return what was done, or what is missing.

        Raises:
            NotAllowed: they are no admin.
        """
        steps = ConsoleSteps(self._office, person)

        async def doing(ex: Exchange) -> None:
            await obey(ex, order)

        await steps.do(Sender(person.id), doing)
        return "\n".join(steps.said)

    async def _line(
        self,
        connection: Connection,
        person: Person,
        provider: str,
        counted: tuple[Count, dict[str, int]],
    ) -> ProviderLine:
        teller, now = ConsoleVoice(self._office, person), self._office.clock()
        known = await known_of(connection, self._office.bot, provider, now)
        state, (day, waiting) = known.state(now), counted
        return ProviderLine(
            id=provider,
            name=teller.tables.provider_name(provider),
            state=state,
            state_name=teller.line(f"console.outages.state.{state}"),
            people=known.count.told,
            day=day.told,
            waiting=waiting.get(provider, 0),
            official=_official(teller, known, now),
        )

    def _clock(self, teller: ConsoleVoice, moment: datetime | None) -> str:
        if moment is None or moment <= self._office.clock():
            return ""
        return f"{moment.astimezone(teller.voice.zone):%H:%M}"

    async def _incident(
        self, connection: Connection, teller: ConsoleVoice, incident: Incident
    ) -> IncidentView:
        log = await incident_events(connection, self._office.bot, incident.id)
        return IncidentView(
            id=incident.id,
            nature=incident.nature.value,
            nature_name=teller.line(f"incidents.nature.{incident.nature.value}"),
            since=teller.when(incident.since),
            until=teller.when(incident.closed_at) if incident.closed_at else "",
            zh=incident.zh,
            en=incident.en,
            follows=incident.merged_into,
            source=incident.source,
            next_by=teller.when(incident.next_at) if incident.next_at else "",
            next_clock=self._clock(teller, incident.next_at),
            log=[_logged(teller, each) for each in log],
        )


def _logged(teller: ConsoleVoice, event: IncidentEvent) -> str:
    what = teller.line(f"console.outages.log.{event.action.name}")
    return (
        f"{teller.when(event.at)} · {what} · {event.actor or teller.line('console.role.system')}"
    )


_URGENT: Final = tuple(OutageState)


def _official(teller: ConsoleVoice, known: Known, now: datetime) -> str:
    published = known.published(now)
    if published is None:
        return ""
    return teller.line(f"console.outages.official.{published.state.value}")

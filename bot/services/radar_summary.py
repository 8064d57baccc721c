"""What agents read about providers when their day begins: incidents, and who was reported most."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.incident_log import Incident
from bot.domain.incidents import LEAST_PEOPLE
from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.domain.report_counts import Count
from bot.services.conversation import Office
from bot.services.outage_waves import NO_CHAT
from bot.services.promises import Promises
from bot.services.table_values import TableValues
from bot.storage.connection import Connection
from bot.storage.incidents import incidents_since
from bot.storage.outbox import put_messages
from bot.storage.reports import counts
from bot.storage.timers import Timer
from bot.texts.shown import Lines, Shown, Value
from bot.texts.wording import Voice, clock_text, day_text

SUMMARY: Final = "radar.summary"

_DAY: Final = timedelta(days=1)
# Lines of each list, so that the summary is read at a glance.
_MOST_LINES: Final = 10


def summary_timer(office: Office, now: datetime) -> Timer:
    """Return the timer of the next summary: when the first desk opens."""
    due = Promises(office.library()).next_opening("", now)
    return Timer(SUMMARY, NO_CHAT, SUMMARY, due)


async def send_summary(connection: Connection, office: Office, now: datetime) -> None:
    """Write to the agents' chat what the last day brought; nothing where it brought nothing."""
    incidents = await incidents_since(connection, office.bot, now - _DAY)
    people = await counts(connection, office.bot, now, _DAY)
    summary = _Summary(office, now)
    values = {"incidents": summary.incidents(incidents), "reports": summary.reports(people)}
    if not any(values.values()):
        return
    text = office.catalog.fill("incidents.summary", Language.SIMPLIFIED, values)
    message = Message(office.agents_chat, "\n".join(text.lines), priority=Priority.DESK)
    await put_messages(connection, office.bot, [message], now)


@dataclass(frozen=True, slots=True)
class _Summary:
    office: Office
    now: datetime

    @property
    def voice(self) -> Voice:
        """The agents read Chinese, on the clock of the first desk."""
        zone = ZoneInfo(Promises(self.office.library()).desk("").zone)
        return Voice(Language.SIMPLIFIED, "", zone, self.now)

    def incidents(self, found: list[Incident]) -> Lines | None:
        """Return a line for each incident."""
        shown = tuple(Shown(self._incident(each)) for each in found[-_MOST_LINES:])
        return Lines(shown) if shown else None

    def reports(self, people: Mapping[str, Count]) -> Lines | None:
        """Return a line for each provider that several people reported, the most first."""
        several = [(c.told, name) for name, c in people.items() if c.told >= LEAST_PEOPLE]
        shown = tuple(
            Shown(self._line("reported", provider=self._name(name), count=count))
            for count, name in sorted(several, reverse=True)[:_MOST_LINES]
        )
        return Lines(shown) if shown else None

    def _incident(self, incident: Incident) -> str:
        values: dict[str, Value] = {
            "id": incident.id,
            "provider": self._name(incident.provider),
            "nature": self._line(f"nature.{incident.nature.value}"),
            "since": self._when(incident.since),
        }
        if incident.closed_at is None:
            return self._line("line", **values)
        return self._line("line_over", until=self._when(incident.closed_at), **values)

    def _when(self, moment: datetime) -> str:
        return f"{day_text(moment, self.voice)} {clock_text(moment, self.voice)}"

    def _name(self, provider: str) -> str:
        office = self.office
        return TableValues(office.library(), office.catalog, self.voice).provider_name(provider)

    def _line(self, key: str, **values: Value) -> str:
        return self.office.catalog.line(f"incidents.{key}", Language.SIMPLIFIED, "", **values)

"""The queue as an agent reads it: lines in their language, times on their clock."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.console import Person
from bot.domain.lifecycle import Status, is_open
from bot.services.console_wanted import Wanted
from bot.services.conversation import Office
from bot.services.table_values import TableValues
from bot.storage.claim_queue import Queued, queued
from bot.storage.connection import Connection
from bot.texts.wording import Voice, amount_text, clock_text, day_text

PAGE: Final = 50
"""Claims of one page of the queue."""

# So long before its deadline a claim is marked.
_SOON: Final = timedelta(minutes=30)


@dataclass(frozen=True, slots=True)
class Line:
    """One claim of the queue, in words.

    Attributes:
        due: until when a person looks.
        due_iso: the same for machines.
        deadline: until when the customer must act; empty: no day.
        hurry: over, soon, or empty.
        is_urgent: money may still be stopped.
    """

    number: str
    version: int
    kind: str
    status: str
    status_name: str
    wanted: str
    provider: str
    agent: str
    filed: str
    due: str
    due_iso: str
    deadline: str
    hurry: str
    is_urgent: bool


@dataclass(frozen=True, slots=True)
class QueuePage:
    """A page of the queue; `after` is where the next one begins, empty at the end."""

    lines: Sequence[Line]
    after: str


class ConsoleQueue:
    """Reads the queue."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def page(self, person: Person, wanted: Wanted) -> QueuePage:
        """Return a page of what somebody chose to see."""
        chosen = wanted.chosen(person.id)

        async def step(connection: Connection) -> list[Queued]:
            return await queued(connection, self._office.bot, chosen, wanted.after, PAGE + 1)

        found = await self._office.database.read(step)
        shown = found[:PAGE]
        last = shown[-1].place(wanted.order) if len(found) > PAGE else None
        return QueuePage(self.lines(person, shown), f"{last.due}-{last.id}" if last else "")

    def lines(self, person: Person, claims: Sequence[Queued]) -> list[Line]:
        """Return claims in somebody's words."""
        office = self._office
        voice = Voice(person.language, "", person.clock, office.clock())
        tables = TableValues(office.library(), office.catalog, voice)
        return [_line(office, tables, claim) for claim in claims]


def _line(office: Office, tables: TableValues, claim: Queued) -> Line:
    voice = tables.voice
    left = claim.due_at - voice.now
    waits = is_open(claim.status) and claim.status is not Status.WAITING
    hurry = "over" if left < timedelta() else "soon" if left <= _SOON else ""
    line = office.catalog.line
    return Line(
        number=claim.number,
        version=claim.version,
        kind=line(f"kind.{claim.kind}", voice.language),
        status=line(f"console.status.{claim.status}", voice.language),
        status_name=claim.status.value,
        wanted=amount_text(claim.wanted, voice) if claim.wanted else "",
        provider=tables.provider_name(claim.provider) if claim.provider else "",
        agent=claim.agent_name,
        filed=f"{day_text(claim.filed_at, voice)} {clock_text(claim.filed_at, voice)}",
        due=f"{day_text(claim.due_at, voice)} {clock_text(claim.due_at, voice)}",
        due_iso=claim.due_at.isoformat(timespec="minutes"),
        deadline=_day(claim, voice),
        hurry=hurry if waits else "",
        is_urgent=claim.priority == "urgent",
    )


def _day(claim: Queued, voice: Voice) -> str:
    """Return the customer's day; it is one on no clock."""
    on = claim.deadline_on
    if on is None:
        return ""
    return day_text(datetime(on.year, on.month, on.day, 12, tzinfo=voice.zone), voice)

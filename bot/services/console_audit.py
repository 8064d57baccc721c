"""The audit for admins: who did what, by person, deed and day; as a page and as CSV."""

import csv
import io
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Final

from bot.domain.console import Person
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office
from bot.storage.audit import Deed, put_deed
from bot.storage.audit_log import AuditFilter, Entry, actions_done, audit_entries
from bot.storage.connection import Connection

PAGE: Final = 100
"""Deeds of one page."""

MOST_ROWS: Final = 50_000
"""Deeds of one CSV file."""

_LONGEST: Final = 64
_DAY: Final = timedelta(days=1)
# What a spreadsheet would take for a formula.
_FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")


@dataclass(frozen=True, slots=True)
class AuditWanted:
    """What somebody chose to see; every value is checked, and empty chooses nothing.

    Attributes:
        actor: Telegram id, or `system`.
        action: a deed, such as claim.take, or the part before the dot.
        subject: number of a claim, or whatever else a deed names.
        first, last: days on the reader's clock, both included.
        before: id of the last deed of the page before.
    """

    actor: str = ""
    action: str = ""
    subject: str = ""
    first: date | None = None
    last: date | None = None
    before: int | None = None

    @classmethod
    def of(cls, query: Mapping[str, str]) -> "AuditWanted":
        """Return what the address of the page asks for."""
        before = query.get("before", "")
        return cls(
            query.get("actor", "").strip()[:_LONGEST],
            query.get("action", "").strip()[:_LONGEST],
            query.get("subject", "").strip()[:_LONGEST],
            _day(query.get("first", "")),
            _day(query.get("last", "")),
            int(before) if before.isascii() and before.isdecimal() and len(before) < 19 else None,
        )

    @property
    def query(self) -> dict[str, str]:
        """The choice as the address has it; the place is left out."""
        chosen = {
            "actor": self.actor,
            "action": self.action,
            "subject": self.subject,
            "first": self.first.isoformat() if self.first else "",
            "last": self.last.isoformat() if self.last else "",
        }
        return {name: value for name, value in chosen.items() if value}


@dataclass(frozen=True, slots=True)
class AuditLine:
    """One deed, its moment on the reader's clock."""

    when: str
    actor: str
    action: str
    subject: str
    detail: str


@dataclass(frozen=True, slots=True)
class AuditPage:
    """A page of deeds, the newest first; `before` begins the next one, None at the end."""

    lines: Sequence[AuditLine]
    actions: Sequence[str]
    before: int | None


class ConsoleAudit:
    """Reads the audit."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def page(self, person: Person, wanted: AuditWanted) -> AuditPage:
        """Return a page of what somebody chose to see."""
        bot, chosen = self._office.bot, _filter(person, wanted)

        async def step(connection: Connection) -> tuple[list[Entry], list[str]]:
            return (
                await audit_entries(connection, bot, chosen, PAGE + 1),
                await actions_done(connection, bot),
            )

        found, actions = await self._office.database.read(step)
        teller = ConsoleVoice(self._office, person)
        lines = [_line(teller, each) for each in found[:PAGE]]
        return AuditPage(lines, actions, found[PAGE - 1].id if len(found) > PAGE else None)

    async def csv(self, person: Person, wanted: AuditWanted) -> str:
        """Return what somebody chose to see as CSV with moments in UTC; that is a deed itself."""
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> list[Entry]:
            await put_deed(connection, office.bot, Deed(str(person.id), "audit.exported"), now)
            chosen = _filter(person, wanted)
            return await audit_entries(connection, office.bot, chosen, MOST_ROWS)

        return _as_csv(await office.database.write(step))


def _filter(person: Person, wanted: AuditWanted) -> AuditFilter:
    return AuditFilter(
        wanted.actor,
        wanted.action,
        wanted.subject,
        _begins(wanted.first, person) if wanted.first else None,
        _begins(wanted.last + _DAY, person) if wanted.last else None,
        wanted.before,
    )


def _begins(day: date, person: Person) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=person.clock)


def _day(text: str) -> date | None:
    """Return a day such as 2026-11-22; None: it is none."""
    try:
        found = date.fromisoformat(text)
    except ValueError:
        return None
    return found if date(2000, 1, 1) <= found <= date(2999, 1, 1) else None


def _line(teller: ConsoleVoice, entry: Entry) -> AuditLine:
    deed = entry.deed
    return AuditLine(teller.when(entry.at), deed.actor, deed.action, deed.subject, deed.detail)


def _as_csv(entries: Sequence[Entry]) -> str:
    file = io.StringIO()
    rows = csv.writer(file)
    rows.writerow(("at", "actor", "action", "subject", "detail"))
    for entry in entries:
        deed = entry.deed
        cells = (deed.actor, deed.action, deed.subject, deed.detail)
        rows.writerow((entry.at.isoformat(timespec="seconds"), *map(_cell, cells)))
    # A spreadsheet reads UTF-8 only where this mark stands first.
    return f"\ufeff{file.getvalue()}"


def _cell(text: str) -> str:
    return f"'{text}" if text.startswith(_FORMULA) else text

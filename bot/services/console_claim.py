"""One claim as an agent reads it: facts with versions, words, events, files, deadlines."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from bot.dialogue.drafts import questions
from bot.domain.casework import ClaimDeadline, ClaimEvent, FiledClaim
from bot.domain.console import Person
from bot.domain.errors import NotFound
from bot.domain.lifecycle import Action, Role, fits
from bot.domain.masking import masked
from bot.domain.numbers import read_number
from bot.domain.questions import Reads
from bot.domain.reminders import is_over
from bot.services.console_facts import FactTeller, Mask, shown
from bot.services.console_files import FileView, file_view
from bot.services.conversation import Office
from bot.services.desk import Desk
from bot.services.table_values import TableValues
from bot.services.timeline import change_lines, who_acted
from bot.storage.audit import Deed, put_deed
from bot.storage.claim_deadlines import deadlines_of
from bot.storage.claim_history import FactVersion, SaidLine, fact_versions, latest_said
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.connection import Connection
from bot.storage.evidence import StoredEvidence, evidence_of_claim
from bot.texts.wording import Voice, amount_text, clock_text, day_text, due_text

_SAID_SHOWN: Final = 200
_ACTIONS: Final = (Action.TAKE, Action.ASK, Action.ANSWER, Action.RESOLVE, Action.NOTE)


@dataclass(frozen=True, slots=True)
class Fact:
    """One fact; `before` is what an earlier version said, empty where it never changed."""

    name: str
    value: str
    before: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Said:
    """One message; `file` is the id of what came with it."""

    incoming: bool
    text: str
    when: str
    file: int | None


@dataclass(frozen=True, slots=True)
class Happened:
    """One step of the claim's history; `changes` says what it changed, before and after."""

    what: str
    who: str
    note: str
    when: str
    changes: Sequence[str]


@dataclass(frozen=True, slots=True)
class DueLine:
    """One deadline; state: open, done or over."""

    what: str
    due: str
    state: str


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in the agent's words.

    Attributes:
        version: what a form sends back, so that nobody overwrites what they did not see.
        customer: the customer's chat, masked.
        allowed: names of the actions that fit now.
        is_open: private data is shown, not masked.
    """

    number: str
    kind: str
    status: str
    status_name: str
    is_urgent: bool
    due: str
    filed: str
    wanted: str
    region: str
    agent: str
    outcome: str
    customer: str
    version: int
    facts: Sequence[Fact]
    said: Sequence[Said]
    events: Sequence[Happened]
    deadlines: Sequence[DueLine]
    files: Sequence[FileView]
    allowed: frozenset[str]
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Read:
    claim: FiledClaim
    versions: Sequence[FactVersion]
    said: Sequence[SaidLine]
    events: Sequence[ClaimEvent]
    deadlines: Sequence[ClaimDeadline]
    files: Sequence[StoredEvidence]


class ConsoleClaims:
    """Reads single claims."""

    def __init__(self, office: Office, desk: Desk) -> None:
        self._office, self._desk = office, desk

    async def view(self, person: Person, number: str, *, unmasked: bool = False) -> ClaimView:
        """Return a claim; private data only on demand, which the audit keeps.

        Raises:
            NotFound: there is no such number.
        """
        office = self._office

        async def step(connection: Connection) -> tuple[_Read, Role | None]:
            found = read_number(number)
            claim = await claim_by_number(connection, office.bot, found) if found else None
            if claim is None:
                raise NotFound("desk.unknown")
            if unmasked:
                deed = Deed(str(person.id), "console.unmasked", claim.number)
                await put_deed(connection, office.bot, deed, office.clock())
            role = await self._desk.role_in(connection, person.id)
            return await _read(connection, claim), role

        database = office.database
        read, role = await (database.write(step) if unmasked else database.read(step))
        teller = _Teller(office, person, shown if unmasked else masked)
        return teller.view(read, role, is_open=unmasked)


async def _read(connection: Connection, claim: FiledClaim) -> _Read:
    return _Read(
        claim,
        await fact_versions(connection, claim.id),
        await latest_said(connection, claim.id, claim.chat, _SAID_SHOWN),
        await claim_events(connection, claim.id),
        await deadlines_of(connection, claim.id),
        await evidence_of_claim(connection, claim.id),
    )


class _Teller:
    """Puts what was read into somebody's words."""

    def __init__(self, office: Office, person: Person, mask: Mask) -> None:
        self._office, self._mask = office, mask
        self._voice = Voice(person.language, "", person.clock, office.clock())
        self._tables = TableValues(office.library(), office.catalog, self._voice)
        self._teller = FactTeller(office.catalog, self._tables, mask)

    def view(self, read: _Read, role: Role | None, *, is_open: bool) -> ClaimView:
        claim, voice = read.claim, self._voice
        allowed = {
            action.value for action in _ACTIONS if role and fits(role, action, claim.status)
        }
        return ClaimView(
            number=claim.number,
            kind=self._line(f"kind.{claim.kind}"),
            status=self._line(f"console.status.{claim.status}"),
            status_name=claim.status.value,
            is_urgent=claim.priority == "urgent",
            due=self._due(claim),
            filed=self._when(claim.filed_at),
            wanted=amount_text(claim.wanted, voice) if claim.wanted else "",
            region=claim.region,
            agent=claim.agent_name,
            outcome=self._line(f"claims.outcome.{claim.outcome}") if claim.outcome else "",
            customer=self._mask(f"{claim.chat:010}"),
            version=claim.version,
            facts=self._facts(claim, read.versions),
            said=[
                Said(each.incoming, self._mask(each.text), self._when(each.at), each.evidence)
                for each in read.said
            ],
            events=[self._event(claim, each) for each in read.events],
            deadlines=[self._deadline(each) for each in read.deadlines],
            files=[
                file_view(self._office, voice, each, self._mask, claim.kind) for each in read.files
            ],
            allowed=frozenset(allowed),
            is_open=is_open,
        )

    def _facts(self, claim: FiledClaim, versions: Sequence[FactVersion]) -> list[Fact]:
        found = []
        for asked in questions(claim.kind):
            if asked.ask.reads is Reads.FILES:
                continue
            values = [each.facts.get(asked.field) for each in versions]
            told = [self._teller.told(claim.kind, asked, value) for value in values]
            distinct = [one for at, one in enumerate(told) if at == 0 or one != told[at - 1]]
            if any(distinct):
                before = tuple(one or "–" for one in distinct[:-1])
                name = self._teller.name(claim.kind, asked)
                found.append(Fact(name, distinct[-1] or "–", before))
        return found

    def _event(self, claim: FiledClaim, event: ClaimEvent) -> Happened:
        return Happened(
            what=self._line(f"console.event.{event.action}"),
            who=who_acted(self._office.catalog, self._voice, claim, event),
            # How it was filed is a word of the program, and stands in the facts as what is wanted.
            note="" if event.action == "filed" else self._mask(event.note),
            when=self._when(event.at),
            changes=change_lines(self._office.catalog, self._voice, event),
        )

    def _deadline(self, deadline: ClaimDeadline) -> DueLine:
        voice = self._voice
        rule = self._office.library().deadline_rules.get(deadline.rule)
        state = "done" if deadline.is_done else "open"
        if state == "open" and is_over(deadline, voice.now, voice.zone):
            state = "over"
        at = deadline.due_at
        due = self._when(at) if at else self._day(deadline)
        return DueLine(
            (self._tables.words(rule.effect) if rule else "") or deadline.rule, due, state
        )

    def _day(self, deadline: ClaimDeadline) -> str:
        noon = datetime(deadline.due_on.year, deadline.due_on.month, deadline.due_on.day, 12)
        return day_text(noon.replace(tzinfo=self._voice.zone), self._voice)

    def _due(self, claim: FiledClaim) -> str:
        at = due_text(claim.due_at, self._voice)
        catalog, language = self._office.catalog, self._voice.language
        return catalog.line(f"desk.due.{claim.due_for}", language, at=at)

    def _when(self, moment: datetime) -> str:
        return f"{day_text(moment, self._voice)} {clock_text(moment, self._voice)}"

    def _line(self, key: str) -> str:
        return self._office.catalog.line(key, self._voice.language)

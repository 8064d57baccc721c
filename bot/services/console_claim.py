"""One claim as an agent reads it, put together: its head, and what the modules beside tell."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.casework import ClaimDeadline, ClaimEvent, FiledClaim
from bot.domain.console import Person
from bot.domain.errors import NotFound
from bot.domain.lifecycle import Action, Role, fits
from bot.domain.masking import masked
from bot.domain.numbers import read_number
from bot.services.console_facts import FactTeller, Mask, shown
from bot.services.console_files import FileView, file_view
from bot.services.console_history import Fact, history_of
from bot.services.console_kin import Kin, KinRead, kin_lines, read_kin
from bot.services.console_story import DueLine, Happened, Said, StoryTeller
from bot.services.conversation import Office
from bot.services.desk import Desk
from bot.services.desk_duplicates import possible_twins
from bot.services.staff_names import colleagues
from bot.services.table_values import TableValues
from bot.storage.audit import Deed, put_deed
from bot.storage.claim_deadlines import deadlines_of
from bot.storage.claim_history import FactVersion, SaidLine, fact_versions, latest_said
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.connection import Connection
from bot.storage.evidence import StoredEvidence, evidence_of_claim
from bot.texts.wording import Voice, amount_text, due_text

_SAID_SHOWN: Final = 200
_ACTIONS: Final = (
    Action.TAKE, Action.ASK, Action.ANSWER, Action.RESOLVE, Action.NOTE, Action.REOPEN,
    Action.MERGE, Action.LINK, Action.UNLINK, Action.ESCALATE, Action.PASS_ON, Action.HAND_BACK,
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class ClaimView:
    """A claim in the agent's words.

    Attributes:
        version: what a form sends back, so that nobody overwrites what they did not see.
        customer: the customer's chat, masked.
        older: name and text of facts that an older version of the program kept.
        kin: other claims that hold the same, or that agents linked with it.
        linked: numbers of those that agents linked.
        twins: number and name of those of which it can be a duplicate.
        allowed: names of the actions that fit now.
        colleagues: id and name of whoever it can be passed on to.
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
    older: Sequence[tuple[str, str]]
    said: Sequence[Said]
    events: Sequence[Happened]
    deadlines: Sequence[DueLine]
    files: Sequence[FileView]
    kin: Sequence[Kin]
    linked: frozenset[str]
    twins: Sequence[tuple[str, str]]
    allowed: frozenset[str]
    colleagues: Sequence[tuple[int, str]]
    is_open: bool


@dataclass(frozen=True, slots=True)
class _Read:
    claim: FiledClaim
    versions: Sequence[FactVersion]
    said: Sequence[SaidLine]
    events: Sequence[ClaimEvent]
    deadlines: Sequence[ClaimDeadline]
    files: Sequence[StoredEvidence]
    kin: KinRead
    twins: Sequence[FiledClaim]
    colleagues: Sequence[tuple[int, str]]


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
            return await _read(connection, office, claim), role

        database = office.database
        read, role = await (database.write(step) if unmasked else database.read(step))
        teller = _Teller(office, person, shown if unmasked else masked)
        return teller.view(read, role, is_open=unmasked)

    async def name_of(self, person: int) -> str:
        """Return how somebody of the team is called; the id where nobody knows."""
        team = await self._office.database.read(lambda c: colleagues(c, self._office))
        return dict(team).get(person, str(person))


async def _read(connection: Connection, office: Office, claim: FiledClaim) -> _Read:
    return _Read(
        claim,
        await fact_versions(connection, claim),
        await latest_said(connection, claim.id, claim.chat, _SAID_SHOWN),
        await claim_events(connection, claim.id),
        await deadlines_of(connection, claim.id),
        await evidence_of_claim(connection, claim.id),
        await read_kin(connection, claim),
        await possible_twins(connection, claim),
        await colleagues(connection, office),
    )


class _Teller:
    """Puts what was read into somebody's words."""

    def __init__(self, office: Office, person: Person, mask: Mask) -> None:
        self._office, self._mask = office, mask
        self._voice = Voice(person.language, "", person.clock, office.clock())
        self._tables = TableValues(office.library(), office.catalog, self._voice)
        self._teller = FactTeller(office.catalog, self._tables, mask)
        self._story = StoryTeller(office, person, mask)

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
            filed=self._story.when(claim.filed_at),
            wanted=amount_text(claim.wanted, voice) if claim.wanted else "",
            region=claim.region,
            agent=claim.agent_name,
            outcome=self._line(f"claims.outcome.{claim.outcome}") if claim.outcome else "",
            customer=self._mask(f"{claim.chat:010}"),
            version=claim.version,
            facts=history_of(self._teller, self._story, claim, read.versions),
            older=self._teller.older(claim.older),
            said=self._story.said(read.said),
            events=self._story.events(claim, read.events),
            deadlines=self._story.deadlines(read.deadlines),
            files=[
                file_view(self._office, voice, each, self._mask, claim.kind) for each in read.files
            ],
            kin=kin_lines(self._office.catalog, self._voice, read.kin),
            linked=read.kin.linked,
            twins=[(each.number, self._twin(each)) for each in read.twins],
            allowed=frozenset(allowed),
            colleagues=[each for each in read.colleagues if each[0] != claim.agent],
            is_open=is_open,
        )

    def _twin(self, other: FiledClaim) -> str:
        kind = self._line(f"kind.{other.kind}")
        return f"{kind}, {self._line(f'console.status.{other.status}')}"

    def _due(self, claim: FiledClaim) -> str:
        at = due_text(claim.due_at, self._voice)
        catalog, language = self._office.catalog, self._voice.language
        return catalog.line(f"desk.due.{claim.due_for}", language, at=at)

    def _line(self, key: str) -> str:
        return self._office.catalog.line(key, self._voice.language)

"""How an agent's action is checked, kept and told: the one way of all of them."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final
from zoneinfo import ZoneInfo

from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.customers import Customer
from bot.domain.errors import Conflict, NotFound
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Role
from bot.domain.numbers import read_number
from bot.domain.redaction import redact
from bot.services.claim_changes import Change, put_change
from bot.services.conversation import Office
from bot.services.desk_notices import refresh_card
from bot.services.exchange import Exchange
from bot.services.staff_rights import role_for, role_in
from bot.services.timeline import event_line
from bot.storage.audit import Deed, put_deed
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.texts.wording import Voice

LONGEST_WORDS: Final = 3000
"""Characters of what an agent says at once."""

_FIRST_CLOCK: Final = ZoneInfo("Asia/Shanghai")
# Events that a late agent is told of; more would not be read.
_EVENTS_TOLD: Final = 4


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the team.

    Attributes:
        id: Telegram id of the person.
        name: as customers read it.
        seen: version of the claim on the page they act from; None: they look at no page.
        language: in which they are told what changed meanwhile.
        zone: by whose clock.
    """

    id: int
    name: str
    seen: int | None = None
    language: Language = Language.SIMPLIFIED
    zone: ZoneInfo = _FIRST_CLOCK


Changing = Callable[[Exchange, FiledClaim], Awaitable[FiledClaim]]
Telling = Callable[[Exchange, FiledClaim], Awaitable[None]]


async def as_it_is(_: Exchange, claim: FiledClaim) -> FiledClaim:
    """Change nothing beside the status."""
    return claim


async def in_silence(_: Exchange, __: FiledClaim) -> None:
    """Tell the customer nothing."""


@dataclass(frozen=True, slots=True)
class Act:
    """What an agent does to a claim.

    Attributes:
        change: returns the claim as it shall be, or refuses by raising.
        tell: tells the customer of the claim as it is now.
        note: what the event keeps.
        changes: what it keeps beside what the claim itself tells; read once `change` is done.
    """

    action: Action
    change: Changing = as_it_is
    tell: Telling = in_silence
    note: str = ""
    changes: Mapping[str, tuple[str, str]] = field(default_factory=dict)


class Acts:
    """Checks who acts, changes the claim, keeps the event and tells the customer, in one step."""

    def __init__(self, office: Office) -> None:
        self.office = office

    async def role_in(self, connection: Connection, person: int) -> Role | None:
        """Return what a person may act as; being in the group is not enough."""
        return await role_in(connection, self.office, person)

    async def act(self, agent: Agent, number: str, act: Act) -> None:
        """Do one thing to a claim.

        Raises:
            SupportError: not allowed, not found, does not fit, or changed meanwhile.
        """
        office, now = self.office, self.office.clock()

        async def step(connection: Connection) -> None:
            role = await role_for(connection, office, agent.id, act.action)
            claim = await self.claim(connection, number)
            await self._unchanged(connection, agent, claim)
            ex = await self.exchange(connection, claim, now)
            change = Change(act.action, role, str(agent.id), act.note, agent.name, act.changes)
            changed = await put_change(ex, claim, await act.change(ex, claim), change)
            await act.tell(ex, changed)
            await refresh_card(ex, changed)
            deed = Deed(str(agent.id), f"claim.{act.action}", claim.number)
            await put_deed(connection, office.bot, deed, now)
            await ex.close()

        await office.database.write(step)

    async def look(self, agent: Agent, number: str, act: str, doing: Telling) -> None:
        """Do what changes nothing of a claim, such as showing its files; the audit keeps it.

        Raises:
            SupportError: not allowed or not found.
        """
        office, now = self.office, self.office.clock()

        async def step(connection: Connection) -> None:
            # Whoever may write a note on a claim may read all of it.
            await role_for(connection, office, agent.id, Action.NOTE)
            claim = await self.claim(connection, number)
            ex = await self.exchange(connection, claim, now)
            await doing(ex, claim)
            await put_deed(connection, office.bot, Deed(str(agent.id), act, claim.number), now)
            await ex.close()

        await office.database.write(step)

    async def exchange(self, connection: Connection, claim: FiledClaim, now: datetime) -> Exchange:
        """Return the exchange in which the customer of a claim is told something."""
        office = self.office
        found = await find_customer(connection, office.bot, claim.chat)
        customer = found or Customer(claim.bot, claim.chat, claim.language, region=claim.region)
        ex = Exchange(
            connection, customer, now, office.library(), office.catalog,
            agents_chat=office.agents_chat, agents_language=office.agents_language,
            console=office.console,
        )  # fmt: skip
        ex.claim = claim.id
        return ex

    async def claim(self, connection: Connection, number: str) -> FiledClaim:
        """Return a claim by what was typed as its number.

        Raises:
            NotFound: there is none.
        """
        read = read_number(number)
        claim = await claim_by_number(connection, self.office.bot, read) if read else None
        if claim is None:
            raise NotFound("desk.unknown")
        return claim

    async def _unchanged(self, connection: Connection, agent: Agent, claim: FiledClaim) -> None:
        """Refuse what was meant for an earlier state of the claim, and say what changed since."""
        if agent.seen in (None, claim.version):
            return
        events = await claim_events(connection, claim.id)
        unseen = [each for each in events if each.version > (agent.seen or 0)]
        if not unseen or agent.seen is None or agent.seen < 1:
            raise Conflict("error.changed_meanwhile")
        raise Conflict("desk.changed", {"changes": self._told(agent, claim, unseen)})

    def _told(self, agent: Agent, claim: FiledClaim, events: Sequence[ClaimEvent]) -> str:
        voice = Voice(agent.language, "", agent.zone, self.office.clock())
        lines = [event_line(self.office.catalog, voice, claim, one) for one in events]
        return ("；" if agent.language.is_chinese else "; ").join(lines[-_EVENTS_TOLD:])


def kept_words(words: str) -> str:
    """Return what an agent wrote as it is kept and sent: redacted, and not endless."""
    return redact(words[:LONGEST_WORDS]).text

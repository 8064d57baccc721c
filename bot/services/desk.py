"""What agents do with a claim: take it, talk to the customer, ask for more, resolve it.

One service behind the agents' chat and the console: who may do what is checked here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, replace
from datetime import datetime

from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.customers import Customer, Mode
from bot.domain.errors import Conflict, NotFound
from bot.domain.lifecycle import Action, Outcome, Role, Status, after
from bot.domain.numbers import read_number
from bot.domain.redaction import redact
from bot.domain.taps import Tap
from bot.services.conversation import Office
from bot.services.desk_files import show_files
from bot.services.desk_notices import refresh_card
from bot.services.exchange import Exchange
from bot.services.packs import order_for_desk
from bot.services.reminders import drop_reminder
from bot.services.staff_rights import role_for, role_in
from bot.storage.audit import Deed, put_deed
from bot.storage.claims import change_claim, claim_by_number, put_claim_event
from bot.storage.connection import Connection
from bot.storage.customers import end_handover, find_customer
from bot.storage.messages import claim_of_message

_LONGEST_WORDS = 3000


@dataclass(frozen=True, slots=True)
class Agent:
    """A person of the team.

    Attributes:
        id: Telegram id of the person.
        name: as customers read it.
        seen: version of the claim on the page they act from; None: they look at no page.
    """

    id: int
    name: str
    seen: int | None = None


class Desk:
    """Agents' actions, each one written step."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def role_in(self, connection: Connection, person: int) -> Role | None:
        """Return what a person may act as; being in the group is not enough."""
        return await role_in(connection, self._office, person)

    async def allowed(self, agent: Agent, action: Action) -> Role:
        """Return the role in which a person may do this.

        Raises:
            NotAllowed: they may not.
        """
        office = self._office
        return await office.database.read(lambda c: role_for(c, office, agent.id, action))

    async def take(self, agent: Agent, number: str) -> None:
        """Take a claim; the customer hears who has it.

        Raises:
            SupportError: not allowed, not found, or somebody has it already.
        """

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            ex.update(mode=Mode.PERSON, mode_claim=claim.id)
            ex.say("claims.taken", number=claim.number, agent=agent.name)

        def taken(claim: FiledClaim) -> FiledClaim:
            if claim.agent not in (None, agent.id) and claim.status is not Status.FILED:
                raise Conflict("desk.taken_already", {"agent": claim.agent_name})
            return replace(claim, agent=agent.id, agent_name=agent.name)

        await self._act(agent, number, Action.TAKE, taken, tell)

    async def ask(self, agent: Agent, number: str, question: str) -> None:
        """Ask the customer for more; the claim waits for them.

        Raises:
            SupportError: not allowed, not found, or the claim is closed.
        """
        words = redact(question[:_LONGEST_WORDS]).text

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            ex.update(adding_to=claim.id)
            ex.say("claims.asks", number=claim.number, agent=agent.name, question=words)

        await self._act(agent, number, Action.ASK, _same, tell, words)

    async def say(self, agent: Agent, number: str, words: str) -> None:
        """Say something to the customer.

        Raises:
            SupportError: not allowed, not found, or nobody has taken the claim.
        """
        said = redact(words[:_LONGEST_WORDS]).text

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            ex.say("claims.says", agent=agent.name, text=said)

        await self._act(agent, number, Action.ANSWER, _same, tell, said)

    async def resolve(self, agent: Agent, number: str, outcome: Outcome, note: str = "") -> None:
        """Resolve a claim; the customer hears how, and can say that it is not solved.

        Raises:
            SupportError: not allowed, not found, or the claim is not in work.
        """

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            await end_handover(ex.connection, ex.bot, claim.id)
            await drop_reminder(ex, claim)
            if ex.customer.mode_claim == claim.id:
                ex.update(mode=Mode.BOT, mode_claim=None)
            ratings = [
                (ex.label(f"claims.rate_{name}"), Tap("claim", (claim.number, name)))
                for name in ("good", "fair", "bad")
            ]
            again = (ex.label("claims.not_solved"), Tap("claim", (claim.number, "reopen")))
            ex.say(
                "claims.resolved",
                *ratings,
                again,
                number=claim.number,
                outcome=ex.line(f"claims.outcome.{outcome}"),
                note=note or None,
            )

        def resolved(claim: FiledClaim) -> FiledClaim:
            return replace(claim, outcome=outcome.value)

        await self._act(agent, number, Action.RESOLVE, resolved, tell, note)

    async def show_files(self, agent: Agent, number: str, start: int) -> None:
        """Send the files of a claim to the agents' chat, some at a time.

        Raises:
            SupportError: not allowed, or not found.
        """
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            await role_for(connection, office, agent.id, Action.NOTE)
            claim = await self._claim(connection, number)
            ex = await self._exchange(connection, claim, now)
            await show_files(ex, claim, agent.id, start)
            deed = Deed(str(agent.id), "claim.files", claim.number)
            await put_deed(connection, office.bot, deed, now)
            await ex.close()

        await office.database.write(step)

    async def pack(self, agent: Agent, number: str) -> None:
        """Have the pack of a claim made for the agents' chat; it is in the audit who had it made.

        Raises:
            SupportError: not allowed or not found.
        """
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            await role_for(connection, office, agent.id, Action.NOTE)
            claim = await self._claim(connection, number)
            ex = await self._exchange(connection, claim, now)
            await order_for_desk(ex, claim, agent.id)
            deed = Deed(str(agent.id), "claim.pack", claim.number)
            await put_deed(connection, office.bot, deed, now)

        await office.database.write(step)

    async def note(self, agent: Agent, number: str, words: str) -> None:
        """Keep a note about a claim, for the team only; customers may ask to see their data.

        Raises:
            SupportError: not allowed, not found, or changed meanwhile.
        """

        async def tell(_: Exchange, __: FiledClaim) -> None:
            """Nothing is said."""

        kept = redact(words[:_LONGEST_WORDS]).text
        await self._act(agent, number, Action.NOTE, _same, tell, kept)

    async def number_of_reply(self, chat: int, message_id: int) -> str | None:
        """Return the number of the claim that a message in the agents' chat is about."""

        async def step(connection: Connection) -> str | None:
            return await claim_of_message(connection, self._office.bot, chat, message_id)

        return await self._office.database.read(step)

    async def refuse(self, person: int, action: str) -> None:
        """Keep in the audit that somebody tried what they may not do."""

        async def step(connection: Connection) -> None:
            deed = Deed(str(person), "desk.refused", detail=action[:40])
            await put_deed(connection, self._office.bot, deed, self._office.clock())

        await self._office.database.write(step)

    async def _act(  # noqa: PLR0913 - one place where every action is checked and kept
        self,
        agent: Agent,
        number: str,
        action: Action,
        change: Callable[[FiledClaim], FiledClaim],
        tell: Callable[[Exchange, FiledClaim], Awaitable[None]],
        note: str = "",
    ) -> None:
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            role = await role_for(connection, office, agent.id, action)
            claim = await self._claim(connection, number)
            if agent.seen not in (None, claim.version):
                raise Conflict("error.changed_meanwhile")
            status = after(claim.status, action)
            if status is None:
                raise Conflict(_why_not(claim))
            changed = replace(change(claim), status=status)
            if not await change_claim(connection, changed, now):
                raise Conflict("error.changed_meanwhile")
            event = ClaimEvent(action, role, str(agent.id), claim.status, status, note[:1000], now)
            await put_claim_event(connection, claim.id, event)
            ex = await self._exchange(connection, claim, now)
            await tell(ex, changed)
            await refresh_card(ex, changed)
            await put_deed(
                connection, office.bot, Deed(str(agent.id), f"claim.{action}", claim.number), now
            )
            await ex.close()

        await office.database.write(step)

    async def _exchange(
        self, connection: Connection, claim: FiledClaim, now: datetime
    ) -> Exchange:
        office = self._office
        ex = Exchange(
            connection, await self._customer(connection, claim), now, office.library(),
            office.catalog, agents_chat=office.agents_chat,
        )  # fmt: skip
        ex.claim = claim.id
        return ex

    async def _claim(self, connection: Connection, number: str) -> FiledClaim:
        read = read_number(number)
        claim = await claim_by_number(connection, self._office.bot, read) if read else None
        if claim is None:
            raise NotFound("desk.unknown")
        return claim

    async def _customer(self, connection: Connection, claim: FiledClaim) -> Customer:
        found = await find_customer(connection, self._office.bot, claim.chat)
        return found or Customer(claim.bot, claim.chat, claim.language, region=claim.region)


def _same(claim: FiledClaim) -> FiledClaim:
    return claim


def _why_not(claim: FiledClaim) -> str:
    closed = claim.status in (Status.RESOLVED, Status.WITHDRAWN)
    return "desk.resolved_already" if closed else "desk.not_sent"

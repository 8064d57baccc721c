"""What agents do with a claim: take it, talk to the customer, ask for more, resolve it.

One service behind the agents' chat and the console: who may do what is checked here.
"""

from collections.abc import Awaitable, Callable
from dataclasses import replace

from bot.domain.casework import FiledClaim
from bot.domain.customers import Mode
from bot.domain.errors import Conflict
from bot.domain.lifecycle import Action, Outcome, Role, Status
from bot.services.conversation import Office
from bot.services.desk_acts import Act, Acts, Agent, kept_words
from bot.services.desk_closing import say_resolved, stop_work
from bot.services.desk_duplicates import resolve_as_duplicate
from bot.services.desk_files import show_files
from bot.services.desk_links import DeskLinks
from bot.services.desk_moves import DeskMoves
from bot.services.desk_notices import show_colleague
from bot.services.exchange import Exchange
from bot.services.packs import JsonObject, order_for_desk, values_for_desk
from bot.services.ready_filling import refuse_open
from bot.services.staff_rights import role_for
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection

__all__ = ["Agent", "Desk"]


Passing = Callable[[Exchange, FiledClaim, str], Awaitable[None]]
"""Does with an agent's words, redacted, what the place needs in which they were written."""


class Desk:
    """Agents' actions, each one written step.

    Attributes:
        links: merge, link, unlink.
        moves: escalate, pass on, hand back, reopen.
    """

    def __init__(self, office: Office) -> None:
        self._office = office
        self._acts = Acts(office)
        self.links = DeskLinks(self._acts)
        self.moves = DeskMoves(self._acts)

    async def role_in(self, connection: Connection, person: int) -> Role | None:
        """Return what a person may act as; being in the group is not enough."""
        return await self._acts.role_in(connection, person)

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

        async def taken(_: Exchange, claim: FiledClaim) -> FiledClaim:
            if claim.agent not in (None, agent.id) and claim.status is not Status.FILED:
                raise Conflict("desk.taken_already", {"agent": claim.agent_name})
            return replace(claim, agent=agent.id, agent_name=agent.name)

        await self._acts.act(agent, number, Act(Action.TAKE, taken, tell))

    async def ask(
        self, agent: Agent, number: str, question: str, passing: Passing | None = None
    ) -> None:
        """Ask the customer for more; the claim waits for them.

        Raises:
            SupportError: not allowed, not found, or the claim is closed.
        """
        refuse_open(question)
        words = kept_words(question)

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            ex.update(adding_to=claim.id)
            if passing is not None:
                await passing(ex, claim, words)
                return
            ex.say("claims.asks", number=claim.number, agent=agent.name, question=words)
            await show_colleague(ex, claim, agent.name, words)

        await self._acts.act(agent, number, Act(Action.ASK, tell=tell, note=words))

    async def say(
        self, agent: Agent, number: str, words: str, passing: Passing | None = None
    ) -> None:
        """Say something to the customer.

        Args:
            agent (Agent): who says it.
            number (str): of the claim.
            words (str): as they were written.
            passing (callable): sends the redacted words; None: as a text, and the agents' group
                is shown what was said elsewhere.

        Raises:
            SupportError: not allowed, not found, or nobody has taken the claim.
        """
        refuse_open(words)
        said = kept_words(words)

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            if passing is not None:
                await passing(ex, claim, said)
                return
            ex.say("claims.says", agent=agent.name, text=said)
            await show_colleague(ex, claim, agent.name, said)

        await self._acts.act(agent, number, Act(Action.ANSWER, tell=tell, note=said))

    async def resolve(
        self, agent: Agent, number: str, outcome: Outcome, note: str = "", of: str = ""
    ) -> None:
        """Resolve a claim; the customer hears how, and can say that it is not solved.

        Args:
            agent (Agent): who does it.
            number (str): of the claim.
            outcome (Outcome): how.
            note (str): what the customer reads with it.
            of (str): number of the claim of which it is a duplicate; else not looked at.

        Raises:
            SupportError: not allowed, not found, not in work, or a duplicate of no such claim.
        """
        refuse_open(note)
        if outcome is Outcome.DUPLICATE:
            await resolve_as_duplicate(self._acts, agent, number, of, note)
            return
        said = kept_words(note)

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            await stop_work(ex, claim)
            say_resolved(ex, claim, said)

        async def resolved(_: Exchange, claim: FiledClaim) -> FiledClaim:
            return replace(claim, outcome=outcome.value)

        await self._acts.act(agent, number, Act(Action.RESOLVE, resolved, tell, said))

    async def note(
        self, agent: Agent, number: str, words: str, passing: Passing | None = None
    ) -> None:
        """Keep a note about a claim, for the team only; customers may ask to see their data.

        Raises:
            SupportError: not allowed, not found, or changed meanwhile.
        """
        kept = kept_words(words)

        async def tell(ex: Exchange, claim: FiledClaim) -> None:
            if passing is not None:
                await passing(ex, claim, kept)
                return
            await show_colleague(ex, claim, agent.name, kept, is_note=True)

        await self._acts.act(agent, number, Act(Action.NOTE, tell=tell, note=kept))

    async def show_files(self, agent: Agent, number: str, start: int) -> None:
        """Send the files of a claim to the agents' chat, some at a time.

        Raises:
            SupportError: not allowed, or not found.
        """

        async def show(ex: Exchange, claim: FiledClaim) -> None:
            await show_files(ex, claim, agent.id, start)

        await self._acts.look(agent, number, "claim.files", show)

    async def pack(self, agent: Agent, number: str) -> None:
        """Have the pack of a claim made for the agents' chat; it is in the audit who had it made.

        Raises:
            SupportError: not allowed or not found.
        """

        async def order(ex: Exchange, claim: FiledClaim) -> None:
            await order_for_desk(ex, claim, agent.id)

        await self._acts.look(agent, number, "claim.pack", order)

    async def pack_values(self, agent: Agent, number: str) -> JsonObject:
        """Return what the document of a claim is made of; it is in the audit who had it made.

        Raises:
            SupportError: not allowed or not found.
        """
        values: JsonObject = {}

        async def read(ex: Exchange, claim: FiledClaim) -> None:
            values.update(await values_for_desk(ex, claim, agent.id))

        await self._acts.look(agent, number, "claim.pack", read)
        return values

    async def refuse(self, person: int, action: str) -> None:
        """Keep in the audit that somebody tried what they may not do."""

        async def step(connection: Connection) -> None:
            deed = Deed(str(person), "desk.refused", detail=action[:40])
            await put_deed(connection, self._office.bot, deed, self._office.clock())

        await self._office.database.write(step)

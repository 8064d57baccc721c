"""Ready answers for a claim: which there are, and one filled in; for the console and the chat."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from bot.domain.casework import FiledClaim
from bot.domain.customers import Customer
from bot.domain.errors import NotFound
from bot.domain.languages import Language
from bot.domain.lifecycle import Action
from bot.domain.numbers import read_number
from bot.services.conversation import Office
from bot.services.desk import Agent
from bot.services.exchange import Exchange
from bot.services.ready_filling import Filled, filled, refuse_distress
from bot.services.staff_rights import role_for
from bot.storage.claims import claim_by_number
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.texts.catalog import to_traditional
from knowledge.ready import ReadyAnswer
from knowledge.ready_filling import answers_for


@dataclass(frozen=True, slots=True)
class ReadyChoice:
    """A ready answer in a list.

    Attributes:
        name: by which it is filled.
        title: in the agent's language.
        outcome: with which a claim is resolved by it; empty where it resolves nothing.
        is_own: it is for this kind of claim, not for every kind.
    """

    name: str
    title: str
    outcome: str
    is_own: bool


class ReadyAnswers:
    """Reads ready answers; sending is `Desk.say`, which lets nothing open out."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def listed(self, actor: int, number: str, language: Language) -> Sequence[ReadyChoice]:
        """Return what there is for a claim, its own kind first.

        Raises:
            NotAllowed: the actor may not answer customers.
            NotFound: there is no such claim.
            Conflict: its customer spoke of not living; a person writes to them in their own words.
        """

        async def step(connection: Connection) -> FiledClaim:
            return await self.claim_in(connection, actor, number)

        claim = await self._office.database.read(step)
        library = self._office.library()
        return [
            ReadyChoice(
                each.name,
                to_traditional(each.title, "") if language is Language.TRADITIONAL else each.title,
                each.outcome.value if each.outcome else "",
                each.kind is claim.kind,
            )
            for each in answers_for(library, claim.kind, language.facts)
        ]

    async def filled(
        self, agent: Agent, number: str, name: str, given: Mapping[str, str] | None = None
    ) -> Filled:
        """Return one with the claim's facts, in the customer's language.

        Args:
            agent (Agent): who would send it.
            number (str): of the claim.
            name (str): of the answer.
            given (Mapping): place to what the agent says of it.

        Raises:
            NotAllowed: the agent may not answer customers.
            NotFound: there is no such claim, or no such answer.
            Conflict: as in `listed`.
        """

        async def step(connection: Connection) -> Filled:
            claim = await self.claim_in(connection, agent.id, number)
            return await self.fill_in(connection, claim, agent, name, given or {})

        return await self._office.database.read(step)

    def places(self, names: Sequence[str], language: Language) -> Sequence[tuple[str, str]]:
        """Return the names of places, each with what an agent is to fill in there."""
        line = self._office.catalog.line
        return [(name, line(f"ready.place.{name}", language)) for name in names]

    async def claim_in(self, connection: Connection, actor: int, number: str) -> FiledClaim:
        """Return a claim that may be answered with ready words, within a step.

        Raises:
            NotAllowed, NotFound, Conflict: as in `listed`.
        """
        office = self._office
        await role_for(connection, office, actor, Action.ANSWER)
        read = read_number(number)
        claim = await claim_by_number(connection, office.bot, read) if read else None
        if claim is None:
            raise NotFound("desk.unknown")
        refuse_distress(claim)
        return claim

    async def fill_in(
        self,
        connection: Connection,
        claim: FiledClaim,
        agent: Agent,
        name: str,
        given: Mapping[str, str],
    ) -> Filled:
        """Return one filled in, within a step.

        Raises:
            NotFound: there is no such answer.
        """
        ex = await self.exchange(connection, claim)
        answer: ReadyAnswer | None = ex.library.ready.get((name, ex.voice.language.facts))
        if answer is None:
            raise NotFound("ready.gone")
        return await filled(ex, claim, answer, agent.name, given)

    async def exchange(self, connection: Connection, claim: FiledClaim) -> Exchange:
        """Return an exchange in the language of a claim's customer."""
        office = self._office
        known = await find_customer(connection, office.bot, claim.chat)
        customer = known or Customer(claim.bot, claim.chat, claim.language, region=claim.region)
        return Exchange(connection, customer, office.clock(), office.library(), office.catalog)

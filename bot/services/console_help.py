"""What helps an agent beside a claim in the console: ready answers, near articles, a block."""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.console import Person
from bot.domain.errors import NotFound, SupportError
from bot.domain.numbers import read_number
from bot.services.conversation import Office
from bot.services.desk import Agent, Desk
from bot.services.nearest_articles import NearArticle, NearestArticles, Rank
from bot.services.ready_answers import ReadyAnswers, ReadyChoice
from bot.services.spam_desk import SpamDesk
from bot.storage.blocks import block_of
from bot.storage.claims import claim_by_number
from bot.storage.connection import Connection
from knowledge.ready import open_places

READY, ARTICLE = "ready:", "article:"
"""How a button names what is put before the agent."""
DISTURBING = ("block", "undo", "report")
"""What can be done about a customer who only disturbs."""


@dataclass(frozen=True, slots=True)
class Help:
    """What a claim page offers.

    Attributes:
        ready: none for a customer who spoke of not living, or who may not be answered now.
        near: articles nearest to what the customer wrote last.
        is_blocked: the customer is not answered.
    """

    ready: Sequence[ReadyChoice]
    near: Sequence[NearArticle]
    is_blocked: bool


@dataclass(frozen=True, slots=True)
class Prepared:
    """A text that an agent looks at before sending it.

    Attributes:
        words: what they had written already, and the text below it.
        open: name and meaning of each place that is still to be filled in.
    """

    words: str
    open: Sequence[tuple[str, str]]


class ConsoleHelp:
    """Helps on the claim pages of the console."""

    def __init__(self, office: Office, desk: Desk, rank: Rank) -> None:
        self._office = office
        self._ready, self._spam = ReadyAnswers(office), SpamDesk(office, desk)
        self._near = NearestArticles(office, rank)

    async def offered(self, person: Person, number: str) -> Help:
        """Return what there is for a claim; nothing for one that is not there."""
        try:
            ready = await self._ready.listed(person.id, number, person.language)
        except SupportError:
            ready = ()
        words = await self._near.latest_words(number) if ready else ""
        near = self._near.near(words, person.language)
        return Help(ready, near, await self._is_blocked(number))

    async def prepared(self, agent: Agent, number: str, wish: str, words: str) -> Prepared:
        """Return a ready answer or an article below what an agent wrote already.

        Args:
            agent (Agent): who would send it.
            number (str): of the claim.
            wish (str): `ready:name` or `article:name`.
            words (str): of the agent.

        Raises:
            SupportError: not allowed, not found, or only their own words will do.
        """
        if wish.startswith(READY):
            done = await self._ready.filled(agent, number, wish.removeprefix(READY))
            text = done.text
        else:
            text = await self._article(agent, number, wish.removeprefix(ARTICLE))
        whole = "\n".join(part for part in (words, text) if part)
        return Prepared(whole, self._ready.places(open_places(whole), agent.language))

    async def disturbing(self, agent: Agent, number: str, verb: str) -> None:
        """Block a customer, undo it, or report them to the admins.

        Raises:
            SupportError: not allowed, not found, or it does not fit.
        """
        match verb:
            case "block":
                await self._spam.block(agent, number)
            case "undo":
                await self._spam.undo(agent, number)
            case _:
                await self._spam.report(agent, number)

    async def _article(self, agent: Agent, number: str, name: str) -> str:
        async def step(connection: Connection) -> str:
            claim = await self._ready.claim_in(connection, agent.id, number)
            return self._near.text(await self._ready.exchange(connection, claim), name)

        return await self._office.database.read(step)

    async def _is_blocked(self, number: str) -> bool:
        office, read = self._office, read_number(number)

        async def step(connection: Connection) -> bool:
            claim = await claim_by_number(connection, office.bot, read) if read else None
            if claim is None:
                raise NotFound("desk.unknown")
            return await block_of(connection, office.bot, claim.chat) is not None

        return await office.database.read(step)

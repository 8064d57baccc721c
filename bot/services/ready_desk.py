"""Ready answers and articles in the agents' group: chosen, looked at, filled in, sent."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from functools import partial
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.errors import Conflict, NotFound
from bot.domain.lifecycle import Action
from bot.domain.redaction import redact
from bot.services.conversation import Office
from bot.services.desk import Agent, Desk
from bot.services.desk_topics import for_agents
from bot.services.exchange import Exchange
from bot.services.nearest_articles import NearestArticles
from bot.services.ready_answers import ReadyAnswers
from bot.services.ready_filling import LONGEST_GIVEN
from bot.services.ready_shown import ready_button, show_choices, show_draft, show_over
from bot.services.staff_rights import role_for
from bot.storage.audit import Deed, put_deed
from bot.storage.claims import claim_by_id
from bot.storage.connection import Connection
from bot.storage.ready_drafts import (
    ReadyDraft,
    change_ready_draft,
    drop_ready_draft,
    put_ready_draft,
    ready_draft,
    ready_draft_of_message,
    ready_draft_shown,
)
from knowledge.ready import open_places
from knowledge.ready_filling import answers_for

_ANSWER, _ARTICLE = "answer:", "article:"
_LONGEST: Final = 3000

_Doing = Callable[[Connection, FiledClaim, Exchange], Awaitable[None]]


class ReadyDesk:
    """What agents do with ready answers in their group; each act is one written step."""

    def __init__(self, office: Office, desk: Desk, nearest: NearestArticles) -> None:
        self._office, self._desk, self._nearest = office, desk, nearest
        self._answers = ReadyAnswers(office)

    async def list_answers(self, agent: Agent, number: str) -> None:
        """Show what there is for a claim, its own kind first.

        Raises:
            SupportError: not allowed, not found, or only a person's own words will do.
        """

        async def doing(_: Connection, claim: FiledClaim, ex: Exchange) -> None:
            desk = for_agents(ex, claim)
            buttons = [
                ready_button(desk.tables.written(each.title), "pick", claim.number, each.name)
                for each in answers_for(ex.library, claim.kind, desk.voice.language.facts)
            ]
            buttons.append(ready_button(desk.label("ready.near"), "near", claim.number))
            await show_choices(ex, claim, "ready.choose", buttons)

        await self._about(agent, number, doing)

    async def list_articles(self, agent: Agent, number: str, chat: int, message: int) -> None:
        """Show the articles nearest to what the customer wrote.

        Args:
            agent (Agent): who asks.
            number (str): of the claim.
            chat (int): Telegram id of the group.
            message (int): that holds their words; another one takes the latest that they wrote.

        Raises:
            SupportError: not allowed, not found, or nothing is near.
        """
        await self._desk.allowed(agent, Action.ANSWER)
        said = await self._nearest.words_of_message(chat, message)
        said = said or await self._nearest.latest_words(number)

        async def doing(_: Connection, claim: FiledClaim, ex: Exchange) -> None:
            near = self._nearest.near(said, for_agents(ex, claim).voice.language)
            if not near:
                raise NotFound("ready.nothing_near")
            buttons = [ready_button(each.title, "read", claim.number, each.name) for each in near]
            await show_choices(ex, claim, "ready.choose_article", buttons)

        await self._about(agent, number, doing)

    async def pick(self, agent: Agent, number: str, name: str) -> None:
        """Show a ready answer as the customer would read it.

        Raises:
            SupportError: not allowed, not found, or only a person's own words will do.
        """

        async def doing(connection: Connection, claim: FiledClaim, ex: Exchange) -> None:
            done = await self._answers.fill_in(connection, claim, agent, name, {})
            draft = ReadyDraft(claim.id, agent.id, _ANSWER + name, done.text)
            await self._show_new(connection, claim, ex, draft)

        await self._about(agent, number, doing)

    async def read(self, agent: Agent, number: str, name: str) -> None:
        """Show an article as the customer would read it.

        Raises:
            SupportError: not allowed or not found.
        """

        async def doing(connection: Connection, claim: FiledClaim, ex: Exchange) -> None:
            reader = await self._answers.exchange(connection, claim)
            text = self._nearest.text(reader, name)[:_LONGEST]
            draft = ReadyDraft(claim.id, agent.id, _ARTICLE + name, text)
            await self._show_new(connection, claim, ex, draft)

        await self._about(agent, number, doing)

    async def send(self, agent: Agent, draft: str) -> None:
        """Send what is shown to the customer, once.

        Raises:
            SupportError: it is gone, somebody else's, still open, or the claim is in no work.
        """
        found, number = await self._found(agent, draft)

        async def passing(ex: Exchange, claim: FiledClaim, said: str) -> None:
            if not await drop_ready_draft(ex.connection, ex.bot, found.id):
                raise Conflict("ready.over")
            ex.say("claims.says", agent=agent.name, text=said)
            await show_over(ex, claim, found, "ready.sent")

        await self._desk.say(agent, number, found.text, passing)

    async def close(self, agent: Agent, draft: str) -> None:
        """Send nothing.

        Raises:
            SupportError: it is gone or somebody else's.
        """
        found, number = await self._found(agent, draft)

        async def doing(connection: Connection, claim: FiledClaim, ex: Exchange) -> None:
            if await drop_ready_draft(connection, ex.bot, found.id):
                await show_over(ex, claim, found, "ready.closed")

        await self._about(agent, number, doing)

    async def took(self, agent: Agent, chat: int, replied: int, words: str) -> bool:
        """Take what an agent answered to a shown answer; False: it was none.

        One line fills each open place, in order; where there are as many lines as places. Anything
        else is the whole text anew.

        Raises:
            SupportError: it is somebody else's, or they may not answer customers.
        """
        office = self._office
        read = partial(ready_draft_of_message, bot=office.bot, chat=chat, message=replied)
        found = await office.database.read(read) if replied else None
        if found is None:
            return False
        found, number = await self._found(agent, str(found.id))

        async def doing(connection: Connection, claim: FiledClaim, ex: Exchange) -> None:
            changed = await self._changed(connection, claim, agent, found, words)
            await change_ready_draft(connection, changed)
            await show_draft(ex, claim, changed, edits=True)

        await self._about(agent, number, doing)
        return True

    async def _changed(
        self,
        connection: Connection,
        claim: FiledClaim,
        agent: Agent,
        draft: ReadyDraft,
        words: str,
    ) -> ReadyDraft:
        opened = open_places(draft.text)
        lines = [line.strip() for line in words.strip().splitlines() if line.strip()]
        fits = len(opened) == 1 or len(lines) == len(opened)
        if not opened or not fits or not draft.answer.startswith(_ANSWER):
            return replace(draft, text=redact(words.strip()[:_LONGEST]).text)
        said = [" ".join(lines)] if len(opened) == 1 else lines
        new = dict(zip(opened, (each[:LONGEST_GIVEN] for each in said), strict=True))
        given = {**draft.given, **new}
        name = draft.answer.removeprefix(_ANSWER)
        done = await self._answers.fill_in(connection, claim, agent, name, given)
        return replace(draft, given=given, text=done.text)

    async def _about(self, agent: Agent, number: str, doing: _Doing) -> None:
        office = self._office

        async def step(connection: Connection) -> None:
            claim = await self._answers.claim_in(connection, agent.id, number)
            ex = await self._answers.exchange(connection, claim)
            ex.agents_chat, ex.agents_language = office.agents_chat, office.agents_language
            await doing(connection, claim, ex)
            deed = Deed(str(agent.id), "claim.ready", claim.number)
            await put_deed(connection, office.bot, deed, ex.now)

        await office.database.write(step)

    async def _found(self, agent: Agent, draft: str) -> tuple[ReadyDraft, str]:
        """Return a draft of this agent and the number of its claim."""
        office = self._office
        if not draft.isdecimal() or len(draft) > 18:
            raise NotFound("ready.over")

        async def step(connection: Connection) -> tuple[ReadyDraft, str]:
            await role_for(connection, office, agent.id, Action.ANSWER)
            found = await ready_draft(connection, office.bot, int(draft))
            claim = await claim_by_id(connection, office.bot, found.claim) if found else None
            if found is None or claim is None:
                raise NotFound("ready.over")
            if found.agent != agent.id:
                raise Conflict("ready.not_yours")
            return found, claim.number

        return await office.database.read(step)

    async def _show_new(
        self, connection: Connection, claim: FiledClaim, ex: Exchange, draft: ReadyDraft
    ) -> None:
        number = await put_ready_draft(connection, ex.bot, draft, ex.now)
        outbox = await show_draft(ex, claim, replace(draft, id=number))
        await ready_draft_shown(connection, number, outbox)

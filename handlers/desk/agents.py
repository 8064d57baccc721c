"""Agents on Telegram: buttons of the cards, and what they write in the group."""

import contextlib
import logging
from collections.abc import Callable, Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.error import BadRequest, TelegramError
from telegram.ext import ContextTypes

from bot.domain.errors import NotAllowed, NotFound, SupportError
from bot.domain.languages import Language
from bot.domain.lifecycle import Outcome
from bot.domain.taps import Tap, decode
from bot.services.desk import Agent, Desk
from bot.services.desk_hands import DeskHands
from bot.services.desk_passing import Written
from bot.services.desk_prompts import PURPOSES, DeskPrompts
from bot.services.desk_talk import DeskTalk
from bot.services.ready_desk import ReadyDesk
from bot.services.ready_shown import VERB
from bot.services.spam_desk import VERB as SPAM
from bot.services.spam_desk import SpamDesk
from bot.texts.catalog import Catalog
from handlers.desk.writing import written_of

Context = ContextTypes.DEFAULT_TYPE
# Gives the raw updates of the album that is handled; empty for anything else.
Album = Callable[[], Sequence[Mapping[str, Any]]]  # raw updates hold any JSON value
# What agents do with a claim, what they write, what they are asked, how it goes on, what is ready,
# who disturbs.
Rooms = tuple[Desk, DeskTalk, DeskPrompts, DeskHands, ReadyDesk, SpamDesk]
# The texts, and the language in which agents are spoken to.
Words = tuple[Catalog, Language]
# What the bot puts under a message that stays with the team.
_NOTED = "✍"
_LOG = logging.getLogger(__name__)


class Agents:
    """What happens in the agents' chat."""

    def __init__(self, rooms: Rooms, words: Words, album: Album) -> None:
        self._desk, self._talk, self._prompts, self._hands, self._ready, self._spam = rooms
        self._catalog, self._language = words
        self._album = album

    async def on_tap(self, update: Update, _: Context) -> None:
        """A button of a card."""
        query, person = update.callback_query, update.effective_user
        if query is None or person is None:
            return
        tap = decode(query.data or "")
        agent = Agent(person.id, person.first_name)
        try:
            if tap is not None and tap.verb == VERB:
                said = await self._ready_done(agent, tap, update)
            elif tap is not None and tap.verb == SPAM:
                said = await self._spam_done(agent, tap, update)
            else:
                said = await self._done(agent, tap, update)
        except SupportError as refused:
            said = self._line(refused.key, **refused.values)
            if isinstance(refused, NotAllowed):
                await self._refused(person.id, tap.about[0] if tap and tap.about else "-")
        try:
            await query.answer(said[:200])
        except BadRequest:
            return

    async def _done(self, agent: Agent, tap: Tap | None, update: Update) -> str:
        match tap:
            case Tap("desk", ("take", number)):
                await self._desk.take(agent, number)
                return self._line("desk.done")
            case Tap("desk", ("files", number, start)) if start.isdecimal() and len(start) < 4:
                await self._desk.show_files(agent, number, int(start))
                return self._line("desk.done")
            case Tap("desk", (purpose, number)) if purpose in PURPOSES:
                await self._prompts.prompt(agent, number, _place(update), purpose)
                return self._line("desk.answer_below")
            case Tap("desk", ("pass_on", number)):
                await self._hands.offer(agent, number, _place(update))
                return self._line("desk.done")
            case Tap("desk", ("accept", number)):
                await self._hands.accept(agent, number)
                return self._line("desk.done")
            case Tap("desk", ("pack", number)):
                await self._desk.pack(agent, number)
                return self._line("pack.desk_ordered")
            case Tap("desk"):
                return await self._resolved(agent, tap, update)
            case _:
                return self._line("desk.unknown")

    async def _resolved(self, agent: Agent, tap: Tap, update: Update) -> str:
        """A button that resolves a claim, or leads there."""
        match tap.about:
            case ("resolve", number):
                await self._prompts.ask_outcome(agent, number, _place(update))
                return ""
            case (Outcome.DUPLICATE, number):
                await self._prompts.ask_twin(agent, number, _place(update))
                return ""
            case ("twin", number, other):
                await self._desk.resolve(agent, number, Outcome.DUPLICATE, of=other)
            case (outcome, number) if outcome in set(Outcome):
                await self._desk.resolve(agent, number, Outcome(outcome))
            case _:
                return self._line("desk.unknown")
        return self._line("desk.done")

    async def _ready_done(self, agent: Agent, tap: Tap, update: Update) -> str:
        """A button of ready answers and articles."""
        match tap.about:
            case ("list", number):
                await self._ready.list_answers(agent, number)
            case ("near", number):
                place = _place(update)
                await self._ready.list_articles(agent, number, place.chat, place.id)
            case ("pick", number, name):
                await self._ready.pick(agent, number, name)
            case ("read", number, name):
                await self._ready.read(agent, number, name)
            case ("send", draft):
                await self._ready.send(agent, draft)
            case ("close", draft):
                await self._ready.close(agent, draft)
            case _:
                return self._line("desk.unknown")
        return self._line("desk.done")

    async def _spam_done(self, agent: Agent, tap: Tap, update: Update) -> str:
        """A button about a customer who only disturbs; admins have one in their private chats."""
        match tap.about:
            case ("ask", number):
                await self._spam.ask(agent, number, _place(update))
            case ("block", number):
                await self._spam.block(agent, number)
            case ("undo", number):
                await self._spam.undo(agent, number)
            case ("report", number):
                await self._spam.report(agent, number)
            case _:
                return self._line("desk.unknown")
        return self._line("desk.done")

    async def on_message(self, update: Update, context: Context) -> None:
        """Words and files: in a topic they go to the customer, else only as a reply."""
        message, person = update.effective_message, update.effective_user
        if message is None or person is None:
            return
        raw = self._album()
        updates = [Update.de_json(dict(each), context.bot) for each in raw] or [update]
        messages = [each.effective_message for each in updates]
        written = written_of([each for each in messages if each is not None])
        if await self._talk.heard(Agent(person.id, person.first_name), written):
            with contextlib.suppress(TelegramError):
                # So that nobody takes a note for sent; a message of its own is not worth it.
                await message.set_reaction(_NOTED)

    async def on_edit(self, update: Update, _: Context) -> None:
        """What was passed to the customer is corrected there too."""
        message, person = update.effective_message, update.effective_user
        if message is not None and person is not None:
            agent = Agent(person.id, person.first_name)
            await self._talk.edited(agent, written_of([message]))

    async def _refused(self, person: int, verb: str) -> None:
        _LOG.warning("desk action refused person=%s verb=%s", person, verb)
        await self._desk.refuse(person, verb)

    def _line(self, key: str, **values: str) -> str:
        return self._catalog.line(key, self._language, **values)


def _place(update: Update) -> Written:
    """Return the message whose button was tapped.

    Raises:
        NotFound: Telegram does not tell of it any more.
    """
    message = update.effective_message
    if message is None:
        raise NotFound("desk.unknown")
    return written_of([message])

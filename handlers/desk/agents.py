"""Agents on Telegram: buttons of the cards, and replies that go to the customer."""

import logging

from telegram import InlineKeyboardButton, InlineKeyboardMarkup, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.domain.errors import NotAllowed, SupportError
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Outcome
from bot.domain.taps import Tap, decode
from bot.services.desk import Agent, Desk
from bot.texts.catalog import Catalog

Context = ContextTypes.DEFAULT_TYPE
_LOG = logging.getLogger(__name__)


class Agents:
    """What happens in the agents' chat."""

    def __init__(self, desk: Desk, catalog: Catalog) -> None:
        self._desk = desk
        self._catalog = catalog

    async def on_tap(self, update: Update, _: Context) -> None:
        """A button of a card."""
        query, person = update.callback_query, update.effective_user
        if query is None or person is None:
            return
        tap = decode(query.data or "")
        agent = Agent(person.id, person.first_name)
        try:
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
            case Tap("desk", ("pack", number)):
                await self._desk.pack(agent, number)
                return self._line("pack.desk_ordered")
            case Tap("desk", ("resolve", number)):
                await self._desk.allowed(agent, Action.RESOLVE)
                await self._ask_outcome(number, update)
                return ""
            case Tap("desk", (outcome, number)) if outcome in set(Outcome):
                await self._desk.resolve(agent, number, Outcome(outcome))
                return self._line("desk.done")
            case _:
                return self._line("desk.unknown")

    async def _ask_outcome(self, number: str, update: Update) -> None:
        rows = [
            [
                InlineKeyboardButton(
                    self._line(f"claims.outcome.{outcome}"),
                    callback_data=Tap("desk", (outcome.value, number)).encode(),
                )
            ]
            for outcome in Outcome
        ]
        message = update.effective_message
        if message is not None:
            text = self._line("desk.choose_outcome", number=number)
            await message.reply_text(text, reply_markup=InlineKeyboardMarkup(rows))

    async def on_text(self, update: Update, _: Context) -> None:
        """A reply to a card or to a customer's words goes to the customer; other talk does not."""
        message, person = update.effective_message, update.effective_user
        replied = message.reply_to_message if message else None
        if message is None or person is None or replied is None or not message.text:
            return
        number = await self._desk.number_of_reply(message.chat_id, replied.message_id)
        if number is None:
            return
        try:
            await self._desk.say(Agent(person.id, person.first_name), number, message.text)
        except SupportError as refused:
            if isinstance(refused, NotAllowed):
                await self._refused(person.id, "say")
            await message.reply_text(self._line(refused.key, **refused.values))

    async def _refused(self, person: int, verb: str) -> None:
        _LOG.warning("desk action refused person=%s verb=%s", person, verb)
        await self._desk.refuse(person, verb)

    def _line(self, key: str, **values: str) -> str:
        return self._catalog.line(key, Language.SIMPLIFIED, **values)

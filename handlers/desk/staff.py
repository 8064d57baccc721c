"""`/agents` on Telegram: the team, in a private chat with the bot."""

from telegram import Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.services.staff_desk import StaffDesk
from handlers.desk.knowledge import sender_of

Context = ContextTypes.DEFAULT_TYPE


class StaffCommand:
    """What people of the team, and those who shall join it, send about it."""

    def __init__(self, desk: StaffDesk) -> None:
        self._desk = desk

    async def on_command(self, update: Update, _: Context) -> None:
        """`/agents`."""
        message = update.effective_message
        _name, *rest = ((message.text if message else "") or "").split(maxsplit=1)
        await self._desk.command(sender_of(update), "".join(rest))

    async def on_tap(self, update: Update, _: Context) -> None:
        """A button under an invitation."""
        query, person = update.callback_query, update.effective_user
        if query is None or person is None:
            return
        await self._desk.tap(sender_of(update), query.data or "", person.first_name)
        try:
            await query.answer()
        except BadRequest:  # a press that Telegram has forgotten is no failure
            return

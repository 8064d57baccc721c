"""Admins on Telegram: incidents, in a private chat with the bot."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.services.incident_desk import IncidentDesk
from handlers.desk.knowledge import sender_of

Context = ContextTypes.DEFAULT_TYPE


class IncidentAdmins:
    """What admins send about incidents."""

    def __init__(self, desk: IncidentDesk) -> None:
        self._desk = desk

    async def on_command(self, update: Update, _: Context) -> None:
        """`/incident`."""
        message = update.effective_message
        _name, *rest = ((message.text if message else "") or "").split(maxsplit=1)
        await self._desk.command(sender_of(update), "".join(rest))

"""Admins on Telegram: the probes, in a private chat with the bot."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.services.probe_desk import ProbeDesk
from handlers.desk.knowledge import sender_of

Context = ContextTypes.DEFAULT_TYPE


class ProbeAdmins:
    """What admins send about probes."""

    def __init__(self, desk: ProbeDesk) -> None:
        self._desk = desk

    async def on_command(self, update: Update, _: Context) -> None:
        """`/probe`."""
        message = update.effective_message
        _name, *rest = ((message.text if message else "") or "").split(maxsplit=1)
        await self._desk.command(sender_of(update), "".join(rest))

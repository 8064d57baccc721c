"""`/console` on Telegram: the way into the browser."""

from telegram import Update
from telegram.ext import ContextTypes

from bot.services.console_link import ConsoleLinks
from bot.services.conversation import Sender

Context = ContextTypes.DEFAULT_TYPE


class ConsoleCommand:
    """Asks for a link in the name of whoever wrote."""

    def __init__(self, links: ConsoleLinks) -> None:
        self._links = links

    async def on_command(self, update: Update, _: Context) -> None:
        """`/console` in a private chat."""
        chat, person = update.effective_chat, update.effective_user
        # A private chat has the id of its person; a link is never made for anybody else.
        if chat is None or person is None or chat.id != person.id:
            return
        await self._links.ask(Sender(chat.id, person.language_code or ""), person.first_name)

"""Groups: the agents' one is worked in, any other gets one sentence and is left."""

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.domain.languages import language_of_app
from bot.texts.catalog import Catalog

Context = ContextTypes.DEFAULT_TYPE


class Groups:
    """Groups that are not ours."""

    def __init__(self, catalog: Catalog) -> None:
        self._catalog = catalog

    async def on_group(self, update: Update, context: Context) -> None:
        """Say once to write privately, store nothing, leave."""
        chat, person = update.effective_chat, update.effective_user
        if chat is None:
            return
        language = language_of_app(person.language_code if person else None)
        text = self._catalog.line("error.group", language)
        try:
            await context.bot.send_message(chat.id, text)
            await context.bot.leave_chat(chat.id)
        except TelegramError:
            return

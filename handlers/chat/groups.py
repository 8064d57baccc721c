"""Groups: the agents' one is worked in, any other gets one sentence and is left."""

from telegram import Update
from telegram.error import TelegramError
from telegram.ext import ContextTypes

from bot.domain.languages import Language, language_of_app
from bot.texts.catalog import Catalog
from handlers.desk.rights import seen_rights

Context = ContextTypes.DEFAULT_TYPE


class Groups:
    """Groups that are not ours."""

    def __init__(self, catalog: Catalog, agents_chat: int, language: Language) -> None:
        self._catalog, self._agents_chat, self._language = catalog, agents_chat, language

    async def on_group(self, update: Update, context: Context) -> None:
        """Say once to write privately, store nothing, leave."""
        chat, person = update.effective_chat, update.effective_user
        if chat is None:
            return
        language = language_of_app(person.language_code if person else None)
        text = self._catalog.line("error.group", language)
        try:
            if await self._became_ours(update, context):
                return
            await context.bot.send_message(chat.id, text)
            await context.bot.leave_chat(chat.id)
        except TelegramError:
            return

    async def _became_ours(self, update: Update, context: Context) -> bool:
        """Whether this is the agents' group under a new id; it is not left then, and says so."""
        chat, message = update.effective_chat, update.effective_message
        if chat is None or not self._agents_chat:
            return False
        rights = await seen_rights(context.bot, self._agents_chat)
        if rights.moved_to != chat.id:
            return False
        if message is not None and message.migrate_from_chat_id:
            text = self._catalog.line("desk.rights.moved", self._language, id=str(chat.id))
            await context.bot.send_message(chat.id, text)
        return True

"""Customers on Telegram: each handler reads the update and calls one service."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from telegram import Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.services.conversation import Conversation
from handlers.chat.plain_texts import PlainText
from handlers.chat.updates import command_of, file_of, sender_of, text_of, voice_of

Context = ContextTypes.DEFAULT_TYPE
# Gives the raw updates of the album that is handled; empty for anything else.
Album = Callable[[], Sequence[Mapping[str, Any]]]  # raw updates hold any JSON value


class Customers:
    """What customers send."""

    def __init__(self, conversation: Conversation, album: Album) -> None:
        self._conversation = conversation
        self._album = album

    async def on_text(self, update: Update, _: Context) -> None:
        """Any text: the service reads it in the order of danger."""
        await self._conversation.text(sender_of(update), text_of(update))

    async def on_plain_text(self, update: PlainText, _: Context) -> None:
        """A text with nothing beside it."""
        await self._conversation.text(update.sender, update.text)

    async def on_command(self, update: Update, _: Context) -> None:
        """A slash command."""
        name, argument = command_of(update)
        await self._conversation.command(sender_of(update), name, argument)

    async def on_files(self, update: Update, context: Context) -> None:
        """A photo or file, or a whole album of them."""
        raw = self._album()
        updates = [Update.de_json(dict(each), context.bot) for each in raw] or [update]
        messages = [each.effective_message for each in updates]
        files = [file for message in messages if (file := file_of(message)) is not None]
        captions = [message.caption for message in messages if message and message.caption]
        await self._conversation.files(sender_of(update), files, "\n".join(captions))

    async def on_voice(self, update: Update, _: Context) -> None:
        """A voice message or round video."""
        spoken = voice_of(update.effective_message)
        if spoken is not None:
            await self._conversation.voice(sender_of(update), spoken)

    async def on_edit(self, update: Update, _: Context) -> None:
        """The edit of an earlier message."""
        await self._conversation.edited(sender_of(update), text_of(update))

    async def on_other(self, update: Update, _: Context) -> None:
        """A sticker, a place, a contact: the help says what can be read."""
        await self._conversation.command(sender_of(update), "help", "")

    async def on_tap(self, update: Update, _: Context) -> None:
        """A tapped button."""
        query = update.callback_query
        if query is None:
            return
        await self._conversation.tap(sender_of(update), query.data or "")
        await self._answered(update)

    async def _answered(self, update: Update) -> None:
        """Stop the button's clock; a press that Telegram has forgotten is no failure."""
        if update.callback_query is not None:
            try:
                await update.callback_query.answer()
            except BadRequest:
                return

"""Admins on Telegram: the knowledge, in a private chat with the bot."""

from collections.abc import Awaitable, Callable

from telegram import Document, Update
from telegram.error import BadRequest
from telegram.ext import ContextTypes

from bot.services.conversation import Sender
from bot.services.knowledge_desk import KnowledgeDesk

Context = ContextTypes.DEFAULT_TYPE
# Gives the bytes of a file by Telegram's id; not more of them than the second argument.
Download = Callable[[str, int], Awaitable[bytes]]
# Bytes; a longer file is not fetched, and the service says that it is too large.
_MOST_FETCHED = 100_000


class KnowledgeAdmins:
    """What admins send about the knowledge."""

    def __init__(self, desk: KnowledgeDesk, download: Download) -> None:
        self._desk = desk
        self._download = download

    async def on_command(self, update: Update, _: Context) -> None:
        """`/faq` or `/unanswered`."""
        message = update.effective_message
        name, *rest = ((message.text if message else "") or "").split(maxsplit=1)
        command = name.removeprefix("/").partition("@")[0].lower()
        await self._desk.command(sender_of(update), command, "".join(rest))

    async def takes_files(self, update: Update) -> bool:
        """Whether a file is an article, since an admin sent it."""
        return await self._desk.is_admin(sender_of(update))

    async def on_document(self, update: Update, _: Context) -> None:
        """An article that was edited."""
        message = update.effective_message
        document = message.document if message else None
        if document is not None:
            content = await self._content(document)
            await self._desk.document(sender_of(update), document.file_name or "", content)

    async def on_tap(self, update: Update, _: Context) -> None:
        """A button under one of our messages to an admin."""
        query = update.callback_query
        if query is None:
            return
        await self._desk.tap(sender_of(update), query.data or "")
        try:
            await query.answer()
        except BadRequest:  # a press that Telegram has forgotten is no failure
            return

    async def _content(self, document: Document) -> bytes:
        if (document.file_size or 0) > _MOST_FETCHED:
            return b" " * _MOST_FETCHED
        return await self._download(document.file_id, _MOST_FETCHED)


def sender_of(update: Update) -> Sender:
    """Return who sent an update, in which chat."""
    chat, person = update.effective_chat, update.effective_user
    if chat is None:
        raise ValueError("an update without a chat reached a handler")
    message = update.effective_message if update.callback_query is None else None
    code = (person.language_code if person else "") or ""
    return Sender(chat.id, code, message.message_id if message else 0)

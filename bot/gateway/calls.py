"""A message to calls of the Bot API; the only place that knows their parameters."""

from collections.abc import Awaitable, Callable
from typing import Final

from telegram import (
    Bot,
    InputMediaDocument,
    InputMediaPhoto,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import Message as Sent
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.domain.messages import FileKind, OutgoingFile
from bot.gateway.text_call import keyboard, post_text
from bot.storage.outbox import EditTarget, OutboxRow

# Gives the bytes behind `OutgoingFile.blob`.
OpenBlob = Callable[[str], Awaitable[bytes]]

# Telegram fetches links to preview them, and a link that works once would be spent by that.
_NO_PREVIEW: Final = LinkPreviewOptions(is_disabled=True)

# What Telegram says of a message that can no longer be edited; a new one is sent then.
_GONE: Final = ("message to edit not found", "message can't be edited", "message_id_invalid")
_NOT_DELETABLE: Final = ("message to delete not found", "message can't be deleted")
_UNCHANGED: Final = "message is not modified"


async def deliver(bot: Bot, row: OutboxRow, open_blob: OpenBlob) -> EditTarget:
    """Send a message, or edit the one it replaces, and return what stands in the chat now.

    Raises:
        TelegramError: Telegram refused, or nothing came back.
        Exception: whatever `open_blob` raises for a file that it does not have.
    """
    if row.message.delete:
        return await _delete(bot, row)
    target = row.target
    if target is None or (row.message.file is not None and not target.has_file):
        return await _send(bot, row, open_blob)
    try:
        return await _edit(bot, row, target, open_blob)
    except BadRequest as error:
        problem = error.message.lower()
        if _UNCHANGED in problem:
            return target
        if any(words in problem for words in _GONE):
            return await _send(bot, row, open_blob)
        raise


async def _delete(bot: Bot, row: OutboxRow) -> EditTarget:
    try:
        await bot.delete_message(row.message.chat, row.message.delete)
    except BadRequest as error:
        if not any(words in error.message.lower() for words in _NOT_DELETABLE):
            raise
    return EditTarget(row.message.delete, has_file=False)


async def _send(bot: Bot, row: OutboxRow, open_blob: OpenBlob) -> EditTarget:
    message = row.message
    if message.file is None:
        return EditTarget(await post_text(bot, message, text_of(row)), has_file=False)
    reply = None
    if message.reply_to:
        reply = ReplyParameters(message.reply_to, allow_sending_without_reply=True)
    thread = message.thread or None
    send = bot.send_photo if message.file.kind is FileKind.PHOTO else bot.send_document
    sent: Sent = await send(
        message.chat,
        message.file.telegram_id or await open_blob(message.file.blob),
        filename=message.file.name,
        caption=text_of(row),
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(message),
        message_thread_id=thread,
        reply_parameters=reply,
    )
    return EditTarget(sent.message_id, has_file=True)


async def _edit(bot: Bot, row: OutboxRow, target: EditTarget, open_blob: OpenBlob) -> EditTarget:
    message = row.message
    if message.file is not None:
        await bot.edit_message_media(
            await _media(message.file, text_of(row), open_blob),
            chat_id=message.chat,
            message_id=target.message_id,
            reply_markup=keyboard(message),
        )
    elif target.has_file:
        await bot.edit_message_caption(
            chat_id=message.chat,
            message_id=target.message_id,
            caption=text_of(row),
            parse_mode=ParseMode.HTML,
            reply_markup=keyboard(message),
        )
    else:
        await bot.edit_message_text(
            text_of(row),
            chat_id=message.chat,
            message_id=target.message_id,
            parse_mode=ParseMode.HTML,
            link_preview_options=_NO_PREVIEW,
            reply_markup=keyboard(message),
        )
    return target


async def _media(
    file: OutgoingFile, caption: str, open_blob: OpenBlob
) -> InputMediaPhoto | InputMediaDocument:
    kind = InputMediaPhoto if file.kind is FileKind.PHOTO else InputMediaDocument
    return kind(
        file.telegram_id or await open_blob(file.blob),
        caption=caption,
        parse_mode=ParseMode.HTML,
        filename=file.name,
    )


def text_of(row: OutboxRow) -> str:
    """Return the text; a message that may have been sent before shows its claim number."""
    number = row.message.claim_number
    if row.maybe_sent and row.target is None and number and number not in row.message.text:
        return f"{row.message.text}\n\n<code>{number}</code>"
    return row.message.text

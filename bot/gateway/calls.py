"""A message to calls of the Bot API; the only place that knows their parameters."""

from collections.abc import Awaitable, Callable
from dataclasses import replace
from typing import Any, Final

from telegram import (
    Bot,
    InputMediaAnimation,
    InputMediaAudio,
    InputMediaDocument,
    InputMediaPhoto,
    InputMediaVideo,
    LinkPreviewOptions,
    ReplyParameters,
)
from telegram import Message as Sent
from telegram.constants import ParseMode
from telegram.error import BadRequest

from bot.domain.messages import FileKind, Message, OutgoingFile
from bot.gateway.text_call import keyboard, post_text
from bot.gateway.topic_calls import act_on_topic
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
    if row.message.act is not None:
        return await act_on_topic(bot, row, row.message.act)
    target = row.target
    if target is None or (row.message.file is not None and not target.has_file):
        return await _send(bot, _anew(row), open_blob)
    try:
        return await _edit(bot, row, target, open_blob)
    except BadRequest as error:
        problem = error.message.lower()
        if _UNCHANGED in problem:
            return target
        if any(words in problem for words in _GONE):
            return await _send(bot, _anew(row), open_blob)
        raise


def _anew(row: OutboxRow) -> OutboxRow:
    """Return an edit as the new message that is sent where it cannot be made."""
    instead = row.message.instead
    return replace(row, message=replace(row.message, text=instead)) if instead else row


async def _delete(bot: Bot, row: OutboxRow) -> EditTarget:
    try:
        await bot.delete_message(row.message.chat, row.message.delete)
    except BadRequest as error:
        if not any(words in error.message.lower() for words in _NOT_DELETABLE):
            raise
    return EditTarget(row.message.delete, has_file=False)


async def _send(bot: Bot, row: OutboxRow, open_blob: OpenBlob) -> EditTarget:
    message = row.message
    if message.album:
        return await _send_album(bot, row, open_blob)
    if message.file is None:
        return EditTarget(await post_text(bot, message, text_of(row)), has_file=False)
    kind = message.file.kind
    sent: Sent = await getattr(bot, f"send_{kind}")(
        message.chat,
        message.file.telegram_id or await open_blob(message.file.blob),
        filename=message.file.name or None,
        caption=text_of(row),
        parse_mode=ParseMode.HTML,
        reply_markup=keyboard(message),
        **_place(message),
    )
    return EditTarget(sent.message_id, has_file=True)


async def _send_album(bot: Bot, row: OutboxRow, open_blob: OpenBlob) -> EditTarget:
    message = row.message
    captions = [text_of(row), *("" for _ in message.album[1:])]
    media = [
        await _media(file, caption, open_blob)
        for file, caption in zip(message.album, captions, strict=True)
    ]
    sent = await bot.send_media_group(message.chat, media, **_place(message))
    first, *others = (each.message_id for each in sent)
    return EditTarget(first, has_file=True, others=tuple(others))


def _place(message: Message) -> dict[str, Any]:  # keyword arguments of the library
    reply = None
    if message.reply_to:
        reply = ReplyParameters(message.reply_to, allow_sending_without_reply=True)
    return {"message_thread_id": message.thread or None, "reply_parameters": reply}


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


_MEDIA: Final = {
    FileKind.PHOTO: InputMediaPhoto,
    FileKind.VIDEO: InputMediaVideo,
    FileKind.ANIMATION: InputMediaAnimation,
    FileKind.AUDIO: InputMediaAudio,
}


async def _media(file: OutgoingFile, caption: str, open_blob: OpenBlob) -> Any:
    """Return an item of an album, or what replaces a file: of the kinds that `_MEDIA` names."""
    kind = _MEDIA.get(file.kind, InputMediaDocument)
    given = file.telegram_id or await open_blob(file.blob)
    return kind(given, caption=caption, parse_mode=ParseMode.HTML, filename=file.name or None)


def text_of(row: OutboxRow) -> str:
    """Return the text; a message that may have been sent before shows its claim number."""
    text, number = row.message.text, row.message.claim_number
    if row.maybe_sent and row.target is None and number and number not in text:
        return f"{text}\n\n<code>{number}</code>"
    return text

"""What an agent wrote in the group, without Telegram's optional types."""

from collections.abc import Sequence
from typing import Any

from telegram import Message

from bot.domain.messages import FileKind, OutgoingFile
from bot.services.desk_passing import Written

_KINDS = tuple(kind for kind in FileKind if kind is not FileKind.PHOTO)


def written_of(messages: Sequence[Message]) -> Written:
    """Return one message, or an album as one."""
    first = messages[0]
    files = [file for each in messages if (file := _file_of(each)) is not None]
    captions = [each.caption for each in messages if each.caption]
    text = first.text or "\n".join(captions)
    replied = first.reply_to_message
    thread = first.message_thread_id if first.is_topic_message else None
    return Written(
        first.chat_id,
        tuple(each.message_id for each in messages),
        thread or 0,
        replied.message_id if replied else 0,
        text,
        tuple(files),
        is_other=not text and not files,
    )


def _file_of(message: Message) -> OutgoingFile | None:
    if message.photo:
        return OutgoingFile(FileKind.PHOTO, "", telegram_id=message.photo[-1].file_id)
    # An animation comes with a document of the same file beside it.
    for kind in (FileKind.ANIMATION, *_KINDS):
        attached: Any = getattr(message, kind.value)  # one of the library's file classes
        if attached is not None:
            name = getattr(attached, "file_name", None) or ""
            return OutgoingFile(kind, name, telegram_id=attached.file_id)
    return None

"""Parts of an update, without optional types."""

from telegram import Message, Update

from bot.domain.evidence import EvidenceForm
from bot.services.conversation import Sender
from bot.services.file_keeping import SentFile


def sender_of(update: Update) -> Sender:
    """Return who wrote, in a private chat.

    Raises:
        ValueError: the update has no chat.
    """
    chat, person = update.effective_chat, update.effective_user
    if chat is None:
        raise ValueError("an update without a chat reached a handler")
    message = update.effective_message if update.callback_query is None else None
    return Sender(
        chat.id,
        (person.language_code if person else "") or "",
        message.message_id if message else 0,
        _answered(message),
    )


def _answered(message: Message | None) -> int:
    replied = message.reply_to_message if message else None
    return replied.message_id if replied else 0


def text_of(update: Update) -> str:
    """Return the text of a message; empty where it has none."""
    message = update.effective_message
    return (message.text or message.caption or "") if message else ""


def command_of(update: Update) -> tuple[str, str]:
    """Return the name of a command and what stands behind it."""
    text = text_of(update)
    name, _, argument = text.partition(" ")
    return name.removeprefix("/").partition("@")[0].lower(), argument.strip()


def file_of(message: Message | None) -> SentFile | None:
    """Return the file of a message; None: it has none that is kept."""
    if message is None:
        return None
    if message.photo:
        photo = message.photo[-1]
        return SentFile(
            EvidenceForm.PHOTO,
            photo.file_id,
            photo.file_unique_id,
            message.caption or "",
            photo.file_size or 0,
            "image/jpeg",
        )
    attached = message.document or message.video or message.animation or message.audio
    if attached is None:
        return None
    form = EvidenceForm.VIDEO if message.video or message.animation else EvidenceForm.DOCUMENT
    return SentFile(
        form,
        attached.file_id,
        attached.file_unique_id,
        attached.file_name or message.caption or "",
        attached.file_size or 0,
        attached.mime_type or "",
    )


def voice_of(message: Message | None) -> SentFile | None:
    """Return the voice or round video of a message; None: it is none."""
    spoken = (message.voice or message.video_note) if message else None
    if spoken is None:
        return None
    return SentFile(
        EvidenceForm.VOICE, spoken.file_id, spoken.file_unique_id, "", spoken.file_size or 0
    )

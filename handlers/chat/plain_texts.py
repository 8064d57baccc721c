"""A text in a private chat and nothing beside it, read without the library's objects.

Nearly every update is one. Building the library's `Update` and `Message` for it, with their
hundred attributes, takes longer than storing it and answering it together
(docs/decisions/0011); the library's application takes such an update of our own as well.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Final

from bot.services.conversation import Sender

# Anything else in a message (entities of a command, a file, a reply, a forward, a bot that wrote
# it) makes it one for the library. Source: Bot API, Message.
_FIELDS: Final = frozenset({"message_id", "from", "chat", "date", "text"})
# Source: Bot API, User and Chat.
_LARGEST_ID: Final = 2**52


@dataclass(frozen=True, slots=True)
class PlainText:
    """What somebody wrote in a private chat."""

    sender: Sender
    text: str


def plain_text_of(agents_chat: int, raw: Mapping[str, Any]) -> PlainText | None:
    """Return the text of a raw update; None: it is, or has, anything else.

    Args:
        agents_chat (int): Telegram id of the agents' chat; what is written there is for agents.
        raw (mapping): the update; any JSON values.
    """
    message = raw.get("message")
    if len(raw) != 2 or not isinstance(message, dict) or message.keys() != _FIELDS:
        return None
    chat, person, text = message["chat"], message["from"], message["text"]
    if not (isinstance(chat, dict) and isinstance(person, dict) and isinstance(text, str)):
        return None
    if chat.get("type") != "private" or person.get("is_bot") is not False or not text:
        return None
    ids = (chat.get("id"), person.get("id"), message["message_id"], message["date"])
    if not all(type(each) is int and 0 < each < _LARGEST_ID for each in ids):
        return None
    if chat["id"] == agents_chat:
        return None
    language = person.get("language_code") or ""
    if not isinstance(language, str):
        return None
    return PlainText(Sender(chat["id"], language, message["message_id"]), text)

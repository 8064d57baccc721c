"""A message to be sent: chat, text, buttons, file, reply to, edit of."""

from dataclasses import dataclass
from enum import IntEnum, StrEnum


class Priority(IntEnum):
    """Which message goes first when Telegram's limits make messages wait."""

    URGENT = -1
    ANSWER = 0
    DESK = 1
    REMINDER = 2
    BROADCAST = 3


@dataclass(frozen=True, slots=True)
class Button:
    """One button under a message; exactly one of `data`, `copy`, `url` and `app` is set.

    Attributes:
        label: what the customer reads, at most 64 characters.
        data: what comes back when it is tapped, 1 to 64 bytes.
        copy: what a tap puts on the clipboard, 1 to 256 characters.
        url: a page to open, http or https.
        app: a Mini App to open, https; in private chats only.
    """

    label: str
    data: str = ""
    copy: str = ""
    url: str = ""
    app: str = ""


class FileKind(StrEnum):
    """How Telegram shows a file."""

    PHOTO = "photo"
    DOCUMENT = "document"
    VIDEO = "video"
    ANIMATION = "animation"
    AUDIO = "audio"
    VOICE = "voice"


class TopicAct(StrEnum):
    """What is done to a topic of a forum, instead of sending a message."""

    OPEN = "open"
    RENAME = "rename"
    CLOSE = "close"
    REOPEN = "reopen"
    DELETE = "delete"
    PIN = "pin"


@dataclass(frozen=True, slots=True)
class OutgoingFile:
    """A file to send along.

    Attributes:
        kind: shown as a picture or as a document.
        name: file name that the receiver sees.
        blob: key of the bytes in the evidence store; empty when `telegram_id` is set.
        telegram_id: a file that Telegram holds already.
        once: made for this message only; its bytes are deleted when it is sent or given up.
    """

    kind: FileKind
    name: str
    blob: str = ""
    telegram_id: str = ""
    once: bool = False


@dataclass(frozen=True, slots=True)
class Message:
    """What goes to one chat; the text is Telegram HTML, escaped already.

    Attributes:
        chat: Telegram chat id.
        text: at most 4,096 characters after the tags are read; 1,024 with a file.
        buttons: rows of buttons.
        thread: topic of a forum group; 0 is none. A negative one is a topic that is not there yet:
            the message is held until it is.
        file: sent with the text as its caption.
        album: two to ten files sent in one call, the text under the first.
        reply_to: Telegram message id that this answers; 0 is none.
        edit_of: key of the earlier message (`key`) that this replaces; empty sends a new one.
        key: a name by which a later message can edit this one, unique in its chat.
        priority: which goes first.
        claim_number: shown again when the message may have been sent twice.
        delete: Telegram id of a message in the chat that is deleted; nothing is sent then.
        good_for: seconds after which it is not sent any more; 0 is for ever.
        act: something done to a topic; `text` is its name, `key` names what is to be opened, and
            `edit_of` the message that is pinned.
        instead: text of the new message that is sent where an edit cannot be made; empty: `text`.
        is_followed: an event tells when it cannot be delivered.
        asks_reply: the reader's app opens an answer to it.
    """

    chat: int
    text: str
    buttons: tuple[tuple[Button, ...], ...] = ()
    thread: int = 0
    file: OutgoingFile | None = None
    album: tuple[OutgoingFile, ...] = ()
    reply_to: int = 0
    edit_of: str = ""
    key: str = ""
    priority: Priority = Priority.ANSWER
    claim_number: str = ""
    delete: int = 0
    good_for: int = 0
    act: TopicAct | None = None
    instead: str = ""
    is_followed: bool = False
    asks_reply: bool = False

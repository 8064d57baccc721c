"""What the sandbox keeps: its bot, people, chats and files."""

from dataclasses import dataclass, field
from enum import StrEnum
from typing import Any, TypeAlias

# Any: objects of the Bot API are JSON of hundreds of shapes; `schema` checks them by name.
Json: TypeAlias = dict[str, Any]


class Role(StrEnum):
    """What a person of the sandbox is to the bot."""

    CUSTOMER = "customer"
    AGENT = "agent"
    ADMIN = "admin"


class ChatType(StrEnum):
    """The kinds of chat that the sandbox has."""

    PRIVATE = "private"
    GROUP = "group"
    SUPERGROUP = "supergroup"


@dataclass(slots=True)
class Person:
    """Somebody who uses Telegram.

    Attributes:
        id: Telegram user id; the id of the private chat too.
        first_name: shown name.
        language_code: IETF tag of the app; empty is left out of updates.
        role: what the page groups people by; Telegram knows no such thing.
        username: without the at sign; empty is none.
    """

    id: int
    first_name: str
    language_code: str = ""
    role: Role = Role.CUSTOMER
    username: str = ""

    def as_user(self) -> Json:
        """Return the person as a Bot API `User`."""
        user: Json = {"id": self.id, "is_bot": False, "first_name": self.first_name}
        if self.username:
            user["username"] = self.username
        if self.language_code:
            user["language_code"] = self.language_code
        return user


@dataclass(slots=True)
class Topic:
    """A topic of a forum."""

    thread: int
    name: str
    icon_color: int
    is_closed: bool = False


@dataclass(slots=True)
class Chat:
    """A chat that the bot may be in.

    Attributes:
        id: Telegram chat id.
        type: private, group or supergroup.
        title: of a group.
        is_forum: the group has topics.
        members: status by user id, as in `ChatMember.status`; the bot's too.
        topics: by thread id, as text because that is what JSON keeps.
        is_blocked: the person has stopped the bot (private chats).
        pinned: ids of pinned messages, newest last.
        migrated_to: id of the supergroup that this group became; 0 is none.
        keyboard: the reply keyboard shown under the input, as in `reply_markup`.
    """

    id: int
    type: ChatType
    title: str = ""
    is_forum: bool = False
    members: dict[str, str] = field(default_factory=dict)
    topics: dict[str, Topic] = field(default_factory=dict)
    is_blocked: bool = False
    pinned: list[int] = field(default_factory=list)
    migrated_to: int = 0
    keyboard: Json = field(default_factory=dict)

    def status_of(self, user_id: int) -> str:
        """Return the membership status of a user; `left` for strangers."""
        return self.members.get(str(user_id), "left")

    def has(self, user_id: int) -> bool:
        """Return whether a user is in the chat."""
        return self.status_of(user_id) not in {"left", "kicked"}


@dataclass(slots=True)
class StoredFile:
    """A file that somebody sent; its bytes lie beside the store under `unique_id`.

    Attributes:
        file_id: what the bot names it by.
        unique_id: the same for the same bytes.
        name: as the sender called it.
        mime: type as the sender's app said.
        size: bytes.
        width: pixels, 0 where it is no picture.
        height: pixels, 0 where it is no picture.
    """

    file_id: str
    unique_id: str
    name: str
    mime: str
    size: int
    width: int = 0
    height: int = 0


@dataclass(slots=True)
class BotState:
    """The bot's account: name, commands, menu buttons, counters, clock and webhook."""

    id: int
    name: str = "PayAid 支付援手"
    username: str = "payaid_sandbox_bot"
    texts: Json = field(default_factory=dict)
    commands: Json = field(default_factory=dict)
    menu_buttons: Json = field(default_factory=dict)
    admin_rights: Json = field(default_factory=dict)
    webhook: Json = field(default_factory=dict)
    allowed_updates: list[str] = field(default_factory=list)
    next_message_id: int = 0
    next_update_id: int = 0
    clock_offset: int = 0

    def as_user(self) -> Json:
        """Return the bot as a Bot API `User`."""
        return {
            "id": self.id,
            "is_bot": True,
            "first_name": self.name,
            "username": self.username,
        }

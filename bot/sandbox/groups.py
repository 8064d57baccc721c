"""Groups and their topics, as people make and change them."""

import secrets

from bot.sandbox import messages
from bot.sandbox.errors import bad_request
from bot.sandbox.members import membership_change
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.values import Chat, ChatType, Json, Person, Topic
from bot.sandbox.world import World

# Colours that Telegram gives topics, RGB (Bot API, createForumTopic).
TOPIC_COLORS = (7322096, 16766590, 13338331, 9367192, 16749490, 16478047)

# Bot API, createForumTopic: "Topic name, 1-128 characters".
_TOPIC_NAME = 128

# Supergroup ids begin with -100; the rest has ten digits today.
_SUPERGROUPS = 1_000_000_000_000


class Groups:
    """What can be done to groups; methods of the bot and acts of people share it."""

    def __init__(self, world: World, updates: UpdateQueue) -> None:
        """Act in a world and tell the bot."""
        self._world, self._updates = world, updates

    def create(
        self, title: str, members: list[Person], *, is_forum: bool = False, is_small: bool = False
    ) -> Chat:
        """Make a group with the bot as administrator; the first member owns it.

        Args:
            title: shown name.
            members: people in it, at least one.
            is_forum: with topics.
            is_small: a basic group, which can become a supergroup later.
        """
        number = 1_000_000_000 + secrets.randbelow(2_000_000_000)
        kind = ChatType.GROUP if is_small else ChatType.SUPERGROUP
        chat_id = -number if is_small else -_SUPERGROUPS - number
        statuses = {str(person.id): "member" for person in members}
        statuses[str(members[0].id)] = "creator"
        chat = Chat(chat_id, kind, title, is_forum, statuses)
        self._world.keep_chat(chat)
        self.set_bot(chat, members[0], "administrator")
        return chat

    def set_bot(self, chat: Chat, by: Person, status: str) -> None:
        """Add, promote or remove the bot; it gets `my_chat_member`.

        Args:
            chat: the group.
            by: who does it.
            status: administrator, member, left or kicked.
        """
        bot_id = self._world.bot.id
        before = chat.status_of(bot_id)
        if before == status:
            return
        chat.members[str(bot_id)] = status
        self._world.keep_chat(chat)
        change = membership_change(self._world, chat, by, before, status)
        self._updates.push("my_chat_member", change)

    def add(self, chat: Chat, person: Person) -> None:
        """Let a person into a group; the bot sees the service message."""
        chat.members[str(person.id)] = "member"
        self._world.keep_chat(chat)
        user = person.as_user()
        self.note(chat, user, {"new_chat_members": [user]})

    def note(self, chat: Chat, by: Json, content: Json, thread: int = 0) -> Json:
        """Store a service message; the bot gets it unless it is the bot's own doing."""
        message = messages.new(self._world, chat, by, content, thread)
        self._world.keep_message(message)
        if by["id"] != self._world.bot.id and chat.has(self._world.bot.id):
            self._updates.push("message", message)
        return message

    def migrate(self, chat: Chat, by: Person) -> Chat:
        """Make a supergroup of a basic group; calls to the old id are told the new one."""
        if chat.type is not ChatType.GROUP:
            raise bad_request("only a basic group can become a supergroup")
        new_id = chat.id - _SUPERGROUPS
        bigger = Chat(new_id, ChatType.SUPERGROUP, chat.title, members=dict(chat.members))
        self._world.keep_chat(bigger)
        self.note(chat, by.as_user(), {"migrate_to_chat_id": new_id})
        chat.migrated_to = new_id
        self._world.keep_chat(chat)
        self.note(bigger, by.as_user(), {"migrate_from_chat_id": chat.id})
        return bigger

    def create_topic(self, chat: Chat, by: Json, name: str, color: int = 0) -> Topic:
        """Open a topic; its first message is the service message about it.

        Raises:
            ApiError: 400, no forum or no name.
        """
        if not chat.is_forum:
            raise bad_request("the chat is not a forum")
        if not 1 <= len(name) <= _TOPIC_NAME:
            raise bad_request("TOPIC_TITLE_EMPTY" if not name else "TOPIC_TITLE_TOO_LONG")
        chosen = color if color in TOPIC_COLORS else secrets.choice(TOPIC_COLORS)
        created = {"name": name, "icon_color": chosen}
        message = messages.new(self._world, chat, by, {"forum_topic_created": created})
        topic = Topic(message["message_id"], name, chosen)
        chat.topics[str(topic.thread)] = topic
        self._world.keep_chat(chat)
        message |= {"message_thread_id": topic.thread, "is_topic_message": True}
        self._world.keep_message(message)
        if by["id"] != self._world.bot.id:
            self._updates.push("message", message)
        return topic

    def topic(self, chat: Chat, thread: int) -> Topic:
        """Return a topic.

        Raises:
            ApiError: 400, there is none.
        """
        topic = chat.topics.get(str(thread))
        if topic is None:
            raise bad_request("message thread not found")
        return topic

    def rename_topic(self, chat: Chat, by: Json, thread: int, name: str) -> None:
        """Give a topic another name.

        Raises:
            ApiError: 400, no such topic, or the name is the same.
        """
        topic = self.topic(chat, thread)
        if name == topic.name:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.name = name
        self._world.keep_chat(chat)
        self.note(chat, by, {"forum_topic_edited": {"name": name}}, thread)

    def close_topic(self, chat: Chat, by: Json, thread: int, *, is_closed: bool) -> None:
        """Close a topic, or open it again.

        Raises:
            ApiError: 400, no such topic, or it is so already.
        """
        topic = self.topic(chat, thread)
        if topic.is_closed == is_closed:
            raise bad_request("TOPIC_NOT_MODIFIED")
        topic.is_closed = is_closed
        self._world.keep_chat(chat)
        happened = "forum_topic_closed" if is_closed else "forum_topic_reopened"
        self.note(chat, by, {happened: {}}, thread)

    def delete_topic(self, chat: Chat, thread: int) -> None:
        """Delete a topic with its messages.

        Raises:
            ApiError: 400, no such topic.
        """
        self.topic(chat, thread)
        del chat.topics[str(thread)]
        for message in list(self._world.messages.get(chat.id, {}).values()):
            if message.get("message_thread_id") == thread:
                self._world.drop_message(chat.id, message["message_id"])
        self._world.keep_chat(chat)

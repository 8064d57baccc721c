"""What people do in their Telegram: write, tap, edit, react, block; each makes its update."""

import secrets

from bot.sandbox import entities, messages, webapp
from bot.sandbox.errors import bad_request
from bot.sandbox.faults import OLD_BY, FaultKind
from bot.sandbox.members import membership_change
from bot.sandbox.parts import Parts
from bot.sandbox.values import Chat, ChatType, Json, Person, Role

# User ids are random: nobody may count on them being near each other.
_PERSON_IDS = (1_000_000_000, 7_000_000_000)


class People:
    """The people of a sandbox and what they do; the page and the tests use the same."""

    def __init__(self, parts: Parts) -> None:
        """Act in the world that the parts share."""
        self._parts = parts
        self._world = parts.world

    def create(
        self, name: str, language: str = "", role: Role = Role.CUSTOMER, username: str = ""
    ) -> Person:
        """Add a person, with a random id.

        Args:
            name: first name.
            language: `language_code` of the app; empty is none.
            role: what the page groups people by.
            username: without the at sign.
        """
        low, high = _PERSON_IDS
        person = Person(low + secrets.randbelow(high - low), name, language, role, username)
        self._world.keep_person(person)
        return person

    def set_language(self, user_id: int, language: str) -> None:
        """Change the language of a person's app."""
        person = self.person(user_id)
        person.language_code = language
        self._world.keep_person(person)

    def person(self, user_id: int) -> Person:
        """Return a person.

        Raises:
            ApiError: 400, there is none.
        """
        person = self._world.people.get(user_id)
        if person is None:
            raise bad_request("user not found")
        return person

    def private_chat(self, user_id: int) -> Chat:
        """Return the chat of a person with the bot, begun when there is none yet."""
        if user_id not in self._world.chats:
            self.person(user_id)
            members = {str(user_id): "member", str(self._world.bot.id): "member"}
            self._world.keep_chat(Chat(user_id, ChatType.PRIVATE, members=members))
        return self._world.chats[user_id]

    def chat_for(self, user_id: int, chat_id: int = 0) -> Chat:
        """Return a chat that a person may write in.

        Args:
            user_id: the person.
            chat_id: a group; 0 is the private chat with the bot.

        Raises:
            ApiError: 400 no such chat, or the person is no member of it.
        """
        if chat_id in {0, user_id}:
            return self.private_chat(user_id)
        chat = self._world.chat(chat_id)
        if not chat.has(user_id):
            raise bad_request("user is not a member of the chat")
        return chat

    def send_text(
        self, user_id: int, text: str, chat_id: int = 0, *, thread: int = 0, reply_to: int = 0
    ) -> Json:
        """Write a message.

        Args:
            user_id: who writes.
            text: 1 to 4,096 characters.
            chat_id: a group; 0 is the private chat with the bot.
            thread: topic of a forum; 0 is the general one.
            reply_to: message that this answers; 0 is none.

        Raises:
            ApiError: 400, empty or too long, or not allowed there.
        """
        content = messages.text_content(text, None)
        return self.post(user_id, content, chat_id, thread=thread, reply_to=reply_to)

    def post(
        self, user_id: int, content: Json, chat_id: int = 0, *, thread: int = 0, reply_to: int = 0
    ) -> Json:
        """Store a message of a person, whatever it holds, and hand it to the bot."""
        chat = self.chat_for(user_id, chat_id)
        if chat.is_blocked:
            self.unblock(user_id)
        is_admin = chat.status_of(user_id) in {"administrator", "creator"}
        messages.check_thread(chat, thread, by_admin=is_admin)
        reply = {"reply_parameters": {"message_id": reply_to}} if reply_to else {}
        content = messages.answered(self._world, chat, reply) | content
        sender = self.person(user_id).as_user()
        message = messages.new(self._world, chat, sender, content, thread)
        self._world.keep_message(message)
        self.deliver("message", message)
        return message

    def deliver(self, kind: str, body: Json) -> None:
        """Queue an update about a message, unless the bot may not see it."""
        if not self._is_seen(body):
            return
        fault = self._parts.faults.for_update()
        if fault is not None:
            self._parts.show_faults()
        if fault is not None and fault.kind is FaultKind.OLD:
            body = {**body, "date": body["date"] - OLD_BY}
        is_repeated = fault is not None and fault.kind is FaultKind.REPEAT
        self._parts.updates.push(kind, body, is_repeated=is_repeated)

    def _is_seen(self, message: Json) -> bool:
        """Return whether privacy mode lets the bot see a message of a group."""
        chat, bot = self._world.chats[message["chat"]["id"]], self._world.bot
        if chat.type is ChatType.PRIVATE or chat.status_of(bot.id) == "administrator":
            return True
        if not chat.has(bot.id):
            return False
        text = message.get("text", "")
        other = f"@{bot.username}"
        is_command = text.startswith("/") and ("@" not in text.split()[0] or other in text)
        answered = message.get("reply_to_message", {}).get("from", {}).get("id")
        return is_command or answered == bot.id or other in text or "text" not in message

    def edit_text(self, user_id: int, message_id: int, text: str, chat_id: int = 0) -> Json:
        """Change a message of one's own.

        Raises:
            ApiError: 400, it is not there, not one's own, or unchanged.
        """
        before = self._own(user_id, message_id, chat_id)
        field = "text" if "text" in before else "caption"
        found = f"{field}_entities" if field == "caption" else "entities"
        after = {k: v for k, v in before.items() if k not in {field, found}}
        read, marks = entities.parse(text, None)
        after |= {field: read, "edit_date": self._world.now()}
        if marks:
            after[found] = marks
        self._world.keep_message(after, is_new=False)
        self.deliver("edited_message", after)
        return after

    def delete(self, user_id: int, message_id: int, chat_id: int = 0) -> None:
        """Delete a message of one's own; the bot is not told."""
        message = self._own(user_id, message_id, chat_id)
        self._world.drop_message(message["chat"]["id"], message_id)

    def _own(self, user_id: int, message_id: int, chat_id: int) -> Json:
        message = self._world.message(self.chat_for(user_id, chat_id).id, message_id)
        if message is None or message["from"]["id"] != user_id:
            raise bad_request("message to edit not found")
        return message

    def tap(self, user_id: int, message_id: int, data: str, chat_id: int = 0) -> str:
        """Tap a button under a message of the bot.

        Args:
            user_id: who taps.
            message_id: the message.
            data: `callback_data` of the button.
            chat_id: a group; 0 is the private chat with the bot.

        Returns:
            str: id of the callback query.

        Raises:
            ApiError: 400, the message is gone.
        """
        chat = self.chat_for(user_id, chat_id)
        message = self._world.message(chat.id, message_id)
        if message is None:
            raise bad_request("message not found")
        query_id = self._query(user_id, chat)
        query = {"id": query_id, "from": self.person(user_id).as_user(), "message": message}
        query |= {"chat_instance": str(abs(chat.id) * 7919), "data": data}
        self._parts.updates.push("callback_query", query)
        return query_id

    def _query(self, user_id: int, chat: Chat) -> str:
        query_id = str(secrets.randbits(62))
        asked = {"id": query_id, "user_id": user_id, "chat_id": chat.id, "at": self._world.now()}
        self._world.queries[query_id] = asked
        return query_id

    def open_web_app(self, user_id: int, url: str) -> str:
        """Return the address of a Mini App as a person's Telegram opens it, signed."""
        fields = {
            "query_id": self._query(user_id, self.private_chat(user_id)),
            "user": self.person(user_id).as_user(),
            "auth_date": self._world.now(),
        }
        return webapp.address(url, webapp.signed_init_data(self._world.token, fields))

    def react(self, user_id: int, message_id: int, emoji: str, chat_id: int = 0) -> None:
        """Put an emoji under a message; an empty one takes it away."""
        chat, world = self.chat_for(user_id, chat_id), self._world
        before = world.reactions_of(chat.id, message_id, user_id)
        after = [{"type": "emoji", "emoji": emoji}] if emoji else []
        world.set_reactions(chat.id, message_id, user_id, after)
        change = {
            "chat": world.chat_object(chat),
            "message_id": message_id,
            "user": self.person(user_id).as_user(),
            "date": world.now(),
            "old_reaction": before,
            "new_reaction": after,
        }
        self._parts.updates.push("message_reaction", change)

    def block(self, user_id: int) -> None:
        """Stop the bot: it gets `my_chat_member` and 403 for every message."""
        self._switch(user_id, is_blocked=True)

    def unblock(self, user_id: int) -> None:
        """Start the bot again."""
        self._switch(user_id, is_blocked=False)

    def _switch(self, user_id: int, *, is_blocked: bool) -> None:
        chat = self.private_chat(user_id)
        if chat.is_blocked == is_blocked:
            return
        chat.is_blocked = is_blocked
        self._world.keep_chat(chat)
        before, after = ("member", "kicked") if is_blocked else ("kicked", "member")
        sender = self.person(user_id)
        change = membership_change(self._world, chat, sender, before, after)
        self._parts.updates.push("my_chat_member", change)

"""Everything that is true in the sandbox: its bot, people, chats, messages, files, clock."""

import asyncio
import secrets
import time
from collections.abc import Callable
from dataclasses import asdict
from functools import partial

from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.store import Store
from bot.sandbox.values import BotState, Chat, ChatType, Json, Person, Role, StoredFile, Topic

# Telegram picks the first id of a bot at random; small enough that sums stay in 31 bits.
_FIRST_ID_BELOW = 500_000_000

# Characters of a token after its colon.
_SECRET_LENGTH = 35


class World:
    """The state of one sandbox; every change goes through `keep` and is stored and shown."""

    def __init__(self, token: str, store: Store, clock: Callable[[], float] = time.time) -> None:
        """Load what an earlier run left, else start with random first ids.

        Args:
            token: the bot's token, which begins with its id; empty keeps the id of the earlier
                run, or makes one, and makes a new secret.
            store: where the state is kept.
            clock: seconds since 1970, before the offset is added.

        Raises:
            ValueError: the chats belong to another bot.
        """
        self.store = store
        self.listeners: set[asyncio.Queue[Json | None]] = set()
        self.queries: dict[str, Json] = {}
        self.reactions: Json = {}
        self._clock = clock
        self._is_closed = False
        self._changes: dict[tuple[str, str], Callable[[], Json] | None] = {}
        self.people = {int(k): _person(v) for k, v in store.documents("person").items()}
        self.chats = {int(k): _chat(v) for k, v in store.documents("chat").items()}
        self.files = {k: StoredFile(**v) for k, v in store.documents("file").items()}
        self.messages: dict[int, dict[int, Json]] = {}
        for message in store.documents("message").values():
            self.messages.setdefault(message["chat"]["id"], {})[message["message_id"]] = message
        self.bot = self._load_bot(token)
        self.token = token or f"{self.bot.id}:{secrets.token_urlsafe(26)[:_SECRET_LENGTH]}"

    def _load_bot(self, token: str) -> BotState:
        saved = self.store.documents("bot").get("bot")
        given = int(token.partition(":")[0]) if token else 0
        if saved is not None:
            if given not in {0, saved["id"]}:
                reason = f"the chats belong to bot {saved['id']}, the token to bot {given}"
                raise ValueError(f"{reason}: use its token, or another folder")
            return BotState(**saved)
        first = 1 + secrets.randbelow(_FIRST_ID_BELOW)
        bot_id = given or 10**9 + secrets.randbelow(9 * 10**9)
        return BotState(bot_id, next_message_id=first, next_update_id=first * 2)

    def now(self) -> int:
        """Return the sandbox's time, seconds since 1970."""
        return int(self._clock()) + self.bot.clock_offset

    def move_clock(self, seconds: int) -> None:
        """Move the sandbox's time by `seconds`; negative moves back."""
        self.bot.clock_offset += seconds
        self.keep_bot()
        self.emit("clock", offset=self.bot.clock_offset)

    def take_message_id(self) -> int:
        """Return the next message id."""
        self.bot.next_message_id += 1
        self.keep_bot()
        return self.bot.next_message_id

    def take_update_id(self) -> int:
        """Return the next update id."""
        self.bot.next_update_id += 1
        self.keep_bot()
        return self.bot.next_update_id

    def chat(self, chat_id: int | str) -> Chat:
        """Return a chat by id.

        Raises:
            ApiError: 400, there is none, or it became a supergroup.
        """
        chat = self.chats.get(chat_id) if isinstance(chat_id, int) else None
        if chat is None:
            raise bad_request("chat not found")
        if chat.migrated_to:
            reason = "Bad Request: group chat was upgraded to a supergroup chat"
            raise ApiError(400, reason, migrate_to_chat_id=chat.migrated_to)
        return chat

    def chat_object(self, chat: Chat) -> Json:
        """Return the chat as a Bot API `Chat`."""
        described: Json = {"id": chat.id, "type": chat.type.value}
        if chat.type is ChatType.PRIVATE:
            person = self.people[chat.id]
            described["first_name"] = person.first_name
            if person.username:
                described["username"] = person.username
        else:
            described["title"] = chat.title
            if chat.is_forum:
                described["is_forum"] = True
        return described

    def message(self, chat_id: int, message_id: int) -> Json | None:
        """Return a stored message, or None."""
        return self.messages.get(chat_id, {}).get(message_id)

    def keep_message(self, message: Json, *, is_new: bool = True) -> None:
        """Store a message, new or changed, and show it on the page."""
        chat_id, message_id = message["chat"]["id"], message["message_id"]
        self.messages.setdefault(chat_id, {})[message_id] = message
        self.keep("message", f"{chat_id}:{message_id}", lambda: message)
        self.emit("message", message=message, is_new=is_new)

    def drop_message(self, chat_id: int, message_id: int) -> None:
        """Forget a message."""
        self.messages.get(chat_id, {}).pop(message_id, None)
        self.keep("message", f"{chat_id}:{message_id}", None)
        self.emit("deleted", chat_id=chat_id, message_id=message_id)

    def reactions_of(self, chat_id: int, message_id: int, user_id: int) -> list[Json]:
        """Return the reactions of one user under a message."""
        found: list[Json] = self.reactions.get(f"{chat_id}:{message_id}:{user_id}", [])
        return found

    def set_reactions(self, chat_id: int, message_id: int, user_id: int, now: list[Json]) -> None:
        """Show the reactions of one user under a message; `Message` has no field for them."""
        self.reactions[f"{chat_id}:{message_id}:{user_id}"] = now
        body = {"chat_id": chat_id, "message_id": message_id, "user_id": user_id}
        self.emit("reaction", **body, reactions=now)

    def keep_person(self, person: Person) -> None:
        """Store a person, new or changed."""
        self.people[person.id] = person
        self.keep("person", str(person.id), partial(asdict, person))
        self.emit("person", person=asdict(person))

    def keep_chat(self, chat: Chat) -> None:
        """Store a chat, new or changed."""
        self.chats[chat.id] = chat
        self.keep("chat", str(chat.id), partial(asdict, chat))
        self.emit("chat", chat=asdict(chat))

    def keep_bot(self) -> None:
        """Store the bot's account."""
        self.keep("bot", "bot", partial(asdict, self.bot))

    def keep(self, kind: str, key: str, body: Callable[[], Json] | None) -> None:
        """Store a document; changes of one turn of the event loop are written together.

        Args:
            kind: person, chat, message, file or bot.
            key: unique within the kind.
            body: makes the document when it is written; None deletes it.
        """
        if not self._changes:
            try:
                asyncio.get_running_loop().call_soon(self.save)
            except RuntimeError:
                self._changes[kind, key] = body
                self.save()
                return
        self._changes[kind, key] = body

    def save(self) -> None:
        """Write what has changed, until the store is closed."""
        changes, self._changes = self._changes, {}
        if changes and not self._is_closed:
            self.store.save({key: body and body() for key, body in changes.items()})

    def close(self) -> None:
        """Write what has changed and close the store."""
        self.save()
        self._is_closed = True
        self.store.close()

    def emit(self, kind: str, **body: object) -> None:
        """Tell every open page that something changed."""
        for listener in self.listeners:
            if listener.full():
                _cut_off(listener)
            else:
                listener.put_nowait({"kind": kind, **body})


def _cut_off(listener: asyncio.Queue[Json | None]) -> None:
    """End the stream of a page that does not keep up; it comes back and loads everything."""
    while not listener.empty():
        listener.get_nowait()
    listener.put_nowait(None)


def _person(body: Json) -> Person:
    return Person(**{**body, "role": Role(body["role"])})


def _chat(body: Json) -> Chat:
    topics = {key: Topic(**topic) for key, topic in body["topics"].items()}
    return Chat(**{**body, "topics": topics, "type": ChatType(body["type"])})

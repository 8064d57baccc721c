"""Makes messages, of people and of the bot, as both sides of the Bot API see them."""

from bot.sandbox import entities, markup
from bot.sandbox.errors import bad_request, forbidden
from bot.sandbox.values import Chat, ChatType, Json
from bot.sandbox.world import World

# Bot API: sendMessage `text` 1-4096, `caption` 0-1024 characters after entities parsing.
TEXT_LIMIT = 4096
CAPTION_LIMIT = 1024

# What belongs to one message only and is not copied.
_OWN = frozenset(
    {
        "message_id",
        "from",
        "chat",
        "date",
        "edit_date",
        "reply_to_message",
        "reply_markup",
        "message_thread_id",
        "is_topic_message",
        "media_group_id",
        "forward_origin",
    }
)


def target(world: World, params: Json) -> Chat:
    """Return the chat that the bot writes to.

    Raises:
        ApiError: 400 unknown or moved chat or topic, 403 blocked, never started or kicked.
    """
    wanted = params["chat_id"]
    if isinstance(wanted, int) and wanted in world.people and wanted not in world.chats:
        raise forbidden("bot can't initiate conversation with a user")
    chat = world.chat(wanted)
    if chat.is_blocked:
        raise forbidden("bot was blocked by the user")
    if chat.type is not ChatType.PRIVATE and not chat.has(world.bot.id):
        kind = "supergroup" if chat.type is ChatType.SUPERGROUP else "group"
        raise forbidden(f"bot was kicked from the {kind} chat")
    check_thread(chat, params.get("message_thread_id", 0), by_admin=True)
    return chat


def check_thread(chat: Chat, thread: int, *, by_admin: bool) -> None:
    """Refuse a topic that does not exist, or is closed to those who are no admins.

    Raises:
        ApiError: 400, no such topic or a closed one.
    """
    if not thread or not chat.is_forum:
        return
    topic = chat.topics.get(str(thread))
    if topic is None:
        raise bad_request("message thread not found")
    if topic.is_closed and not by_admin:
        raise bad_request("TOPIC_CLOSED")


def plain(message: Json) -> Json:
    """Return a message as it stands inside another one: without what it answers itself."""
    return {key: value for key, value in message.items() if key != "reply_to_message"}


def new(world: World, chat: Chat, sender: Json, content: Json, thread: int = 0) -> Json:
    """Return a message with an id and a date, not stored yet.

    Args:
        world: gives id and date.
        chat: where it stands.
        sender: `User` who wrote it.
        content: fields of `Message` that make it what it is.
        thread: topic; 0 is none or the general one.
    """
    message: Json = {
        "message_id": world.take_message_id(),
        "from": sender,
        "chat": world.chat_object(chat),
        "date": world.now(),
    }
    if thread and chat.is_forum:
        message |= {"message_thread_id": thread, "is_topic_message": True}
    return message | content


def text_content(text: str, mode: str | None, given: list[Json] | None = None) -> Json:
    """Return `text` and `entities` of a message.

    Raises:
        ApiError: 400, empty, too long or broken.
    """
    read, found = entities.parse(text, mode, given)
    if not read:
        raise bad_request("message text is empty")
    if entities.utf16_length(read) > TEXT_LIMIT:
        raise bad_request("message is too long")
    return {"text": read, "entities": found} if found else {"text": read}


def divided(text: str) -> list[str]:
    """Return a long text in pieces that fit into messages, as apps send it."""
    pieces, rest = [], text
    while entities.utf16_length(rest) > TEXT_LIMIT:
        size = TEXT_LIMIT
        while entities.utf16_length(rest[:size]) > TEXT_LIMIT:
            size -= 1
        pieces.append(rest[:size])
        rest = rest[size:]
    return [*pieces, rest]


def caption_content(params: Json) -> Json:
    """Return `caption` and `caption_entities` of a message; empty without a caption.

    Raises:
        ApiError: 400, too long or broken.
    """
    mode, given = params.get("parse_mode"), params.get("caption_entities")
    read, found = entities.parse(params.get("caption", ""), mode, given)
    if entities.utf16_length(read) > CAPTION_LIMIT:
        raise bad_request("message caption is too long")
    if not read:
        return {}
    return {"caption": read, "caption_entities": found} if found else {"caption": read}


def bare(message: Json) -> Json:
    """Return the content of a message without what belongs to that one only."""
    return {name: value for name, value in message.items() if name not in _OWN}


def forwarded(message: Json) -> Json:
    """Return the content of a message with the name of who wrote it first."""
    origin = {"type": "user", "sender_user": message["from"], "date": message["date"]}
    return bare(message) | {"forward_origin": message.get("forward_origin", origin)}


def answered(world: World, chat: Chat, params: Json) -> Json:
    """Return `reply_to_message` for the message that `reply_parameters` name.

    Raises:
        ApiError: 400, it is gone and must not be.
    """
    reply = params.get("reply_parameters")
    if not reply:
        return {}
    earlier = world.message(reply.get("chat_id", chat.id), reply["message_id"])
    if earlier is None:
        if reply.get("allow_sending_without_reply"):
            return {}
        raise bad_request("message to be replied not found")
    return {"reply_to_message": plain(earlier)}


def send(world: World, params: Json, content: Json) -> Json:
    """Store a message of the bot and return it.

    Args:
        world: where it goes.
        params: of the call: chat, topic, reply, keyboard and options.
        content: fields of `Message` that make it what it is.

    Raises:
        ApiError: the chat or the keyboard is refused.
    """
    chat = target(world, params)
    content = {**answered(world, chat, params), **content}
    buttons = params.get("reply_markup")
    inline, keyboard = markup.inline_keyboard(buttons), markup.reply_keyboard(buttons)
    if inline:
        content["reply_markup"] = inline
    if params.get("protect_content"):
        content["has_protected_content"] = True
    thread = params.get("message_thread_id", 0)
    message = new(world, chat, world.bot.as_user(), content, thread)
    world.keep_message(message)
    if keyboard is not None:
        chat.keyboard = keyboard
        world.keep_chat(chat)
    return message

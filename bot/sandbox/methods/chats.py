"""Chats and who is in them."""

from bot.sandbox.errors import bad_request
from bot.sandbox.members import member_object
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import Chat, ChatType, Json

# Reactions that a bot may put under one message (Bot API, ChatFullInfo).
_REACTIONS = 11

_GIFTS = ("unlimited_gifts", "limited_gifts", "unique_gifts", "premium_subscription")


@method("getChat")
async def get_chat(context: Context) -> Json:
    """Return a chat with its details."""
    world = context.world
    chat = world.chat(context.params["chat_id"])
    full = world.chat_object(chat) | {
        "accent_color_id": 0,
        "max_reaction_count": _REACTIONS,
        "accepted_gift_types": dict.fromkeys((*_GIFTS, "gifts_from_channels"), False),
    }
    if chat.pinned and (message := world.message(chat.id, chat.pinned[-1])):
        full["pinned_message"] = message
    return full


@method("getChatMember")
async def get_chat_member(context: Context) -> Json:
    """Return what a user is in a chat."""
    chat, user_id = context.world.chat(context.params["chat_id"]), context.params["user_id"]
    return member_object(_user(context, user_id), chat.status_of(user_id))


@method("getChatAdministrators")
async def get_chat_administrators(context: Context) -> list[Json]:
    """Return owner and administrators of a group; other bots are left out."""
    chat = _group(context)
    return [
        member_object(_user(context, int(user_id)), status)
        for user_id, status in chat.members.items()
        if status in {"creator", "administrator"}
    ]


@method("getChatMemberCount")
async def get_chat_member_count(context: Context) -> int:
    """Return how many are in a chat."""
    chat = context.world.chat(context.params["chat_id"])
    return sum(chat.has(int(user_id)) for user_id in chat.members)


@method("leaveChat")
async def leave_chat(context: Context) -> bool:
    """Take the bot out of a group."""
    chat = _group(context)
    chat.members[str(context.world.bot.id)] = "left"
    context.world.keep_chat(chat)
    return True


@method("banChatMember")
async def ban_chat_member(context: Context) -> bool:
    """Throw a user out of a group."""
    return _set_status(context, "kicked")


@method("unbanChatMember")
async def unban_chat_member(context: Context) -> bool:
    """Let a user come back into a group."""
    return _set_status(context, "left")


def _set_status(context: Context, status: str) -> bool:
    chat, user_id = _group(context), context.params["user_id"]
    if chat.status_of(context.world.bot.id) != "administrator":
        raise bad_request("not enough rights to restrict/unrestrict chat member")
    if chat.status_of(user_id) == "creator":
        raise bad_request("can't remove chat owner")
    chat.members[str(user_id)] = status
    context.world.keep_chat(chat)
    return True


@method("getUserProfilePhotos")
async def get_user_profile_photos(context: Context) -> Json:
    """Return no photos: the people of the sandbox have none."""
    _user(context, context.params["user_id"])
    return {"total_count": 0, "photos": []}


def _user(context: Context, user_id: int) -> Json:
    world = context.world
    if user_id == world.bot.id:
        return world.bot.as_user()
    person = world.people.get(user_id)
    if person is None:
        raise bad_request("user not found")
    return person.as_user()


def _group(context: Context) -> Chat:
    chat = context.world.chat(context.params["chat_id"])
    if chat.type is ChatType.PRIVATE:
        raise bad_request("chat is a private chat")
    return chat

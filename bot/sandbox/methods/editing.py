"""Changes to messages that were sent: text, caption, buttons, deletion, pins, reactions."""

from bot.sandbox import markup, messages
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import ChatType, Json

# Seconds in which a message can be deleted (Bot API, deleteMessage: "less than 48 hours ago").
DELETE_WITHIN = 48 * 3600

# Messages of one deleteMessages (Bot API: "1-100").
_DELETE_AT_ONCE = 100

_SAME = (
    "message is not modified: specified new message content and reply markup are exactly "
    "the same as a current content and reply markup of the message"
)


def own_message(context: Context) -> Json:
    """Return the message of the bot that a call wants to change.

    Raises:
        ApiError: 400, there is none, or somebody else wrote it.
    """
    world, params = context.world, context.params
    if "inline_message_id" in params:
        raise bad_request("message to edit not found")
    for name in ("chat_id", "message_id"):
        if name not in params:
            raise bad_request("message identifier is not specified")
    chat = messages.target(world, {"chat_id": params["chat_id"]})
    message = world.message(chat.id, params["message_id"])
    if message is None:
        raise bad_request("message to edit not found")
    if message["from"]["id"] != world.bot.id:
        raise bad_request("message can't be edited")
    return message


def replace(context: Context, before: Json, content: Json, gone: tuple[str, ...]) -> Json:
    """Store an edit and return the message as it is now.

    Args:
        context: of the call; its `reply_markup` replaces the buttons.
        before: the message as it was.
        content: fields that are new.
        gone: fields that the content replaces.

    Raises:
        ApiError: 400, nothing would change.
    """
    kept = {k: v for k, v in before.items() if k not in {*gone, "reply_markup", "edit_date"}}
    after = kept | content
    buttons = markup.inline_keyboard(context.params.get("reply_markup"))
    if buttons:
        after["reply_markup"] = buttons
    if after == {k: v for k, v in before.items() if k != "edit_date"}:
        raise bad_request(_SAME)
    after["edit_date"] = context.world.now()
    context.world.keep_message(after, is_new=False)
    return after


@method("editMessageText")
async def edit_message_text(context: Context) -> Json:
    """Replace the text of a message, and its buttons."""
    before, params = own_message(context), context.params
    if "text" not in before:
        raise bad_request("there is no text in the message to edit")
    mode, given = params.get("parse_mode"), params.get("entities")
    content = messages.text_content(params["text"], mode, given)
    if params.get("link_preview_options"):
        content["link_preview_options"] = params["link_preview_options"]
    gone = ("text", "entities", "link_preview_options")
    return replace(context, before, content, gone)


@method("editMessageCaption")
async def edit_message_caption(context: Context) -> Json:
    """Replace the caption under a file, and the buttons."""
    before = own_message(context)
    if "text" in before:
        raise bad_request("there is no caption in the message to edit")
    content = messages.caption_content(context.params)
    return replace(context, before, content, ("caption", "caption_entities"))


@method("editMessageReplyMarkup")
async def edit_message_reply_markup(context: Context) -> Json:
    """Replace or take away the buttons of a message."""
    return replace(context, own_message(context), {}, ())


@method("deleteMessage")
async def delete_message(context: Context) -> bool:
    """Delete a message of the bot, of the person in a private chat, or as an admin."""
    chat = messages.target(context.world, {"chat_id": context.params["chat_id"]})
    message = context.world.message(chat.id, context.params["message_id"])
    if message is None:
        raise bad_request("message to delete not found")
    is_own = message["from"]["id"] == context.world.bot.id
    is_admin = chat.status_of(context.world.bot.id) == "administrator"
    is_old = message["date"] + DELETE_WITHIN < context.world.now()
    if is_old or not (is_own or is_admin or chat.type is ChatType.PRIVATE):
        raise bad_request("message can't be deleted for everyone")
    context.world.drop_message(chat.id, message["message_id"])
    return True


@method("deleteMessages")
async def delete_messages(context: Context) -> bool:
    """Delete several messages; what is gone already is skipped."""
    chat = messages.target(context.world, {"chat_id": context.params["chat_id"]})
    numbers = context.params["message_ids"]
    if not 1 <= len(numbers) <= _DELETE_AT_ONCE:
        raise bad_request("too many message identifiers specified")
    for number in numbers:
        if context.world.message(chat.id, number):
            context.world.drop_message(chat.id, number)
    return True


@method("pinChatMessage")
async def pin_chat_message(context: Context) -> bool:
    """Pin a message at the top of its chat."""
    chat = messages.target(context.world, {"chat_id": context.params["chat_id"]})
    number = context.params["message_id"]
    if context.world.message(chat.id, number) is None:
        raise bad_request("message to pin not found")
    chat.pinned = [*(known for known in chat.pinned if known != number), number]
    context.world.keep_chat(chat)
    return True


@method("unpinChatMessage")
@method("unpinAllChatMessages")
async def unpin_chat_message(context: Context) -> bool:
    """Unpin one message, the latest, or all."""
    chat = messages.target(context.world, {"chat_id": context.params["chat_id"]})
    if context.call.method == "unpinAllChatMessages":
        chat.pinned = []
    elif "message_id" in context.params:
        chat.pinned = [n for n in chat.pinned if n != context.params["message_id"]]
    else:
        chat.pinned = chat.pinned[:-1]
    context.world.keep_chat(chat)
    return True


@method("setMessageReaction")
async def set_message_reaction(context: Context) -> bool:
    """Put the bot's reaction under a message, or take it away."""
    world, params = context.world, context.params
    chat = messages.target(world, {"chat_id": params["chat_id"]})
    if world.message(chat.id, params["message_id"]) is None:
        raise bad_request("message to react not found")
    reactions = params.get("reaction") or []
    if len(reactions) > 1:
        raise bad_request("REACTIONS_TOO_MANY")
    world.set_reactions(chat.id, params["message_id"], world.bot.id, reactions)
    return True

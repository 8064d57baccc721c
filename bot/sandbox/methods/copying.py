"""Copies and forwards of messages that exist."""

from bot.sandbox import messages
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import Json


def _source(context: Context, message_id: int, verb: str) -> Json:
    chat = context.world.chat(context.params["from_chat_id"])
    message = context.world.message(chat.id, message_id)
    if message is None:
        raise bad_request(f"message to {verb} not found")
    if message.get("has_protected_content"):
        raise bad_request(f"message can't be {verb}ed")
    return message


def _copied(context: Context, message_id: int) -> Json:
    content = messages.bare(_source(context, message_id, "copy"))
    params = context.params
    if "caption" in params and "text" not in content:
        content = {k: v for k, v in content.items() if not k.startswith("caption")}
        content |= messages.caption_content(params)
    return {"message_id": messages.send(context.world, params, content)["message_id"]}


def _forwarded(context: Context, message_id: int) -> Json:
    message = _source(context, message_id, "forward")
    content = messages.forwarded(message)
    return messages.send(context.world, context.params, content)


@method("copyMessage")
async def copy_message(context: Context) -> Json:
    """Send the same content again, without a word about where it comes from."""
    return _copied(context, context.params["message_id"])


@method("copyMessages")
async def copy_messages(context: Context) -> list[Json]:
    """Copy several messages; what is gone is skipped."""
    return [_copied(context, number) for number in _known(context)]


@method("forwardMessage")
async def forward_message(context: Context) -> Json:
    """Send a message on, naming who wrote it."""
    return _forwarded(context, context.params["message_id"])


@method("forwardMessages")
async def forward_messages(context: Context) -> list[Json]:
    """Forward several messages; what is gone is skipped."""
    return [
        {"message_id": _forwarded(context, number)["message_id"]} for number in _known(context)
    ]


def _known(context: Context) -> list[int]:
    chat = context.world.chat(context.params["from_chat_id"])
    numbers = context.params["message_ids"]
    return [number for number in numbers if context.world.message(chat.id, number)]

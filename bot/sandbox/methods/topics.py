"""Topics of a forum group."""

from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.values import Chat, Json


def _forum(context: Context) -> Chat:
    chat = context.world.chat(context.params["chat_id"])
    if not chat.is_forum:
        raise bad_request("the chat is not a forum")
    if chat.status_of(context.world.bot.id) != "administrator":
        raise bad_request("not enough rights to manage topics")
    return chat


@method("createForumTopic")
async def create_forum_topic(context: Context) -> Json:
    """Open a topic."""
    params, bot = context.params, context.world.bot.as_user()
    color = params.get("icon_color", 0)
    topic = context.groups.create_topic(_forum(context), bot, params["name"], color)
    return {
        "message_thread_id": topic.thread,
        "name": topic.name,
        "icon_color": topic.icon_color,
    }


@method("editForumTopic")
async def edit_forum_topic(context: Context) -> bool:
    """Rename a topic."""
    params, bot = context.params, context.world.bot.as_user()
    if params.get("name"):
        thread = params["message_thread_id"]
        context.groups.rename_topic(_forum(context), bot, thread, params["name"])
    return True


@method("closeForumTopic")
@method("reopenForumTopic")
async def close_forum_topic(context: Context) -> bool:
    """Close a topic, or open it again."""
    thread, bot = context.params["message_thread_id"], context.world.bot.as_user()
    is_closed = context.call.method == "closeForumTopic"
    context.groups.close_topic(_forum(context), bot, thread, is_closed=is_closed)
    return True


@method("deleteForumTopic")
async def delete_forum_topic(context: Context) -> bool:
    """Delete a topic with its messages."""
    context.groups.delete_topic(_forum(context), context.params["message_thread_id"])
    return True


@method("getForumTopicIconStickers")
async def get_forum_topic_icon_stickers(_context: Context) -> list[Json]:
    """Return no icons: topics of the sandbox have colours only."""
    return []

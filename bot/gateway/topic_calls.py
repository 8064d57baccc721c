"""What is done to topics of a forum group; Telegram answers with no message."""

from telegram import Bot
from telegram.error import BadRequest

from bot.domain.messages import Message, TopicAct
from bot.storage.outbox import EditTarget, OutboxRow

# What Telegram says of a topic that is as it shall be already.
_AS_IT_IS = ("topic_not_modified", "topic_closed", "message to pin not found")


async def act_on_topic(bot: Bot, row: OutboxRow, act: TopicAct) -> EditTarget:
    """Do it; the id that comes back is that of the topic.

    Raises:
        TelegramError: Telegram refused, or nothing came back.
    """
    message = row.message
    if act is TopicAct.OPEN:
        opened = await bot.create_forum_topic(message.chat, message.text)
        return EditTarget(opened.message_thread_id, has_file=False)
    try:
        await _call(bot, message, act, row.target)
    except BadRequest as error:
        problem = error.message.lower()
        # A topic that shall go and is gone is no reason to open it again.
        is_gone = act is TopicAct.DELETE and "thread not found" in problem
        if not is_gone and not any(words in problem for words in _AS_IT_IS):
            raise
    return EditTarget(message.thread, has_file=False)


async def _call(bot: Bot, message: Message, act: TopicAct, target: EditTarget | None) -> None:
    chat, thread = message.chat, message.thread
    match act:
        case TopicAct.RENAME:
            await bot.edit_forum_topic(chat, thread, name=message.text)
        case TopicAct.CLOSE:
            await bot.close_forum_topic(chat, thread)
        case TopicAct.REOPEN:
            await bot.reopen_forum_topic(chat, thread)
        case TopicAct.DELETE:
            await bot.delete_forum_topic(chat, thread)
        case TopicAct.PIN if target is not None and thread:
            await bot.pin_chat_message(chat, target.message_id, disable_notification=True)
        case _:
            return

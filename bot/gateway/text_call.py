"""sendMessage, the call made most: posted without the library's objects for it and its answer.

Building those objects takes as long as everything else the sender does for a message
(docs/decisions/0011). Errors, transport and limits are the library's own.
"""

from typing import Any, Final

from telegram import Bot, InlineKeyboardMarkup
from telegram.constants import ParseMode
from telegram.error import TelegramError

# The library's own parameters of a request; a test guards that they are where they were.
from telegram.request import RequestData
from telegram.request._requestparameter import RequestParameter

from bot.domain.messages import Button, Message

# Telegram fetches links to preview them, and a link that works once would be spent by that.
_NO_PREVIEW: Final = {"is_disabled": True}


async def post_text(bot: Bot, message: Message, text: str) -> int:
    """Send a new text and return its message id.

    Args:
        bot (Bot): whose address and transport are used.
        message (Message): chat, thread, buttons, and what it replies to.
        text (str): Telegram HTML.

    Raises:
        TelegramError: Telegram refused, or nothing came back.
    """
    fields: dict[str, Any] = {  # JSON values
        "chat_id": message.chat,
        "text": text,
        "parse_mode": ParseMode.HTML.value,
        "link_preview_options": _NO_PREVIEW,
    }
    if message.buttons:
        fields["reply_markup"] = _markup(message)
    elif message.asks_reply:
        fields["reply_markup"] = {"force_reply": True, "selective": True}
    if message.thread:
        fields["message_thread_id"] = message.thread
    if message.reply_to:
        fields["reply_parameters"] = {
            "message_id": message.reply_to,
            "allow_sending_without_reply": True,
        }
    given = [RequestParameter(name, value, None) for name, value in fields.items()]
    sent = await bot.request.post(f"{bot.base_url}/sendMessage", RequestData(given))
    if not isinstance(sent, dict) or not isinstance(sent.get("message_id"), int):
        raise TelegramError("sendMessage gave back no message")
    return int(sent["message_id"])


def keyboard(message: Message) -> InlineKeyboardMarkup | None:
    """Return the buttons under a message as the library has them, or None."""
    return InlineKeyboardMarkup.de_json(_markup(message)) if message.buttons else None


def _markup(message: Message) -> dict[str, Any]:  # JSON values
    return {"inline_keyboard": [[_button(button) for button in row] for row in message.buttons]}


def _button(button: Button) -> dict[str, Any]:  # JSON values
    if button.copy:
        return {"text": button.label, "copy_text": {"text": button.copy}}
    if button.url:
        return {"text": button.label, "url": button.url}
    if button.app:
        return {"text": button.label, "web_app": {"url": button.app}}
    return {"text": button.label, "callback_data": button.data}

"""Checks keyboards as Telegram does, and splits off what a message shows."""

from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import ApiError, bad_request
from bot.sandbox.values import Json

# Bot API, InlineKeyboardButton: "callback_data ... 1-64 bytes".
_DATA_BYTES = 64

# Bot API, CopyTextButton: "1-256 characters".
_COPY_LENGTH = 256

# Buttons that Telegram takes under one message.
_BUTTONS = 100

_ACTIONS = (
    "url",
    "callback_data",
    "web_app",
    "login_url",
    "switch_inline_query",
    "switch_inline_query_current_chat",
    "switch_inline_query_chosen_chat",
    "copy_text",
    "callback_game",
    "pay",
)
_PROTOCOLS = ("http://", "https://", "tg://", "mailto:")


def inline_keyboard(markup: Json | None) -> Json | None:
    """Return the inline keyboard of a `reply_markup`, checked; None when it is no such.

    Raises:
        ApiError: 400, a button that Telegram refuses.
    """
    if not markup or "inline_keyboard" not in markup:
        return None
    rows = [row for row in markup["inline_keyboard"] if row]
    if sum(len(row) for row in rows) > _BUTTONS:
        raise bad_request("reply markup is too long")
    for row in rows:
        for button in row:
            _check(button)
    return {"inline_keyboard": rows} if rows else None


def reply_keyboard(markup: Json | None) -> Json | None:
    """Return the keyboard under the input that a `reply_markup` asks for.

    Returns:
        Json | None: empty when it is to be taken away, None when nothing is said about it.

    Raises:
        ApiError: 400, a key without text.
    """
    if not markup or "inline_keyboard" in markup:
        return None
    if markup.get("remove_keyboard"):
        return {}
    for row in markup.get("keyboard", []):
        for key in row:
            if not _label(key):
                raise bad_request("text buttons are unallowed in the inline keyboard")
    return markup


def _label(key: Json | str) -> str:
    return key if isinstance(key, str) else str(key.get("text", ""))


def _check(button: Json) -> None:
    if not button.get("text"):
        raise bad_request("can't parse inline keyboard button: Text is empty")
    chosen = [name for name in _ACTIONS if name in button]
    if not chosen:
        raise bad_request("can't parse inline keyboard button: Text buttons are unallowed")
    if len(chosen) > 1:
        raise bad_request("can't parse inline keyboard button: more than one action")
    data = button.get("callback_data")
    if data is not None and not 1 <= len(data.encode()) <= _DATA_BYTES:
        raise bad_request("BUTTON_DATA_INVALID")
    copied = button.get("copy_text")
    if copied is not None and not 1 <= utf16_length(copied.get("text", "")) <= _COPY_LENGTH:
        raise bad_request("BUTTON_COPY_TEXT_INVALID")
    _check_link(button)


def _check_link(button: Json) -> None:
    url = button.get("url")
    if url is not None and ":" in url and not url.lower().startswith(_PROTOCOLS):
        raise _bad_link(url, "Unsupported URL protocol")
    if url is not None and "." not in url and not url.startswith(("tg://", "http://localhost")):
        raise _bad_link(url, "Wrong HTTP URL")
    page = button.get("web_app")
    if page is not None and not page.get("url", "").startswith(("https://", "http://127.0.0.1")):
        raise bad_request(
            f"inline keyboard button Web App URL '{page.get('url')}' is invalid: "
            "Only HTTPS links are allowed"
        )


def _bad_link(url: str, reason: str) -> ApiError:
    return bad_request(f"inline keyboard button URL '{url}' is invalid: {reason}")

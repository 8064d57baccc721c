"""Messages without files: text, places, contacts, chat actions, answers to taps."""

from bot.sandbox import messages
from bot.sandbox.entities import utf16_length
from bot.sandbox.errors import bad_request
from bot.sandbox.methods.registry import Context, method
from bot.sandbox.updates import TAP_LIFE
from bot.sandbox.values import Json

# Bot API, answerCallbackQuery: "text ... 0-200 characters".
_ALERT_LENGTH = 200

_ACTIONS = frozenset(
    {
        "typing",
        "upload_photo",
        "record_video",
        "upload_video",
        "record_voice",
        "upload_voice",
        "upload_document",
        "choose_sticker",
        "find_location",
        "record_video_note",
        "upload_video_note",
    }
)


@method("sendMessage")
async def send_message(context: Context) -> Json:
    """Send a text."""
    params = context.params
    mode, given = params.get("parse_mode"), params.get("entities")
    content = messages.text_content(params["text"], mode, given)
    if params.get("link_preview_options"):
        content["link_preview_options"] = params["link_preview_options"]
    return messages.send(context.world, params, content)


@method("sendLocation")
async def send_location(context: Context) -> Json:
    """Send a point on the map."""
    place = {name: context.params[name] for name in ("latitude", "longitude")}
    return messages.send(context.world, context.params, {"location": place})


@method("sendContact")
async def send_contact(context: Context) -> Json:
    """Send a phone number with a name."""
    names = ("phone_number", "first_name", "last_name", "vcard")
    contact = {name: context.params[name] for name in names if name in context.params}
    return messages.send(context.world, context.params, {"contact": contact})


@method("sendChatAction")
async def send_chat_action(context: Context) -> bool:
    """Show that the bot is busy, for five seconds or until its next message."""
    chat, action = messages.target(context.world, context.params), context.params["action"]
    if action not in _ACTIONS:
        raise bad_request("wrong parameter action in request")
    thread = context.params.get("message_thread_id", 0)
    context.world.emit("action", chat_id=chat.id, thread=thread, action=action)
    return True


@method("answerCallbackQuery")
async def answer_callback_query(context: Context) -> bool:
    """Answer a tap: the button stops spinning, a notice may appear."""
    world, params = context.world, context.params
    query = world.queries.pop(params["callback_query_id"], None)
    if query is None or query["at"] + TAP_LIFE < world.now():
        raise bad_request("query is too old and response timeout expired or query ID is invalid")
    text = params.get("text", "")
    if utf16_length(text) > _ALERT_LENGTH:
        raise bad_request("MESSAGE_TOO_LONG")
    answer = {"text": text, "show_alert": bool(params.get("show_alert"))}
    world.emit("answer", query_id=query["id"], user_id=query["user_id"], **answer)
    return True


@method("answerWebAppQuery")
async def answer_web_app_query(context: Context) -> Json:
    """Accept what a Mini App sends into the chat it was opened from."""
    world, params = context.world, context.params
    query = world.queries.pop(params["web_app_query_id"], None)
    if query is None:
        raise bad_request("QUERY_ID_INVALID")
    content = params["result"].get("input_message_content") or {}
    text = content.get("message_text") or params["result"].get("title", "")
    shown = messages.text_content(text, content.get("parse_mode"))
    messages.send(world, {"chat_id": query["chat_id"]}, shown)
    return {}

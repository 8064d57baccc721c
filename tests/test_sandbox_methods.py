"""Every method of the sandbox answers what the Bot API's description says."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.sandbox import schema
from bot.sandbox.methods import METHODS
from tests.sandbox import Bot, RefusedError, customer_of, make_sandbox, picture

# Names with an at sign are filled in from the stage: chat, group, thread, sent (a message of
# the bot), photo (one with a picture), file (its id), query (of a tap), app (of a Mini App).
CALLS: dict[str, dict[str, Any]] = {
    "getMe": {},
    "getUpdates": {"limit": 2},
    "setWebhook": {"url": ""},
    "deleteWebhook": {"drop_pending_updates": True},
    "getWebhookInfo": {},
    "logOut": {},
    "close": {},
    "sendMessage": {"chat_id": "@chat", "text": "<b>hi</b> /help", "parse_mode": "HTML"},
    "sendPhoto": {"chat_id": "@chat", "photo": "@file", "caption": "a picture"},
    "sendDocument": {"chat_id": "@chat", "document": "@file"},
    "sendVideo": {"chat_id": "@chat", "video": "@file", "width": 10},
    "sendVoice": {"chat_id": "@chat", "voice": "@file"},
    "sendAudio": {"chat_id": "@chat", "audio": "@file"},
    "sendAnimation": {"chat_id": "@chat", "animation": "@file"},
    "sendVideoNote": {"chat_id": "@chat", "video_note": "@file"},
    "sendSticker": {"chat_id": "@chat", "sticker": "@file"},
    "sendLocation": {"chat_id": "@chat", "latitude": 31.2, "longitude": 121.5},
    "sendContact": {"chat_id": "@chat", "phone_number": "+8695188", "first_name": "A"},
    "sendMediaGroup": {
        "chat_id": "@chat",
        "media": [
            {"type": "photo", "media": "@file", "caption": "both"},
            {"type": "photo", "media": "@file"},
        ],
    },
    "sendChatAction": {"chat_id": "@chat", "action": "typing"},
    "copyMessage": {"chat_id": "@chat", "from_chat_id": "@chat", "message_id": "@sent"},
    "copyMessages": {"chat_id": "@chat", "from_chat_id": "@chat", "message_ids": ["@sent", 1]},
    "forwardMessage": {"chat_id": "@group", "from_chat_id": "@chat", "message_id": "@sent"},
    "forwardMessages": {"chat_id": "@chat", "from_chat_id": "@chat", "message_ids": ["@sent"]},
    "editMessageText": {"chat_id": "@chat", "message_id": "@sent", "text": "another"},
    "editMessageCaption": {"chat_id": "@chat", "message_id": "@photo", "caption": "another"},
    "editMessageMedia": {
        "chat_id": "@chat",
        "message_id": "@photo",
        "media": {"type": "document", "media": "@file"},
    },
    "editMessageReplyMarkup": {
        "chat_id": "@chat",
        "message_id": "@sent",
        "reply_markup": {"inline_keyboard": [[{"text": "x", "copy_text": {"text": "96110"}}]]},
    },
    "deleteMessage": {"chat_id": "@chat", "message_id": "@sent"},
    "deleteMessages": {"chat_id": "@chat", "message_ids": ["@sent", 1]},
    "pinChatMessage": {"chat_id": "@chat", "message_id": "@sent"},
    "unpinChatMessage": {"chat_id": "@chat"},
    "unpinAllChatMessages": {"chat_id": "@chat"},
    "setMessageReaction": {
        "chat_id": "@chat",
        "message_id": "@sent",
        "reaction": [{"type": "emoji", "emoji": "👍"}],
    },
    "answerCallbackQuery": {"callback_query_id": "@query", "text": "ok"},
    "answerWebAppQuery": {
        "web_app_query_id": "@app",
        "result": {
            "type": "article",
            "id": "1",
            "title": "t",
            "input_message_content": {"message_text": "from the app"},
        },
    },
    "getFile": {"file_id": "@file"},
    "getChat": {"chat_id": "@chat"},
    "getChatMember": {"chat_id": "@group", "user_id": "@chat"},
    "getChatAdministrators": {"chat_id": "@group"},
    "getChatMemberCount": {"chat_id": "@group"},
    "leaveChat": {"chat_id": "@group"},
    "banChatMember": {"chat_id": "@group", "user_id": "@other"},
    "unbanChatMember": {"chat_id": "@group", "user_id": "@other"},
    "getUserProfilePhotos": {"user_id": "@chat"},
    "createForumTopic": {"chat_id": "@group", "name": "PA-1"},
    "editForumTopic": {"chat_id": "@group", "message_thread_id": "@thread", "name": "PA-2"},
    "closeForumTopic": {"chat_id": "@group", "message_thread_id": "@thread"},
    "reopenForumTopic": {"chat_id": "@group", "message_thread_id": "@closed"},
    "deleteForumTopic": {"chat_id": "@group", "message_thread_id": "@thread"},
    "getForumTopicIconStickers": {},
    "setMyCommands": {"commands": [{"command": "start", "description": "begin"}]},
    "getMyCommands": {},
    "deleteMyCommands": {"language_code": "zh"},
    "setMyName": {"name": "PayAid"},
    "getMyName": {},
    "setMyDescription": {"description": "helps"},
    "getMyDescription": {},
    "setMyShortDescription": {"short_description": "helps"},
    "getMyShortDescription": {},
    "setChatMenuButton": {"menu_button": {"type": "commands"}},
    "getChatMenuButton": {},
    "setMyDefaultAdministratorRights": {},
    "getMyDefaultAdministratorRights": {},
}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    sandbox = make_sandbox(tmp_path)
    bot = Bot(sandbox)
    customer = await customer_of(sandbox)
    other = sandbox.people.create("Li")
    group = sandbox.groups.create("agents", [customer, other], is_forum=True)
    owner = customer.as_user()
    closed = sandbox.groups.create_topic(group, owner, "closed").thread
    sandbox.groups.close_topic(group, owner, closed, is_closed=True)
    photo = await bot.form("sendPhoto", {"chat_id": customer.id}, {"photo": ("a.png", picture())})
    sent = await bot.call("sendMessage", chat_id=customer.id, text="hello")
    app = sandbox.people.open_web_app(customer.id, "https://example.org/")
    assert app.startswith("https://example.org/#")
    query = next(key for key in sandbox.world.queries)
    yield SimpleNamespace(
        sandbox=sandbox,
        bot=bot,
        names={
            "chat": customer.id,
            "other": other.id,
            "group": group.id,
            "closed": closed,
            "thread": sandbox.groups.create_topic(group, owner, "PA-0").thread,
            "sent": sent["message_id"],
            "photo": photo["message_id"],
            "file": photo["photo"][-1]["file_id"],
            "query": sandbox.people.tap(customer.id, sent["message_id"], "x"),
            "app": query,
        },
    )
    await sandbox.close()


def filled(value: Any, names: dict[str, Any]) -> Any:
    if isinstance(value, dict):
        return {key: filled(inner, names) for key, inner in value.items()}
    if isinstance(value, list):
        return [filled(inner, names) for inner in value]
    is_name = isinstance(value, str) and value.startswith("@")
    return names[value[1:]] if is_name else value


@pytest.mark.parametrize("method", sorted(CALLS))
async def test_a_method_answers_what_its_description_says(
    stage: SimpleNamespace, method: str
) -> None:
    params = filled(CALLS[method], stage.names)

    result = await stage.bot.call(method, **params)

    assert schema.check_result(method, result) == []
    assert stage.sandbox.violations == []


def test_each_method_of_the_sandbox_is_tried() -> None:
    assert sorted(METHODS) == sorted(CALLS) == sorted(schema.description()["methods"])


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x"}, "chat not found"),
        ("sendMessage", {"chat_id": "@chat", "text": " "}, "message text is empty"),
        ("sendMessage", {"chat_id": "@chat", "text": "x" * 4097}, "message is too long"),
        ("sendMessage", {"chat_id": "@other", "text": "x"}, "can't initiate conversation"),
        ("sendMessage", {"chat_id": "@chat"}, "missing parameter text"),
        ("sendMessage", {"chat_id": "@chat", "text": "x", "txt": 1}, "unknown parameter txt"),
        ("sendMessage", {"chat_id": "@group", "text": "x", "message_thread_id": 5}, "thread not"),
        (
            "sendMessage",
            {"chat_id": "@chat", "text": "x", "reply_parameters": {"message_id": 5}},
            "message to be replied not found",
        ),
        (
            "sendPhoto",
            {"chat_id": "@chat", "photo": "@file", "caption": "x" * 1025},
            "caption is too long",
        ),
        ("sendPhoto", {"chat_id": "@chat", "photo": "nothing"}, "wrong file identifier"),
        ("sendMediaGroup", {"chat_id": "@chat", "media": []}, "wrong number of items"),
        (
            "editMessageText",
            {"chat_id": "@chat", "message_id": "@sent", "text": "hello"},
            "not mod",
        ),
        (
            "editMessageText",
            {"chat_id": "@chat", "message_id": 1, "text": "x"},
            "to edit not found",
        ),
        ("deleteMessage", {"chat_id": "@chat", "message_id": 1}, "message to delete not found"),
        ("answerCallbackQuery", {"callback_query_id": "1"}, "query is too old"),
        ("getFile", {"file_id": "1"}, "invalid file_id"),
        ("getChat", {"chat_id": 1}, "chat not found"),
        ("createForumTopic", {"chat_id": "@chat", "name": "x"}, "not a forum"),
        (
            "setMyCommands",
            {"commands": [{"command": "Start!", "description": "x"}]},
            "BOT_COMMAND_INVALID",
        ),
        ("setWebhook", {"url": "http://example.org/"}, "An HTTPS URL must be provided"),
        (
            "setWebhook",
            {"url": "https://example.org/", "secret_token": "a b"},
            "unallowed characters",
        ),
    ],
)
async def test_a_wrong_call_is_refused_in_telegrams_words(
    stage: SimpleNamespace, method: str, params: dict[str, Any], says: str
) -> None:
    with pytest.raises(RefusedError, match=says):
        await stage.bot.call(method, **filled(params, stage.names))


@pytest.mark.parametrize(
    ("button", "says"),
    [
        ({"callback_data": "支" * 22}, "BUTTON_DATA_INVALID"),
        ({"callback_data": ""}, "BUTTON_DATA_INVALID"),
        ({"copy_text": {"text": "x" * 257}}, "BUTTON_COPY_TEXT_INVALID"),
        ({"url": "tel:96110"}, "Unsupported URL protocol"),
        ({"url": "nowhere"}, "Wrong HTTP URL"),
        ({"url": "https://example.org", "callback_data": "x"}, "more than one action"),
        ({}, "Text buttons are unallowed"),
        ({"web_app": {"url": "http://example.org"}}, "Only HTTPS links are allowed"),
    ],
)
async def test_a_wrong_button_is_refused(
    stage: SimpleNamespace, button: dict[str, Any], says: str
) -> None:
    markup = {"inline_keyboard": [[{"text": "x", **button}]]}
    chat = stage.names["chat"]
    with pytest.raises(RefusedError, match=says):
        await stage.bot.call("sendMessage", chat_id=chat, text="x", reply_markup=markup)


async def test_a_call_against_the_description_is_remembered(stage: SimpleNamespace) -> None:
    chat = stage.names["chat"]
    with pytest.raises(RefusedError):
        await stage.bot.call("sendMessage", chat_id=chat, text="x", silent=True)

    (violation,) = stage.sandbox.violations
    assert violation.method == "sendMessage"
    assert violation.problems == ("unknown parameter silent",)


async def test_a_message_older_than_48_hours_stays(stage: SimpleNamespace) -> None:
    stage.sandbox.world.move_clock(49 * 3600)
    with pytest.raises(RefusedError, match="can't be deleted"):
        await stage.bot.call(
            "deleteMessage", chat_id=stage.names["chat"], message_id=stage.names["sent"]
        )

"""Every method of the sandbox answers what the Bot API's description says."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from bot.sandbox import schema
from bot.sandbox.methods import METHODS
from tests.sandbox_stage import filled, furnished

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
    async with furnished(tmp_path) as made:
        yield made


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

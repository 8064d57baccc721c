"""What the sandbox refuses, in Telegram's words."""

from collections.abc import AsyncIterator
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

from tests.sandbox import RefusedError
from tests.sandbox_stage import filled, furnished

THUMB = {"type": "emoji", "emoji": "👍"}
CONTENT = {"message_text": "x"}
RESULT = {"type": "article", "id": "1", "title": "t", "input_message_content": CONTENT}
MIXED = [{"type": "photo", "media": "@file"}, {"type": "document", "media": "@file"}]
COMMAND = {"command": "start", "description": "begin"}
NO_WORDS = {"command": "start", "description": ""}


@pytest.fixture
async def stage(tmp_path: Path) -> AsyncIterator[SimpleNamespace]:
    async with furnished(tmp_path) as made:
        yield made


@pytest.mark.parametrize(
    ("method", "params", "says"),
    [
        ("sendMessage", {"chat_id": 1, "text": "x"}, "chat not found"),
        (
            "sendMessage",
            {"chat_id": "@chat", "text": "x", "parse_mode": "Markdown"},
            "unsupported",
        ),
        ("sendChatAction", {"chat_id": "@chat", "action": "dancing"}, "wrong parameter action"),
        ("answerCallbackQuery", {"callback_query_id": "@query", "text": "x" * 201}, "TOO_LONG"),
        ("answerWebAppQuery", {"web_app_query_id": "1", "result": RESULT}, "QUERY_ID_INVALID"),
        ("editMessageText", {"inline_message_id": "1", "text": "x"}, "to edit not found"),
        ("editMessageText", {"text": "x"}, "message identifier is not specified"),
        (
            "editMessageText",
            {"chat_id": "@chat", "message_id": "@theirs", "text": "x"},
            "be edited",
        ),
        ("editMessageText", {"chat_id": "@chat", "message_id": "@photo", "text": "x"}, "no text"),
        ("editMessageCaption", {"chat_id": "@chat", "message_id": "@sent"}, "no caption"),
        (
            "deleteMessages",
            {"chat_id": "@chat", "message_ids": []},
            "too many message",
        ),
        ("pinChatMessage", {"chat_id": "@chat", "message_id": 1}, "to pin not found"),
        (
            "setMessageReaction",
            {"chat_id": "@chat", "message_id": 1},
            "to react not found",
        ),
        (
            "setMessageReaction",
            {"chat_id": "@chat", "message_id": "@sent", "reaction": [THUMB, THUMB]},
            "REACTIONS_TOO_MANY",
        ),
        ("copyMessage", {"chat_id": "@chat", "from_chat_id": "@chat", "message_id": 1}, "to copy"),
        (
            "sendPhoto",
            {"chat_id": "@chat", "photo": "https://example.org/a.png"},
            "HTTP URL",
        ),
        ("sendPhoto", {"chat_id": "@chat", "photo": "attach://a"}, "no file in the request"),
        ("sendMediaGroup", {"chat_id": "@chat", "media": MIXED}, "go only with their like"),
        ("getChatAdministrators", {"chat_id": "@chat"}, "chat is a private chat"),
        ("getChatMember", {"chat_id": "@group", "user_id": 1}, "user not found"),
        ("banChatMember", {"chat_id": "@group", "user_id": "@chat"}, "can't remove chat owner"),
        ("createForumTopic", {"chat_id": "@group", "name": "x" * 129}, "TOPIC_TITLE_TOO_LONG"),
        ("closeForumTopic", {"chat_id": "@group", "message_thread_id": 1}, "thread not found"),
        ("closeForumTopic", {"chat_id": "@group", "message_thread_id": "@closed"}, "NOT_MODIFIED"),
        ("setMyName", {"name": "x" * 65}, "name is too long"),
        ("setMyCommands", {"commands": [NO_WORDS]}, "BOT_COMMAND_DESCRIPTION_INVALID"),
        ("setMyCommands", {"commands": [COMMAND] * 101}, "BOT_COMMANDS_TOO_MUCH"),
        (
            "setWebhook",
            {"url": "https://a.org/", "secret_token": "x" * 257},
            "is too long",
        ),
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


async def test_a_reply_keyboard_stays_until_it_is_taken_away(stage: SimpleNamespace) -> None:
    chat = stage.sandbox.world.chats[stage.names["chat"]]
    keyboard = {"keyboard": [[{"text": "Yes"}, "No"]]}
    await stage.bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=keyboard)
    assert chat.keyboard == keyboard
    await stage.bot.call("sendMessage", chat_id=chat.id, text="x")
    assert chat.keyboard == keyboard
    gone = {"remove_keyboard": True}
    await stage.bot.call("sendMessage", chat_id=chat.id, text="x", reply_markup=gone)
    assert chat.keyboard == {}


async def test_protected_content_is_neither_copied_nor_forwarded(stage: SimpleNamespace) -> None:
    chat = stage.names["chat"]
    sent = await stage.bot.call("sendMessage", chat_id=chat, text="x", protect_content=True)
    params = {"chat_id": chat, "from_chat_id": chat, "message_id": sent["message_id"]}
    for method in ("copyMessage", "forwardMessage"):
        with pytest.raises(RefusedError, match="message can't be"):
            await stage.bot.call(method, **params)


async def test_a_bot_that_left_writes_no_more(stage: SimpleNamespace) -> None:
    await stage.bot.call("leaveChat", chat_id=stage.names["group"])
    with pytest.raises(RefusedError, match="bot was kicked from the supergroup chat"):
        await stage.bot.call("sendMessage", chat_id=stage.names["group"], text="x")


async def test_topics_need_an_administrator(stage: SimpleNamespace) -> None:
    world = stage.sandbox.world
    chat = world.chats[stage.names["group"]]
    stage.sandbox.groups.set_bot(chat, world.people[stage.names["chat"]], "member")
    with pytest.raises(RefusedError, match="not enough rights to manage topics"):
        await stage.bot.call("createForumTopic", chat_id=chat.id, name="x")

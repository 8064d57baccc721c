"""The longest messages of customers, on their way to the agents."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.texts.dividing import units
from tests.chat import Chat, open_chat
from tests.test_chat_desk import MONDAY, with_a_claim
from tests.test_topics import customer, texts


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_chat(tmp_path, MONDAY) as opened:
        await with_a_claim(opened)
        yield opened


@pytest.mark.parametrize("filler", ["<&。", "😀 ", "words "])
async def test_the_longest_message_reaches_the_agents_whole(chat: Chat, filler: str) -> None:
    said = filler * (4096 // units(filler))
    await customer(chat, said)
    shown = [text.removeprefix("用户：") for text in texts(chat.in_topic())[1:]]
    assert "".join("".join(shown).split()) == "".join(said.split())


async def test_an_agent_hears_that_emoji_are_too_long_before_telegram_refuses(chat: Chat) -> None:
    chat.agent_taps("take")
    await chat.settle()
    chat.agent_says("😀" * 1800)
    await chat.settle()
    assert "3500" in texts(chat.in_topic())[-1]
    assert "😀" not in chat.last()

"""What agents see and may do in their group, while the customer waits in the chat."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.storage.connection import Connection
from tests.chat import Chat, open_chat
from tests.sandbox import labels

# A Monday, 10:00 in China.
MONDAY = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)


async def with_a_claim(chat: Chat) -> None:
    """Let the customer ask for a person with one sentence."""
    customer = Customer(chat.bot, chat.person.id, Language.SIMPLIFIED, language_chosen=True)
    await chat.know(customer)
    await chat.says("转人工")
    await chat.says("平台说我违规，货款不给结")


def card(chat: Chat) -> list[str]:
    return str(chat.messages(chat.cast.agents_chat.id)[0]["text"]).split("\n")


async def deeds(chat: Chat) -> list[str]:
    async def step(connection: Connection) -> list[str]:
        return [row["action"] for row in await connection.all("SELECT action FROM audit")]

    return await chat.database.read(step)


async def test_a_claim_is_one_card_that_follows_what_is_done(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        await with_a_claim(chat)
        group = chat.cast.agents_chat.id
        [message] = chat.messages(group)
        assert labels(message) == [["接手", "记一笔"], ["升级", "资料包"], ["骚扰"]]
        assert "平台说我违规，货款不给结" in message["text"]
        chat.agent_taps("take")
        await chat.settle()
        [message] = chat.messages(group)
        assert labels(message) == [
            ["常用语", "问一句"],
            ["记一笔", "办结"],
            ["转给同事", "升级"],
            ["放回", "资料包"],
            ["骚扰"],
        ]
        assert chat.cast.agent.first_name in message["text"]
        assert chat.cast.agent.first_name in chat.last()


async def test_who_is_no_agent_changes_nothing(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        await with_a_claim(chat)
        guest = chat.sandbox.people.create("Guest", "en")
        chat.sandbox.groups.add(chat.cast.agents_chat, guest)
        before, said = card(chat), len(chat.messages())
        chat.agent_taps("take", guest)
        await chat.settle()
        chat.agent_says("我来处理", guest)
        await chat.settle()
        assert card(chat) == before
        assert len(chat.messages()) == said
        assert await deeds(chat) == ["desk.refused", "desk.refused"]


async def test_who_is_no_agent_is_not_even_asked_for_an_outcome(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        await with_a_claim(chat)
        chat.agent_taps("take")
        await chat.settle()
        guest = chat.sandbox.people.create("Guest", "en")
        group = chat.cast.agents_chat
        chat.sandbox.groups.add(group, guest)
        before = len(chat.messages(group.id))
        chat.agent_taps("resolve", guest)
        await chat.settle()
        assert len(chat.messages(group.id)) == before
        assert (await deeds(chat))[-1] == "desk.refused"


async def test_talk_among_agents_does_not_reach_the_customer(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        await with_a_claim(chat)
        chat.agent_taps("take")
        await chat.settle()
        said = len(chat.messages())
        chat.agent_says("这个谁来看？", thread=0)
        await chat.settle()
        assert len(chat.messages()) == said


async def test_an_answer_before_anybody_took_the_claim_is_not_sent(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        await with_a_claim(chat)
        said = len(chat.messages())
        chat.agent_says("您好")
        await chat.settle()
        assert len(chat.messages()) == said
        assert "先点“接手”" in chat.last(chat.cast.agents_chat.id)


@pytest.mark.parametrize(
    "words",
    [
        pytest.param("验证码 884213 发我", id="a code"),
        pytest.param("卡号 6228480012345678915 对吗", id="a card number"),
    ],
)
async def test_secrets_in_an_agents_words_are_masked_on_their_way(
    tmp_path: Path, words: str
) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        await with_a_claim(chat)
        chat.agent_taps("take")
        await chat.settle()
        chat.agent_says(words)
        await chat.settle()
        assert "884213" not in chat.last()
        assert "6228480012345678915" not in chat.last()

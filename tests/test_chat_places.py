"""Where the bot talks: privately with people; in groups once, with bots and channels never."""

from datetime import UTC, datetime
from pathlib import Path

from bot.sandbox.values import ChatType
from bot.storage.connection import Connection
from tests.chat import Chat, open_chat

SUNDAY = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)


async def kept(chat: Chat) -> list[str]:
    async def step(connection: Connection) -> list[str]:
        return [row["text"] for row in await connection.all("SELECT text FROM message")]

    return await chat.database.read(step)


async def test_a_group_is_told_once_to_write_privately_and_left(tmp_path: Path) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        people, groups = chat.sandbox.people, chat.sandbox.groups
        group = groups.create("家人群", [chat.person], is_forum=False)
        me = chat.sandbox.world.bot.username
        people.send_text(chat.person.id, f"@{me} 支付宝多扣了我89块", group.id)
        await chat.settle()
        [said] = [m["text"] for m in chat.messages(group.id) if "text" in m]
        assert "私下" in said
        assert not group.has(chat.bot)
        assert await kept(chat) == []


async def test_a_bot_in_the_private_chat_gets_no_answer(tmp_path: Path) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        message = chat.sandbox.people.send_text(chat.person.id, "被骗了")
        await chat.settle()
        said = len(chat.messages())
        other = {**message["from"], "is_bot": True}
        chat.sandbox.updates.push("message", {**message, "from": other})
        await chat.settle()
        assert len(chat.messages()) == said


async def test_a_channel_writing_in_a_group_gets_no_answer(tmp_path: Path) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        message = chat.sandbox.people.send_text(chat.person.id, "被骗了")
        await chat.settle()
        said = len(chat.messages())
        channel = {"id": -1009, "type": ChatType.SUPERGROUP.value, "title": "c"}
        chat.sandbox.updates.push("message", {**message, "sender_chat": channel})
        await chat.settle()
        assert len(chat.messages()) == said


async def test_a_customer_who_blocked_the_bot_is_answered_after_coming_back(
    tmp_path: Path,
) -> None:
    async with open_chat(tmp_path, SUNDAY) as chat:
        await chat.says("/start")
        chat.sandbox.people.block(chat.person.id)
        await chat.settle()
        before = len(chat.messages())
        chat.sandbox.people.unblock(chat.person.id)
        await chat.says("/help")
        assert len(chat.messages()) == before + 1

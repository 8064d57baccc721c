"""Agents block who only disturbs: told once, silent then, undone, and never blind to danger."""

from datetime import timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.sandbox.wire import Upload
from bot.services.retention import BLOCKS_KEPT, Retention
from bot.storage import blocks
from bot.storage.audit import deeds
from bot.storage.blocks import Block, block_of
from tests import postgres
from tests.chat import open_chat
from tests.gateway import BOT, NOW
from tests.knowledge_chat import AT
from tests.sandbox import labels, picture

database = postgres.database


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path, AT) as chat:
        await chat.says("/human")
        await chat.taps("不说了，直接等")
        yield chat


async def presses(chat, *prefixes, person=None):
    for prefix in prefixes:
        chat.agent_presses(prefix, person)
        await chat.settle()


async def blocked(chat):
    await presses(chat, "spam:ask", "spam:block")


async def group_texts(chat):
    return [str(m.get("text", "")) for m in chat.messages(chat.cast.agents_chat.id)]


async def kept(chat, table):
    sql = f"SELECT COUNT(*) AS n FROM {table} WHERE chat_id = :chat"
    return (await chat.database.read(lambda c: c.one(sql, chat=chat.person.id)))["n"]


async def audited(chat):
    rows = await chat.database.read(lambda c: deeds(c, chat.bot))
    return [(r["actor"], r["action"]) for r in rows if r["action"].startswith("spam.")]


async def test_a_blocked_customer_is_told_once_and_not_answered_after(chat):
    await blocked(chat)
    assert any("拉黑了这位用户" in text for text in await group_texts(chat))
    before, words, files = len(chat.messages()), await kept(chat, "message"), 0
    await chat.says("便宜粉丝加我")
    assert "这里不再回复您的消息" in chat.last()
    assert "110" in chat.last()
    await chat.says("为什么不理我")
    await chat.says("/start")
    await chat.sends([Upload("a.png", "image/png", picture())])
    chat.sandbox.people.tap(chat.person.id, chat.messages()[0]["message_id"], "open:fraud")
    await chat.settle()
    assert len(chat.messages()) == before + 1
    assert await kept(chat, "evidence") == files
    assert await kept(chat, "message") == words + 1, "nothing of it is kept but our own words"
    assert await audited(chat) == [(str(chat.cast.agent.id), "spam.blocked")]


async def test_what_a_blocked_customer_writes_of_danger_is_shown_to_agents(chat):
    await blocked(chat)
    await chat.says("加我")
    before = len(await group_texts(chat))
    await chat.says("骗子让我共享屏幕，钱正在转出去")
    shown = (await group_texts(chat))[before:]
    assert len(shown) == 1
    assert "骗子让我共享屏幕，钱正在转出去" in shown[0]
    newest = chat.messages(chat.cast.agents_chat.id)[-1]
    assert labels(newest) == [["撤销拉黑"]]
    await chat.says("我被骗了，快帮我")
    assert len(await group_texts(chat)) == before + 1, "once an hour"
    await chat.later(timedelta(hours=1))
    await chat.says("我不想活了")
    assert "我不想活了" in (await group_texts(chat))[-1]


async def test_a_block_is_undone(chat):
    await blocked(chat)
    await presses(chat, "spam:undo")
    before = len(chat.messages())
    await chat.later(timedelta(hours=1))
    await chat.says("/status")
    assert len(chat.messages()) > before
    assert [action for _, action in await audited(chat)] == ["spam.unblocked", "spam.blocked"]
    await presses(chat, "spam:undo")
    assert await audited(chat) == (await audited(chat))[:2]


async def test_an_admin_decides_on_a_report(chat):
    admin = Customer(chat.bot, chat.cast.admin.id, Language.SIMPLIFIED, language_chosen=True)
    await chat.know(admin)
    await chat.admin_says("/agents")
    await presses(chat, "spam:ask", "spam:report")
    told = chat.messages(chat.cast.admin.id)[-1]
    assert "的用户在骚扰" in told["text"]
    data = told["reply_markup"]["inline_keyboard"][0][0]["callback_data"]
    chat.sandbox.people.tap(chat.cast.admin.id, told["message_id"], data)
    await chat.settle()
    await chat.says("加我")
    assert "这里不再回复您的消息" in chat.last()


async def test_nobody_else_blocks_and_nobody_of_the_team_is_blocked(chat):
    stranger = chat.sandbox.people.create("路人", "zh-hans")
    chat.sandbox.groups.add(chat.cast.agents_chat, stranger)
    await presses(chat, "spam:ask", person=stranger)
    assert not any("只是来骚扰的吗" in text for text in await group_texts(chat))
    number = (await chat.database.read(lambda c: c.one("SELECT number FROM claim")))["number"]
    data = f"spam:block:{number}"
    message = chat.messages()[-1]["message_id"]
    chat.sandbox.people.tap(chat.person.id, message, data)
    await chat.settle()
    assert await audited(chat) == []
    chat.person = chat.cast.agent
    await chat.says("/human")
    await chat.taps("不说了，直接等")
    await blocked(chat)
    assert await audited(chat) == []


async def test_a_blocked_customer_can_have_all_deleted_and_stays_blocked(chat):
    await blocked(chat)
    await chat.says("/privacy")
    assert "这里不再" not in chat.last()
    await chat.says("/forget")
    await chat.taps(labels(chat.messages()[-1])[-1][0])
    assert await kept(chat, "claim") == 0
    before = len(chat.messages())
    await chat.says("又是我")
    assert len(chat.messages()) == before + 1
    await chat.says("有人要杀我，我被关起来了")
    assert f"已拉黑的用户 {chat.person.id} 写了有危险的话" in (await group_texts(chat))[-1]


async def test_a_block_ends_by_itself(database):
    block = Block(5, 1, 70)
    await database.write(lambda c: blocks.put_block(c, BOT, block, NOW))
    assert not await database.write(lambda c: blocks.put_block(c, BOT, Block(5, 2, 71), NOW))
    assert await database.read(lambda c: block_of(c, BOT, 5)) == block
    assert await database.read(lambda c: block_of(c, BOT + 1, 5)) is None
    retention = Retention(database)
    await retention.purge(NOW + BLOCKS_KEPT)
    assert await database.read(lambda c: block_of(c, BOT, 5)) == block
    await retention.purge(NOW + BLOCKS_KEPT + timedelta(seconds=1))
    assert await database.read(lambda c: block_of(c, BOT, 5)) is None

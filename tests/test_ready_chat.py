"""Ready answers and nearest articles in the agents' group: looked at, filled in, sent once."""

from datetime import timedelta

import pytest

from bot.services.retention import Retention
from bot.storage.audit import deeds
from tests.chat import open_chat
from tests.knowledge_chat import AT
from tests.sandbox import labels


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path, AT) as chat:
        await chat.says("/human")
        await chat.taps("不说了，直接等")
        chat.agent_taps("take")
        await chat.settle()
        yield chat


def presses(chat, label, person=None):
    """Tap the newest button of that label in the agents' group."""
    group = chat.cast.agents_chat.id
    for message in reversed(chat.messages(group)):
        for row in message.get("reply_markup", {}).get("inline_keyboard", []):
            for button in row:
                if button["text"] == label:
                    data = button["callback_data"]
                    who = (person or chat.cast.agent).id
                    chat.sandbox.people.tap(who, message["message_id"], data, group)
                    return message
    raise LookupError(label)


async def pressed(chat, *names, person=None):
    for name in names:
        presses(chat, name, person)
        await chat.settle()


def shown(chat):
    """Return the message that shows what would be sent."""
    found = [m for m in chat.messages(chat.cast.agents_chat.id) if "<blockquote>" in str(m)
             or any(e["type"] == "blockquote" for e in m.get("entities", []))]  # fmt: skip
    return found[-1]


async def answers(chat, text, person=None):
    group, who = chat.cast.agents_chat.id, person or chat.cast.agent
    message = shown(chat)
    thread = message.get("message_thread_id", 0)
    chat.sandbox.people.send_text(
        who.id, text, group, reply_to=message["message_id"], thread=thread
    )
    await chat.settle()


async def test_an_answer_is_looked_at_filled_in_and_sent_once(chat):
    before = len(chat.messages())
    await pressed(chat, "常用语", "接手")
    text = shown(chat)["text"]
    assert "您好，我是" in text
    assert "先核对一件：{question}" in text
    assert "{question} 要核对的一个问题" in text
    assert labels(shown(chat)) == [["不发了"]]
    await answers(chat, "钱是从哪张卡出去的？")
    assert "先核对一件：钱是从哪张卡出去的？" in shown(chat)["text"]
    assert len(chat.messages()) == before, "nothing was sent yet"
    message = presses(chat, "发给用户")
    await chat.settle()
    assert "先核对一件：钱是从哪张卡出去的？" in chat.last()
    assert shown(chat)["text"].startswith("已发给用户：")
    assert labels(shown(chat)) == []
    data = next(
        button["callback_data"]
        for row in message["reply_markup"]["inline_keyboard"]
        for button in row
        if button["text"] == "发给用户"
    )
    group = chat.cast.agents_chat.id
    chat.sandbox.people.tap(chat.cast.agent.id, message["message_id"], data, group)
    await chat.settle()
    assert len(chat.messages()) == before + 1, "it is sent once"


async def test_several_places_are_filled_line_by_line_and_the_text_can_be_changed(chat):
    await pressed(chat, "常用语", "不归我们办")
    await answers(chat, "发卡银行\n我要争议这笔款")
    assert "归它办：发卡银行，这样说：“我要争议这笔款”。" in shown(chat)["text"]
    await answers(chat, "这件请找发卡银行。\n说：我要争议这笔款。")
    await pressed(chat, "发给用户")
    assert "这件请找发卡银行。\n说：我要争议这笔款。" in chat.last()


async def test_what_is_written_anew_is_not_sent_while_something_is_open(chat):
    before = len(chat.messages())
    await pressed(chat, "常用语", "很久没回")
    await answers(chat, "一\n二\n三\n四 {next}")
    assert "{next} 用户要做的一件事" in shown(chat)["text"]
    assert labels(shown(chat)) == [["不发了"]]
    await pressed(chat, "不发了")
    assert shown(chat)["text"].startswith("没有发：")
    assert len(chat.messages()) == before


async def test_only_the_agent_who_chose_it_sends_it(chat):
    await pressed(chat, "常用语", "已撤回")
    before = len(chat.messages())
    assert "凭证留 365 天" in shown(chat)["text"]
    await pressed(chat, "发给用户", person=chat.cast.admin)
    await answers(chat, "别的话", person=chat.cast.admin)
    assert len(chat.messages()) == before
    assert "这条是别人准备的" in chat.last(chat.cast.agents_chat.id)
    stranger = chat.sandbox.people.create("路人", "zh-hans")
    chat.sandbox.groups.add(chat.cast.agents_chat, stranger)
    for label in ("发给用户", "常用语"):
        await pressed(chat, label, person=stranger)
    assert len(chat.messages()) == before
    rows = await chat.database.read(lambda c: deeds(c, chat.bot))
    assert [r["action"] for r in rows if r["actor"] == str(stranger.id)] == ["desk.refused"] * 2


async def test_the_nearest_articles_are_offered_under_a_customers_words(chat):
    await chat.says("退款要多久才到账")
    await chat.words_arrive()
    asked = presses(chat, "找文章")
    await chat.settle()
    assert "退款要多久才到账" in asked["text"]
    offered = chat.messages(chat.cast.agents_chat.id)[-1]
    titles = [label for row in labels(offered) for label in row]
    assert 1 <= len(titles) <= 3
    await pressed(chat, titles[0])
    body = shown(chat)["text"].splitlines()[1]
    await pressed(chat, "发给用户")
    assert body in chat.last()


async def test_a_shown_answer_is_kept_for_a_day(chat):
    await pressed(chat, "常用语", "已撤回")
    now = chat.clock() + timedelta(days=1, seconds=1)
    await Retention(chat.database).purge(now)
    before = len(chat.messages())
    await pressed(chat, "发给用户")
    assert len(chat.messages()) == before

"""`/agents` in the chat: an admin names somebody, who confirms; rights count at every action."""

from datetime import timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.sandbox.posting import Place
from bot.sandbox.wire import Upload
from tests.chat import open_chat
from tests.knowledge_chat import AT
from tests.sandbox import labels


@pytest.fixture
async def chat(tmp_path):
    async with open_chat(tmp_path, AT) as chat:
        for person in (chat.person, chat.cast.admin):
            await chat.know(
                Customer(
                    chat.bot, person.id, Language.SIMPLIFIED, language_chosen=True, region="CN"
                )
            )
        await chat.says("/agents")
        yield chat


async def admin(chat, text):
    await chat.admin_says(text)
    return chat.last(chat.cast.admin.id)


async def named(chat, role=""):
    return await admin(chat, f"/agents add {chat.person.id} {role}".strip())


async def test_somebody_is_named_confirms_and_is_removed(chat):
    newcomer = chat.person.id
    assert f"已请 {newcomer} 加入" in await named(chat)
    assert "管理员请您加入客服团队" in chat.last()
    assert f"{newcomer}：客服，" in await admin(chat, "/agents")
    await chat.taps("我加入")
    assert "您已加入客服团队" in chat.last()
    assert f"王芳（{newcomer}）已确认" in chat.last(chat.cast.admin.id)
    listed = await admin(chat, "/agents")
    assert f"{newcomer} 王芳：客服，2026-11-22 起" in listed
    assert f"{chat.cast.agent.id} （没有名字）：客服，写在设置里" in listed
    assert "等本人确认" not in listed
    assert f"已移除 {newcomer}" in await admin(chat, f"/agents remove {newcomer}")
    assert "您已不在客服团队里" in chat.last()


async def test_the_button_of_an_invitation_works_once(chat):
    await named(chat)
    await chat.taps("我加入")
    await admin(chat, f"/agents remove {chat.person.id}")
    asked = next(m for m in chat.messages() if "管理员请您加入" in m.get("text", ""))
    chat.sandbox.people.tap(chat.person.id, asked["message_id"], "staff:join")
    await chat.settle()
    assert "这个邀请不在了" in chat.last()
    await chat.says("/agents")
    assert "这个命令是管理员用的" in chat.last()


async def test_an_invitation_can_be_refused_and_taken_back(chat):
    await named(chat)
    await chat.taps("不加入")
    assert "没有加入" in chat.last()
    assert f"{chat.person.id} 没有加入" in chat.last(chat.cast.admin.id)
    await named(chat)
    assert "已收回" in await admin(chat, f"/agents remove {chat.person.id}")
    await chat.taps("我加入")
    assert "这个邀请不在了" in chat.last()


async def test_a_customer_learns_their_number_and_is_asked_where_they_were_named(chat):
    assert f"把您的 Telegram 编号 {chat.person.id} 告诉管理员" in chat.last()
    copy = chat.messages()[-1]["reply_markup"]["inline_keyboard"][0][0]["copy_text"]["text"]
    assert copy == str(chat.person.id)
    await chat.says(f"/agents add {chat.person.id} admin")
    assert "这个命令是管理员用的" in chat.last()
    await named(chat, "admin")
    await chat.says("/agents")
    assert "管理员请您做管理员" in chat.last()
    assert [label for row in labels(chat.messages()[-1]) for label in row] == ["我加入", "不加入"]


async def test_what_an_admin_may_not_or_cannot_is_said(chat):
    me, agent = chat.cast.admin.id, chat.cast.agent.id
    assert "写在这台机器的设置里" in await admin(chat, f"/agents remove {agent}")
    assert "写在这台机器的设置里" in await admin(chat, f"/agents agent {me}")
    assert "本来就是管理员" in await admin(chat, f"/agents admin {me}")
    assert "已经在团队里了" in await admin(chat, f"/agents add {agent}")
    assert "不在团队里" in await admin(chat, "/agents remove 12345")
    assert "我没看懂" in await admin(chat, "/agents add me")


async def claim(chat):
    await chat.says("/human")
    await chat.taps("不说了，直接等")


async def test_rights_at_the_desk_begin_and_end_with_the_team(chat):
    chat.sandbox.groups.add(chat.cast.agents_chat, chat.person)
    other = chat.sandbox.people.create("另一位", "zh-hans")
    newcomer, chat.person = chat.person, other
    await claim(chat)
    group = chat.cast.agents_chat.id

    async def takes():
        chat.agent_taps("take", newcomer)
        await chat.settle()
        return str(chat.messages(group)[-1]["text"])

    before = await takes()
    assert "王芳" not in before, "being in the group is not enough"
    chat.person = newcomer
    await named(chat)
    await chat.taps("我加入")
    assert "王芳" in await takes()
    await admin(chat, f"/agents remove {newcomer.id}")
    # Whoever was refused is told so again after ten minutes.
    await chat.later(timedelta(minutes=11))
    said = len(chat.messages(other.id))
    chat.agent_says("我还在", newcomer)
    await chat.settle()
    assert len(chat.messages(other.id)) == said
    assert "只有工作人员能用" in chat.last(group)


async def test_an_admin_who_was_added_edits_the_knowledge_until_removed(chat):
    person = chat.person.id

    async def sends():
        upload = Upload("refund-time.zh.md", "text/markdown", b"x")
        chat.sandbox.posting.document(Place(person), upload)
        await chat.settle()
        return chat.last()

    evidence = await sends()
    await named(chat, "admin")
    await chat.taps("我加入")
    article = await sends()
    assert article != evidence
    await chat.says("/incident")
    assert "现在没有" in chat.last()
    await admin(chat, f"/agents agent {person}")
    assert "不再是管理员" in chat.last()
    await chat.says("/faq 退款")
    assert "管理员" in chat.last()
    assert await sends() != article

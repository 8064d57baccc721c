"""A claim in its topic: from hand to hand, out of hours, and with what must not be seen."""

from datetime import timedelta

import pytest

from bot.sandbox.wire import Upload
from tests import test_topics
from tests.chat import Chat
from tests.test_chat_desk import deeds
from tests.test_topics import agent, customer, number, texts

chat, taken = test_topics.chat, test_topics.taken


async def test_a_claim_is_passed_on_to_the_colleague_who_takes_it(taken: Chat) -> None:
    taken.agent_taps("pass_on")
    await taken.settle()
    guest = taken.sandbox.people.create("Guest", "en")
    taken.sandbox.groups.add(taken.cast.agents_chat, guest)
    taken.agent_taps("accept", guest)
    await taken.settle()
    assert "Guest" not in taken.last()
    taken.agent_taps("accept", taken.cast.admin)
    await taken.settle()
    assert taken.cast.admin.first_name in taken.last()
    assert (await deeds(taken))[-1] == "claim.pass_on"


async def test_nothing_is_taken_over_that_nobody_offered(taken: Chat) -> None:
    data = f"desk:accept:{number(taken)}"
    said = len(taken.messages())
    card = taken.in_topic()[0]["message_id"]
    taken.sandbox.people.tap(taken.cast.admin.id, card, data, taken.group.id)
    await taken.settle()
    assert len(taken.messages()) == said


@pytest.mark.parametrize(
    ("button", "deed"), [("escalate", "claim.escalate"), ("hand_back", "claim.hand_back")]
)
async def test_a_reason_moves_a_claim_and_stays_with_the_team(
    taken: Chat, button: str, deed: str
) -> None:
    taken.agent_taps(button)
    await taken.settle()
    prompt = taken.in_topic()[-1]["message_id"]
    await agent(taken, "很急，银行在等", reply_to=prompt)
    assert (await deeds(taken))[-1] == deed
    assert not any("银行在等" in text for text in texts(taken.messages()))


async def test_out_of_hours_the_customer_is_told_so_once(taken: Chat) -> None:
    def told() -> int:
        return sum("现在没有人工在线" in text for text in texts(taken.messages()))

    await taken.says("上班时间说的")
    assert told() == 0
    await taken.later(timedelta(hours=13))
    await taken.says("半夜说的")
    assert "现在没有人工在线，11 月 24 日 09:00（北京时间）上班" in taken.last()
    await taken.says("又说一句")
    assert told() == 1
    await taken.later(timedelta(hours=10))
    await taken.says("早上好")
    await taken.later(timedelta(hours=14))
    await taken.says("又是半夜")
    assert told() == 2
    assert any("早上好" in text for text in texts(taken.in_topic()))


async def test_a_secret_reaches_the_agents_masked(taken: Chat) -> None:
    await customer(taken, "验证码 884213 告诉你们")
    shown = texts(taken.in_topic())[-1]
    assert shown.startswith("用户：验证码")
    assert "884213" not in shown


async def test_a_file_that_is_not_taken_is_told_to_the_agents_too(taken: Chat) -> None:
    await taken.sends([Upload("tool.exe", "application/octet-stream", b"MZ")], "看看这个")
    await taken.words_arrive()
    shown = texts(taken.in_topic())[-1]
    assert "有一个文件没有收到" in shown
    assert "看看这个" in shown


async def test_a_claim_from_before_the_group_gets_its_topic_with_the_next_words(
    taken: Chat,
) -> None:
    await taken.database.write(lambda c: c.run("DELETE FROM desk_card"))
    taken.sandbox.groups.delete_topic(taken.group, taken.topic())
    await customer(taken, "还在吗")
    assert texts(taken.in_topic())[0].startswith(number(taken))
    assert texts(taken.in_topic())[1:] == ["用户：还在吗"]

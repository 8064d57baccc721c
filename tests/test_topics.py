"""One topic a claim in the agents' group, as agents and the customer see it."""

from collections.abc import AsyncIterator
from pathlib import Path
from typing import Any

import pytest

from bot.sandbox.posting import Place
from bot.sandbox.values import Json
from bot.sandbox.wire import Upload
from tests.chat import Chat, open_chat
from tests.sandbox import labels, picture
from tests.test_chat_desk import MONDAY, deeds, with_a_claim


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_chat(tmp_path, MONDAY) as opened:
        await with_a_claim(opened)
        yield opened


@pytest.fixture
async def taken(chat: Chat) -> Chat:
    chat.agent_taps("take")
    await chat.settle()
    return chat


def number(chat: Chat) -> str:
    return chat.group.topics[str(chat.topic())].name.split()[0]


def texts(messages: list[Json]) -> list[str]:
    return [str(each.get("text", each.get("caption", ""))) for each in messages]


async def agent(chat: Chat, text: str, **more: Any) -> Json:
    """Let the agent write into the topic."""
    message = chat.agent_says(text, **more)
    await chat.settle()
    return message


async def customer(chat: Chat, text: str) -> Json:
    """Let the customer write, and the words arrive."""
    message = await chat.says(text)
    await chat.words_arrive()
    return message


async def test_a_claim_has_a_topic_of_its_own_with_the_card_first_and_pinned(chat: Chat) -> None:
    [topic] = chat.group.topics.values()
    card = chat.in_topic()[0]
    assert topic.name == f"{number(chat)} 找人工"
    assert card["text"].startswith(number(chat))
    assert chat.group.pinned == [card["message_id"]]


async def test_each_claim_has_its_own(chat: Chat) -> None:
    chat.agent_taps("take")
    await chat.settle()
    first = chat.topic()
    chat.person = chat.sandbox.people.create("Alex", "zh-hans")
    await with_a_claim(chat)
    assert len(chat.group.topics) == 2
    await customer(chat, "我是另一个人")
    assert texts(chat.in_topic(first))[1:] == []
    assert texts(chat.in_topic())[1:] == ["用户：我是另一个人"]


async def test_words_of_five_seconds_go_as_one_message(chat: Chat) -> None:
    said = len(chat.messages())
    await chat.says("第一句")
    await chat.says("第二句 <b>")
    assert len(chat.in_topic()) == 1
    await chat.words_arrive()
    await customer(chat, "第三句")
    assert texts(chat.in_topic())[1:] == ["用户：第一句\n第二句 <b>", "用户：第三句"]
    assert len(chat.messages()) == said


async def test_an_agents_words_in_the_topic_reach_the_customer(taken: Chat) -> None:
    await agent(taken, "您好，<先看>一下")
    assert taken.last() == f"{taken.cast.agent.first_name}：您好，<先看>一下"


@pytest.mark.parametrize("words", ["//这人急", "／／ 这人急"])
async def test_a_note_stays_with_the_team(taken: Chat, words: str) -> None:
    said = len(taken.messages())
    message = await agent(taken, words)
    assert len(taken.messages()) == said
    assert await deeds(taken) == ["claim.take", "claim.note"]
    answered = await agent(taken, "同意", reply_to=message["message_id"])
    assert len(taken.messages()) == said
    noted = taken.sandbox.world.messages[taken.group.id]
    assert "同意" in noted[answered["message_id"]]["text"]
    assert await deeds(taken) == ["claim.take", "claim.note", "claim.note"]


async def test_a_note_and_a_question_by_their_buttons(taken: Chat) -> None:
    said = len(taken.messages())
    taken.agent_taps("note")
    await taken.settle()
    prompt = taken.in_topic()[-1]
    await agent(taken, "95188 说 3 天", reply_to=prompt["message_id"])
    assert len(taken.messages()) == said
    taken.agent_taps("ask")
    await taken.settle()
    prompt = taken.in_topic()[-1]
    await agent(taken, "订单号是多少？", reply_to=prompt["message_id"])
    assert "要补充" in taken.last()
    assert "订单号是多少？" in taken.last()
    assert await deeds(taken) == ["claim.take", "claim.note", "claim.ask"]


async def test_nothing_goes_out_before_somebody_took_the_claim(chat: Chat) -> None:
    said = len(chat.messages())
    message = await agent(chat, "您好")
    assert len(chat.messages()) == said
    told = chat.in_topic()[-1]
    assert "先点“接手”" in told["text"]
    assert told["reply_to_message"]["message_id"] == message["message_id"]


async def test_who_is_no_agent_gets_nothing_through_and_is_told_once(taken: Chat) -> None:
    guest = taken.sandbox.people.create("Guest", "en")
    taken.sandbox.groups.add(taken.cast.agents_chat, guest)
    said = len(taken.messages())
    for words in ("我来", "还有我", "//记"):
        await agent(taken, words, person=guest)
    assert len(taken.messages()) == said
    assert len(taken.in_topic()) == 2
    assert (await deeds(taken))[1:] == ["desk.refused"] * 3


@pytest.mark.parametrize(
    ("words", "told"),
    [
        pytest.param("/resolve", "这是命令", id="a command"),
        pytest.param("很" * 3501, "太长了", id="too long"),
    ],
)
async def test_what_cannot_be_sent_is_said_at_once(taken: Chat, words: str, told: str) -> None:
    said = len(taken.messages())
    await agent(taken, words)
    assert len(taken.messages()) == said
    assert told in taken.in_topic()[-1]["text"]


async def test_a_sticker_is_not_sent(taken: Chat) -> None:
    sticker = {"sticker": {"file_id": "s", "file_unique_id": "u", "type": "regular", "width": 9,
                           "height": 9, "is_animated": False, "is_video": False}}  # fmt: skip
    taken.sandbox.people.post(taken.cast.agent.id, sticker, taken.group.id, thread=taken.topic())
    await taken.settle()
    assert "只有文字、图片" in taken.in_topic()[-1]["text"]


async def test_a_customer_who_stopped_the_bot_is_told_of_at_once(taken: Chat) -> None:
    taken.sandbox.people.block(taken.person.id)
    await taken.settle()
    message = await agent(taken, "在吗")
    told = taken.in_topic()[-1]
    assert "没有送到：用户停用了机器人" in told["text"]
    assert told["reply_to_message"]["message_id"] == message["message_id"]


async def test_replies_keep_their_links_both_ways(taken: Chat) -> None:
    asked = await customer(taken, "钱什么时候到？")
    shown = taken.in_topic()[-1]
    answer = await agent(taken, "三天内", reply_to=shown["message_id"])
    told = taken.messages()[-1]
    assert told["reply_to_message"]["message_id"] == asked["message_id"]
    people = taken.sandbox.people
    people.send_text(taken.person.id, "好的", reply_to=told["message_id"])
    await taken.settle()
    await taken.words_arrive()
    assert taken.in_topic()[-1]["text"] == "用户：好的"
    replied = taken.in_topic()[-1]["reply_to_message"]
    assert replied["message_id"] == answer["message_id"]


async def test_edits_are_followed_both_ways(taken: Chat) -> None:
    first = await taken.says("多扣了 89")
    await taken.says("两次")
    await taken.edits(first["message_id"], "多扣了 98")
    await taken.words_arrive()
    assert texts(taken.in_topic())[-1] == "用户：多扣了 98\n两次"
    await taken.edits(first["message_id"], "多扣了 99")
    assert texts(taken.in_topic())[-1] == "用户：多扣了 99\n两次"
    message = await agent(taken, "三天")
    taken.sandbox.people.edit_text(
        taken.cast.agent.id, message["message_id"], "四天", taken.group.id
    )
    await taken.settle()
    assert taken.last() == f"{taken.cast.agent.first_name}：四天"


async def test_an_edit_that_cannot_be_made_comes_as_a_correction(taken: Chat) -> None:
    message = await agent(taken, "三天")
    taken.sandbox.world.drop_message(taken.person.id, taken.messages()[-1]["message_id"])
    taken.sandbox.people.edit_text(
        taken.cast.agent.id, message["message_id"], "四天", taken.group.id
    )
    await taken.settle()
    assert taken.last() == f"更正 {taken.cast.agent.first_name}：四天"


async def test_what_was_sent_cannot_be_edited_into_a_note(taken: Chat) -> None:
    message = await agent(taken, "三天")
    taken.sandbox.people.edit_text(
        taken.cast.agent.id, message["message_id"], "//这人烦", taken.group.id
    )
    await taken.settle()
    assert taken.last().endswith("三天")
    assert "改不成备注" in taken.in_topic()[-1]["text"]


async def test_files_go_both_ways_an_album_in_one_call(taken: Chat) -> None:
    calls = len(taken.sandbox.world.messages[taken.group.id])
    pictures = [Upload(f"{n}.png", "image/png", picture(40 + n)) for n in range(3)]
    await taken.sends(pictures, "三张截图")
    await taken.words_arrive()
    album = taken.in_topic()[-3:]
    assert len({each["media_group_id"] for each in album}) == 1
    assert texts(album) == ["用户：三张截图", "", ""]
    assert len(taken.sandbox.world.messages[taken.group.id]) == calls + 3
    place = Place(taken.cast.agent.id, taken.group.id, taken.topic(), album[0]["message_id"])
    taken.sandbox.posting.any(place, pictures[:2], "看这两张")
    await taken.settle()
    sent = taken.messages()[-2:]
    assert len({each["media_group_id"] for each in sent}) == 1
    assert texts(sent) == [f"{taken.cast.agent.first_name}：看这两张", ""]
    taken.sandbox.posting.any(
        Place(taken.cast.agent.id, taken.group.id, taken.topic()),
        [Upload("letter.pdf", "application/pdf", b"%PDF-1.4")],
    )
    await taken.settle()
    assert taken.messages()[-1]["document"]["file_name"] == "letter.pdf"


async def test_a_deleted_topic_is_opened_again_with_what_waited(taken: Chat) -> None:
    first, name = taken.topic(), taken.group.topics[str(taken.topic())].name
    taken.sandbox.groups.delete_topic(taken.group, first)
    await customer(taken, "还在吗")
    await taken.settle()
    [topic] = taken.group.topics.values()
    assert (topic.name, topic.thread == first) == (name, False)
    assert sorted(texts(taken.in_topic()))[0].startswith(number(taken))
    assert "用户：还在吗" in texts(taken.in_topic())
    await agent(taken, "在")
    assert taken.last().endswith("：在")


async def test_the_topic_is_closed_with_the_claim_and_opened_when_it_is_reopened(
    taken: Chat,
) -> None:
    taken.agent_taps("resolve")
    await taken.settle()
    taken.agent_taps("explained")
    await taken.settle()
    topic = taken.group.topics[str(taken.topic())]
    assert topic.is_closed
    assert topic.name.startswith("✓ ")
    await taken.taps("没解决，接着办")
    topic = taken.group.topics[str(taken.topic())]
    assert not topic.is_closed
    assert not topic.name.startswith("✓")


async def two_claims(taken: Chat) -> tuple[str, str]:
    """Let the customer file a second claim that an agent takes; return both numbers."""
    first = number(taken)
    await taken.says("/new")
    await with_a_claim(taken)
    taken.agent_taps("take")
    await taken.settle()
    return first, number(taken)


async def choose_duplicate(taken: Chat) -> None:
    taken.agent_taps("resolve")
    await taken.settle()
    taken.agent_taps("duplicate")
    await taken.settle()


async def test_a_duplicate_of_which_claim_is_asked_in_the_topic(taken: Chat) -> None:
    first, second = await two_claims(taken)
    await choose_duplicate(taken)
    asked = taken.in_topic()[-1]
    assert asked["text"] == f"{second} 和哪一件重复？"
    assert labels(asked) == [[f"{first} · 其他 · 处理中"], ["别的编号"]]
    taken.agent_taps("twin")
    await taken.settle()
    assert f"{second} 和 {first} 是同一件事" in taken.last()


async def test_the_number_of_the_other_claim_can_be_typed(taken: Chat) -> None:
    first, second = await two_claims(taken)
    await choose_duplicate(taken)
    taken.agent_taps("same_as")
    await taken.settle()
    prompt = taken.in_topic()[-1]["message_id"]
    for wrong, why in (("PA-0000-0000-0", "没有这个编号"), (second, "这是同一件")):
        await agent(taken, wrong, reply_to=prompt)
        assert why in taken.in_topic()[-1]["text"]
    await agent(taken, first.lower(), reply_to=prompt)
    assert f"{second} 和 {first} 是同一件事" in taken.last()


async def test_a_group_without_topics_is_worked_in_by_replies(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        chat.group.is_forum = False
        await with_a_claim(chat)
        group = chat.cast.agents_chat.id
        begun = sorted(text[:3] for text in texts(chat.messages(group)))
        assert begun == ["PA-", "开不了"]
        chat.agent_taps("take")
        await chat.settle()
        await customer(chat, "第一句")
        shown = chat.messages(group)[-1]
        assert shown["text"].endswith(" 用户：第一句")
        assert shown["text"].startswith("PA-")
        chat.agent_says("不是给用户的", thread=0)
        await chat.settle()
        chat.agent_says("您好", thread=0, reply_to=shown["message_id"])
        await chat.settle()
        assert chat.last() == f"{chat.cast.agent.first_name}：您好"
        chat.person = chat.sandbox.people.create("Alex", "zh-hans")
        await with_a_claim(chat)
        assert sum("开不了话题" in each["text"] for each in chat.messages(group)) == 1


async def test_who_has_it_all_deleted_leaves_no_topic_behind(taken: Chat) -> None:
    await customer(taken, "我叫王芳")
    await taken.says("/forget")
    await taken.taps("全部资料都删")
    assert taken.group.topics == {}

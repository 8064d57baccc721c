"""`/start` of staff: what the bot sees of the agents' group, and what it says is to be mended."""

from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import pytest

from bot.domain.languages import Language
from bot.sandbox.values import ChatType
from bot.services.conversation import Office
from bot.services.desk_rights import Asked, DeskRights, GroupRights
from bot.storage.desk_topics import has_topics
from bot.texts.catalog import Catalog
from tests.chat import Chat, open_chat
from tests.gateway import BOT, NOW
from tests.test_chat_desk import MONDAY

GOOD = GroupRights(is_forum=True, is_admin=True, can_topics=True, can_pin=True, can_delete=True)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[Chat]:
    async with open_chat(tmp_path, MONDAY) as opened:
        yield opened


async def starts(chat: Chat, person: int, group: int = 0) -> None:
    chat.sandbox.people.send_text(person, "/start", group)
    await chat.settle()


async def knows_of_topics(chat: Chat) -> bool:
    group = chat.group.id
    return await chat.database.read(lambda c: has_topics(c, chat.bot, group))


async def test_staff_hear_in_private_that_all_is_well(chat: Chat) -> None:
    agent, admin = chat.cast.agent.id, chat.cast.admin.id
    await starts(chat, agent)
    assert chat.last(agent).startswith("人工群一切就绪")
    await starts(chat, admin)
    assert chat.last(admin).startswith("The agents' group is ready")


async def test_a_customer_is_greeted_as_ever(chat: Chat) -> None:
    await starts(chat, chat.person.id)
    assert "人工群" not in chat.last()


async def test_in_the_group_it_says_what_to_mend_and_does_without_topics(chat: Chat) -> None:
    group, admin = chat.group.id, chat.cast.admin.id
    chat.group.is_forum = False
    chat.sandbox.groups.set_bot(chat.group, chat.cast.admin, "member")
    await starts(chat, admin, group)
    assert chat.last(group).split("\n") == [
        "人工群还要改这几处：",
        "1. 群里没有打开“话题”：群设置 → 话题 → 打开。不打开也能用，所有登记会挤在一起。",
        "2. 我不是管理员，只看得到对我的回复：群设置 → 管理员 → 添加我。",
        "改好后再发一次 /start。",
    ]
    assert not await knows_of_topics(chat)


async def test_new_rights_are_seen_without_a_word(chat: Chat) -> None:
    chat.sandbox.groups.set_bot(chat.group, chat.cast.admin, "member")
    await chat.settle()
    assert not await knows_of_topics(chat)
    chat.sandbox.groups.set_bot(chat.group, chat.cast.admin, "administrator")
    await chat.settle()
    assert await knows_of_topics(chat)


async def test_a_stranger_in_the_group_learns_nothing(chat: Chat) -> None:
    guest = chat.sandbox.people.create("Guest", "en")
    chat.sandbox.groups.add(chat.cast.agents_chat, guest)
    before = len(chat.messages(chat.group.id))
    await starts(chat, guest.id, chat.group.id)
    assert len(chat.messages(chat.group.id)) == before


@pytest.mark.parametrize(
    ("seen", "names"),
    [
        pytest.param(GOOD, "good", id="nothing is missing"),
        pytest.param(GroupRights(is_found=False), "missing", id="not in the group"),
        pytest.param(GroupRights(moved_to=-1007), "moved", id="the group has another id"),
        pytest.param(replace(GOOD, is_forum=False), "no_forum", id="no topics"),
        pytest.param(
            replace(GOOD, is_admin=False, reads_all=True), "no_admin", id="no admin, sees all"
        ),
        pytest.param(replace(GOOD, can_topics=False), "no_topics_right", id="no right to topics"),
        pytest.param(replace(GOOD, can_pin=False), "no_pin", id="no right to pin"),
        pytest.param(replace(GOOD, can_delete=False), "no_delete", id="no right to delete"),
    ],
)
@pytest.mark.parametrize("language", [Language.SIMPLIFIED, Language.ENGLISH])
def test_each_trouble_is_named_with_its_step(seen, names, language):
    catalog = Catalog()
    office = Office(BOT, None, None, catalog, lambda: NOW, agents_chat=-100)
    lines = DeskRights(office).lines(seen, Asked(1, language))
    wanted = catalog.line(f"desk.rights.{names}", language, id=str(seen.moved_to))
    assert lines == [wanted] if names == "good" else lines[1:-1] == [f"1. {wanted}"]


def test_without_a_group_the_setting_is_named():
    office = Office(BOT, None, None, Catalog(), lambda: NOW)
    lines = DeskRights(office).lines(GroupRights(is_found=False), Asked(1, Language.ENGLISH))
    assert "BOT_AGENTS_CHAT" in lines[1]


async def test_a_group_with_a_new_id_is_not_left_and_says_what_to_set(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        old, admin = chat.group, chat.cast.admin
        old.type = ChatType.GROUP
        new = chat.sandbox.groups.migrate(old, admin)
        await chat.settle()
        assert f"BOT_AGENTS_CHAT 改成 {new.id}" in chat.last(new.id)
        chat.sandbox.people.send_text(admin.id, "在吗", new.id)
        await chat.settle()
        assert new.has(chat.bot)


async def test_a_strange_group_is_left(chat: Chat) -> None:
    strange = chat.sandbox.groups.create("Strange", [chat.person])
    await chat.settle()
    chat.sandbox.people.send_text(chat.person.id, "/help@payaid", strange.id)
    await chat.settle()
    assert not strange.has(chat.bot)

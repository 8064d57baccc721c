"""Claims that could have no topic get theirs once topics are possible again."""

from dataclasses import replace
from datetime import timedelta
from functools import partial
from pathlib import Path

from bot.domain.lifecycle import Status
from bot.domain.messages import Message, Priority
from bot.services.desk_backlog import BACKLOG_DUE, Backlog
from bot.storage.audit import Card, card_of, put_card
from bot.storage.claims import change_claim
from bot.storage.desk_topics import note_topics, outside_topics, place_card
from bot.storage.outbox import put_messages
from tests import postgres
from tests.chat import Chat, open_chat
from tests.file_chat import FileChat
from tests.filed import put_claim
from tests.gateway import BOT, NOW
from tests.test_chat_desk import MONDAY, with_a_claim

database = postgres.database
GROUP = -100


async def filed(chat: Chat, name: str, *, hours: int, priority: str = "normal") -> str:
    """Store a claim that was filed so long ago, before there was a group; return its number."""
    at = chat.clock() - timedelta(hours=hours)
    number = f"PA-{name}"
    await put_claim(
        chat.database, bot=chat.bot, number=number, chat=900 + hours, priority=priority,
        filed_at=at, facts={},
    )  # fmt: skip
    return number


async def topics_are_on(chat: Chat) -> None:
    """Turn topics on and let staff have the group looked at."""
    chat.group.is_forum = True
    await chat.admin_says("/start")
    await chat.later(timedelta())


def opened(chat: Chat) -> list[str]:
    return [topic.name.split()[0] for topic in chat.group.topics.values()]


async def test_urgent_ones_first_then_the_oldest_some_each_minute_and_each_once(
    tmp_path: Path,
) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        chat.group.is_forum = False
        await with_a_claim(chat)
        [stream] = [m for m in chat.messages(chat.group.id) if m["text"].startswith("PA-")]
        last = stream["text"][:14]
        hours = {"A": 2, "B": 9, "C": 5, "D": 7}
        named = {name: await filed(chat, name, hours=ago) for name, ago in hours.items()}
        urgent = [
            await filed(chat, name, hours=ago, priority="urgent")
            for name, ago in (("U", 4), ("V", 3))
        ]
        await topics_are_on(chat)
        first = [*urgent, named["B"], named["D"]]
        assert opened(chat) == first
        card = chat.in_topic(chat.topic(0))[0]
        assert card["text"].startswith(urgent[0])
        assert card["message_id"] in chat.group.pinned
        await chat.later(timedelta(minutes=1))
        every = [*first, named["C"], named["A"], last]
        assert opened(chat) == every
        kept = chat.sandbox.world.messages[chat.group.id][stream["message_id"]]
        assert kept["text"] == f"{last} 现在有自己的话题了。"
        await topics_are_on(chat)
        await chat.later(timedelta(minutes=5))
        assert opened(chat) == every
        await chat.says("还有一句")
        await chat.words_arrive()
        assert chat.in_topic()[-1]["text"] == "用户：还有一句"


async def test_they_stay_where_they_are_while_topics_cannot_be_opened(tmp_path: Path) -> None:
    async with open_chat(tmp_path, MONDAY) as chat:
        chat.group.is_forum = False
        await with_a_claim(chat)
        await chat.admin_says("/start")
        await chat.later(timedelta(minutes=2))
        assert chat.group.topics == {}


async def test_a_group_that_lags_is_given_no_topics_beside(database) -> None:
    claim = await put_claim(database)
    chat = FileChat(database)
    office = replace(chat.office, agents_chat=GROUP)
    words = Message(GROUP, "late", priority=Priority.DESK)
    before = NOW - timedelta(minutes=3)
    ids = await database.write(lambda c: put_messages(c, BOT, [words], before))
    backlog = Backlog(office)

    async def opening() -> list[str]:
        sql = "SELECT key FROM outbox WHERE key LIKE 'topic:%'"
        return [row["key"] for row in await database.read(lambda c: c.all(sql))]

    await database.write(lambda c: backlog.begin(c, NOW))
    await database.write(backlog.go_on)
    assert await opening() == []
    timers = "SELECT due_at FROM timer WHERE kind = :kind ORDER BY due_at"
    due = await database.read(lambda c: c.all(timers, kind=BACKLOG_DUE))
    assert len(due) == 1, "it is looked at again"
    await database.write(lambda c: c.run("DELETE FROM outbox WHERE id = :id", id=ids[0]))
    await database.write(lambda c: note_topics(c, BOT, GROUP, has=False))
    await database.write(backlog.go_on)
    assert await opening() == [], "topics were refused meanwhile"
    await database.write(lambda c: note_topics(c, BOT, GROUP, has=True))
    await database.write(backlog.go_on)
    assert await opening() == [f"topic:{claim.id}"]


async def test_only_open_claims_outside_of_the_topics_of_this_group_are_found(database) -> None:
    cards = {
        "PA-NONE": None, "PA-STREAM": Card(GROUP, 0, "k"), "PA-ELSEWHERE": Card(-7, 12, "k"),
        "PA-TOPIC": Card(GROUP, 12, "k"), "PA-OPENING": Card(GROUP, -3, "k"),
    }  # fmt: skip
    for number, card in cards.items():
        claim = await put_claim(database, number=number)
        if card is not None:
            await database.write(partial(put_card, claim=claim.id, card=card))
    closed = await put_claim(database, number="PA-CLOSED", bot=BOT)
    done = replace(closed, status=Status.RESOLVED)
    await database.write(lambda c: change_claim(c, done, NOW))
    await put_claim(database, number="PA-OTHER", bot=BOT + 1)
    found = await database.read(lambda c: outside_topics(c, BOT, GROUP, 9))
    assert [claim.number for claim in found] == ["PA-NONE", "PA-STREAM", "PA-ELSEWHERE"]
    moved = Card(GROUP, -9, "new")
    await database.write(lambda c: place_card(c, found[2].id, moved))
    assert await database.read(lambda c: card_of(c, found[2].id)) == moved

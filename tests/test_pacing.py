"""New accounts that flood are slowed down; nothing is dropped, and no victim waits for them."""

import json
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.gateway.albums import read_items
from bot.gateway.ingest import Ingest
from bot.gateway.pacing import BURST, Doorkeepers, Pacing, words_of
from bot.services.conversation import Office
from bot.services.newcomers import NEW_FOR, is_newcomer
from bot.storage.customers import put_customer
from bot.storage.delivery import CurrentUpdate, current_update
from bot.storage.events import Event, put_event
from bot.storage.inbox import InboxRow, open_rows_after
from bot.storage.lanes import Lease, claim_lanes
from bot.storage.micros import wall_micros
from bot.storage.outbox import put_messages
from bot.texts.catalog import Catalog
from tests import postgres
from tests.chat import open_chat
from tests.filed import put_claim
from tests.gateway import BOT, NOW, text_update, until
from tests.knowledge_base import library
from tests.knowledge_chat import AT

database = postgres.database
CHAT = 5


class Seconds:
    def __init__(self):
        self.now = 1000.0

    def __call__(self):
        return self.now


class Door:
    """A pacing whose clock and doorkeepers a test holds."""

    def __init__(self, database, per_minute=20):
        self.database, self.seconds, self.is_new = database, Seconds(), True
        keepers = Doorkeepers(
            self.new, lambda text: "scam" in text, lambda _: Message(CHAT, "slower"), per_minute
        )
        self.pacing = Pacing(database, BOT, keepers, lambda: NOW, self.seconds)
        self.number = 0

    async def new(self, _chat):
        return self.is_new

    async def writes(self, *texts, chat=CHAT):
        for text in texts:
            self.number += 1
            await Ingest(self.database, BOT).store([text_update(self.number, chat, text)])

    async def turn(self, chat=CHAT):
        """Ask for the next waiting update; it is taken out when its turn has come."""
        read = partial(open_rows_after, bot=BOT, chat=chat, after=-(2**63), limit=20)
        rows = await self.database.read(read)
        turn = await self.pacing.turn(chat, read_items(rows))
        if not turn.wait:
            done = "DELETE FROM inbox WHERE update_id = :update"
            await self.database.write(lambda c: c.run(done, update=rows[0].update))
        return turn

    async def turns(self, count, chat=CHAT):
        return [await self.turn(chat) for _ in range(count)]

    async def said(self):
        rows = await self.database.read(lambda c: c.all("SELECT body, priority FROM outbox"))
        return [(json.loads(row["body"])["text"], row["priority"]) for row in rows]


async def test_a_new_account_that_floods_waits_for_the_rest_and_is_told_once(database):
    door = Door(database)
    await door.writes(*["buy"] * (BURST + 5))
    assert [turn.wait for turn in await door.turns(BURST)] == [0.0] * BURST
    assert (await door.turn()).wait == pytest.approx(3)
    await door.turn()
    assert [text for text, _ in await door.said()] == ["slower"]
    for _ in range(5):
        door.seconds.now += 3
        turn = await door.turn()
        assert (turn.wait, turn.is_slowed) == (0.0, True)
    assert await database.read(lambda c: c.one("SELECT COUNT(*) AS n FROM inbox")) == {"n": 0}


async def test_who_was_held_up_is_as_all_others_once_they_write_slowly(database):
    door = Door(database)
    await door.writes(*["buy"] * (BURST + 3))
    await door.turns(BURST + 1)
    door.seconds.now += 60
    assert not (await door.turn()).is_slowed


async def test_a_danger_among_what_waits_frees_the_whole_chat_in_its_order(database):
    door = Door(database)
    await door.writes(*["hello"] * (BURST + 120))
    await door.turns(BURST)
    assert (await door.turn()).wait > 0
    await door.writes("it was a scam")
    assert [turn.wait for turn in await door.turns(121)] == [0.0] * 121
    await door.writes(*["more"] * 30)
    assert {turn.wait for turn in await door.turns(30)} == {0.0}
    assert len(await door.said()) == 1


@pytest.mark.parametrize("why", ["known", "a group", "lifted"])
async def test_nobody_else_is_slowed_down(database, why):
    door = Door(database, per_minute=0 if why == "lifted" else 20)
    door.is_new = why != "known"
    chat = -100 if why == "a group" else CHAT
    await door.writes(*["x"] * 60, chat=chat)
    assert {turn.wait for turn in await door.turns(60, chat)} == {0.0}
    assert await door.said() == []


async def test_what_the_bot_itself_has_to_do_in_a_chat_never_waits(database):
    door = Door(database)
    await door.writes(*["x"] * (BURST + 1))
    await door.turns(BURST)
    await database.write(lambda c: put_event(c, BOT, Event(CHAT, "timer.due")))
    assert (await door.turn()).wait == 0
    assert (await door.turn()).wait > 0


async def test_answers_to_who_floods_go_last(database):
    door = Door(database)
    await door.writes("x")
    lease = Lease(BOT, "me", wall_micros(), wall_micros() + 10**7)
    [lane] = await database.write(lambda c: claim_lanes(c, lease, 5))
    messages = [Message(CHAT, "a"), Message(77, "b"), Message(CHAT, "c", priority=Priority.URGENT)]
    current = CurrentUpdate(BOT, 1, CHAT, lane.epoch, 1, is_slowed=True)
    token = current_update.set(current)
    try:
        await database.write(partial(put_messages, bot=BOT, messages=messages, now=NOW))
    finally:
        current_update.reset(token)
    await database.write(partial(put_messages, bot=BOT, messages=messages[:1], now=NOW))
    assert [priority for _, priority in await door.said()] == [3, 0, 3, 0]


@pytest.mark.parametrize(
    ("payload", "words"),
    [
        ('{"message": {"text": "a"}}', "a"),
        ('{"message": {"caption": "b"}}', "b"),
        ('{"edited_message": {"text": "c"}}', "c"),
        ('{"callback_query": {"data": "d"}}', ""),
        ('{"message": {"text": 5}}', ""),
        ('{"message": [1]}', ""),
        ("[1]", ""),
        ("{", ""),
    ],
)
def test_words_of_what_waits(payload, words):
    assert words_of(InboxRow(1, payload, 0)) == words


async def test_who_is_new(database):
    moment = {"now": NOW}
    office = Office(
        BOT, database, library, Catalog(), lambda: moment["now"], 0, frozenset({70}), frozenset()
    )
    assert await is_newcomer(office, CHAT), "nobody knows them"
    assert not await is_newcomer(office, 70), "they work here"
    customer = Customer(BOT, CHAT, Language.ENGLISH)
    await database.write(lambda c: put_customer(c, customer, NOW))
    assert await is_newcomer(office, CHAT)
    moment["now"] = NOW + NEW_FOR + timedelta(seconds=1)
    assert not await is_newcomer(office, CHAT), "they came yesterday"
    moment["now"] = NOW
    await put_claim(database, chat=CHAT)
    assert not await is_newcomer(office, CHAT), "they filed a claim"


SPAMMERS, EACH = 200, 10
WAITING = "SELECT COUNT(*) AS n FROM inbox WHERE state = 'open'"


async def waiting(chat):
    return (await chat.database.read(lambda c: c.one(WAITING)))["n"]


async def test_a_victim_among_200_accounts_that_flood_is_answered_at_once(tmp_path):
    async with open_chat(tmp_path, AT, newcomer_rate=20) as chat:
        people = [chat.sandbox.people.create(f"p{n}", "en") for n in range(SPAMMERS)]
        for count in range(EACH):
            for person in people:
                chat.sandbox.people.send_text(person.id, f"cheap followers, join now {count}")
        await until(lambda: chat.messages(people[0].id), 20)
        before = await waiting(chat)
        for words in ("hello", "被骗了，正在给骗子转账"):
            chat.sandbox.people.send_text(chat.person.id, words)
        await until(lambda: any("挂断" in m["text"] for m in chat.messages()), 20)
        left = await waiting(chat)
        # Each account had two updates handled at the most before it was the victim's turn.
        assert before - left <= 2 * SPAMMERS + 64
        assert left >= SPAMMERS * (EACH - BURST), "the flood is not over"


async def test_what_was_held_is_answered_afterwards_in_order(tmp_path):
    async with open_chat(tmp_path, AT, "en", newcomer_rate=60) as chat:
        for number in range(BURST + 3):
            chat.sandbox.people.send_text(chat.person.id, f"what is {number} plus {number}")
        await chat.settle()
        sql = "SELECT text FROM message WHERE direction = 'in' ORDER BY id"
        said = [row["text"] for row in await chat.database.read(lambda c: c.all(sql))]
        assert said == [f"what is {number} plus {number}" for number in range(BURST + 3)]
        assert sum("You write fast" in each["text"] for each in chat.messages()) == 1

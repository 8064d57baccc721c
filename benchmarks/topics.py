"""How long words wait for the agents' group, which takes 20 messages a minute in all.

    python benchmarks/topics.py [--claims N] [--minutes N]

The services, the outbox and the rates are the bot's own; Telegram and the time are made up, so
that ten minutes pass in some seconds and every run is the same. Customers write in bursts, agents
answer each burst. Exits with 1 when a goal is missed.
"""

import argparse
import asyncio
import heapq
import random
import sys
import tempfile
from collections import Counter
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.customers import Customer
from bot.domain.evidence import EvidenceForm
from bot.domain.languages import Language
from bot.gateway.limits import Rates, SendLimits
from bot.gateway.settling import settle_sent
from bot.services.conversation import Conversation, Office, Sender
from bot.services.desk import Agent, Desk
from bot.services.desk_passing import Written
from bot.services.desk_places import PLACES, DeskPlaces
from bot.services.desk_talk import DeskTalk
from bot.services.file_keeping import SentFile
from bot.services.nearest_articles import NearestArticles
from bot.services.ready_desk import ReadyDesk
from bot.services.understanding import Interpreter
from bot.storage.connection import Connection, Row
from bot.storage.customers import put_customer
from bot.storage.database import Database, open_database
from bot.storage.events import event_of
from bot.storage.outbox import EditTarget, OutboxRow, sendable
from bot.storage.timers import fire_due
from bot.texts.catalog import Catalog
from bot.wiring import keep_sent
from knowledge.library import FOLDER, load_library

_CACHE = FOLDER.parent / "var" / "knowledge"
_BOT, _GROUP, _FIRST = 1, -100, 1000
_AGENT = Agent(77, "小李")
# A Monday, 10:00 in China: somebody is there.
_BEGIN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_STEP = 0.5
_URGENT_EVERY = 10
_EVENTS = "SELECT * FROM inbox WHERE state = 'open' ORDER BY update_id LIMIT 1"
_HANDLED = "UPDATE inbox SET state = 'done', payload = NULL WHERE update_id = :update"
_CLAIMS = """
    SELECT c.number, d.thread_id FROM claim c JOIN desk_card d ON d.claim_id = c.id
"""
_POSTED = """
    SELECT l.from_chat, l.from_id, l.to_chat FROM desk_link l
    WHERE l.outbox_id = :outbox AND l.from_id <> 0
"""


@dataclass
class Figures:
    """What was seen: seconds of waiting, and calls to the group by kind and moment."""

    urgent: list[float] = field(default_factory=list)
    normal: list[float] = field(default_factory=list)
    answers: list[float] = field(default_factory=list)
    calls: list[tuple[float, str]] = field(default_factory=list)
    written: int = 0

    @property
    def busiest(self) -> int:
        """Most calls to the group within any sixty seconds."""
        moments = sorted(at for at, _ in self.calls)
        return max((sum(at <= each < at + 60 for each in moments) for at in moments), default=0)


@dataclass
class World:
    """The bot without Telegram, and a clock that is moved."""

    database: Database
    office: Office
    conversation: Conversation
    interpreter: Interpreter
    now: float = 0.0
    message: int = 0
    figures: Figures = field(default_factory=Figures)
    rates: Rates = field(default_factory=lambda: Rates(SendLimits()))
    sent: dict[tuple[int, int], float] = field(default_factory=dict)
    plan: list[tuple[float, int, Callable[[], Awaitable[None]]]] = field(default_factory=list)

    def clock(self) -> datetime:
        """The moment, aware."""
        return _BEGIN + timedelta(seconds=self.now)

    def later(self, seconds: float, doing: Callable[[], Awaitable[None]]) -> None:
        """Do something after some seconds."""
        self.message += 1
        heapq.heappush(self.plan, (self.now + seconds, self.message, doing))

    def write(self, chat: int) -> int:
        """Return the id of a message that somebody writes now."""
        self.message += 1
        self.sent[chat, self.message] = self.now
        return self.message

    async def run(self, until: float) -> None:
        """Let time pass."""
        while self.now < until:
            self.now += _STEP
            while self.plan and self.plan[0][0] <= self.now:
                await heapq.heappop(self.plan)[2]()
            fire = partial(fire_due, bot=_BOT, now=self.clock(), limit=500)
            await self.database.write(fire)
            await self._events()
            await self._send()

    async def _events(self) -> None:
        places = DeskPlaces(self.office)
        while row := await self.database.read(lambda c: c.one(_EVENTS)):
            event = event_of(row["chat_id"], row["payload"])
            taken = places.event if event.kind in PLACES else self.conversation.event
            await taken(event)
            done = partial(_run, statement=_HANDLED, update=row["update_id"])
            await self.database.write(done)

    async def _send(self) -> None:
        while True:
            rows = await self.database.read(partial(sendable, bot=_BOT, now=2**62, limit=256))
            free = [row for row in rows if self.rates.wait(row.message.chat, self.now) <= 0]
            if not free:
                return
            await self._call(free[0])

    async def _call(self, row: OutboxRow) -> None:
        message = row.message
        self.rates.take(message.chat, self.now)
        self.message += 1
        others = tuple(self.message + 1 + place for place in range(len(message.album) - 1))
        self.message += len(others)
        if message.chat == _GROUP:
            kind = message.act or ("edit" if message.edit_of else "message")
            self.figures.calls.append((self.now, str(kind)))
        await self._measure(row)
        target = EditTarget(self.message - len(others), has_file=False, others=others)
        kept = partial(keep_sent, self.clock)
        await self.database.write(partial(settle_sent, row=row, target=target, on_sent=kept))

    async def _measure(self, row: OutboxRow) -> None:
        links = await self.database.read(lambda c: c.all(_POSTED, outbox=row.id))
        for link in links:
            at = self.sent.pop((link["from_chat"], link["from_id"]), None)
            if at is None:
                continue
            figures = self.figures
            if link["to_chat"] != _GROUP:
                figures.answers.append(self.now - at)
            else:
                is_urgent = (link["from_chat"] - _FIRST) % _URGENT_EVERY == 0
                (figures.urgent if is_urgent else figures.normal).append(self.now - at)


async def _run(connection: Connection, statement: str, **values: int) -> None:
    await connection.run(statement, **values)


async def file_claims(world: World, count: int) -> None:
    """Let people file claims, one every four seconds, and let an agent take each."""
    for number, chat in enumerate(range(_FIRST, _FIRST + count)):
        customer = Customer(_BOT, chat, Language.SIMPLIFIED, language_chosen=True, region="CN")
        await world.database.write(partial(put_customer, customer=customer, now=world.clock()))
        await _say(world, chat, "转人工")
        await _say(world, chat, f"平台说我违规，第 {number} 笔货款不给结")
        if number % _URGENT_EVERY == 0:
            escalate = "UPDATE claim SET priority = 'urgent' WHERE chat_id = :chat"
            await world.database.write(partial(_run, statement=escalate, chat=chat))
        await world.run(world.now + 4)
    desk = Desk(world.office)
    for row in await world.database.read(lambda c: c.all(_CLAIMS)):
        await desk.take(_AGENT, row["number"])


async def _say(world: World, chat: int, text: str) -> None:
    await world.conversation.text(Sender(chat, "zh-hans", world.write(chat)), text)


def live(world: World, chat: int, every: float, chance: random.Random) -> None:
    """Plan a customer who writes a burst of some messages each so many seconds, for ever."""
    desk, nearest = Desk(world.office), NearestArticles(world.office, world.interpreter.rank)
    talk = DeskTalk(world.office, desk, ReadyDesk(world.office, desk, nearest))

    async def burst() -> None:
        world.later(chance.expovariate(1 / every), burst)
        if chance.random() < 0.15:
            await _album(world, chat, chance)
            return
        for place in range(chance.randint(1, 4)):
            world.figures.written += 1
            world.later(place * 1.2, partial(_say, world, chat, f"第 {place} 句，我的钱呢"))
        world.later(chance.uniform(60, 120), answer)

    async def answer() -> None:
        claim = partial(_of_chat, chat=chat)
        row = await world.database.read(claim)
        written = Written(
            _GROUP, (world.write(_GROUP),), row["thread_id"], text="在查，今天给您消息"
        )
        await talk.heard(_AGENT, written)

    world.later(chance.uniform(0, every), burst)


async def _album(world: World, chat: int, chance: random.Random) -> None:
    world.figures.written += 3
    ids = [f"{chance.random()}" for _ in range(3)]
    files = [SentFile(EvidenceForm.PHOTO, each, each, size=1000) for each in ids]
    await world.conversation.files(Sender(chat, "zh-hans", world.write(chat)), files, "")


async def _of_chat(connection: Connection, chat: int) -> Row | None:
    return await connection.one(f"{_CLAIMS} WHERE c.chat_id = :chat", chat=chat)


async def begun(folder: str) -> World:
    """Return a world in which nothing has happened yet."""
    library = load_library(cache=_CACHE)
    database = await open_database(f"sqlite:///{folder}/bot.db")
    office = Office(
        _BOT, database, lambda: library, Catalog(), lambda: _BEGIN, agents_chat=_GROUP,
        staff=frozenset({_AGENT.id}), console="https://help.example.org",
    )  # fmt: skip
    interpreter = Interpreter(library, _CACHE)
    world = World(database, office, Conversation(office, interpreter), interpreter)
    world.office = replace(office, clock=world.clock)
    world.conversation = Conversation(world.office, interpreter)
    return world


def at(values: list[float], share: float) -> float:
    """Return a percentile, seconds."""
    return sorted(values)[min(int(len(values) * share), len(values) - 1)] if values else 0.0


async def measure(claims: int, minutes: float, every: float) -> Figures:
    """Return what came of some minutes in which each customer writes every so many seconds."""
    chance = random.Random(7)
    with tempfile.TemporaryDirectory() as folder:
        world = await begun(folder)
        await file_claims(world, claims)
        await world.run(world.now + 360)
        world.figures, world.sent = Figures(), {}
        for number in range(claims):
            live(world, _FIRST + number, every, chance)
        await world.run(world.now + minutes * 60)
        await world.database.close()
        return world.figures


def show(every: float, figures: Figures) -> None:
    """Print the figures of one load."""
    kinds = Counter(kind for _, kind in figures.calls)
    print(f"each customer writes a burst every {every / 60:g} minutes:")
    print(
        f"  written {figures.written}, calls to the group {len(figures.calls)} "
        f"({', '.join(f'{kind} {count}' for kind, count in kinds.most_common())}), "
        f"busiest minute {figures.busiest}"
    )
    for name in ("urgent", "normal", "answers"):
        values = getattr(figures, name)
        print(
            f"  {name}: {len(values)}, half within {at(values, 0.5):.1f} s, "
            f"95 % within {at(values, 0.95):.1f} s, longest {max(values, default=0):.1f} s"
        )


async def main() -> int:
    """Measure three loads."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=30)
    parser.add_argument("--minutes", type=float, default=10)
    given = parser.parse_args()
    good = True
    for every in (300.0, 180.0, 60.0):
        figures = await measure(given.claims, given.minutes, every)
        show(every, figures)
        good &= figures.busiest <= 20 and at(figures.answers, 0.95) <= 5
        good &= every < 180 or at(figures.normal, 0.95) <= 60
        good &= at(figures.urgent, 0.95) <= 30
    return 0 if good else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""The bot without Telegram and on a clock that is moved: for `benchmarks/topics.py`."""

import heapq
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace
from datetime import UTC, datetime, timedelta
from functools import partial

from bot.gateway.limits import Rates, SendLimits
from bot.gateway.settling import settle_sent
from bot.services.conversation import Conversation, Office
from bot.services.desk import Agent
from bot.services.desk_places import PLACES, DeskPlaces
from bot.services.understanding import Interpreter
from bot.storage.connection import Connection
from bot.storage.database import Database, open_database
from bot.storage.events import event_of
from bot.storage.outbox import EditTarget, OutboxRow, sendable
from bot.storage.timers import fire_due
from bot.texts.catalog import Catalog
from bot.wiring import keep_sent
from knowledge.library import FOLDER, load_library

_CACHE = FOLDER.parent / "var" / "knowledge"
BOT, GROUP, FIRST = 1, -100, 1000
AGENT = Agent(77, "小李")
# A Monday, 10:00 in China: somebody is there.
_BEGIN = datetime(2026, 11, 23, 2, 0, tzinfo=UTC)
_STEP = 0.5
URGENT_EVERY = 10
_EVENTS = "SELECT * FROM inbox WHERE state = 'open' ORDER BY update_id LIMIT 1"
_HANDLED = "UPDATE inbox SET state = 'done', payload = NULL WHERE update_id = :update"
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
            fire = partial(fire_due, bot=BOT, now=self.clock(), limit=500)
            await self.database.write(fire)
            await self._events()
            await self._send()

    async def _events(self) -> None:
        places = DeskPlaces(self.office)
        while row := await self.database.read(lambda c: c.one(_EVENTS)):
            event = event_of(row["chat_id"], row["payload"])
            taken = places.event if event.kind in PLACES else self.conversation.event
            await taken(event)
            done = partial(run_statement, statement=_HANDLED, update=row["update_id"])
            await self.database.write(done)

    async def _send(self) -> None:
        while True:
            rows = await self.database.read(partial(sendable, bot=BOT, now=2**62, limit=256))
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
        if message.chat == GROUP:
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
            if link["to_chat"] != GROUP:
                figures.answers.append(self.now - at)
            else:
                is_urgent = (link["from_chat"] - FIRST) % URGENT_EVERY == 0
                (figures.urgent if is_urgent else figures.normal).append(self.now - at)


async def run_statement(connection: Connection, statement: str, **values: int) -> None:
    await connection.run(statement, **values)


async def begun(folder: str) -> World:
    """Return a world in which nothing has happened yet."""
    library = load_library(cache=_CACHE)
    database = await open_database(f"sqlite:///{folder}/bot.db")
    office = Office(
        BOT, database, lambda: library, Catalog(), lambda: _BEGIN, agents_chat=GROUP,
        staff=frozenset({AGENT.id}), console="https://help.example.org",
    )  # fmt: skip
    interpreter = Interpreter(library, _CACHE)
    world = World(database, office, Conversation(office, interpreter), interpreter)
    world.office = replace(office, clock=world.clock)
    world.conversation = Conversation(world.office, interpreter)
    return world

"""Fills a sandbox: weeks of claims, moment by moment, up to now."""

import heapq
import itertools
import random
from collections.abc import AsyncIterator, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Final

from bot.sandbox import Sandbox, SandboxSettings
from bot.sandbox.values import Person
from bot.services.conversation import Office, Sender
from bot.services.desk import Agent
from bot.services.incident_desk import IncidentDesk
from bot.services.radar_rounds import RadarRounds
from bot.services.understanding import Interpreter
from bot.settings import Settings
from bot.storage.blobs import Blobs
from bot.storage.database import open_database
from bot.texts.catalog import Catalog
from knowledge.library import load_library
from tools.demo.screens import Shot
from tools.demo.scripts import PLAY
from tools.demo.stories import Matter
from tools.demo.town import Town

# The token holds the bot's id; its secret is made anew when the sandbox starts.
_TOKEN: Final = "7000000007:invented-for-the-demonstration-only"
_DAYS: Final = 40
# From then on the agents' group hears of everything, as soon as the bot runs.
_LOUD: Final = timedelta(hours=3)
_FIRST_ID: Final = 5_100_000_000
_OTHERS: Final = tuple(
    Agent(_FIRST_ID - 1 - place, name) for place, name in enumerate(PLAY.agents.names)
)


class Clock:
    """The moment of the town, as seconds since 1970."""

    def __init__(self, now: datetime) -> None:
        self.now = now

    def __call__(self) -> float:
        """Return the seconds."""
        return self.now.timestamp()


async def seed(settings: Settings, knowledge: Path, claims: int, number: int) -> dict[str, int]:
    """Fill the folders of a sandbox and return how much there is of what.

    Args:
        settings (Settings): of a sandbox.
        knowledge (Path): folder of what was learnt from the articles.
        claims (int): how many are begun.
        number (int): of the seed; the same gives the same town.
    """
    ends = datetime.now(UTC).replace(microsecond=0)
    clock = Clock(ends - timedelta(days=_DAYS))
    sandbox = Sandbox(SandboxSettings(settings.kept_in / "telegram", token=_TOKEN), clock)
    # What people do goes to the services directly, so no update waits for the bot.
    sandbox.world.bot.allowed_updates = ["poll"]
    library = load_library(cache=knowledge)
    database = await open_database(settings.database)
    try:
        cast = sandbox.cast()
        agents = (Agent(cast.agent.id, cast.agent.first_name), *_OTHERS)
        for person in (cast.admin, cast.agent):
            sandbox.people.private_chat(person.id)
        team = frozenset({each.id for each in agents} | {cast.admin.id})
        office = Office(
            sandbox.world.bot.id, database, lambda: library, Catalog(), lambda: clock.now, 0,
            team, frozenset({cast.admin.id}),
        )  # fmt: skip
        blobs = Blobs(settings.evidence, settings.kept_in / "evidence.key")
        town = Town(sandbox, office, Interpreter(library, knowledge), blobs)
        await RadarRounds(office).begin()
        setting = Setting(town, ends, random.Random(number), *_everybody(sandbox))
        plans = [*setting.matters(agents, claims), *setting.rest(cast.admin)]
        await _live(town, clock, plans, ends)
        return {table: await town.count(table) for table in ("claim", "evidence")}
    finally:
        sandbox.world.bot.allowed_updates = []
        sandbox.world.keep_bot()
        await sandbox.close()
        await database.close()


@dataclass(frozen=True, slots=True)
class Setting:
    """What a town goes through, each a row of moments."""

    town: Town
    ends: datetime
    chance: random.Random
    customers: Mapping[str, list[Person]]
    visitors: Mapping[str, list[Person]]

    def matters(self, agents: tuple[Agent, ...], count: int) -> Iterator[AsyncIterator[datetime]]:
        """Return that many claims; most of what lies on a desk is young."""
        weights = [each.weight for each in PLAY.matters]
        shared: dict[str, list[Shot]] = {}
        for script in self.chance.choices(PLAY.matters, weights, k=count):
            ago = timedelta(days=_DAYS - 1) * self.chance.random() ** 2.2
            yield Matter(
                self.town, script, self.customers[script.region],
                self.ends - ago - timedelta(minutes=2), random.Random(self.chance.random()),
                agents, shared.setdefault(script.region, []),
            ).goes_on()  # fmt: skip

    def rest(self, admin: Person) -> Iterator[AsyncIterator[datetime]]:
        """Return reports of outages, questions that no article answers, and what an admin does."""
        for each in PLAY.reports:
            people = self.chance.sample(self.visitors[each.region], each.people)
            for place, person in enumerate(people):
                yield self._says(person, each.words, each.ago - 2 * place)
        for asked in PLAY.unanswered:
            person = self.chance.choice(self.visitors[asked.region])
            yield self._says(person, asked.words, self.chance.randrange(60, 40_000))
        for incident in PLAY.incidents:
            yield self._orders(admin, incident.order, incident.ago)

    async def _says(self, person: Person, words: str, ago: int) -> AsyncIterator[datetime]:
        yield self.ends - timedelta(minutes=ago)
        await self.town.says(person, words)

    async def _orders(self, admin: Person, order: str, ago: int) -> AsyncIterator[datetime]:
        yield self.ends - timedelta(minutes=ago)
        desk = IncidentDesk(self.town.faces.office)
        await desk.command(Sender(admin.id, admin.language_code), order)
        await self.town.settle()


def _everybody(sandbox: Sandbox) -> Iterator[dict[str, list[Person]]]:
    """Make those who file claims, then those who only ask, by region."""
    ids = itertools.count(_FIRST_ID)
    for people in (PLAY.customers, PLAY.visitors):
        found: dict[str, list[Person]] = {}
        for region, living in people.items():
            names = living.names.split()
            found[region] = [Person(next(ids), name, living.language) for name in names]
            for person in found[region]:
                sandbox.world.keep_person(person)
                sandbox.people.private_chat(person.id)
        yield found


async def _live(
    town: Town, clock: Clock, plans: Iterable[AsyncIterator[datetime]], ends: datetime
) -> None:
    """Let everything happen in its order; what would come later than now does not."""
    waiting = [(await anext(plan), place, plan) for place, plan in enumerate(plans)]
    heapq.heapify(waiting)
    while waiting and waiting[0][0] <= ends:
        at, place, plan = heapq.heappop(waiting)
        clock.now = max(clock.now, at)
        town.is_loud = ends - clock.now < _LOUD
        await town.pass_time(clock.now)
        following = await anext(plan, None)
        if following is not None:
            heapq.heappush(waiting, (following, place, plan))
    clock.now = ends
    await town.pass_time(ends)

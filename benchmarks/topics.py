"""How long words wait for the agents' group, which takes 20 messages a minute in all.

    python benchmarks/topics.py [--claims N] [--minutes N]

The services, the outbox and the rates are the bot's own; Telegram and the time are made up, so
that ten minutes pass in some seconds and every run is the same. Customers write in bursts, agents
answer each burst. Exits with 1 when a goal is missed.
"""

import argparse
import asyncio
import random
import sys
import tempfile
from collections import Counter
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.topics_world import (
    AGENT,
    BOT,
    FIRST,
    GROUP,
    URGENT_EVERY,
    Figures,
    World,
    begun,
    run_statement,
)
from bot.domain.customers import Customer
from bot.domain.evidence import EvidenceForm
from bot.domain.languages import Language
from bot.services.conversation import Sender
from bot.services.desk import Desk
from bot.services.desk_passing import Written
from bot.services.desk_talk import DeskTalk
from bot.services.file_keeping import SentFile
from bot.services.nearest_articles import NearestArticles
from bot.services.ready_desk import ReadyDesk
from bot.storage.connection import Connection, Row
from bot.storage.customers import put_customer

_CLAIMS = """
    SELECT c.number, d.thread_id FROM claim c JOIN desk_card d ON d.claim_id = c.id
"""


async def file_claims(world: World, count: int) -> None:
    """Let people file claims, one every four seconds, and let an agent take each."""
    for number, chat in enumerate(range(FIRST, FIRST + count)):
        customer = Customer(BOT, chat, Language.SIMPLIFIED, language_chosen=True, region="CN")
        await world.database.write(partial(put_customer, customer=customer, now=world.clock()))
        await _say(world, chat, "转人工")
        await _say(world, chat, f"平台说我违规，第 {number} 笔货款不给结")
        if number % URGENT_EVERY == 0:
            escalate = "UPDATE claim SET priority = 'urgent' WHERE chat_id = :chat"
            await world.database.write(partial(run_statement, statement=escalate, chat=chat))
        await world.run(world.now + 4)
    desk = Desk(world.office)
    for row in await world.database.read(lambda c: c.all(_CLAIMS)):
        await desk.take(AGENT, row["number"])


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
            GROUP, (world.write(GROUP),), row["thread_id"], text="在查，今天给您消息"
        )
        await talk.heard(AGENT, written)

    world.later(chance.uniform(0, every), burst)


async def _album(world: World, chat: int, chance: random.Random) -> None:
    world.figures.written += 3
    ids = [f"{chance.random()}" for _ in range(3)]
    files = [SentFile(EvidenceForm.PHOTO, each, each, size=1000) for each in ids]
    await world.conversation.files(Sender(chat, "zh-hans", world.write(chat)), files, "")


async def _of_chat(connection: Connection, chat: int) -> Row | None:
    return await connection.one(f"{_CLAIMS} WHERE c.chat_id = :chat", chat=chat)


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
            live(world, FIRST + number, every, chance)
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

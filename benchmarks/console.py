"""How long the console's pages take on the server with many claims, and with many open queues.

`python benchmarks/console.py [--claims 100000] [--requests 60] [--agents 50] [--postgres]`; SQLite
in a temporary folder, or the PostgreSQL of the tests. Exports are measured with their memory; the
open queues by a server on a port and as many pages that listen, while claims change.
"""

import argparse
import asyncio
import json
import random
import statistics
import sys
import tempfile
import time
from datetime import timedelta
from functools import partial
from pathlib import Path
from unittest.mock import patch
from urllib.parse import urlsplit, urlunsplit

import asyncpg

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.console_live import measure_live
from bot.domain.console import Person
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.services import console_search
from bot.services.console_wanted import Wanted
from bot.storage.connection import Connection
from bot.storage.database import Database, open_database
from bot.storage.micros import day_micros, to_micros
from tests.console import AGENT, Stage
from tests.gateway import BOT, NOW
from tests.postgres import server_address

_PUT = """
    INSERT INTO claim (bot_id, chat_id, number, kind, type, filing, status, outcome, priority,
        provider, wanted_minor, wanted_currency, region, language, agent_id, agent_name, consent,
        version, rating, filed_at, due_at, changed_at, deadline_on, first_response_at, closed_at)
    VALUES (:bot, :chat, :number, :kind, '', 'refund', :status, '', 'normal', :provider, 8900,
        'CNY', 'CN', 'zh-Hans', CAST(:agent AS BIGINT), :agent_name, '1', 1, :rating, :filed, :due,
        :filed, :day, CAST(:first AS BIGINT), CAST(:closed AS BIGINT))
    RETURNING id
"""
_TARGET = """
    INSERT INTO claim_target (bot_id, claim_id, target, state, started_at, due_at, ended_at)
    VALUES (:bot, :claim, :target, :state, :at, :at, :at)
"""
_FACTS = """
    INSERT INTO claim_facts (claim_id, version, facts, written_by, written_at)
    VALUES (:claim, 1, :facts, '5', :at)
"""
_STATUSES = ("filed", "in_review", "waiting", "resolved", "withdrawn")
_SHOPS = (
    "咖啡店",
    "青禾影视",
    "南山书店",
    "小站外卖",
    "远行酒店",
    "Noodle Corner",
    "Northside Books",
)
# A fact of each kind that holds words.
_WORDS = {
    ClaimKind.OUTAGE: "payee",
    ClaimKind.DUPLICATE_CHARGE: "merchant",
    ClaimKind.FROZEN_ACCOUNT: "app_message",
    ClaimKind.FRAUD: "payee",
    ClaimKind.VANISHED_PLATFORM: "platform",
    ClaimKind.VANISHED_MERCHANT: "merchant",
    ClaimKind.OTHER: "words",
}
_BATCH = 2_000
_PAGES = {
    "queue, first page": "/",
    "queue, mine": "/?whose=mine",
    "queue, nobody's, one kind": "/?whose=nobody&kind=fraud",
    "queue, resolved": "/?status=resolved&order=latest",
    "queue, nothing fits": "/?whose=mine&kind=other&status=filed",
    "queue, customers' deadlines": "/?order=deadline",
    "queue, deadlines of one kind": "/?order=deadline&kind=fraud&whose=mine",
    "figures, 7 days": "/figures?days=7",
    "figures, 30 days": "/figures",
    "figures, 364 days": "/figures?days=364",
}
_SEARCHES = {
    "search, a number": "20261121000000054321",
    "search, two characters": "咖啡",
    "search, a word in every claim": "alipay",
    "search, two that meet seldom": "南山 4321",
    "search, two that never meet": "咖啡 南山",
    "search, nowhere": "茶馆",
}


async def fill(database: Database, claims: int) -> None:
    """Store claims, three in five of them open."""
    chance = random.Random(1)
    for start in range(0, claims, _BATCH):
        numbers = range(start, min(start + _BATCH, claims))

        async def step(connection: Connection, numbers: range = numbers) -> None:
            for number in numbers:
                await put(connection, number, chance)

        await database.write(step)


async def put(connection: Connection, number: int, chance: random.Random) -> None:
    """Store one claim with its facts."""
    filed = NOW - timedelta(minutes=chance.randrange(500_000))
    status = chance.choice(_STATUSES)
    agent = chance.choice((AGENT, 72, 73, 74, 75)) if status != "filed" else None
    kind = chance.choice(list(ClaimKind))
    first = filed + timedelta(minutes=chance.randrange(1, 600)) if agent else None
    closed = filed + timedelta(hours=chance.randrange(1, 400)) if status == "resolved" else None
    row = await connection.one(
        _PUT, bot=BOT, chat=1000 + number, number=f"PA-{number:06}", status=status,
        kind=kind.value, provider="alipay",
        agent=agent, agent_name="Priya" if agent else "", filed=to_micros(filed),
        due=to_micros(filed + timedelta(minutes=chance.randrange(600_000))),
        day=day_micros(filed.date() + timedelta(chance.randrange(400))),
        rating=chance.choice(("", "", "good", "bad")) if closed else "",
        first=to_micros(first) if first else None, closed=to_micros(closed) if closed else None,
    )  # fmt: skip
    facts = {_WORDS[kind]: f"{chance.choice(_SHOPS)}{number} 20261121{number:012}"}
    if kind is not ClaimKind.OTHER and kind is not ClaimKind.VANISHED_PLATFORM:
        facts["provider"] = "alipay"
    if row is not None:
        await connection.run(
            _FACTS, claim=row["id"], facts=json.dumps(facts, ensure_ascii=False), at=to_micros(NOW)
        )
        for target, at in (("first_response", first), ("resolution", closed)):
            if at is not None:
                state = "late" if chance.random() < 0.1 else "met"
                promise = {"target": target, "state": state, "at": to_micros(at)}
                await connection.run(_TARGET, bot=BOT, claim=row["id"], **promise)


async def index(stage: Stage) -> None:
    """Add every claim to the search, and say how long that took."""
    begun = time.perf_counter()
    with patch.object(console_search, "_BATCH", _BATCH):
        while await stage.search.catch_up():
            pass
    print(f"added to the search in {time.perf_counter() - begun:.0f} s")


async def measure_pages(stage: Stage, requests: int) -> None:
    """Ask for each page many times and print the median and the 95th percentile."""
    async with stage.inside() as inside:
        csrf = await inside.csrf()
        pages = [(name, partial(inside.get, path)) for name, path in _PAGES.items()]
        for name, words in _SEARCHES.items():
            form = {"csrf": csrf, "words": words}
            pages.append((name, partial(inside.client.post, "/console/search", data=form)))
        for name, ask in pages:
            taken = []
            for _ in range(requests):
                begun = time.perf_counter()
                answer = await ask()
                taken.append((time.perf_counter() - begun) * 1000)
                if answer.status_code != 200:
                    raise SystemExit(f"{name}: {answer.status_code}")
            print(f"{name:28} {told(taken)}")


def told(taken: list[float]) -> str:
    """Return the median and the 95th percentile of milliseconds."""
    p95 = statistics.quantiles(taken, n=20)[-1]
    return f"{statistics.median(taken):6.1f} ms, 95 % within {p95:6.1f} ms"


async def measure_exports(stage: Stage) -> None:
    """Make a file of every claim and print how long it took, its size and what memory it cost."""
    person = Person(AGENT, "Priya", Language.ENGLISH)
    for form in ("csv", "xlsx"):
        before, begun, size = memory_mb(), time.perf_counter(), 0
        most = before
        export = await stage.exports.begin(person, Wanted.of({"status": ""}), form, unmasked=False)
        async for part in export.parts:
            size += len(part)
            most = max(most, memory_mb())
        print(
            f"export of open claims, {form:5} {time.perf_counter() - begun:6.1f} s, "
            f"{size / 1e6:.1f} MB, {most - before:+.0f} MB of memory"
        )


def memory_mb() -> float:
    """Return what of the process lies in memory."""
    pages = int(Path("/proc/self/statm").read_text("ascii").split()[1])
    return pages * 4096 / 1e6


async def main(claims: int, requests: int, agents: int, *, postgres: bool) -> None:
    """Measure everything with one database."""
    with tempfile.TemporaryDirectory() as folder:
        address = await new_postgres() if postgres else f"sqlite:///{Path(folder)}/bot.db"
        database = await open_database(address)
        stage = Stage(database)
        await fill(database, claims)
        if postgres:
            await database.write(lambda c: c.run("ANALYZE"))
        await index(stage)
        await measure_pages(stage, requests)
        await measure_exports(stage)
        if agents:
            await measure_live(database, agents)
        await database.close()


async def new_postgres() -> str:
    """Return the address of a new database of the server that the tests use."""
    name = "console_benchmark"
    connection = await asyncpg.connect(server_address())
    await connection.execute(f"CREATE DATABASE {name}")
    await connection.close()
    return urlunsplit(urlsplit(server_address())._replace(path=f"/{name}"))


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=60)
    parser.add_argument("--agents", type=int, default=50, help="open queues; 0 leaves them out")
    parser.add_argument("--postgres", action="store_true")
    given = parser.parse_args()
    asyncio.run(main(given.claims, given.requests, given.agents, postgres=given.postgres))

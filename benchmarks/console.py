"""How long the console's pages take on the server with many claims.

`python benchmarks/console.py [--claims 100000] [--requests 60]`; SQLite in a temporary folder.
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

sys.path.insert(0, str(Path(__file__).parent.parent))

from bot.domain.kinds import ClaimKind
from bot.services import console_search
from bot.storage.connection import Connection
from bot.storage.database import Database, open_database
from bot.storage.micros import to_micros
from tests.console import AGENT, Stage
from tests.gateway import BOT, NOW

_PUT = """
    INSERT INTO claim (bot_id, chat_id, number, kind, type, filing, status, outcome, priority,
        provider, wanted_minor, wanted_currency, region, language, agent_id, agent_name, consent,
        version, rating, filed_at, due_at, changed_at)
    VALUES (:bot, :chat, :number, :kind, '', 'refund', :status, '', 'normal', :provider, 8900,
        'CNY', 'CN', 'zh-Hans', :agent, :agent_name, '1', 1, '', :filed, :due, :filed)
    RETURNING id
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
_BATCH = 2_000
_PAGES = {
    "queue, first page": "/",
    "queue, mine": "/?whose=mine",
    "queue, nobody's, one kind": "/?whose=nobody&kind=fraud",
    "queue, resolved": "/?status=resolved&order=latest",
    "queue, nothing fits": "/?whose=mine&kind=other&status=filed",
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
    row = await connection.one(
        _PUT, bot=BOT, chat=1000 + number, number=f"PA-{number:06}", status=status,
        kind=chance.choice(list(ClaimKind)).value, provider="alipay",
        agent=agent, agent_name="Priya" if agent else "", filed=to_micros(filed),
        due=to_micros(filed + timedelta(minutes=chance.randrange(600_000))),
    )  # fmt: skip
    facts = {"merchant": f"{chance.choice(_SHOPS)}{number}", "reference": f"20261121{number:012}"}
    if row is not None:
        await connection.run(
            _FACTS, claim=row["id"], facts=json.dumps(facts, ensure_ascii=False), at=to_micros(NOW)
        )


async def index(stage: Stage) -> None:
    """Add every claim to the search, and say how long that took."""
    begun = time.perf_counter()
    with patch.object(console_search, "_BATCH", _BATCH):
        while await stage.search.catch_up():
            pass
    print(f"added to the search in {time.perf_counter() - begun:.0f} s")


async def measure(claims: int, requests: int) -> None:
    """Ask for each page many times and print the median and the 95th percentile."""
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{Path(folder)}/bot.db")
        stage = Stage(database)
        await fill(database, claims)
        await index(stage)
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
                p95 = statistics.quantiles(taken, n=20)[-1]
                print(f"{name:28} {statistics.median(taken):6.1f} ms, 95 % within {p95:6.1f} ms")
        await database.close()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--claims", type=int, default=100_000)
    parser.add_argument("--requests", type=int, default=60)
    given = parser.parse_args()
    asyncio.run(measure(given.claims, given.requests))

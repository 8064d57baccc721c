"""Many pages that show a live queue, while claims change: for `benchmarks/console.py`.

Server and pages share one process and one core; a page does what htmx does: it listens, and asks
for its rows when it is told that something changed.
"""

import asyncio
import statistics
import time
from functools import partial

import aiohttp

from bot.storage.connection import Connection, Topic
from bot.storage.database import Database
from bot.storage.micros import to_micros
from tests.console import AGENT, Stage
from tests.served import served

# How long it is measured, how often a claim changes, and how often somebody opens a page; seconds.
_SECONDS, _CHANGE_EVERY, _LOOK_EVERY = 30.0, 2.0, 0.5
_OPENING = 3.0
_CHANGE = """
    UPDATE claim SET changed_at = :now, version = version + 1 WHERE id =
        (SELECT MIN(id) FROM claim WHERE status = 'in_review' AND changed_at < :now)
"""


class _Live:
    """The pages, and what they saw."""

    def __init__(self, stage: Stage, session: aiohttp.ClientSession) -> None:
        self._stage, self._session = stage, session
        self.changed_at = 0.0
        self.told: list[float] = []
        self.looked: list[float] = []

    async def page(self) -> None:
        """Listen, and ask for the rows when there is news."""
        base = f"{self._stage.base}/console"
        timeout = aiohttp.ClientTimeout(total=None)
        async with self._session.get(f"{base}/events", timeout=timeout) as stream:
            async for line in stream.content:
                if line.startswith(b"event: claims"):
                    since = self.changed_at
                    await self._get("/rows/live")
                    self.told.append((time.perf_counter() - since) * 1000)

    async def look(self) -> None:
        """Open the queue, as somebody does who comes in just now."""
        while True:
            begun = time.perf_counter()
            await self._get("/")
            self.looked.append((time.perf_counter() - begun) * 1000)
            await asyncio.sleep(_LOOK_EVERY)

    async def change(self) -> None:
        """Change a claim now and then."""
        while True:
            await asyncio.sleep(_CHANGE_EVERY)
            self._stage.later(seconds=_CHANGE_EVERY)
            self.changed_at = time.perf_counter()
            await self._stage.database.write(partial(_change, now=to_micros(self._stage.now)))

    async def _get(self, path: str) -> None:
        async with self._session.get(f"{self._stage.base}/console{path}") as answer:
            await answer.read()
            if answer.status != 200:
                raise SystemExit(f"{path}: {answer.status}")


async def _change(connection: Connection, now: int) -> None:
    await connection.run(_CHANGE, now=now)
    # What agents and customers do puts a message into the outbox, of which open pages hear.
    connection.announce(Topic.OUTBOX)


async def measure_live(database: Database, agents: int) -> None:
    """Open so many queues, change claims, and print how late pages show it and what it costs."""
    jar = aiohttp.CookieJar(unsafe=True)
    async with (
        served(database) as stage,
        aiohttp.ClientSession(cookie_jar=jar, connector=aiohttp.TCPConnector(limit=0)) as session,
    ):
        form = {"token": await stage.link(AGENT), "zone": "Asia/Shanghai"}
        async with session.post(f"{stage.base}/console/login", data=form) as entered:
            await entered.read()
        live = _Live(stage, session)
        works = [live.page() for _ in range(agents)]
        tasks = [asyncio.create_task(work) for work in (*works, live.look(), live.change())]
        await asyncio.sleep(_OPENING)
        if stage.news.listeners != agents:
            raise SystemExit(f"{stage.news.listeners} of {agents} pages listen")
        used, begun = time.process_time(), time.perf_counter()
        await asyncio.wait(tasks, timeout=_SECONDS, return_when=asyncio.FIRST_EXCEPTION)
        share = (time.process_time() - used) / (time.perf_counter() - begun)
        for task in tasks:
            task.cancel()
        for result in await asyncio.gather(*tasks, return_exceptions=True):
            if isinstance(result, Exception | SystemExit):
                raise result
    for name, taken in (("a change is shown", live.told), ("queue, first page", live.looked)):
        p95 = statistics.quantiles(taken, n=20)[-1]
        print(
            f"{agents} live queues, {name:18} {statistics.median(taken):6.0f} ms, "
            f"95 % within {p95:6.0f} ms ({len(taken)})"
        )
    print(f"{agents} live queues, a change every {_CHANGE_EVERY:.0f} s: {share:.0%} of one core")

"""How long others wait for their answers while thousands are told that a provider is back.

    python benchmarks/broadcast.py [--people N] [--seconds N]

The whole bot with Telegram's rates, on SQLite, against a Bot API on this machine. Messages of
other chats come at random moments, first in peace, then while everybody who asked is told. Exits
with 1 when the goal is missed.
"""

import argparse
import asyncio
import random
import sys
import tempfile
import time
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from aiohttp import web

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.echo_api import TOKEN, EchoApi
from bot.gateway.gateway import Gateway
from bot.gateway.transport import Transport, make_request
from bot.services.outage_waves import News, Telling, begin_telling
from bot.services.understanding import Interpreter
from bot.settings import Settings
from bot.storage.connection import Connection
from bot.storage.database import Database, open_database
from bot.storage.watches import watch
from bot.wiring import Identity, Means, make_gateway
from knowledge.library import FOLDER, load_library

_CACHE = FOLDER.parent / "var" / "knowledge"
_BOT = 1
# Other chats that write, a second. People who are told have ids from here on.
_OTHERS_A_SECOND = 4.0
_FIRST_TOLD = 1_000_000
_MOST_SLOWER = 1.5


class TimedApi(EchoApi):
    """Notes when the answer to a chat came."""

    def __init__(self) -> None:
        super().__init__("你好")
        self.asked: dict[int, float] = {}
        self.took: list[float] = []
        self.told = 0
        self.all_answered = asyncio.Event()

    def ask(self, chat: int) -> None:
        """Let a new chat write."""
        self.asked[chat] = time.perf_counter()
        self.all_answered.clear()
        self._updates.append(self._message(chat, "你好"))
        self._news.set()

    def _sent(self, chat: int, text: str) -> object:
        if chat >= _FIRST_TOLD:
            self.told += 1
        elif chat in self.asked:
            self.took.append(time.perf_counter() - self.asked.pop(chat))
            if not self.asked:
                self.all_answered.set()
        return super()._sent(chat, text)


async def others(api: TimedApi, first: int, seconds: float) -> float:
    """Let others write for a while; return the 95th percentile of their waiting, milliseconds."""
    chance = random.Random(first)
    api.took.clear()
    end, chat = time.perf_counter() + seconds, first
    while time.perf_counter() < end:
        api.ask(chat)
        chat += 1
        await asyncio.sleep(chance.expovariate(_OTHERS_A_SECOND))
    await api.all_answered.wait()
    return sorted(api.took)[int(len(api.took) * 0.95)] * 1000


async def gateway_of(folder: str, api: str, database: Database) -> Gateway:
    """Return the whole bot, started."""
    settings = Settings(
        _env_file=None,
        token=TOKEN,
        data_dir=Path(folder),
        database_url=f"sqlite:///{folder}/bot.db",
        evidence_url=f"file://{folder}/evidence",
    )
    identity = Identity(TOKEN, api, lambda: datetime.now(UTC), 0, frozenset(), frozenset())
    library = load_library(cache=_CACHE)
    transport = Transport("aiohttp")
    means = Means(
        lambda: library,
        Interpreter(library, _CACHE),
        partial(make_request, transport),
        partial(make_request, transport, polling=True),
    )
    gateway, _ = make_gateway(settings, identity, means, database)
    await gateway.start()
    return gateway


async def measure(people: int, seconds: float) -> bool:
    """Print the figures; return whether the goal is met."""
    api = TimedApi()
    runner, address = await api.serve()
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/bot.db")

        async def fill(connection: Connection) -> None:
            for number in range(people):
                chat = _FIRST_TOLD + number
                await watch(connection, _BOT, "alipay", chat, datetime.now(UTC))

        await database.write(fill)
        gateway = await gateway_of(folder, address, database)
        await others(api, 1, 5)
        peace = await others(api, 10_000, seconds)
        began = time.perf_counter()
        telling = Telling("alipay", News.BACK)
        await database.write(lambda c: begin_telling(c, _BOT, telling, datetime.now(UTC)))
        busy = await others(api, 20_000, seconds)
        rate = api.told / (time.perf_counter() - began)
        await gateway.stop()
        await database.close()
    await stop(runner)
    print(f"others, 95 %: {peace:.0f} ms in peace, {busy:.0f} ms while {people} are told")
    print(f"ratio {busy / peace:.2f} (goal {_MOST_SLOWER}); told a second: {rate:.1f}")
    print(f"all of them in {people / max(rate, 0.01) / 60:.0f} minutes")
    return busy <= _MOST_SLOWER * peace and api.told > 0


async def stop(runner: web.AppRunner) -> None:
    """Stop the Bot API."""
    await runner.cleanup()


def main() -> int:
    """Measure; return 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--people", type=int, default=10_000)
    parser.add_argument("--seconds", type=float, default=60.0)
    asked = parser.parse_args()
    return 0 if asyncio.run(measure(asked.people, asked.seconds)) else 1


if __name__ == "__main__":
    raise SystemExit(main())

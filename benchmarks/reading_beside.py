"""How long others wait for their answers while screenshots are read without a pause.

    python benchmarks/reading_beside.py [--seconds N] [--pictures FOLDER]

The whole bot on SQLite against a Bot API on this machine. Messages of other chats come at random
moments, first in peace, then while a worker process reads one picture after the other. Exits
with 1 when the goal is missed.
"""

import argparse
import asyncio
import itertools
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from benchmarks.broadcast import TimedApi, gateway_of, others, stop
from bot.domain.readings import FileReading
from bot.storage.database import open_database
from bot.workers.pool import WorkerPool

_READ_PICTURE = "bot.readers.received:read_picture"
_MOST_SLOWER = 1.5
"""Source: the goal of the project for other chats while pictures are read."""


async def read_all(pool: WorkerPool, pictures: Sequence[bytes], done: list[FileReading]) -> None:
    """Have one picture after the other read, until cancelled."""
    for picture in itertools.cycle(pictures):
        done.append(await pool.run(_READ_PICTURE, picture, returns=FileReading))


async def measure(seconds: float, pictures: Sequence[bytes]) -> bool:
    """Print the figures; return whether the goal is met."""
    api = TimedApi()
    runner, address = await api.serve()
    pool = WorkerPool()
    done: list[FileReading] = []
    with tempfile.TemporaryDirectory() as folder:
        database = await open_database(f"sqlite:///{folder}/bot.db")
        gateway = await gateway_of(folder, address, database)
        await others(api, 1, 5)
        peace = await others(api, 10_000, seconds)
        await pool.run(_READ_PICTURE, pictures[0], returns=FileReading)
        reading = asyncio.create_task(read_all(pool, pictures, done))
        busy = await others(api, 20_000, seconds)
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)
        await gateway.stop()
        await database.close()
    await pool.close()
    await stop(runner)
    read = sum(not each.refused for each in done)
    print(f"others, 95 %: {peace:.0f} ms in peace, {busy:.0f} ms while {read} pictures are read")
    print(f"ratio {busy / peace:.2f} (goal {_MOST_SLOWER})")
    return busy <= _MOST_SLOWER * peace and read > 0


def main() -> int:
    """Measure; return 1 when the goal is missed."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=60.0)
    fixtures = Path(__file__).parents[1] / "tests" / "fixtures" / "screenshots"
    parser.add_argument("--pictures", type=Path, default=fixtures)
    asked = parser.parse_args()
    pictures = [path.read_bytes() for path in sorted(asked.pictures.glob("*.jpg"))]
    return 0 if asyncio.run(measure(asked.seconds, pictures)) else 1


if __name__ == "__main__":
    raise SystemExit(main())

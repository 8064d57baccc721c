"""Updates per second and CPU per update against a bare python-telegram-bot echo.

    python benchmarks/echo.py [--updates 2000] [--chats 50] [--rounds 3] [--text WORDS] [--json]

Against the echo run, in the same minute on the same machine and against the same small Bot API,
one round each in turn:

- the gateway with an echo behind it: inbox, lanes, outbox, sender;
- the whole bot, everybody writing the same words, as many do while a wallet is down: each text is
  redacted, understood, answered and kept; its meaning and the nearest articles are remembered;
- the whole bot, no two writing the same, each text searched for among the articles.

The figures are medians. Compare the ratios; absolute figures depend on the machine.
"""

import argparse
import asyncio
import json
import os
import signal
import statistics
import sys
import tempfile
from collections import Counter
from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).parent
sys.path.insert(0, str(FOLDER))

from echo_api import TOKEN, EchoApi  # noqa: E402 - the folder is no package

WARM_UP = 200


@dataclass(frozen=True, slots=True)
class Contestant:
    """A program, and what it is written to.

    Attributes:
        script: beside this file.
        same: everybody writes the same words.
        tells_apart: its answers are the texts, so a text answered twice is a fault.
    """

    script: str
    same: bool = False
    tells_apart: bool = False


BARE = "bare echo"
# Whether both ratios of these decide how the program ends.
GATEWAY, SAME_WORDS = "gateway", "whole bot, same words"
CONTESTANTS = {
    BARE: Contestant("echo_bare.py", tells_apart=True),
    GATEWAY: Contestant("echo_full.py", tells_apart=True),
    SAME_WORDS: Contestant("echo_bot.py", same=True),
    "whole bot, other words": Contestant("echo_bot.py"),
}


@dataclass(frozen=True, slots=True)
class Figures:
    """What one round gave; `cpu_ms` for one update, `rss_mb` at the end."""

    rate: float
    cpu_ms: float
    rss_mb: float


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process, all threads, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def one_round(one: Contestant, text: str, updates: int, chats: int) -> Figures:
    """Start a bot, let it warm up, and measure one burst."""
    api = EchoApi(text, same=one.same)
    runner, address = await api.serve()
    with tempfile.TemporaryDirectory() as folder:
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            str(FOLDER / one.script),
            cwd=FOLDER.parent,
            env={
                **os.environ,
                "PYTHONPATH": str(FOLDER.parent),
                "ECHO_API": address,
                "ECHO_TOKEN": TOKEN,
                "ECHO_DATABASE": f"sqlite:///{folder}/echo.db",
            },
        )
        await asyncio.wait_for(api.burst(WARM_UP, chats), 60)
        before = cpu_seconds(bot.pid)
        seconds = await asyncio.wait_for(api.burst(updates, chats), 300)
        # The bot may still mark the last answers as sent; that belongs to the work.
        await asyncio.sleep(0.3)
        used = cpu_seconds(bot.pid) - before
        repeated = {text: n for text, n in Counter(api.answers).items() if n > 1}
        if repeated and one.tells_apart:
            raise RuntimeError(f"{len(repeated)} answers were sent more than once")
        figures = Figures(updates / seconds, used * 1000 / updates, rss_mb(bot.pid))
        bot.send_signal(signal.SIGTERM)
        await asyncio.wait_for(bot.wait(), 20)
    await runner.cleanup()
    return figures


def report_of(results: dict[str, list[Figures]]) -> dict[str, dict[str, float]]:
    """Return the medians of each contestant, and its ratios to the bare echo."""
    report = {
        name: {
            figure: statistics.median(getattr(each, figure) for each in rounds)
            for figure in ("rate", "cpu_ms", "rss_mb")
        }
        for name, rounds in results.items()
    }
    bare = report[BARE]
    for figures in report.values():
        figures["times_rate"] = figures["rate"] / bare["rate"]
        figures["times_cpu"] = figures["cpu_ms"] / bare["cpu_ms"]
    return report


async def main() -> int:
    """Measure, print, and return 0 when nobody who has to be is behind the bare echo."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--text", default="message", help="what customers say, /help for example")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results: dict[str, list[Figures]] = {name: [] for name in CONTESTANTS}
    for _ in range(options.rounds):
        for name, one in CONTESTANTS.items():
            figures = await one_round(one, options.text, options.updates, options.chats)
            results[name].append(figures)
    report = report_of(results)
    if options.json:
        print(json.dumps(report))
    else:
        for name, figures in report.items():
            print(f"{name:24}", *(f"{key}={value:.2f}" for key, value in figures.items()))
    judged = (report[GATEWAY], report[SAME_WORDS])
    return 0 if all(one["times_rate"] >= 1 and one["times_cpu"] <= 1 for one in judged) else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

"""Updates per second and CPU per update: the gateway against a bare python-telegram-bot echo.

    python benchmarks/echo.py [--updates 2000] [--chats 50] [--rounds 3] [--bot] [--same] [--json]

All run in the same minute on the same machine against the same small Bot API, one round each in
turn; the figures are medians. Compare the ratios; absolute figures depend on the machine. With
`--bot` the whole bot takes part too: every text is redacted, understood, searched for among the
articles, answered, and kept; with `--same` all say the same words, as many do while a wallet is
down, and without it no two say the same.
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
# Says the same to many, so that its answers cannot be told apart.
WHOLE_BOT = "echo_bot.py"


@dataclass(frozen=True, slots=True)
class Figures:
    """What one round gave; `cpu_ms` for one update, `rss_mb` at the end."""

    rate: float
    cpu_ms: float
    rss_mb: float
    polls: int


def cpu_seconds(pid: int) -> float:
    """Return the CPU time of a process, all threads, user and system."""
    fields = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    return (int(fields[11]) + int(fields[12])) / os.sysconf("SC_CLK_TCK")


def rss_mb(pid: int) -> float:
    """Return the resident memory of a process."""
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return pages * os.sysconf("SC_PAGE_SIZE") / 1e6


async def one_round(script: str, updates: int, chats: int, environment: dict[str, str]) -> Figures:
    """Start a bot, let it warm up, and measure one burst."""
    same = bool(environment.get("ECHO_SAME"))
    api = EchoApi(environment.get("ECHO_TEXT", "message"), same=same)
    runner, address = await api.serve()
    with tempfile.TemporaryDirectory() as folder:
        bot = await asyncio.create_subprocess_exec(
            sys.executable,
            str(FOLDER / script),
            env={
                **os.environ,
                "PYTHONPATH": str(FOLDER.parent),
                "ECHO_API": address,
                "ECHO_TOKEN": TOKEN,
                "ECHO_DATABASE": f"sqlite:///{folder}/echo.db",
                **environment,
            },
        )
        await asyncio.wait_for(api.burst(WARM_UP, chats), 60)
        polls, before = api.polls, cpu_seconds(bot.pid)
        seconds = await asyncio.wait_for(api.burst(updates, chats), 300)
        # The bot may still mark the last answers as sent; that belongs to the work.
        await asyncio.sleep(0.3)
        used = cpu_seconds(bot.pid) - before
        repeated = {text: n for text, n in Counter(api.answers).items() if n > 1}
        if repeated and script != WHOLE_BOT and not same:
            raise RuntimeError(f"{len(repeated)} answers were sent more than once")
        figures = Figures(
            updates / seconds, used * 1000 / updates, rss_mb(bot.pid), api.polls - polls
        )
        bot.send_signal(signal.SIGTERM)
        await asyncio.wait_for(bot.wait(), 20)
    await runner.cleanup()
    return figures


async def main() -> int:
    """Measure, print, and return 0 when the gateway is as good as the bare echo."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--updates", type=int, default=2000)
    parser.add_argument("--chats", type=int, default=50)
    parser.add_argument("--rounds", type=int, default=3)
    parser.add_argument("--transport", choices=("aiohttp", "httpx"), default="aiohttp")
    parser.add_argument("--text", default="message", help="what customers say, /help for example")
    parser.add_argument("--same", action="store_true", help="all say the same words")
    parser.add_argument("--bot", action="store_true", help="measure the whole bot too")
    parser.add_argument("--json", action="store_true")
    options = parser.parse_args()
    results: dict[str, list[Figures]] = {"echo_bare.py": [], "echo_full.py": []}
    if options.bot:
        results[WHOLE_BOT] = []
    for _ in range(options.rounds):
        for script, rounds in results.items():
            rounds.append(
                await one_round(
                    script,
                    options.updates,
                    options.chats,
                    {
                        "ECHO_TRANSPORT": options.transport,
                        "ECHO_TEXT": options.text,
                        "ECHO_SAME": "1" if options.same else "",
                    },
                )
            )
    report = {
        script.removesuffix(".py"): {
            name: round(statistics.median(getattr(each, name) for each in rounds), 2)
            for name in ("rate", "cpu_ms", "rss_mb", "polls")
        }
        for script, rounds in results.items()
    }
    bare, full = report["echo_bare"], report["echo_full"]
    report["ratio"] = {
        "rate": round(full["rate"] / bare["rate"], 2),
        "cpu_ms": round(full["cpu_ms"] / bare["cpu_ms"], 2),
    }
    if options.bot:
        whole = report["echo_bot"]
        report["whole bot"] = {
            "rate": round(whole["rate"] / bare["rate"], 2),
            "cpu_ms": round(whole["cpu_ms"] / bare["cpu_ms"], 2),
        }
    if options.json:
        print(json.dumps(report))
    else:
        for name, figures in report.items():
            print(f"{name:10}", *(f"{key}={value}" for key, value in figures.items()))
    return 0 if report["ratio"]["rate"] >= 1 and report["ratio"]["cpu_ms"] <= 1 else 1


if __name__ == "__main__":
    sys.exit(asyncio.run(main()))

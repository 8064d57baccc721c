"""Start-up time and memory of the bot in the sandbox, as a new user starts it.

    python benchmarks/startup.py [--runs 5]

Prints seconds from the start of the process until the chat page's address is printed, CPU seconds
by then, and resident memory (MB) of the process. Goals: ready within 2.5 s, at most 200 MB.
"""

import argparse
import os
import resource
import signal
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

READY_GOAL_S = 2.5
MEMORY_GOAL_MB = 200


def measure(folder: Path) -> tuple[float, float, float]:
    """Start the bot once and return seconds until ready, CPU seconds, resident MB."""
    environment = {**os.environ, "BOT_DATA_DIR": str(folder)}
    environment.pop("BOT_TOKEN", None)
    started = time.perf_counter()
    process = subprocess.Popen(
        [sys.executable, "-m", "bot", "run"],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        env=environment,
    )
    assert process.stdout is not None
    for line in process.stdout:
        if line.startswith("http"):
            break
    ready = time.perf_counter() - started
    cpu, memory = _usage(process.pid)
    process.send_signal(signal.SIGTERM)
    process.wait(timeout=15)
    return ready, cpu, memory


def _usage(pid: int) -> tuple[float, float]:
    fields = Path(f"/proc/{pid}/stat").read_text().rsplit(")", 1)[1].split()
    ticks = os.sysconf("SC_CLK_TCK")
    pages = int(Path(f"/proc/{pid}/statm").read_text().split()[1])
    return (int(fields[11]) + int(fields[12])) / ticks, pages * resource.getpagesize() / 2**20


def main() -> None:
    """Measure several starts and compare with the goals."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--runs", type=int, default=5)
    runs = parser.parse_args().runs
    with tempfile.TemporaryDirectory() as folder:
        measure(Path(folder))
        found = [measure(Path(folder)) for _ in range(runs)]
    ready, cpu, memory = (statistics.median(each) for each in zip(*found, strict=True))
    print(
        f"ready after {ready:.2f} s (goal {READY_GOAL_S}), CPU {cpu:.2f} s, "
        f"resident {memory:.0f} MB (goal {MEMORY_GOAL_MB}), median of {runs}"
    )
    sys.exit(ready > READY_GOAL_S or memory > MEMORY_GOAL_MB)


if __name__ == "__main__":
    main()

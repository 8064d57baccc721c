"""The bot as its own process, started and stopped as an operator would."""

import asyncio
import os
import signal
import sys
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from pathlib import Path

from bot.sandbox import RunningSandbox, serve
from tests.chat import KNOWLEDGE, learnt
from tests.sandbox import TOKEN, Clock, make_sandbox

NO_LIMITS = {
    "BOT_SEND_RATE": "0",
    "BOT_CHAT_RATE": "0",
    "BOT_GROUP_RATE": "0",
    "BOT_NEWCOMER_RATE": "0",
}

# Seconds that a start may take while the machine is busy.
_READY_WITHIN = 60.0
# Seconds that a stop may take. Source: docs/design.md, "SIGTERM".
STOP_WITHIN = 10.0
_READY = "PayAid is ready"


@asynccontextmanager
async def sandbox_over_http(folder: Path) -> AsyncIterator[RunningSandbox]:
    """A sandbox in the process of the test that a bot in another one talks to."""
    running = await serve(make_sandbox(folder / "telegram", clock=Clock()))
    try:
        yield running
    finally:
        await running.stop()


def arguments(telegram: RunningSandbox) -> tuple[str, ...]:
    """Return what the command line says about where Telegram is."""
    return ("--api-base", telegram.url, "--token", TOKEN)


@dataclass
class BotProcess:
    """`python -m bot run`, and everything that it prints."""

    process: asyncio.subprocess.Process
    lines: list[str] = field(default_factory=list)
    _read: asyncio.Condition = field(default_factory=asyncio.Condition)

    @property
    def output(self) -> str:
        """What was printed so far, both streams."""
        return "".join(self.lines)

    async def line_with(self, text: str) -> str:
        """Wait for a line that holds a text and return it.

        Raises:
            RuntimeError: the process ended without it.
        """
        async with asyncio.timeout(_READY_WITHIN), self._read:
            while True:
                for line in self.lines:
                    if text in line:
                        return line.strip()
                if self.process.stdout is None or self.process.stdout.at_eof():
                    raise RuntimeError(f"no line with {text!r} in:\n{self.output}")
                await self._read.wait()

    async def read(self) -> None:
        """Read both streams to their end."""
        stream = self.process.stdout
        assert stream is not None
        while line := await stream.readline():
            async with self._read:
                self.lines.append(line.decode())
                self._read.notify_all()
        async with self._read:
            self._read.notify_all()

    async def ready(self) -> None:
        """Wait until updates are received."""
        await self.line_with(_READY)

    async def kill(self) -> None:
        """End it as a power cut would."""
        self.process.kill()
        await self.process.wait()

    async def stop(self) -> int:
        """Ask it to stop and return its exit code.

        Raises:
            TimeoutError: it took longer than it may.
        """
        self.process.send_signal(signal.SIGTERM)
        async with asyncio.timeout(STOP_WITHIN):
            return await self.process.wait()


@asynccontextmanager
async def bot_process(folder: Path, *arguments: str, **settings: str) -> AsyncIterator[BotProcess]:
    """Run the bot in a folder of its own; it ends with the block at the latest.

    Args:
        folder: working folder, where `var` is made.
        arguments: of `python -m bot run`.
        settings: environment variables; no other `BOT_` ones are handed on. Status pages
            are not asked: a test has no network.
    """
    _share_knowledge(folder / "var")
    kept = {name: value for name, value in os.environ.items() if not name.startswith("BOT_")}
    process = await asyncio.create_subprocess_exec(
        *(sys.executable, "-m", "bot", "run", *arguments),
        cwd=folder,
        env={**kept, "BOT_STATUS_FEEDS": "off", **settings},
        stdout=asyncio.subprocess.PIPE,
        stderr=asyncio.subprocess.STDOUT,
    )
    running = BotProcess(process)
    reading = asyncio.create_task(running.read())
    try:
        yield running
    finally:
        if process.returncode is None:
            process.kill()
        await process.wait()
        await reading


def _share_knowledge(data: Path) -> None:
    """Give a run what was learnt already; learning takes longer than all the rest."""
    learnt()
    data.mkdir(exist_ok=True, mode=0o700)
    if not (data / "knowledge").exists():
        (data / "knowledge").symlink_to(KNOWLEDGE)

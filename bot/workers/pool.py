"""One child process for slow work: begun at first use, ended when idle, killed when late."""

import asyncio
import contextlib
import os
import pickle  # nosec B403 - only sent, never read
import struct
import sys
from pathlib import Path
from typing import Any, Final, TypeVar

from pydantic import TypeAdapter

# Seconds without work after which the process ends and gives its memory back.
_IDLE_SECONDS: Final = 300.0
# Seconds for one call, if nothing else is said.
_CALL_SECONDS: Final = 60.0
# Bytes of an answer; more is a fault of the reader, not a result.
_LARGEST_ANSWER: Final = 64 * 1024 * 1024

# All of the environment that a reader can need; token and database address are not among it.
_ENVIRONMENT: Final = ("PATH", "LANG", "LC_ALL", "TZ", "TMPDIR", "LD_LIBRARY_PATH")

_LENGTH = struct.Struct(">I")
_ROOT = Path(__file__).parent.parent.parent

T = TypeVar("T")


class WorkerFailed(Exception):  # noqa: N818 - reads as a sentence where it is caught
    """The call did not give a result.

    Attributes:
        kind: name of the exception in the worker; `TimeLimit` or `Crashed` when it was killed.
    """

    def __init__(self, kind: str, message: str) -> None:
        super().__init__(f"{kind}: {message}")
        self.kind = kind


class WorkerPool:
    """Runs functions of `bot.readers` and `bot.writers` outside this process, one at a time."""

    def __init__(self, memory_mb: int = 0, idle_seconds: float = _IDLE_SECONDS) -> None:
        """Start nothing yet.

        Args:
            memory_mb (int): address space of the process; 0 is no limit.
            idle_seconds (float): after so long without work the process ends.
        """
        self._memory_mb = memory_mb
        self._idle_seconds = idle_seconds
        self._process: asyncio.subprocess.Process | None = None
        self._turn = asyncio.Lock()
        self._idle: asyncio.TimerHandle | None = None
        self._ending: set[asyncio.Task[None]] = set()

    @property
    def pid(self) -> int | None:
        """Return the id of the running process, or None."""
        return self._process.pid if self._process else None

    async def run(
        self, function: str, *arguments: object, returns: type[T], seconds: float = _CALL_SECONDS
    ) -> T:
        """Call a function in the worker and return its result as the type `returns`.

        Args:
            function (str): `bot.readers.statements:read`.
            arguments (object): anything that can be pickled.
            returns (type): what the JSON of the result is read as (pydantic).
            seconds (float): afterwards the process is killed.

        Raises:
            WorkerFailed: the function raised, took too long, or took the process down.
        """
        async with self._turn:
            if self._idle is not None:
                self._idle.cancel()
            try:
                reply = await asyncio.wait_for(self._ask(function, arguments), seconds)
            except TimeoutError:
                await self._kill()
                raise WorkerFailed("TimeLimit", f"{function} took over {seconds} s") from None
            except (OSError, EOFError, asyncio.IncompleteReadError):
                await self._kill()
                raise WorkerFailed("Crashed", f"{function} took the worker down") from None
            except asyncio.CancelledError:
                await self._kill()
                raise
            self._idle = asyncio.get_running_loop().call_later(
                self._idle_seconds, self._end_when_idle
            )
        if "error" in reply:
            raise WorkerFailed(reply["error"], reply["message"])
        adapter: TypeAdapter[T] = TypeAdapter(returns)
        return adapter.validate_python(reply["result"])

    async def close(self) -> None:
        """End the process."""
        if self._idle is not None:
            self._idle.cancel()
        await self._kill()
        if self._ending:
            await asyncio.wait(self._ending)

    async def _ask(self, function: str, arguments: tuple[object, ...]) -> dict[str, Any]:
        process = self._process
        if process is None or process.returncode is not None:
            process = self._process = await self._started()
        if process.stdin is None or process.stdout is None:
            raise EOFError
        body = pickle.dumps((function, arguments))
        process.stdin.write(_LENGTH.pack(len(body)) + body)
        await process.stdin.drain()
        length = _LENGTH.unpack(await process.stdout.readexactly(_LENGTH.size))[0]
        if length > _LARGEST_ANSWER:
            raise EOFError
        return _REPLY.validate_json(await process.stdout.readexactly(length))

    async def _started(self) -> asyncio.subprocess.Process:
        kept = {name: os.environ[name] for name in _ENVIRONMENT if name in os.environ}
        return await asyncio.create_subprocess_exec(
            sys.executable,
            "-m",
            "bot.workers.child",
            str(self._memory_mb),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            env={**kept, "PYTHONPATH": str(_ROOT), "PYTHONDONTWRITEBYTECODE": "1"},
        )

    def _end_when_idle(self) -> None:
        if not self._turn.locked():
            task = asyncio.create_task(self._kill())
            self._ending.add(task)
            task.add_done_callback(self._ending.discard)

    async def _kill(self) -> None:
        process, self._process = self._process, None
        if process is None:
            return
        with contextlib.suppress(ProcessLookupError):
            process.kill()
        if process.stdin is not None:
            process.stdin.close()
        await process.wait()


_REPLY: TypeAdapter[dict[str, Any]] = TypeAdapter(dict[str, Any])  # a result is any JSON value

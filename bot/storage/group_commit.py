"""Group commit: steps that wait while a commit is under way share the next one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable, Iterable
from typing import Any

from bot.storage.connection import Step, T, Topic
from bot.storage.errors import DatabaseAway, DatabaseClosed

# Steps in one transaction: beyond this the last one waits longer than another fsync costs.
_LARGEST_BATCH = 64

# Runs the steps; one outcome each: (value, topics), or the exception that the step raised.
RunBatch = Callable[[list[Step[Any]]], Awaitable[list[Any]]]


class GroupCommit:
    """Collects steps and runs them batch by batch; a task of it lives while there is work."""

    def __init__(self, run_batch: RunBatch) -> None:
        self._run_batch = run_batch
        self._waiting: deque[tuple[Step[Any], asyncio.Future[Any]]] = deque()
        self._task: asyncio.Task[None] | None = None
        self._closed = False

    async def write(self, step: Step[T]) -> tuple[T, Iterable[Topic]]:
        """Run a step in the next batch; return its value and topics after the commit.

        A caller that is cancelled before its batch begins leaves nothing behind; afterwards the
        step is committed with its neighbours.

        Raises:
            DatabaseAway: BEGIN or COMMIT failed: nothing of the batch was written.
            DatabaseClosed: `close` was called before.
        """
        if self._closed:
            raise DatabaseClosed("the database is closed")
        future: asyncio.Future[tuple[T, Iterable[Topic]]]
        future = asyncio.get_running_loop().create_future()
        self._waiting.append((step, future))
        if self._task is None:
            self._task = asyncio.create_task(self._drain(), name="group commit")
        return await future

    async def close(self) -> None:
        """Finish the steps handed in; refuse later ones."""
        self._closed = True
        if self._task is not None:
            await asyncio.wait([self._task])

    async def _drain(self) -> None:
        batch: list[tuple[Step[Any], asyncio.Future[Any]]] = []
        try:
            while batch := self._next_batch():
                await self._commit(batch)
        except asyncio.CancelledError:
            for _, future in (*batch, *self._waiting):
                future.cancel()
            raise
        finally:
            self._task = None

    def _next_batch(self) -> list[tuple[Step[Any], asyncio.Future[Any]]]:
        batch: list[tuple[Step[Any], asyncio.Future[Any]]] = []
        while self._waiting and len(batch) < _LARGEST_BATCH:
            step, future = self._waiting.popleft()
            if not future.done():
                batch.append((step, future))
        return batch

    async def _commit(self, batch: list[tuple[Step[Any], asyncio.Future[Any]]]) -> None:
        try:
            outcomes = await self._run_batch([step for step, _ in batch])
        except Exception as error:  # noqa: BLE001 - the whole batch failed: every caller is told
            away = isinstance(error, DatabaseAway)
            outcomes = [type(error)(*error.args) if away else error for _ in batch]
        for (_, future), outcome in zip(batch, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, BaseException):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

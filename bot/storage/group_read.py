"""Group reads: readings that wait while every reader is at work share the next trip to one."""

import asyncio
from collections import deque
from collections.abc import Awaitable, Callable
from typing import Any, Generic, TypeVar

from bot.storage.connection import Step, T

R = TypeVar("R")

# Readings in one trip: a long one among them holds up no more than the others of its trip.
_LARGEST_TRIP = 16

# Runs the steps on one reader; for each its value, or the exception that it raised.
RunTrip = Callable[[R, list[Step[Any]]], Awaitable[list[Any]]]


class GroupRead(Generic[R]):
    """Hands waiting readings to readers as these come free.

    A trip to the thread of a reader costs more than a short query: under load one trip serves
    several chats. A single reading goes at once, as long as a reader is free.
    """

    def __init__(self, readers: list[R], run_trip: RunTrip[R]) -> None:
        self._free = list(readers)
        self._run_trip = run_trip
        self._waiting: deque[tuple[Step[Any], asyncio.Future[Any]]] = deque()
        self._trips: set[asyncio.Task[None]] = set()

    async def read(self, step: Step[T]) -> T:
        """Run a step on a reader and return its value.

        Raises:
            Exception: whatever the step, or the reader, raised.
        """
        future: asyncio.Future[T] = asyncio.get_running_loop().create_future()
        self._waiting.append((step, future))
        self._set_out()
        return await future

    async def close(self) -> None:
        """Wait for the readings that were handed in."""
        while self._trips:
            await asyncio.wait(self._trips)

    def _set_out(self) -> None:
        if self._free and self._waiting:
            trip = asyncio.create_task(self._travel(self._free.pop()), name="group read")
            self._trips.add(trip)
            trip.add_done_callback(self._trips.discard)

    async def _travel(self, reader: R) -> None:
        try:
            while waiting := self._next_trip():
                await self._one_trip(reader, waiting)
        finally:
            self._free.append(reader)

    def _next_trip(self) -> list[tuple[Step[Any], asyncio.Future[Any]]]:
        taken: list[tuple[Step[Any], asyncio.Future[Any]]] = []
        while self._waiting and len(taken) < _LARGEST_TRIP:
            step, future = self._waiting.popleft()
            if not future.done():
                taken.append((step, future))
        return taken

    async def _one_trip(
        self, reader: R, waiting: list[tuple[Step[Any], asyncio.Future[Any]]]
    ) -> None:
        try:
            outcomes = await self._run_trip(reader, [step for step, _ in waiting])
        except asyncio.CancelledError:
            for _, future in waiting:
                future.cancel()
            raise
        except Exception as error:  # noqa: BLE001 - the reader failed: every caller is told
            outcomes = [type(error)(*error.args) for _ in waiting]
        for (_, future), outcome in zip(waiting, outcomes, strict=True):
            if future.done():
                continue
            if isinstance(outcome, Exception):
                future.set_exception(outcome)
            else:
                future.set_result(outcome)

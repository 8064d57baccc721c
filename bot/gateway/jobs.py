"""Runs stored jobs outside the lanes and brings their results back as events."""

import asyncio
import logging
import traceback
from collections.abc import Awaitable, Callable, Mapping
from functools import partial
from typing import Any, Final

from bot.gateway.wake import Wake
from bot.storage.connection import Topic
from bot.storage.database import Database
from bot.storage.errors import DatabaseAway, DatabaseClosed
from bot.storage.events import Event
from bot.storage.jobs import Job, claim_jobs, end_job, renew_jobs, retry_job
from bot.storage.lanes import Lease
from bot.storage.micros import wall_micros

# Turns the payload of a job into its result; both hold values that JSON can hold.
Runner = Callable[[Mapping[str, Any]], Awaitable[Mapping[str, Any]]]

# Jobs at work at once: most wait for the network or for the one worker process.
_AT_ONCE: Final = 4
# Attempts before a job counts as failed, and seconds before the second; doubled each time.
_MOST_ATTEMPTS: Final = 5
_FIRST_WAIT: Final = 2
# How long a job is ours without a sign of life, and how often one is given, seconds.
_LEASE_SECONDS: Final = 30
_RENEW_SECONDS: Final = 8
_LOOK_EVERY: Final = 1.0

_SECOND = 1_000_000
_LOG = logging.getLogger(__name__)


class JobFailed(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """A runner says that trying again is useless; `reason` goes into the event."""

    def __init__(self, reason: str) -> None:
        super().__init__(reason)
        self.reason = reason


class Jobs:
    """Claims jobs and runs them by kind.

    The result comes as the event `<kind>.done` with `{"job", "request", "result"}`; after the last
    attempt as `<kind>.failed` with `{"job", "request", "reason"}`.
    """

    def __init__(
        self, database: Database, bot: int, owner: str, runners: Mapping[str, Runner]
    ) -> None:
        self._database = database
        self._bot = bot
        self._owner = owner
        self._runners = runners
        self._running: set[asyncio.Task[None]] = set()
        self._wake = Wake()
        database.listen(Topic.JOBS, self._wake.set)

    async def run(self) -> None:
        """Run jobs until cancelled; those at work go back and are done by the next process."""
        renewed_at = wall_micros()
        try:
            while True:
                try:
                    await self._claim()
                    if wall_micros() - renewed_at > _RENEW_SECONDS * _SECOND:
                        renewed_at = wall_micros()
                        await self._database.write(partial(renew_jobs, lease=self._lease()))
                except DatabaseClosed:
                    return
                except DatabaseAway:
                    _LOG.warning("jobs wait for the database")
                await self._wake.wait(_LOOK_EVERY)
        finally:
            for task in self._running:
                task.cancel()
            await asyncio.gather(*self._running, return_exceptions=True)

    async def _claim(self) -> None:
        free = _AT_ONCE - len(self._running)
        if not free:
            return
        lease = self._lease()
        for job in await self._database.write(partial(claim_jobs, lease=lease, limit=free)):
            task = asyncio.create_task(self._do(job), name=f"job {job.id}")
            self._running.add(task)
            task.add_done_callback(self._ended)

    def _ended(self, task: asyncio.Task[None]) -> None:
        self._running.discard(task)
        if not task.cancelled() and task.exception() is not None:
            _LOG.error("job not closed error=%s", type(task.exception()).__name__)
        self._wake.set()

    async def _do(self, job: Job) -> None:
        try:
            runner = self._runners.get(job.kind)
            if runner is None:
                raise JobFailed(f"no runner for {job.kind}")
            result = await runner(job.payload)
        except asyncio.CancelledError:
            await self._put_back(job, 0, counted=False)
            raise
        except JobFailed as failure:
            await self._end(job, "failed", {"reason": failure.reason})
        except Exception as error:  # noqa: BLE001 - any failure of a runner is tried again
            await self._failed(job, error)
        else:
            await self._end(job, "done", {"result": result})

    async def _failed(self, job: Job, error: Exception) -> None:
        frame = traceback.extract_tb(error.__traceback__)[-1]
        place = f"{type(error).__name__} {frame.filename}:{frame.lineno}"
        _LOG.warning("job failed id=%s attempt=%s error=%s", job.id, job.attempts, place)
        if job.attempts >= _MOST_ATTEMPTS:
            await self._end(job, "failed", {"reason": type(error).__name__})
        else:
            await self._put_back(job, _FIRST_WAIT * 2**job.attempts, counted=True)

    async def _put_back(self, job: Job, seconds: int, *, counted: bool) -> None:
        due = wall_micros() + seconds * _SECOND
        lease = self._lease()
        try:
            await self._database.write(
                partial(retry_job, lease=lease, job=job, due=due, counted=counted)
            )
        except DatabaseAway:
            _LOG.warning("job waits for its lease to end id=%s", job.id)

    async def _end(self, job: Job, how: str, outcome: Mapping[str, Any]) -> None:
        payload = {"job": job.id, "request": job.payload, **outcome}
        event = Event(job.chat, f"{job.kind}.{how}", payload)
        step = partial(end_job, lease=self._lease(), job=job, event=event)
        try:
            await self._database.write(step)
        except DatabaseAway:
            _LOG.warning("job is done again once the database is back id=%s", job.id)

    def _lease(self) -> Lease:
        now = wall_micros()
        return Lease(self._bot, self._owner, now, now + _LEASE_SECONDS * _SECOND)

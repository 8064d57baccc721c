"""Delivers updates to the bot's webhook: one in flight per chat, repeated until taken."""

import asyncio
import contextlib
import json
from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field
from typing import TypeAlias

import httpx

from bot.sandbox.updates import UpdateQueue, Waiting
from bot.sandbox.values import Json
from bot.sandbox.world import World

AUTH_HEADER = "X-Telegram-Bot-Api-Secret-Token"

# Seconds before the first repetition, and the most between two (Bot API server: doubles to 60).
FIRST_PAUSE = 1.0
LONGEST_PAUSE = 60.0

# Seconds: the longest `Retry-After` that the Bot API server follows.
LONGEST_RETRY_AFTER = 3600

# Seconds that the bot has to answer one update.
_ANSWER_WITHIN = 60.0

# Bytes of an answer that are read; a call of the Bot API as an answer is far smaller.
_LARGEST_ANSWER = 1024 * 1024

# Updates in flight at most, unless the bot says otherwise (setWebhook, `max_connections`).
_CONNECTIONS = 40


@dataclass(frozen=True, slots=True)
class Answer:
    """What the bot's endpoint said; status 0 means that it could not be reached."""

    status: int
    headers: dict[str, str] = field(default_factory=dict)
    body: bytes = b""


Post: TypeAlias = Callable[[str, dict[str, str], bytes], Awaitable[Answer]]
Execute: TypeAlias = Callable[[Json], Awaitable[None]]


class HttpPost:
    """Posts updates over HTTP, with connections that are kept; never through a proxy."""

    def __init__(self) -> None:
        """Connect with the first update, not before."""
        self._client: httpx.AsyncClient | None = None

    async def __call__(self, url: str, headers: dict[str, str], body: bytes) -> Answer:
        """Post an update; a broken connection is an `Answer` with status 0."""
        if self._client is None:
            self._client = httpx.AsyncClient(timeout=_ANSWER_WITHIN, trust_env=False)
        asked = self._client.stream("POST", url, headers=headers, content=body)
        said = bytearray()
        try:
            async with asked as response:
                async for part in response.aiter_bytes():
                    said += part
                    if len(said) > _LARGEST_ANSWER:
                        return Answer(response.status_code, dict(response.headers))
        except httpx.HTTPError:
            return Answer(0)
        return Answer(response.status_code, dict(response.headers), bytes(said))

    async def close(self) -> None:
        """Close the connections."""
        if self._client is not None:
            await self._client.aclose()


class Webhook:
    """Hands updates to the bot's endpoint while one is set."""

    def __init__(self, world: World, updates: UpdateQueue, post: Post, pause: float) -> None:
        """Prepare delivery; nothing runs before `restart`.

        Args:
            world: knows the endpoint.
            updates: what is to be delivered.
            post: sends one update.
            pause: seconds before the first repetition.
        """
        self.execute: Execute | None = None
        self._world, self._updates, self._post, self._pause = world, updates, post, pause
        self._lanes: dict[str, asyncio.Task[None]] = {}
        self._task: asyncio.Task[None] | None = None

    async def restart(self) -> None:
        """Begin delivering to the endpoint that is set now, or stop when there is none."""
        await self.stop()
        if self._world.bot.webhook.get("url"):
            self._task = asyncio.create_task(self._watch())

    async def stop(self) -> None:
        """Stop delivering; what is in flight is broken off and will be repeated."""
        me = asyncio.current_task()
        running = [t for t in (self._task, *self._lanes.values()) if t and t is not me]
        for task in running:
            task.cancel()
        for task in running:
            with contextlib.suppress(asyncio.CancelledError):
                await task
        self._task, self._lanes = None, {}

    async def _watch(self) -> None:
        room = int(self._world.bot.webhook.get("max_connections") or _CONNECTIONS)
        slots = asyncio.Semaphore(room)
        while True:
            changed = self._updates.changed
            for lane in self._updates.lanes:
                if lane not in self._lanes:
                    self._lanes[lane] = asyncio.create_task(self._run(lane, slots))
            await changed.wait()

    async def _run(self, lane: str, slots: asyncio.Semaphore) -> None:
        try:
            while (waiting := self._next(lane)) is not None:
                await self._deliver(waiting, slots)
        finally:
            self._lanes.pop(lane, None)

    def _next(self, lane: str) -> Waiting | None:
        return next(iter(self._updates.lanes.get(lane, {}).values()), None)

    async def _deliver(self, waiting: Waiting, slots: asyncio.Semaphore) -> None:
        webhook, pause = self._world.bot.webhook, self._pause
        headers = {"Content-Type": "application/json"}
        if webhook.get("secret_token"):
            headers[AUTH_HEADER] = webhook["secret_token"]
        body = json.dumps(waiting.update).encode()
        while waiting.expires_at > self._world.now():
            async with slots:
                answer = await self._post(webhook["url"], headers, body)
            if 200 <= answer.status < 300:
                self._updates.drop(waiting)
                await self._run_answer(answer.body)
                return
            self._note_failure(answer)
            await asyncio.sleep(_asked_pause(answer) or pause)
            pause = min(pause * 2, LONGEST_PAUSE)
        self._updates.drop(waiting)

    def _note_failure(self, answer: Answer) -> None:
        said = f"Wrong response from the webhook: {answer.status}" if answer.status else ""
        self._world.bot.webhook |= {
            "last_error_date": self._world.now(),
            "last_error_message": said or "Connection refused",
        }
        self._world.keep_bot()

    async def _run_answer(self, body: bytes) -> None:
        with contextlib.suppress(ValueError):
            call = json.loads(body)
            if self.execute and isinstance(call, dict) and "method" in call:
                await self.execute(call)


def _asked_pause(answer: Answer) -> float:
    asked = answer.headers.get("retry-after", "")
    return float(min(int(asked), LONGEST_RETRY_AFTER)) if asked.isdigit() else 0.0

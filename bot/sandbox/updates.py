"""The updates that wait for the bot: long polling, confirmation, expiry."""

import asyncio
import contextlib
from dataclasses import dataclass
from itertools import islice, takewhile

from bot.sandbox.errors import conflict
from bot.sandbox.values import Json
from bot.sandbox.world import World

# Seconds that an update waits for the bot (Bot API server: `message_date + 86400`).
UPDATE_LIFE = 86_400

# Seconds that a tap on a button waits (Bot API server: `add_update(..., 150, ...)`).
TAP_LIFE = 150

# Seconds: the longest `timeout` of getUpdates that the server grants.
LONGEST_POLL = 50

# Updates that one getUpdates returns at most.
BATCH = 100

# Kinds that are only delivered when `allowed_updates` names them (getUpdates, `allowed_updates`).
_ASKED_FOR_ONLY = frozenset({"chat_member", "message_reaction", "message_reaction_count"})


@dataclass(frozen=True, slots=True)
class Waiting:
    """One update that is not confirmed yet, and until when it is worth anything."""

    update: Json
    expires_at: int

    @property
    def id(self) -> int:
        """The update's id."""
        number: int = self.update["update_id"]
        return number

    @property
    def lane(self) -> str:
        """The webhook's queue: messages by chat, taps by person, the rest by kind."""
        kind = next(name for name in self.update if name != "update_id")
        body = self.update[kind]
        if kind == "callback_query":
            return f"tap {body['from']['id']}"
        chat = body.get("chat", {}).get("id", 0)
        return f"message {chat}" if kind.endswith("message") else f"{kind} {chat}"


class UpdateQueue:
    """Updates in order of their ids, for one poller or the webhook."""

    def __init__(self, world: World) -> None:
        """Load the updates that an earlier run did not deliver."""
        self._world = world
        saved = world.store.documents("update").values()
        loaded = sorted((Waiting(**body) for body in saved), key=lambda waiting: waiting.id)
        self.waiting = {waiting.id: waiting for waiting in loaded}
        self.lanes: dict[str, dict[int, Waiting]] = {}
        for waiting in loaded:
            self.lanes.setdefault(waiting.lane, {})[waiting.id] = waiting
        self._repeated: set[int] = set()
        self.changed = asyncio.Event()
        self._poller = 0
        self._is_released = False

    def push(self, kind: str, body: Json, *, is_repeated: bool = False) -> Json | None:
        """Queue an update; None when the bot has not asked for this kind.

        Args:
            kind: field of `Update`, for example `message`.
            body: the object under that field.
            is_repeated: it comes once more after the bot confirmed it, as when the
                confirmation is lost.
        """
        allowed = self._world.bot.allowed_updates
        if (allowed and kind not in allowed) or (not allowed and kind in _ASKED_FOR_ONLY):
            return None
        update: Json = {"update_id": self._world.take_update_id(), kind: body}
        if is_repeated:
            self._repeated.add(update["update_id"])
        self._queue(update)
        return update

    def _queue(self, update: Json) -> None:
        life = TAP_LIFE if "callback_query" in update else UPDATE_LIFE
        waiting = Waiting(update, self._world.now() + life)
        self.waiting[waiting.id] = waiting
        self.lanes.setdefault(waiting.lane, {})[waiting.id] = waiting
        self._keep(waiting)
        self.wake()

    def drop(self, waiting: Waiting) -> None:
        """Forget an update that was delivered, confirmed or is too old."""
        if waiting.id in self._repeated:
            self._repeated.remove(waiting.id)
            return
        self.waiting.pop(waiting.id, None)
        lane = self.lanes.get(waiting.lane, {})
        lane.pop(waiting.id, None)
        if not lane:
            self.lanes.pop(waiting.lane, None)
        self._world.keep("update", str(waiting.id), None)

    def clear(self) -> None:
        """Forget every update that waits."""
        for waiting in list(self.waiting.values()):
            self.drop(waiting)

    def wake(self) -> None:
        """Let whoever waits for updates look again."""
        self.changed.set()
        self.changed = asyncio.Event()

    def expire(self) -> None:
        """Forget what waited for too long."""
        now = self._world.now()
        for waiting in [w for w in self.waiting.values() if w.expires_at <= now]:
            self.drop(waiting)

    def release(self) -> None:
        """Answer whoever polls with what there is: the sandbox ends."""
        self._is_released = True
        self.wake()

    async def poll(self, offset: int, limit: int, timeout: int) -> list[Json]:  # noqa: ASYNC109
        """Return the next updates, waiting for the first one.

        Args:
            offset: confirms every update below it; negative: counts from the end; 0: none.
            limit: at most so many updates.
            timeout: seconds to wait when there is none.

        Raises:
            ApiError: 409, a later call took over.
        """
        self._poller += 1
        turn = self._poller
        self.wake()
        self._confirm(offset)
        deadline = asyncio.get_running_loop().time() + min(max(timeout, 0), LONGEST_POLL)
        while True:
            self.expire()
            remaining = deadline - asyncio.get_running_loop().time()
            if self.waiting or remaining <= 0 or self._is_released:
                size = min(limit, BATCH) if limit > 0 else BATCH
                return [waiting.update for waiting in islice(self.waiting.values(), size)]
            changed = self.changed
            with contextlib.suppress(TimeoutError):
                await asyncio.wait_for(changed.wait(), remaining)
            if turn != self._poller:
                reason = "make sure that only one bot instance is running"
                raise conflict(f"terminated by other getUpdates request; {reason}")

    def _confirm(self, offset: int) -> None:
        if offset < 0:
            done = list(self.waiting.values())[:offset]
        else:
            done = list(takewhile(lambda waiting: waiting.id < offset, self.waiting.values()))
        for waiting in done:
            self.drop(waiting)

    def _keep(self, waiting: Waiting) -> None:
        body = {"update": waiting.update, "expires_at": waiting.expires_at}
        self._world.keep("update", str(waiting.id), lambda: body)

"""Telegram's rates: how many messages may go out, over all and to one chat."""

from collections import deque
from dataclasses import dataclass, field

# 429s of so many chats within this time mean that the whole bot is too fast.
# Source: design decision; Telegram publishes no figures (Bot Support, "Hitting limits").
_CHATS_THAT_PAUSE_THE_BOT = 3
_LOOK_BACK_SECONDS = 30.0

# Chats whose buckets are kept; beyond this the full ones are forgotten.
_MOST_BUCKETS = 10_000


@dataclass(frozen=True, slots=True)
class SendLimits:
    """Rates that the sender keeps; 0 lifts one.

    Source:
        Telegram's FAQ, "My bot is hitting limits": about 30 messages per second over all, one per
        second in a chat with short bursts, 20 per minute in a group; a margin is left.

    Attributes:
        bot_per_second: messages of the whole bot.
        chat_per_second: messages to one private chat.
        chat_burst: so many at once after a pause.
        group_per_minute: messages to one group.
    """

    bot_per_second: float = 25
    chat_per_second: float = 1
    chat_burst: int = 3
    group_per_minute: float = 18


@dataclass(slots=True)
class Bucket:
    """Tokens that come back with time; one message costs one.

    Attributes:
        per_second: how fast tokens come back; 0 is no limit.
        capacity: most tokens there can be.
        tokens: how many there were at `at`.
        at: moment, seconds of a monotonic clock.
    """

    per_second: float
    capacity: float
    tokens: float
    at: float

    def wait(self, now: float) -> float:
        """Return in how many seconds a token will be there; 0 when it is."""
        if not self.per_second:
            return 0.0
        self.tokens = min(self.capacity, self.tokens + (now - self.at) * self.per_second)
        self.at = now
        # Rounding must not make a waiter come back a nanosecond too early for ever.
        return 0.0 if self.tokens > 1 - 1e-6 else (1 - self.tokens) / self.per_second

    def take(self) -> None:
        """Use a token."""
        if self.per_second:
            self.tokens -= 1


@dataclass(slots=True)
class Rates:
    """What may go out now; times in seconds of a monotonic clock."""

    limits: SendLimits
    _bot: Bucket | None = None
    _chats: dict[int, Bucket] = field(default_factory=dict)
    _paused: dict[int, float] = field(default_factory=dict)
    _bot_paused_until: float = 0.0
    _refusals: deque[tuple[float, int]] = field(default_factory=deque)

    def wait(self, chat: int, now: float) -> float:
        """Return in how many seconds a message to the chat may go; 0 is now."""
        pause = max(self._bot_paused_until, self._paused.get(chat, 0.0)) - now
        if pause > 0:
            return pause
        self._paused.pop(chat, None)
        return max(self._bot_bucket(now).wait(now), self._bucket(chat, now).wait(now))

    def take(self, chat: int, now: float) -> None:
        """Count a message that goes out now."""
        self._bot_bucket(now).take()
        self._bucket(chat, now).take()

    def refused(self, chat: int, seconds: float, now: float) -> None:
        """Pause a chat after a 429, and the whole bot once three chats got one."""
        self._paused[chat] = now + seconds
        self._refusals.append((now, chat))
        while self._refusals[0][0] < now - _LOOK_BACK_SECONDS:
            self._refusals.popleft()
        if len({refused for _, refused in self._refusals}) >= _CHATS_THAT_PAUSE_THE_BOT:
            self._bot_paused_until = max(self._bot_paused_until, now + seconds)

    def _bot_bucket(self, now: float) -> Bucket:
        if self._bot is None:
            rate = self.limits.bot_per_second
            self._bot = Bucket(rate, max(rate, 1), max(rate, 1), now)
        return self._bot

    def _bucket(self, chat: int, now: float) -> Bucket:
        bucket = self._chats.get(chat)
        if bucket is None:
            if len(self._chats) >= _MOST_BUCKETS:
                self._forget_full(now)
            bucket = self._chats[chat] = self._fresh(chat, now)
        return bucket

    def _fresh(self, chat: int, now: float) -> Bucket:
        burst = float(max(self.limits.chat_burst, 1))
        # Groups have negative ids.
        if chat < 0:
            return Bucket(self.limits.group_per_minute / 60, burst, burst, now)
        return Bucket(self.limits.chat_per_second, burst, burst, now)

    def _forget_full(self, now: float) -> None:
        for chat, bucket in list(self._chats.items()):
            bucket.wait(now)
            if bucket.tokens >= bucket.capacity:
                del self._chats[chat]

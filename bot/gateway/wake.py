"""How the loops of the gateway wait: until they are woken, or for a while."""

import asyncio


class Wake:
    """An event that clears itself; may be set before anybody waits."""

    def __init__(self) -> None:
        self._event = asyncio.Event()

    def set(self) -> None:
        """Wake the loop, or keep it from sleeping next time."""
        self._event.set()

    async def wait(self, seconds: float) -> None:
        """Return when woken, or after `seconds`."""
        if not self._event.is_set():
            timer = asyncio.get_running_loop().call_later(max(seconds, 0.0), self._event.set)
            try:
                await self._event.wait()
            finally:
                timer.cancel()
        self._event.clear()


class Backoff:
    """How long to wait before the next attempt: doubling from `first` to `longest` seconds."""

    def __init__(self, first: float, longest: float) -> None:
        self._first = first
        self._longest = longest
        self._next = first

    def next(self) -> float:
        """Return the seconds to wait now, and double them for the next time."""
        wait, self._next = self._next, min(self._next * 2, self._longest)
        return wait

    def reset(self) -> None:
        """Begin anew after a success."""
        self._next = self._first

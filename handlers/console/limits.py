"""How often somebody may fail to come in, by where they write from."""

import time
from collections import OrderedDict, deque
from collections.abc import Callable
from typing import Final

# Failures within seconds: from one place, and in all. Nobody guesses 256 bits; this keeps the
# database from being asked for nothing.
_MOST_OF_ONE: Final = 10
_MOST_OF_ALL: Final = 200
_WITHIN: Final = 300.0
_PLACES: Final = 2_000


class FailureLimit:
    """Counts failures of the last minutes, in memory."""

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._failures: OrderedDict[str, deque[float]] = OrderedDict()
        self._all: deque[float] = deque()

    def is_reached(self, place: str) -> bool:
        """Whether somebody, or everybody together, failed too often."""
        ours = self._failures.get(place, deque())
        return self._recent(ours) >= _MOST_OF_ONE or self._recent(self._all) >= _MOST_OF_ALL

    def failed(self, place: str) -> None:
        """Count one failure."""
        now = self._clock()
        self._failures.setdefault(place, deque(maxlen=_MOST_OF_ONE)).append(now)
        self._failures.move_to_end(place)
        while len(self._failures) > _PLACES:
            self._failures.popitem(last=False)
        self._all.append(now)

    def _recent(self, failures: deque[float]) -> int:
        while failures and self._clock() - failures[0] > _WITHIN:
            failures.popleft()
        return len(failures)

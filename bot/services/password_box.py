"""Passwords of locked statements, in the memory of this process until their job ends."""

import secrets
import time
from collections import OrderedDict
from collections.abc import Callable
from typing import Final

# A job that is tried again for longer than this asks the customer again, seconds.
_KEPT: Final = 600.0
# More than this many at once are not asked for; the oldest goes first.
_MOST: Final = 1000


class PasswordBox:
    """Holds passwords by a reference; jobs, tables, logs and backups hold the reference only.

    What is in it is gone with the process: the customer is asked again then.
    """

    def __init__(self, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._held: OrderedDict[str, tuple[float, str]] = OrderedDict()

    def keep(self, password: str) -> str:
        """Return the reference under which a password is held from now on."""
        reference = secrets.token_hex(8)
        self._held[reference] = (self._clock() + _KEPT, password)
        while len(self._held) > _MOST:
            self._held.popitem(last=False)
        return reference

    def password(self, reference: str) -> str | None:
        """Return a password; None: it was dropped, is too old, or another process had it."""
        now = self._clock()
        for old in [each for each, (until, _) in self._held.items() if until <= now]:
            del self._held[old]
        held = self._held.get(reference)
        return held[1] if held else None

    def drop(self, reference: str) -> None:
        """Forget a password; one that is not held is no fault."""
        self._held.pop(reference, None)

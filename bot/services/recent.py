"""The latest results of something that costs time, by what was asked."""

from collections import OrderedDict
from collections.abc import Hashable
from typing import Final, Generic, TypeVar

K = TypeVar("K", bound=Hashable)
V = TypeVar("V")

# Results kept: some hundred texts cover most of what is written while a provider is down.
_KEPT: Final = 512


class Recent(Generic[K, V]):
    """A bounded memory; what was not asked for longest is forgotten first."""

    def __init__(self, size: int = _KEPT) -> None:
        """Keep at most `size` results."""
        self._size = size
        self._kept: OrderedDict[K, V] = OrderedDict()

    def get(self, key: K) -> V | None:
        """Return what is kept for a key; None: nothing."""
        value = self._kept.get(key)
        if value is not None:
            self._kept.move_to_end(key)
        return value

    def put(self, key: K, value: V) -> None:
        """Keep a result."""
        self._kept[key] = value
        self._kept.move_to_end(key)
        if len(self._kept) > self._size:
            self._kept.popitem(last=False)

    def clear(self) -> None:
        """Forget everything."""
        self._kept.clear()

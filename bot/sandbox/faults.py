"""Troubles on order: what Telegram or the network does to the next calls."""

from dataclasses import asdict, dataclass
from enum import StrEnum

from bot.sandbox.errors import ApiError, flooded, forbidden
from bot.sandbox.values import Json
from bot.sandbox.wire import Call


class FaultKind(StrEnum):
    """What goes wrong."""

    FLOOD = "flood"
    SERVER_ERROR = "server_error"
    DELAY = "delay"
    DROP = "drop"
    LOSE = "lose"
    BLOCKED = "blocked"
    REPEAT = "repeat"
    OLD = "old"


# Faults of the way to the bot; the others meet the bot's calls.
ON_UPDATES = frozenset({FaultKind.REPEAT, FaultKind.OLD})

# Seconds: how much too late an `old` update is, more than the 24 h that Telegram keeps one.
OLD_BY = 25 * 3600


@dataclass(slots=True)
class Fault:
    """One trouble.

    Attributes:
        kind: what goes wrong. `drop` breaks the connection before the call is done, `lose`
            after it: the bot cannot tell them apart.
        method: of the Bot API that it meets; `*` is any that sends or changes something.
        chat_id: only calls to this chat; 0 is any.
        seconds: `retry_after` of a flood, length of a delay.
        times: how many calls it meets before it is over.
    """

    kind: FaultKind
    method: str = "*"
    chat_id: int = 0
    seconds: float = 3
    times: int = 1


# Methods that `*` spares: without them the bot would not run at all.
_SPARED = frozenset({"getMe", "getUpdates", "setWebhook", "deleteWebhook"})


class Faults:
    """The troubles that are still to come, oldest first."""

    def __init__(self) -> None:
        """Start without troubles."""
        self.waiting: list[Fault] = []

    def add(self, fault: Fault) -> None:
        """Order a trouble."""
        self.waiting.append(fault)

    def clear(self) -> None:
        """Call all troubles off."""
        self.waiting.clear()

    def as_json(self) -> list[Json]:
        """Return the troubles still to come."""
        return [asdict(fault) for fault in self.waiting]

    def for_call(self, call: Call) -> Fault | None:
        """Take the trouble that meets a call, or None."""
        for fault in self.waiting:
            if fault.kind not in ON_UPDATES and _meets(fault, call):
                return self._spent(fault)
        return None

    def for_update(self) -> Fault | None:
        """Take the trouble that meets the next update, or None."""
        for fault in self.waiting:
            if fault.kind in ON_UPDATES:
                return self._spent(fault)
        return None

    def _spent(self, fault: Fault) -> Fault:
        fault.times -= 1
        if fault.times <= 0:
            self.waiting.remove(fault)
        return fault


def _meets(fault: Fault, call: Call) -> bool:
    if fault.chat_id and fault.chat_id != call.params.get("chat_id"):
        return False
    return call.method not in _SPARED if fault.method == "*" else fault.method == call.method


def refusal(fault: Fault) -> ApiError | None:
    """Return the error that a trouble answers a call with, or None."""
    match fault.kind:
        case FaultKind.FLOOD:
            return flooded(max(int(fault.seconds), 1))
        case FaultKind.SERVER_ERROR:
            return ApiError(502, "Bad Gateway")
        case FaultKind.BLOCKED:
            return forbidden("bot was blocked by the user")
        case _:
            return None

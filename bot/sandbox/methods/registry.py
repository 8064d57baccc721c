"""The table of methods: each one registers itself under its name."""

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import Any, TypeAlias

from bot.sandbox.files import Files
from bot.sandbox.groups import Groups
from bot.sandbox.updates import UpdateQueue
from bot.sandbox.values import Json
from bot.sandbox.webhook import Webhook
from bot.sandbox.wire import Call, Upload
from bot.sandbox.world import World


@dataclass(frozen=True, slots=True)
class Context:
    """What a method works on: the call, and the parts of the sandbox."""

    call: Call
    world: World
    updates: UpdateQueue
    webhook: Webhook
    files: Files
    groups: Groups

    @property
    def params(self) -> Json:
        """The decoded parameters of the call."""
        return self.call.params

    @property
    def uploads(self) -> dict[str, Upload]:
        """The file parts of the call."""
        return self.call.uploads


# Any: a result is whatever JSON the method's description names.
Method: TypeAlias = Callable[[Context], Awaitable[Any]]

METHODS: dict[str, Method] = {}


def method(name: str) -> Callable[[Method], Method]:
    """Register a function as the method `name` of the Bot API."""

    def register(function: Method) -> Method:
        METHODS[name] = function
        return function

    return register

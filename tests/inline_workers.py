"""The worker's functions in the process of the test; what it sends back is JSON all the same."""

import asyncio
import json
from typing import Any

from pydantic import TypeAdapter

from bot.domain.readings import SWITCHED_OFF, FileReading, to_values
from bot.workers.child import answer
from bot.workers.pool import WorkerFailed, WorkerPool

# Recognising pictures takes seconds; tests that need it have a worker of their own.
_UNREAD = ("bot.readers.received",)


class InlineWorkers(WorkerPool):
    """Makes files as the worker process does, and leaves what customers send unread."""

    async def run(
        self, function: str, *arguments: object, returns: type[Any], seconds: float = 0
    ) -> Any:
        """Return the result of a function that the worker may call."""
        adapter = TypeAdapter(returns)
        if function.startswith(_UNREAD):
            return adapter.validate_python(to_values(FileReading(refused=SWITCHED_OFF)))
        reply = json.loads(await asyncio.to_thread(answer, function, arguments))
        if "error" in reply:
            raise WorkerFailed(reply["error"], reply["message"])
        return adapter.validate_python(reply["result"])

"""Makes files that are sent once: a job calls the writer, the bytes lie encrypted until then."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from bot.gateway.jobs import JobFailed, Runner
from bot.storage.blobs import Blobs

# Turns values that JSON can hold into the bytes of a file.
Maker = Callable[[Mapping[str, Any]], Awaitable[bytes]]

# Bytes that a bot may send. Source: core.telegram.org/bots/api, "Sending files": 50 MB.
LARGEST_SENT: Final = 50 * 1000 * 1000


def making_runner(makers: Mapping[str, Maker], bot: int, blobs: Blobs) -> Runner:
    """Return the runner of `file.make`.

    Args:
        makers (Mapping): by the name of the writer.
        bot (int): Telegram id of the bot.
        blobs (Blobs): where the bytes wait to be sent.
    """

    async def make(request: Mapping[str, Any]) -> Mapping[str, Any]:
        maker = makers.get(str(request["writer"]))
        if maker is None:
            raise JobFailed("no_writer")
        content = await maker(request["values"])
        if not content or len(content) > LARGEST_SENT:
            raise JobFailed("size")
        key, name = await asyncio.to_thread(blobs.put_once, f"{bot}/{request['chat']}", content)
        return {"blob": key, "name": name}

    return make

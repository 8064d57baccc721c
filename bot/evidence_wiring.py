"""The jobs about customers' files: fetch, keep, read and copy outside this process, delete."""

import asyncio
import logging
from collections.abc import Mapping
from typing import Any

from telegram import Bot

from bot.domain.evidence import KEPT_TYPES
from bot.domain.pictures import PictureCopies
from bot.domain.readings import PASSWORD_LOST, SWITCHED_OFF, FileReading, to_values
from bot.gateway.addresses import FetchRefused
from bot.gateway.downloads import download_file
from bot.gateway.jobs import JobFailed, Runner
from bot.readers.filetypes import media_type
from bot.services.desk_files import COPY
from bot.services.password_box import PasswordBox
from bot.storage.blobs import Blobs, blob_key
from bot.workers.pool import WorkerFailed, WorkerPool

_READERS = {
    "picture": "bot.readers.received:read_picture",
    "statement": "bot.readers.received:read_statement_file",
}
_COPIES = "bot.readers.pictures:copies_of"
_LOG = logging.getLogger(__name__)


def keeping_runners(bot: Bot, bot_id: int, blobs: Blobs) -> dict[str, Runner]:
    """Return what fetches the files of customers, and deletes them."""

    async def fetch(request: Mapping[str, Any]) -> Mapping[str, Any]:
        try:
            content = await download_file(bot, str(request["file_id"]))
        except FetchRefused:
            raise JobFailed("too_large") from None
        mime = await asyncio.to_thread(media_type, content)
        if mime not in KEPT_TYPES:
            raise JobFailed("type")
        owner = f"{bot_id}/{request['chat']}"
        _, digest = await asyncio.to_thread(blobs.put, owner, content)
        return {"sha256": digest, "size": len(content), "mime": mime}

    async def remove(request: Mapping[str, Any]) -> Mapping[str, Any]:
        key = blob_key(f"{bot_id}/{request['chat']}", str(request["sha256"]))
        await asyncio.to_thread(blobs.remove, key)
        return {}

    return {"evidence.fetch": fetch, "blob.remove": remove}


def reading_runners(
    workers: WorkerPool | None, bot_id: int, blobs: Blobs, passwords: PasswordBox
) -> dict[str, Runner]:
    """Return what reads stored files in the worker process; without one they stay unread."""

    async def read(request: Mapping[str, Any]) -> Mapping[str, Any]:
        if workers is None:
            return to_values(FileReading(refused=SWITCHED_OFF))
        key = blob_key(f"{bot_id}/{request['chat']}", str(request["sha256"]))
        content = await asyncio.to_thread(blobs.get, key)
        function = _READERS[str(request["reads"])]
        secret = str(request.get("secret", ""))
        password = passwords.password(secret)
        if secret and password is None:
            return to_values(FileReading(refused=PASSWORD_LOST))
        more = () if password is None else (password,)
        try:
            reading = await workers.run(function, content, *more, returns=FileReading)
        except WorkerFailed as failed:
            _LOG.warning("file not read evidence=%s kind=%s", request["evidence"], failed.kind)
            passwords.drop(secret)
            raise JobFailed(failed.kind) from None
        passwords.drop(secret)
        return to_values(reading)

    async def copy(request: Mapping[str, Any]) -> Mapping[str, Any]:
        if workers is None:
            raise JobFailed(SWITCHED_OFF)
        owner = f"{bot_id}/{request['chat']}"
        content = await asyncio.to_thread(blobs.get, blob_key(owner, str(request["sha256"])))
        try:
            copies = await workers.run(_COPIES, content, returns=PictureCopies)
        except WorkerFailed as failed:
            _LOG.warning(
                "picture not copied evidence=%s kind=%s", request["evidence"], failed.kind
            )
            raise JobFailed(failed.kind) from None
        key, name = await asyncio.to_thread(blobs.put_once, owner, copies.shown)
        return {
            "blob": key,
            "name": name,
            "had_position": copies.had_position,
            "had_metadata": copies.had_metadata,
            "is_long": copies.is_long,
        }

    return {"evidence.read": read, COPY: copy}

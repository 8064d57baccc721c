"""Claim packs: pictures and pages are made in the worker process, the zip beside it."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from typing import Any, Final

from pydantic import TypeAdapter

from bot.domain.evidence import PICTURES
from bot.domain.made import MadeBytes
from bot.domain.packs import Pack, PackFile
from bot.workers.pool import WorkerFailed, WorkerPool
from bot.writers.archive import pack_zip

# Gives the bytes of a customer's file by owner and SHA-256.
OpenFile = Callable[[str, str], Awaitable[bytes]]

_OF_PICTURES: Final = "bot.readers.pictures:thumbnail_of"
_SMALL: Final = dict.fromkeys(PICTURES, _OF_PICTURES) | {
    "application/pdf": "bot.readers.pdf_pages:first_page",
}
"""What makes the small picture of a file, by its type."""
_PACK: Final = TypeAdapter(Pack)


class Packer:
    """Makes the document and the zip of a claim pack.

    Both are ordered together, and the zip holds the document: the first of the two keeps it for
    the second, so that it is made once.
    """

    def __init__(self, workers: WorkerPool, open_file: OpenFile) -> None:
        self._workers = workers
        self._open = open_file
        self._turn = asyncio.Lock()
        self._last: tuple[Pack, bytes] | None = None

    async def pdf(self, values: Mapping[str, Any]) -> bytes:
        """Return the document of a pack.

        Args:
            values (Mapping): a `Pack` as JSON values.

        Raises:
            WorkerFailed: it could not be made.
        """
        return await self._pdf(_PACK.validate_python(values))

    async def zip(self, values: Mapping[str, Any]) -> bytes:
        """Return the archive of a pack; for values and errors see `pdf`."""
        pack = _PACK.validate_python(values)
        document = await self._pdf(pack)
        contents = {
            file.place: await self._open(pack.owner, file.sha256)
            for file in pack.paper.files
            if file.enclosed
        }
        return await asyncio.to_thread(pack_zip, pack, document, contents)

    async def _pdf(self, pack: Pack) -> bytes:
        async with self._turn:
            last, self._last = self._last, None
            if last is not None and last[0] == pack:
                return last[1]
            thumbnails = {
                str(file.place): small
                for file in pack.paper.files
                if (small := await self._thumbnail(pack.owner, file)) is not None
            }
            paper = _PACK.dump_python(pack, mode="json")["paper"]
            made = await self._workers.run(
                "bot.writers.pack:pack_pdf", paper, thumbnails, returns=MadeBytes
            )
            self._last = (pack, made.content)
            return made.content

    async def _thumbnail(self, owner: str, file: PackFile) -> bytes | None:
        """Return the small picture of a file; None: there is none, or it cannot be opened."""
        function = _SMALL.get(file.mime)
        if function is None:
            return None
        content = await self._open(owner, file.sha256)
        try:
            small = await self._workers.run(function, content, returns=MadeBytes)
        except WorkerFailed:
            return None
        return small.content

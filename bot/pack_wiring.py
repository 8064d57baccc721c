"""Puts together what makes claim packs, for `bot.wiring` and the command line."""

import asyncio
from functools import partial

from bot.gateway.making import Maker
from bot.services import packs
from bot.storage.blobs import Blobs, blob_key
from bot.workers.packing import Packer
from bot.workers.pool import WorkerPool


def pack_makers(workers: WorkerPool | None, blobs: Blobs) -> dict[str, Maker]:
    """Return what makes claim packs; nothing without a worker process."""
    if workers is None:
        return {}
    packer = Packer(workers, partial(open_evidence, blobs))
    return {packs.PDF: packer.pdf, packs.ZIP: packer.zip}


async def open_evidence(blobs: Blobs, owner: str, sha256: str) -> bytes:
    """Return the bytes of a customer's file."""
    return await asyncio.to_thread(blobs.get, blob_key(owner, sha256))

"""`python -m bot claims pack`: the pack of one claim as PDF or zip."""

import os
from datetime import UTC, datetime
from functools import partial
from pathlib import Path

from pydantic import TypeAdapter

from bot.cli.opening import WRONG_USE, end, evidence_key, settings_or_end, with_database
from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.numbers import read_number
from bot.domain.packs import Pack
from bot.pack_wiring import open_evidence
from bot.services.exchange import Exchange
from bot.services.pack_paper import pack_of
from bot.storage.blobs import BlobBrokenError, BlobMissingError, Blobs
from bot.storage.claim_lists import claim_numbered
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.storage.database import Database
from bot.texts.catalog import Catalog
from bot.wiring import WORKER_MEMORY
from bot.workers.packing import Packer
from bot.workers.pool import WorkerFailed, WorkerPool
from knowledge.library import FOLDER, load_library

_ENDINGS = (".pdf", ".zip")
_OWNER_ONLY = 0o600
_PACK = TypeAdapter(Pack)


def write_pack(number: str, path: Path, language: Language | None) -> None:
    """Write the pack of a claim; exit code 1: there is none, or a file of it is missing.

    Args:
        number (str): of the claim.
        path (Path): ends in .pdf or .zip; readable by its owner only.
        language (Language or None): None takes that of the customer.
    """
    read = read_number(number)
    if read is None:
        end(f"{number} is no claim number; one looks like PA-7K3M-4QXW-X", WRONG_USE)
    if path.suffix.lower() not in _ENDINGS:
        end(f"{path}: name a file that ends in .pdf or .zip", WRONG_USE)
    settings = settings_or_end()
    library = load_library(settings.knowledge_dir or FOLDER, settings.data_dir / "knowledge")

    async def step(connection: Connection) -> Pack | None:
        claim = await claim_numbered(connection, read)
        if claim is None:
            return None
        customer = await find_customer(connection, claim.bot, claim.chat)
        known = customer or Customer(claim.bot, claim.chat, claim.language, region=claim.region)
        ex = Exchange(connection, known, datetime.now(UTC), library, Catalog())
        if language is not None:
            ex.update(language=language)
        return await pack_of(ex, claim)

    async def work(database: Database) -> bytes | None:
        pack = await database.read(step)
        if pack is None:
            return None
        blobs = Blobs(settings.evidence, evidence_key(settings))
        return await _made(pack, path.suffix.lower(), blobs)

    content = with_database(settings, work)
    if content is None:
        end(f"there is no claim {read}")
    _write(path, content)
    print(f"{len(content)} bytes written to {path}")


async def _made(pack: Pack, ending: str, blobs: Blobs) -> bytes:
    workers = WorkerPool(memory_mb=WORKER_MEMORY)
    packer = Packer(workers, partial(open_evidence, blobs))
    values = _PACK.dump_python(pack, mode="json")
    try:
        return await (packer.pdf(values) if ending == ".pdf" else packer.zip(values))
    except WorkerFailed as failed:
        end(f"the pack could not be made: {failed.kind}")
    except (BlobMissingError, BlobBrokenError):
        end("a file of the claim is missing or damaged; `python -m bot doctor` says which")
    finally:
        await workers.close()


def _write(path: Path, content: bytes) -> None:
    try:
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, _OWNER_ONLY)
        with os.fdopen(descriptor, "wb") as file:
            os.fchmod(descriptor, _OWNER_ONLY)
            file.write(content)
    except OSError as error:
        end(f"{path}: {error.strerror}")

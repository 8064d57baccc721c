"""`python -m bot evidence save`: the files of a claim as they came, for who has to have them."""

import mimetypes
import os
from collections.abc import Sequence
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.opening import WRONG_USE, end, evidence_key, settings_or_end, with_database
from bot.domain.custody import Act, Handled
from bot.domain.evidence import EvidenceState
from bot.domain.numbers import read_number
from bot.settings import Settings
from bot.storage.blob_keys import VaultRefusedError, write_sealed
from bot.storage.blobs import BlobBrokenError, BlobMissingError, Blobs, blob_key
from bot.storage.claim_lists import claim_numbered
from bot.storage.connection import Connection
from bot.storage.custody import log_acts
from bot.storage.database import Database
from bot.storage.evidence import StoredEvidence, evidence_of_claim

_OWNER_ONLY = 0o077


def save_files(number: str, folder: Path) -> None:
    """Write the files of a claim into a new folder; exit code 1: there is none, or one is broken.

    That they are taken out is logged before the first is written.
    """
    read = read_number(number)
    if read is None:
        end(f"{number} is no claim number; one looks like PA-7K3M-4QXW-X", WRONG_USE)
    if folder.exists():
        end(f"{folder} is there already; name a new folder")
    settings = settings_or_end()

    async def step(connection: Connection) -> Sequence[StoredEvidence] | None:
        claim = await claim_numbered(connection, read)
        if claim is None:
            return None
        every = await evidence_of_claim(connection, claim.id)
        files = [each for each in every if each.state is EvidenceState.STORED]
        acts = [Handled(Act.EXPORTED, each.id, claim.id, each.sha256) for each in files]
        if acts:
            await log_acts(connection, claim.bot, acts, datetime.now(UTC))
        return files

    async def work(database: Database) -> Sequence[StoredEvidence] | None:
        return await database.write(step)

    files = with_database(settings, work)
    if files is None:
        end(f"there is no claim {read}")
    broken = _write(settings, files, folder) if files else []
    print(f"files of {read} saved: {len(files) - len(broken)}")
    print("They are as they came: pictures may say where they were taken.")
    if broken:
        end("these do not open: " + ", ".join(map(str, broken)))


def _write(settings: Settings, files: Sequence[StoredEvidence], folder: Path) -> list[int]:
    """Write the files, and return the ids of those that do not open."""
    os.umask(_OWNER_ONLY)
    broken = []
    try:
        blobs = Blobs(settings.evidence, evidence_key(settings))
        folder.mkdir(parents=True)
        for place, file in enumerate(files, 1):
            ending = mimetypes.guess_extension(file.mime) or ".bin"
            try:
                content = blobs.get(blob_key(f"{file.bot}/{file.chat}", file.sha256))
            except (BlobBrokenError, BlobMissingError):
                broken.append(file.id)
            else:
                write_sealed(folder / f"{place}-{file.sha256[:16]}{ending}", content)
    except (OSError, VaultRefusedError) as error:
        end(f"not everything was saved: {error}")
    return broken

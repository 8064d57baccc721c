"""Deletes files of a customer: the rows at once, the bytes by a job, unless others name them."""

from collections.abc import Iterable

from bot.services.exchange import Exchange
from bot.storage.evidence import StoredEvidence, remove_evidence
from bot.storage.jobs import put_job
from bot.storage.made_files import REMOVE
from bot.storage.retention import StoredBytes, is_named


async def remove_files(ex: Exchange, files: Iterable[StoredEvidence]) -> None:
    """Delete files; bytes that another claim or draft of the customer still names are kept."""
    hashes = set()
    for file in files:
        await remove_evidence(ex.connection, ex.bot, ex.chat, file.id)
        if file.sha256:
            hashes.add(file.sha256)
    for sha256 in sorted(hashes):
        if not await is_named(ex.connection, StoredBytes(ex.bot, ex.chat, sha256)):
            request = {"chat": ex.chat, "sha256": sha256}
            await put_job(ex.connection, ex.bot, ex.chat, REMOVE, request)

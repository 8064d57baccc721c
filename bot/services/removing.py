"""Deletes files of a customer: the rows at once, the bytes by a job, unless others name them."""

from collections.abc import Iterable

from bot.domain.custody import Act, Handled
from bot.services.exchange import Exchange
from bot.storage.custody import log_acts
from bot.storage.evidence import StoredEvidence, remove_evidence
from bot.storage.jobs import put_job
from bot.storage.made_files import REMOVE
from bot.storage.retention import StoredBytes, is_named


async def remove_files(ex: Exchange, files: Iterable[StoredEvidence], act: Act) -> None:
    """Delete files; bytes that another claim or draft of the customer still names are kept.

    Args:
        ex (Exchange): of the step.
        files (iterable): of the customer.
        act (Act): as what the custody log keeps it.
    """
    hashes, acts = set(), []
    for file in files:
        removed = await remove_evidence(ex.connection, ex.bot, ex.chat, file.id)
        if removed and file.sha256:
            hashes.add(file.sha256)
            acts.append(Handled(act, file.id, file.claim or 0, file.sha256))
    if acts:
        await log_acts(ex.connection, ex.bot, acts, ex.now)
    await drop_bytes(ex, hashes)


async def drop_bytes(ex: Exchange, hashes: Iterable[str]) -> None:
    """Delete the bytes of hashes that no file of the customer names any longer."""
    for sha256 in sorted(hashes):
        if not await is_named(ex.connection, StoredBytes(ex.bot, ex.chat, sha256)):
            request = {"chat": ex.chat, "sha256": sha256}
            await put_job(ex.connection, ex.bot, ex.chat, REMOVE, request)

"""`python -m bot purge`: deletes what the privacy notice says is not kept any longer."""

from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from pathlib import Path

from bot.cli.opening import end, settings_or_end, with_database
from bot.services.retention import Retention
from bot.storage.blobs import blob_key
from bot.storage.database import Database
from bot.storage.health import stored_bytes
from bot.storage.made_files import made_bytes
from bot.storage.retention import Expired, StoredBytes

# Bytes younger than this may belong to a file that is only just being fetched.
_STRAY_AFTER = timedelta(days=1)


def purge_old(*, dry_run: bool) -> None:
    """Delete what is due, or only count it."""
    settings = settings_or_end()
    now = datetime.now(UTC)

    async def count(database: Database) -> tuple[Expired, int]:
        return await Retention(database).due(now), len(await strays(database))

    async def delete(database: Database) -> tuple[Expired, int]:
        found, unnamed = await Retention(database).purge(now)
        await database.tidy()
        _remove(_path(settings.evidence, one) for one in unnamed)
        stray = await strays(database)
        _remove(stray)
        return found, len(stray)

    async def strays(database: Database) -> list[Path]:
        kept = [*await database.read(stored_bytes), *await database.read(made_bytes)]
        named = {_path(settings.evidence, one) for one in kept}
        return _strays(settings.evidence, named, now - _STRAY_AFTER)

    try:
        found, stray = with_database(settings, count if dry_run else delete)
    except OSError as error:
        end(f"the rows are deleted, some files are not: {error}")
    print("would be deleted:" if dry_run else "deleted:")
    print(f"  messages without a claim: {found.messages}")
    print(f"  files that wait for a claim: {len(found.tray)}")
    print(f"  unfinished claims: {len(found.drafts)}")
    print(f"  claims closed over a year ago: {len(found.claims)}")
    print(f"  files of all these: {len(found.files)}")
    print(f"  stored bytes that no file names: {stray}")


def _path(folder: Path, one: StoredBytes) -> Path:
    return folder / blob_key(f"{one.bot}/{one.chat}", one.sha256)


def _strays(folder: Path, named: set[Path], before: datetime) -> list[Path]:
    return [
        path
        for path in sorted(folder.glob("*/*/*/*"))
        if path not in named and path.stat().st_mtime < before.timestamp()
    ]


def _remove(paths: Iterable[Path]) -> None:
    for path in paths:
        path.unlink(missing_ok=True)

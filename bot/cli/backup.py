"""`python -m bot backup` and `restore`: database, evidence and its key as one file."""

import os
import shutil
import tempfile
from datetime import UTC, datetime
from pathlib import Path

from bot.cli.archive import ArchiveRefusedError, Parts, read_archive, write_archive
from bot.cli.opening import WRONG_USE, end, evidence_key, refuse_missing, settings_or_end
from bot.settings import Settings
from bot.storage.database import sqlite_path
from bot.storage.errors import DatabaseAway, DatabaseRefusedError
from bot.storage.micros import wall_micros
from bot.storage.sqlite_files import check_sqlite, copy_sqlite, is_in_use, remove_sqlite

_OTHERS_NOTHING = 0o077
_WITH_POSTGRES = (
    "On PostgreSQL use pg_dump and pg_restore, and copy the evidence folder and its key beside "
    "them; docs/operations.md, Backup, shows how."
)


def back_up(path: Path, *, force: bool) -> None:
    """Write a backup while the bot may be running; exit code 1: it could not be made."""
    settings = settings_or_end()
    source = _sqlite_or_end(settings)
    os.umask(_OTHERS_NOTHING)
    if path.exists() and not force:
        end(f"{path} is there already; --force replaces it")
    try:
        refuse_missing(settings.database)
        with tempfile.TemporaryDirectory(prefix=".backup-", dir=path.absolute().parent) as folder:
            copied, written = Path(folder, "copy.db"), Path(folder, "backup.tar")
            copy_sqlite(source, copied)
            parts = Parts(copied, evidence_key(settings), settings.evidence)
            files = write_archive(written, parts, datetime.now(UTC))
            written.replace(path)
    except (OSError, DatabaseAway, DatabaseRefusedError) as error:
        end(f"no backup was made: {error}")
    print(f"{path}: the database and {files} files of evidence")
    print("It holds the key too: whoever has this file can read everything.")


def restore(path: Path, *, force: bool) -> None:
    """Put a backup in place; exit code 1: it cannot be used, or there is something already."""
    settings = settings_or_end()
    target = Parts(_sqlite_or_end(settings), evidence_key(settings), settings.evidence)
    os.umask(_OTHERS_NOTHING)
    _refuse_loss(target, force=force)
    try:
        settings.kept_in.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".restore-", dir=settings.kept_in) as folder:
            parts = read_archive(path, Path(folder))
            version = check_sqlite(parts.database)
            _put_in_place(parts, target)
    except (OSError, ArchiveRefusedError, DatabaseRefusedError) as error:
        end(f"nothing was restored: {error}")
    print(f"{path} is restored to {settings.kept_in}; database version {version}.")
    print("What was deleted after it was made is back: run `python -m bot purge`.")


def _sqlite_or_end(settings: Settings) -> Path:
    if not settings.database.startswith("sqlite:"):
        end(_WITH_POSTGRES, WRONG_USE)
    try:
        return sqlite_path(settings.database)
    except DatabaseRefusedError as error:
        end(str(error), WRONG_USE)


def _refuse_loss(target: Parts, *, force: bool) -> None:
    there = [path for path in (target.database, target.key) if path.exists()]
    if target.evidence.is_dir() and any(target.evidence.iterdir()):
        there.append(target.evidence)
    if there and not force:
        names = ", ".join(str(path) for path in there)
        end(f"already there: {names}. --force replaces all of it with the backup.")
    if is_in_use(target.database, wall_micros()):
        end("the bot is running on this database: stop it first")


def _put_in_place(parts: Parts, target: Parts) -> None:
    remove_sqlite(target.database)
    target.key.unlink(missing_ok=True)
    shutil.rmtree(target.evidence, ignore_errors=True)
    for path in (target.database, target.key, target.evidence):
        path.parent.mkdir(parents=True, exist_ok=True)
    shutil.move(parts.database, target.database)
    if parts.key.exists():
        shutil.move(parts.key, target.key)
    shutil.move(parts.evidence, target.evidence)

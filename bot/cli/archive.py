"""The file of a backup: a tar with database, key, evidence and a note on what it holds."""

import io
import json
import re
import tarfile
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

MANIFEST = "manifest.json"
DATABASE = "bot.db"
KEY = "evidence.key"
EVIDENCE = "evidence"

# Grows when an older program could not restore what this one writes.
_FORMAT = 1
_OWNER_ONLY = 0o600
# bot / chat / first two digits of the hash / hash
_STORED = re.compile(r"\d+/-?\d+/[0-9a-f]{2}/[0-9a-f]{64}")
# Bytes copied at once.
_CHUNK = 1024 * 1024
_LARGEST_MANIFEST = 64 * 1024


class ArchiveRefusedError(Exception):
    """The file is no backup that this program can restore; the text says why."""


@dataclass(frozen=True, slots=True)
class Parts:
    """Where the parts of a backup lie.

    Attributes:
        database: a database that nobody writes to.
        key: of the evidence; may be missing.
        evidence: folder; may be missing.
    """

    database: Path
    key: Path
    evidence: Path


def write_archive(path: Path, parts: Parts, now: datetime) -> int:
    """Write a backup, readable by its owner only, and return how many files of evidence are in it.

    Raises:
        FileExistsError: there is a file already.
        OSError: it cannot be written.
    """
    path.touch(mode=_OWNER_ONLY, exist_ok=False)
    files = 0
    with tarfile.open(path, "w") as archive:
        _add_manifest(archive, now)
        archive.add(parts.database, DATABASE, filter=_nobodys)
        if parts.key.exists():
            archive.add(parts.key, KEY, filter=_nobodys)
        for name in stored_files(parts.evidence):
            try:
                archive.add(parts.evidence / name, f"{EVIDENCE}/{name}", filter=_nobodys)
            except FileNotFoundError:
                continue  # a customer had it deleted just now
            files += 1
    return files


def read_archive(path: Path, folder: Path) -> Parts:
    """Unpack a backup into an empty folder.

    Raises:
        ArchiveRefusedError: it is none, or holds what no backup holds.
        OSError: it cannot be read or unpacked.
    """
    parts = Parts(folder / DATABASE, folder / KEY, folder / EVIDENCE)
    try:
        with tarfile.open(path, "r:") as archive:
            _check_manifest(archive)
            for member in archive:
                _unpack(archive, member, folder)
    except tarfile.TarError as error:
        raise ArchiveRefusedError(f"{path} is no backup: {error}") from error
    if not parts.database.exists():
        raise ArchiveRefusedError(f"{path} holds no database")
    parts.evidence.mkdir(mode=0o700, exist_ok=True)
    return parts


def stored_files(folder: Path) -> Iterator[str]:
    """Give the names of the stored files in an evidence folder; others are not ours."""
    for path in sorted(folder.glob("*/*/*/*")):
        name = path.relative_to(folder).as_posix()
        if _STORED.fullmatch(name):
            yield name


def _add_manifest(archive: tarfile.TarFile, now: datetime) -> None:
    content = json.dumps({"format": _FORMAT, "made_at": now.isoformat()}).encode()
    member = tarfile.TarInfo(MANIFEST)
    member.size, member.mode, member.mtime = len(content), _OWNER_ONLY, int(now.timestamp())
    archive.addfile(member, io.BytesIO(content))


def _nobodys(member: tarfile.TarInfo) -> tarfile.TarInfo:
    """Leave out who owns a file on this machine."""
    member.uid = member.gid = 0
    member.uname = member.gname = ""
    return member


def _check_manifest(archive: tarfile.TarFile) -> None:
    first = archive.next()
    file = archive.extractfile(first) if first is not None and first.name == MANIFEST else None
    try:
        found = json.loads(file.read(_LARGEST_MANIFEST)) if file else {}
    except ValueError:
        found = {}
    number = found.get("format") if isinstance(found, dict) else None
    if not isinstance(number, int):
        raise ArchiveRefusedError("the file is no backup of this bot")
    if number > _FORMAT:
        raise ArchiveRefusedError("a newer version of the bot made this backup; install that one")


def _unpack(archive: tarfile.TarFile, member: tarfile.TarInfo, folder: Path) -> None:
    name = member.name
    expected = name in (MANIFEST, DATABASE, KEY) or (
        name.startswith(f"{EVIDENCE}/") and _STORED.fullmatch(name.removeprefix(f"{EVIDENCE}/"))
    )
    content = archive.extractfile(member) if member.isreg() else None
    if not expected or content is None:
        raise ArchiveRefusedError(f"the backup holds {name!r}, which no backup holds")
    target = folder / name
    target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    target.touch(mode=_OWNER_ONLY)
    with target.open("wb") as file:
        while chunk := content.read(_CHUNK):
            file.write(chunk)

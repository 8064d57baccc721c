"""What `python -m bot doctor` looks at; each look gives findings and changes nothing."""

import hashlib
import importlib.util
import stat
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from bot.cli.custody_log import CustodyLog, custody_log
from bot.cli.findings import Finding, State
from bot.cli.opening import evidence_key
from bot.cli.sources import SourceStates, source_states
from bot.settings import ENV_FILE, TOML_FILE, Settings
from bot.storage.blob_keys import VaultRefusedError, read_keys
from bot.storage.blobs import BlobBrokenError, BlobMissingError, Blobs, blob_key
from bot.storage.connection import Connection
from bot.storage.database import Database, sqlite_path
from bot.storage.health import (
    Waiting,
    owners,
    schema_version,
    stored_bytes,
    waiting,
)
from bot.storage.retention import StoredBytes

_OTHERS = stat.S_IRWXG | stat.S_IRWXO


@dataclass(frozen=True, slots=True)
class Kept:
    """What the database says about itself."""

    version: int
    owners: tuple[int, ...]
    stored: tuple[StoredBytes, ...]
    waiting: Waiting
    custody: CustodyLog
    sources: SourceStates


def look_at_settings(settings: Settings) -> Iterator[Finding]:
    """Say how the bot would run, and whether others may read its secrets."""
    if settings.is_sandbox:
        how = "no BOT_TOKEN: the sandbox of this machine"
    else:
        how = "webhook" if settings.webhook_url else "long polling"
    yield Finding("settings", State.OK, f"{how}; data in {settings.kept_in}")
    if not settings.is_sandbox and not settings.agents_chat:
        yield Finding(
            "settings",
            State.NOTE,
            "no agents' chat: nobody is told of new claims",
            "set BOT_AGENTS_CHAT to the id of the agents' group, and BOT_AGENT_IDS",
        )
    for name in (ENV_FILE, TOML_FILE):
        yield from _closed("settings", Path(name), 0o600)


def look_at_folders(settings: Settings) -> Iterator[Finding]:
    """Say whether others may read or change what is kept."""
    data = settings.kept_in
    if not data.exists():
        yield Finding("folders", State.NOTE, f"{data} is not there yet; the first start makes it")
        return
    paths = [(data, 0o700), (settings.evidence, 0o700)]
    if settings.database.startswith("sqlite:"):
        paths.append((sqlite_path(settings.database), 0o600))
    findings = [each for path, mode in paths for each in _closed("folders", path, mode)]
    yield from findings
    if not findings:
        yield Finding("folders", State.OK, "only their owner may look into data and evidence")


def _closed(about: str, path: Path, mode: int) -> Iterator[Finding]:
    if path.exists() and path.stat().st_mode & _OTHERS:
        todo = f"chmod {mode:o} {path}"
        yield Finding(about, State.PROBLEM, f"others may read {path}", todo)


async def look_inside(database: Database) -> Kept:
    """Ask the database what it holds, on one consistent view."""

    async def step(connection: Connection) -> Kept:
        return Kept(
            await schema_version(connection),
            await owners(connection),
            tuple(await stored_bytes(connection)),
            await waiting(connection),
            await custody_log(connection),
            await source_states(connection),
        )

    return await database.read(step)


def look_at_database(kept: Kept) -> Iterator[Finding]:
    """Say which database it is, and what waits in it."""
    bots = ", ".join(map(str, kept.owners)) or "none yet"
    yield Finding("database", State.OK, f"version {kept.version}, of the bot with the id {bots}")
    found = kept.waiting
    text = f"waiting: updates {found.updates}, messages {found.messages}, jobs {found.jobs}"
    yield Finding("queues", State.OK, text)
    if found.failed or found.unsent:
        text = f"given up: updates {found.failed}, messages {found.unsent}"
        yield Finding("queues", State.NOTE, text, "look for `reference=` in the log")


def look_at_evidence(settings: Settings, stored: tuple[StoredBytes, ...]) -> Iterator[Finding]:
    """Open every stored file and compare it with its SHA-256."""
    key = evidence_key(settings)
    if not key.exists():
        if stored:
            text = f"the key {key} is missing; {len(stored)} files cannot be opened without it"
            yield Finding("evidence", State.PROBLEM, text, f"copy the key from a backup to {key}")
        else:
            yield Finding("evidence", State.NOTE, "no key yet; the first start makes it")
        return
    try:
        blobs = Blobs(settings.evidence, key)
    except VaultRefusedError as error:
        yield Finding("evidence", State.PROBLEM, str(error), f"chmod 600 {key}, or restore it")
        return
    broken = [fault for one in stored if (fault := _fault(blobs, one))]
    for fault in broken:
        todo = "take the file from a backup, or ask the customer for it again"
        yield Finding("evidence", State.PROBLEM, fault, todo)
    yield Finding(
        "evidence", State.OK, f"{len(stored) - len(broken)} files open and are unchanged"
    )
    yield Finding(
        "evidence", State.NOTE, f"files open only with {key}", "keep a copy in another place"
    )
    if len(read_keys(key).keys) > 1:
        text = "the key was being changed; some files still need the old one"
        todo = "stop the bot and run `python -m bot evidence rotate-key` again"
        yield Finding("evidence", State.NOTE, text, todo)


def _fault(blobs: Blobs, one: StoredBytes) -> str:
    key = blob_key(f"{one.bot}/{one.chat}", one.sha256)
    try:
        content = blobs.get(key)
    except BlobMissingError:
        return f"{key} is missing"
    except BlobBrokenError:
        return f"{key} was changed, or was written with another key"
    return "" if hashlib.sha256(content).hexdigest() == one.sha256 else f"{key} was changed"


def look_at_reading() -> Finding:
    """Say whether pictures can be read on this machine."""
    if all(importlib.util.find_spec(name) for name in ("rapidocr", "onnxruntime")):
        return Finding("pictures", State.OK, "screenshots can be read")
    todo = "pip install 'payaid[ocr]'"
    return Finding("pictures", State.NOTE, "screenshots are kept and cannot be read", todo)

"""The file with the keys of the evidence: the first seals, the others only open."""

import hashlib
import os
import secrets
from dataclasses import dataclass
from pathlib import Path

from cryptography.hazmat.primitives.ciphers.aead import AESGCM

KEY_ID_BYTES = 4
_KEY_BYTES = 32
_OWNER_ONLY = 0o600
_FOLDER_ONLY = 0o700
_OTHERS = 0o077


class VaultRefusedError(Exception):
    """Key or folder of the evidence cannot be used as they are; the text says what to do."""


@dataclass(frozen=True, slots=True)
class KeyRing:
    """The keys of a file.

    Attributes:
        keys: 32 bytes each, the one that seals first; more than one while a rotation goes on.
    """

    keys: tuple[bytes, ...]

    @property
    def current(self) -> bytes:
        """Id of the key that seals."""
        return key_id(self.keys[0])

    def cipher(self, identifier: bytes) -> AESGCM | None:
        """Return what opens the objects of a key; None: the key is not here."""
        for key in self.keys:
            if key_id(key) == identifier:
                return AESGCM(key)
        return None


def key_id(key: bytes) -> bytes:
    """Return the name by which an object says which key opens it."""
    return hashlib.sha256(key).digest()[:KEY_ID_BYTES]


def new_key() -> bytes:
    """Return a key."""
    return AESGCM.generate_key(bit_length=_KEY_BYTES * 8)


def read_keys(path: Path) -> KeyRing:
    """Return the keys of a file.

    Raises:
        VaultRefusedError: others may read it, or it holds no key.
        FileNotFoundError: there is no file.
    """
    if path.stat().st_mode & _OTHERS:
        raise VaultRefusedError(f"others may read the key {path}: chmod 600 it")
    content = path.read_bytes()
    if not content or len(content) % _KEY_BYTES:
        raise VaultRefusedError(
            f"{path} must hold {_KEY_BYTES} bytes for each key, found {len(content)}"
        )
    places = range(0, len(content), _KEY_BYTES)
    return KeyRing(tuple(content[place : place + _KEY_BYTES] for place in places))


def write_keys(path: Path, ring: KeyRing) -> None:
    """Replace the keys of a file, all or nothing, even if the power fails."""
    write_sealed(path, b"".join(ring.keys))
    sync_folder(path.parent)


def sync_folder(folder: Path) -> None:
    """Make sure that the names in a folder are on the disk."""
    descriptor = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(descriptor)
    finally:
        os.close(descriptor)


def write_sealed(path: Path, content: bytes) -> None:
    """Write a file that only its owner may read; it is there whole or not at all."""
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
    try:
        with os.fdopen(descriptor, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        draft.replace(path)
    except OSError:
        draft.unlink(missing_ok=True)
        raise


def keys_of(path: Path, folder: Path) -> KeyRing:
    """Return the keys of a file; it is made where nothing was sealed yet.

    Args:
        path (Path): the file.
        folder (Path): of the evidence.

    Raises:
        VaultRefusedError: see `read_keys`; or the file is gone and sealed files are there.
    """
    if not path.exists():
        if any(folder.iterdir()):
            raise VaultRefusedError(
                f"the key {path} is missing, and the files in {folder} open with no other: "
                "copy it from a backup"
            )
        _make(path)
    return read_keys(path)


def _make(path: Path) -> None:
    path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
    draft = path.with_name(f".{path.name}.{secrets.token_hex(4)}")
    write_sealed(draft, new_key())
    try:
        # Of two processes that start together the first one's key stays.
        os.link(draft, path)
    except FileExistsError:
        return
    finally:
        draft.unlink()

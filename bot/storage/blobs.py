"""The bytes of evidence: written once under their hash, encrypted, one folder a customer.

AES-256-GCM with the key of the object as associated data, so that a file moved to another name
does not open. Layout of an object: key id (4 bytes), nonce (12 bytes), ciphertext with tag.
"""

import hashlib
import os
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

_OWNER = re.compile(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*")
_NONCE_BYTES = 12
_KEY_BYTES = 32
_KEY_ID_BYTES = 4
# As long as a SHA-256, so that all objects lie in folders of the same shape.
_NAME_BYTES = 32
_OWNER_ONLY = 0o600
_FOLDER_ONLY = 0o700


class BlobBrokenError(Exception):
    """The bytes are not what was written, or the key is another one."""


class BlobMissingError(Exception):
    """There is nothing under this key."""


class Blobs:
    """A folder of encrypted files."""

    def __init__(self, folder: Path, key_file: Path) -> None:
        """Open the folder; folder and key are made when they are missing.

        Raises:
            PermissionError: others may read the key.
            ValueError: the key file does not hold a key.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
        self._folder = folder
        key = _key(key_file)
        self._cipher = AESGCM(key)
        self._key_id = hashlib.sha256(key).digest()[:_KEY_ID_BYTES]

    def put(self, owner: str, content: bytes) -> tuple[str, str]:
        """Keep bytes and return (key, SHA-256); the same bytes of the same owner are kept once.

        Args:
            owner (str): whose they are; part of the key, such as 123/456.
            content (bytes): the file.

        Raises:
            ValueError: the owner is no name of a folder.
        """
        _check(owner)
        digest = hashlib.sha256(content).hexdigest()
        key = blob_key(owner, digest)
        if not (self._folder / key).exists():
            self._write(key, content)
        return key, digest

    def put_once(self, owner: str, content: bytes) -> tuple[str, str]:
        """Keep bytes that are sent once and return (key, name); no two share a key.

        Args:
            owner (str): whose they are; part of the key, such as 123/456.
            content (bytes): the file.

        Raises:
            ValueError: the owner is no name of a folder.
        """
        _check(owner)
        name = secrets.token_hex(_NAME_BYTES)
        key = blob_key(owner, name)
        self._write(key, content)
        return key, name

    def get(self, key: str) -> bytes:
        """Return the bytes under a key.

        Raises:
            BlobMissingError: there are none.
            BlobBrokenError: they were changed, or belong to another key.
        """
        path = (self._folder / key).resolve()
        if not path.is_relative_to(self._folder.resolve()) or not path.is_file():
            raise BlobMissingError(key)
        sealed = path.read_bytes()
        nonce = sealed[_KEY_ID_BYTES : _KEY_ID_BYTES + _NONCE_BYTES]
        try:
            return self._cipher.decrypt(
                nonce, sealed[_KEY_ID_BYTES + _NONCE_BYTES :], key.encode()
            )
        except (InvalidTag, ValueError) as error:  # ValueError: not even a whole nonce
            raise BlobBrokenError(key) from error

    def remove(self, key: str) -> None:
        """Delete the bytes under a key, if there are any."""
        path = (self._folder / key).resolve()
        if path.is_relative_to(self._folder.resolve()):
            path.unlink(missing_ok=True)

    def _write(self, key: str, content: bytes) -> None:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = self._key_id + nonce + self._cipher.encrypt(nonce, content, key.encode())
        _write_once(path, sealed)


def blob_key(owner: str, name: str) -> str:
    """Return the key of bytes by their hash, or by the name that `put_once` gave them."""
    return f"{owner}/{name[:2]}/{name}"


def _check(owner: str) -> None:
    if not _OWNER.fullmatch(owner):
        raise ValueError(f"{owner!r} is no owner of files: write it like 123/456")


def _write_once(path: Path, content: bytes) -> None:
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


def _key(path: Path) -> bytes:
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
        try:
            descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _OWNER_ONLY)
        except FileExistsError:
            return _key(path)
        with os.fdopen(descriptor, "wb") as file:
            file.write(AESGCM.generate_key(bit_length=_KEY_BYTES * 8))
            file.flush()
            os.fsync(file.fileno())
    if path.stat().st_mode & 0o077:
        raise PermissionError(f"others may read the key {path}: chmod 600 it")
    key = path.read_bytes()
    if len(key) != _KEY_BYTES:
        raise ValueError(f"{path} must hold {_KEY_BYTES} bytes, found {len(key)}")
    return key

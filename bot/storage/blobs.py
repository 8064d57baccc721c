"""The bytes of evidence: written once under their hash, encrypted, one folder a customer.

AES-256-GCM with the key of the object as associated data, so that a file moved to another name
does not open. Layout of an object: key id (4 bytes), nonce (12 bytes), ciphertext with tag.
"""

import hashlib
import re
import secrets
from pathlib import Path

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM

from bot.storage.blob_keys import KEY_ID_BYTES, keys_of, sync_folder, write_sealed

_OWNER = re.compile(r"[A-Za-z0-9-]+(?:/[A-Za-z0-9-]+)*")
_NONCE_BYTES = 12
# As long as a SHA-256, so that all objects lie in folders of the same shape.
_NAME_BYTES = 32
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
            VaultRefusedError: others may read the key, it is none, or it is gone while sealed
                files are there.
        """
        folder.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
        self._folder = folder
        self._ring = keys_of(key_file, folder)

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
        return self._opened(key, path.read_bytes())

    def reseal(self, key: str) -> bool:
        """Seal bytes with the current key; False: they are already.

        Raises:
            BlobMissingError: there are none.
            BlobBrokenError: they do not open.
        """
        content = self.get(key)
        with (self._folder / key).open("rb") as file:
            if file.read(KEY_ID_BYTES) == self._ring.current:
                return False
        self._write(key, content)
        # The key that opened it before is thrown away once this is on the disk.
        sync_folder((self._folder / key).parent)
        return True

    def remove(self, key: str) -> None:
        """Delete the bytes under a key, if there are any."""
        path = (self._folder / key).resolve()
        if path.is_relative_to(self._folder.resolve()):
            path.unlink(missing_ok=True)

    def _write(self, key: str, content: bytes) -> None:
        path = self._folder / key
        path.parent.mkdir(parents=True, exist_ok=True, mode=_FOLDER_ONLY)
        nonce = secrets.token_bytes(_NONCE_BYTES)
        sealed = AESGCM(self._ring.keys[0]).encrypt(nonce, content, key.encode())
        write_sealed(path, self._ring.current + nonce + sealed)

    def _opened(self, key: str, sealed: bytes) -> bytes:
        cipher = self._ring.cipher(sealed[:KEY_ID_BYTES])
        nonce = sealed[KEY_ID_BYTES : KEY_ID_BYTES + _NONCE_BYTES]
        if cipher is None:
            raise BlobBrokenError(key)
        try:
            return cipher.decrypt(nonce, sealed[KEY_ID_BYTES + _NONCE_BYTES :], key.encode())
        except (InvalidTag, ValueError) as error:  # ValueError: not even a whole nonce
            raise BlobBrokenError(key) from error


def blob_key(owner: str, name: str) -> str:
    """Return the key of bytes by their hash, or by the name that `put_once` gave them."""
    return f"{owner}/{name[:2]}/{name}"


def _check(owner: str) -> None:
    if not _OWNER.fullmatch(owner):
        raise ValueError(f"{owner!r} is no owner of files: write it like 123/456")

"""Files that people and the bot send: ids, sizes, bytes."""

import hashlib
import io
import mimetypes
import secrets
from dataclasses import asdict
from functools import partial
from pathlib import PurePosixPath

from PIL import Image, UnidentifiedImageError

from bot.sandbox.errors import bad_request
from bot.sandbox.values import Json, StoredFile
from bot.sandbox.wire import Upload
from bot.sandbox.world import World

# Bytes that a bot can download (Bot API, getFile: "up to 20MB").
DOWNLOAD_LIMIT = 20 * 1024 * 1024

# Bytes that a bot can upload (Bot API, "Sending files": photos 10 MB, others 50 MB).
PHOTO_LIMIT = 10 * 1024 * 1024
UPLOAD_LIMIT = 50 * 1024 * 1024

# Pixels and ratio of a photo (Bot API, sendPhoto).
_PHOTO_SIDES = 10_000
_PHOTO_RATIO = 20

# Longest sides in pixels of the smaller copies that Telegram makes of a photo.
_SMALLER_SIDES = (90, 320, 800)


class Files:
    """Keeps files and finds them by id or path."""

    def __init__(self, world: World) -> None:
        """Work on the files of a world."""
        self._world = world

    def keep(self, upload: Upload) -> StoredFile:
        """Store a file that somebody sent.

        Raises:
            ApiError: 400 empty, 413 too big.
        """
        if not upload.content:
            raise bad_request("file must be non-empty")
        if len(upload.content) > UPLOAD_LIMIT:
            raise bad_request("file is too big")
        unique = hashlib.sha256(upload.content).hexdigest()[:16]
        width, height = _sides(upload.content)
        stored = StoredFile(
            file_id=f"BQAC{unique}{secrets.token_hex(8)}",
            unique_id=f"AgAD{unique}",
            name=PurePosixPath(upload.name).name,
            mime=upload.mime or mimetypes.guess_type(upload.name)[0] or "",
            size=len(upload.content),
            width=width,
            height=height,
        )
        self._world.store.put_bytes(stored.unique_id, upload.content)
        self._world.files[stored.file_id] = stored
        self._world.keep("file", stored.file_id, partial(asdict, stored))
        return stored

    def by_id(self, file_id: str) -> StoredFile:
        """Return a file by the id that a bot names.

        Raises:
            ApiError: 400, no such file.
        """
        stored = self._world.files.get(file_id)
        if stored is None:
            raise bad_request("wrong file identifier/HTTP URL specified")
        return stored

    def by_path(self, path: str) -> StoredFile | None:
        """Return a file by the `file_path` of `getFile`."""
        unique = PurePosixPath(path).stem
        found = (f for f in self._world.files.values() if f.unique_id == unique)
        return next(found, None)

    def content(self, stored: StoredFile) -> bytes:
        """Return a file's bytes."""
        return self._world.store.read_bytes(stored.unique_id)


def path_of(stored: StoredFile) -> str:
    """Return the `file_path` of a file."""
    folder = "photos" if stored.mime.startswith("image/") else "documents"
    return f"{folder}/{stored.unique_id}{PurePosixPath(stored.name).suffix}"


def photo_sizes(stored: StoredFile) -> list[Json]:
    """Return a photo as `PhotoSize` values, smallest first; all lead to the same bytes.

    Raises:
        ApiError: 400, it is no picture that Telegram takes as a photo.
    """
    width, height = stored.width, stored.height
    if not width or not height:
        raise bad_request("IMAGE_PROCESS_FAILED")
    too_long = width + height > _PHOTO_SIDES
    if too_long or max(width, height) > _PHOTO_RATIO * min(width, height):
        raise bad_request("PHOTO_INVALID_DIMENSIONS")
    if stored.size > PHOTO_LIMIT:
        raise bad_request("file is too big")
    longest = max(width, height)
    sides = [side for side in _SMALLER_SIDES if side < longest]
    scales = [side / longest for side in sides] + [1.0]
    return [_size(stored, scale) for scale in scales]


def _size(stored: StoredFile, scale: float) -> Json:
    return {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "width": max(round(stored.width * scale), 1),
        "height": max(round(stored.height * scale), 1),
        "file_size": max(int(stored.size * scale * scale), 1),
    }


def document(stored: StoredFile) -> Json:
    """Return a file as a `Document`."""
    described: Json = {
        "file_id": stored.file_id,
        "file_unique_id": stored.unique_id,
        "file_name": stored.name,
        "file_size": stored.size,
    }
    return described | ({"mime_type": stored.mime} if stored.mime else {})


def _sides(content: bytes) -> tuple[int, int]:
    try:
        with Image.open(io.BytesIO(content)) as picture:
            return picture.size
    except (UnidentifiedImageError, OSError, Image.DecompressionBombError):
        return 0, 0

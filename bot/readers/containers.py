"""Files inside files: zips and office files, with a password or without, within limits."""

import io
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

import msoffcrypto
import pyzipper
from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

from bot.readers.errors import Refusal, Unreadable
from bot.readers.uploads import FileType, file_type

MAX_ENTRIES = 20
"""Files in an archive; a mailed statement holds one to three."""
MAX_WORKBOOK_PARTS = 500
"""Parts of an xlsx, which is a zip too."""
MAX_UNPACKED_BYTES = 100_000_000
MAX_RATIO = 100
"""Unpacked to packed; statements reach 30. Source: a bomb of 190 KB that held 200 MB."""
_RATIO_FROM_BYTES = 5_000_000
"""Below it any ratio is harmless."""
_CHUNK = 262_144

_JUNK = re.compile(r"(^|/)(__MACOSX/|\.|Thumbs\.db$|desktop\.ini$)")
_UNSAFE_MARKUP = re.compile(rb"<!(?:DOCTYPE|ENTITY)", re.IGNORECASE)
_WORKBOOK_PARTS = ("xl/workbook.xml", "xl/workbook.bin")


@dataclass(frozen=True, slots=True)
class Unpacked:
    """A file as it came, or as it lay in an archive."""

    name: str
    data: bytes
    is_workbook: bool = False


def unpack(data: bytes, name: str, password: str | None = None) -> tuple[Unpacked, ...]:
    """Return the files inside; a file that holds no others is returned as it is.

    Args:
        data: the file.
        name: its name, for the caller's eyes only.
        password: of the archive or the workbook.

    Raises:
        Unreadable: damaged, too large, a bomb, nested, or the password is missing or wrong.
    """
    match file_type(data):
        case FileType.ZIP:
            return _unzip(data, name, password)
        case FileType.OLE:
            return _office(data, name, password)
        case _:
            return (Unpacked(name, data),)


def _unzip(data: bytes, name: str, password: str | None) -> tuple[Unpacked, ...]:
    try:
        with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            names = {entry.filename for entry in entries}
            if any(part in names for part in _WORKBOOK_PARTS):
                _check_workbook(archive, len(data))
                return (Unpacked(name, data, is_workbook=True),)
            return tuple(_entries(archive, len(data), password))
    except (zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error, EOFError, OSError) as error:
        raise Unreadable(Refusal.DAMAGED) from error
    except (NotImplementedError, ValueError, KeyError) as error:
        raise Unreadable(Refusal.DAMAGED) from error


def _check_workbook(archive: pyzipper.AESZipFile, packed: int) -> None:
    """Refuse a workbook that unpacks to too much, or whose XML defines entities."""
    entries = archive.infolist()
    if len(entries) > MAX_WORKBOOK_PARTS:
        raise Unreadable(Refusal.UNSAFE)
    total = 0
    for entry in entries:
        tail = b""
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                total += len(chunk)
                _check_size(total, packed)
                if _UNSAFE_MARKUP.search(tail + chunk):
                    raise Unreadable(Refusal.UNSAFE)
                tail = chunk[-16:]


def _entries(
    archive: pyzipper.AESZipFile, packed: int, password: str | None
) -> Iterator[Unpacked]:
    entries = [e for e in archive.infolist() if not e.is_dir() and not _JUNK.search(e.filename)]
    if not entries:
        raise Unreadable(Refusal.NO_STATEMENT_INSIDE)
    if len(entries) > MAX_ENTRIES:
        raise Unreadable(Refusal.UNSAFE)
    if any(_leads_out(entry.filename) for entry in entries):
        raise Unreadable(Refusal.UNSAFE)
    if any(entry.flag_bits & 1 for entry in entries):
        if not password:
            raise Unreadable(Refusal.PASSWORD_NEEDED)
        archive.setpassword(password.encode())
    total = 0
    for entry in entries:
        data = _streamed(archive, entry, packed, total)
        total += len(data)
        yield _entry(entry.filename, data)


def _entry(name: str, data: bytes) -> Unpacked:
    """An entry may be a workbook, never another archive."""
    match file_type(data):
        case FileType.ZIP:
            inner = _unzip_workbook(name, data)
            if inner is None:
                raise Unreadable(Refusal.NESTED_ARCHIVE)
            return inner
        case FileType.ARCHIVE:
            raise Unreadable(Refusal.NESTED_ARCHIVE)
        case FileType.OLE:
            return _office(data, name, None)[0]
        case _:
            return Unpacked(name, data)


def _unzip_workbook(name: str, data: bytes) -> Unpacked | None:
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        if not any(part in archive.namelist() for part in _WORKBOOK_PARTS):
            return None
        _check_workbook(archive, len(data))
    return Unpacked(name, data, is_workbook=True)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name[:3]


def _streamed(
    archive: pyzipper.AESZipFile, entry: zipfile.ZipInfo, packed: int, before: int
) -> bytes:
    """Read an entry and count what really comes out; the header may lie."""
    data = bytearray()
    try:
        with archive.open(entry) as part:
            while chunk := part.read(_CHUNK):
                data += chunk
                _check_size(before + len(data), packed)
    except RuntimeError as error:
        raise Unreadable(Refusal.PASSWORD_WRONG) from error
    except (zipfile.BadZipFile, pyzipper.BadZipFile, zlib.error) as error:
        wrong = bool(entry.flag_bits & 1)
        raise Unreadable(Refusal.PASSWORD_WRONG if wrong else Refusal.DAMAGED) from error
    return bytes(data)


def _check_size(unpacked: int, packed: int) -> None:
    bomb = unpacked > _RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed
    if bomb or unpacked > MAX_UNPACKED_BYTES:
        raise Unreadable(Refusal.UNSAFE)


def _office(data: bytes, name: str, password: str | None) -> tuple[Unpacked, ...]:
    """An old xls, or a new workbook encrypted in an OLE file."""
    try:
        office = msoffcrypto.OfficeFile(io.BytesIO(data))
        if not office.is_encrypted():
            return (Unpacked(name, data, is_workbook=True),)
        if not password:
            raise Unreadable(Refusal.PASSWORD_NEEDED)
        plain = io.BytesIO()
        office.load_key(password=password)
        office.decrypt(plain)
    except (InvalidKeyError, DecryptionError) as error:
        raise Unreadable(Refusal.PASSWORD_WRONG) from error
    except (FileFormatError, OSError, ValueError, TypeError, KeyError, IndexError) as error:
        raise Unreadable(Refusal.DAMAGED) from error
    if file_type(plain.getvalue()) is FileType.ZIP:
        return _unzip(plain.getvalue(), name, None)
    return (Unpacked(name, plain.getvalue(), is_workbook=True),)

"""Files inside files: zips and office files, with a password or without, within limits."""

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass

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
_ENCRYPTED = 1
"""Flag bit of an entry under a password."""

_DAMAGE = (
    zipfile.BadZipFile, zlib.error, EOFError, OSError, NotImplementedError, ValueError, TypeError,
    KeyError, IndexError, struct.error,
)  # fmt: skip
"""What the libraries raise on broken files."""

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
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            entries = archive.infolist()
            if any(entry.filename in _WORKBOOK_PARTS for entry in entries):
                _check_workbook(archive, len(data))
                return (Unpacked(name, data, is_workbook=True),)
            if any(entry.flag_bits & _ENCRYPTED for entry in entries):
                return tuple(_locked_entries(data, password))
            return tuple(_entries(archive, len(data)))
    except _DAMAGE as error:
        raise Unreadable(Refusal.DAMAGED) from error


def _locked_entries(data: bytes, password: str | None) -> Iterator[Unpacked]:
    """Entries under a password, of the old cipher or of AES, which the standard zipfile lacks."""
    import pyzipper  # slow to import, and few files need it

    if not password:
        raise Unreadable(Refusal.PASSWORD_NEEDED)
    with pyzipper.AESZipFile(io.BytesIO(data)) as archive:
        archive.setpassword(password.encode())
        try:
            yield from _entries(archive, len(data))
        except (RuntimeError, pyzipper.BadZipFile, zlib.error) as error:
            raise Unreadable(Refusal.PASSWORD_WRONG) from error


def _check_workbook(archive: zipfile.ZipFile, packed: int) -> None:
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


def _entries(archive: zipfile.ZipFile, packed: int) -> Iterator[Unpacked]:
    everything = archive.infolist()
    entries = [e for e in everything if not e.is_dir() and not _JUNK.search(e.filename)]
    if len(entries) > MAX_ENTRIES or any(_leads_out(entry.filename) for entry in everything):
        raise Unreadable(Refusal.UNSAFE)
    if not entries:
        raise Unreadable(Refusal.NO_STATEMENT_INSIDE)
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
    with zipfile.ZipFile(io.BytesIO(data)) as archive:
        if not any(part in archive.namelist() for part in _WORKBOOK_PARTS):
            return None
        _check_workbook(archive, len(data))
    return Unpacked(name, data, is_workbook=True)


def _leads_out(name: str) -> bool:
    return name.startswith(("/", "\\")) or ".." in re.split(r"[\\/]", name) or ":" in name[:3]


def _streamed(archive: zipfile.ZipFile, entry: zipfile.ZipInfo, packed: int, before: int) -> bytes:
    """Read an entry and count what really comes out; the header may lie."""
    data = bytearray()
    with archive.open(entry) as part:
        while chunk := part.read(_CHUNK):
            data += chunk
            _check_size(before + len(data), packed)
    return bytes(data)


def _check_size(unpacked: int, packed: int) -> None:
    bomb = unpacked > _RATIO_FROM_BYTES and unpacked > MAX_RATIO * packed
    if bomb or unpacked > MAX_UNPACKED_BYTES:
        raise Unreadable(Refusal.UNSAFE)


def _office(data: bytes, name: str, password: str | None) -> tuple[Unpacked, ...]:
    """An old xls, or a new workbook encrypted in an OLE file."""
    import msoffcrypto  # slow to import, and few files need it
    from msoffcrypto.exceptions import DecryptionError, FileFormatError, InvalidKeyError

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
    except FileFormatError:
        return (Unpacked(name, data, is_workbook=True),)  # perhaps an older xls than it knows
    except _DAMAGE as error:
        raise Unreadable(Refusal.DAMAGED) from error
    if file_type(plain.getvalue()) is FileType.ZIP:
        return _unzip(plain.getvalue(), name, None)
    return (Unpacked(name, plain.getvalue(), is_workbook=True),)

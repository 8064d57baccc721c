"""The type of a file by its content; a name or an extension proves nothing."""

from enum import StrEnum

MAX_FILE_BYTES = 100_000_000
"""Largest file that is read. A bot cannot download more than 20 MB; a command line can."""

_HEAD = 4_096
"""Bytes that are looked at; every type tells itself earlier."""


class FileType(StrEnum):
    """Types that are told apart before reading."""

    TEXT = "text"
    ZIP = "zip"
    OLE = "ole"
    PDF = "pdf"
    PICTURE = "picture"
    ARCHIVE = "archive"
    PROGRAM = "program"
    EMPTY = "empty"


_MAGIC: tuple[tuple[bytes, FileType], ...] = (
    (b"PK\x03\x04", FileType.ZIP),
    (b"PK\x05\x06", FileType.ZIP),
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.OLE),
    (b"%PDF", FileType.PDF),
    (b"\xff\xd8\xff", FileType.PICTURE),
    (b"\x89PNG\r\n\x1a\n", FileType.PICTURE),
    (b"GIF8", FileType.PICTURE),
    (b"BM", FileType.PICTURE),
    (b"II*\x00", FileType.PICTURE),
    (b"MM\x00*", FileType.PICTURE),
    (b"7z\xbc\xaf\x27\x1c", FileType.ARCHIVE),
    (b"Rar!\x1a\x07", FileType.ARCHIVE),
    (b"\x1f\x8b", FileType.ARCHIVE),
    (b"BZh", FileType.ARCHIVE),
    (b"\xfd7zXZ\x00", FileType.ARCHIVE),
    (b"MZ", FileType.PROGRAM),
    (b"\x7fELF", FileType.PROGRAM),
)
_TEXT_PREFIXES = (b"BM", b"MZ", b"BZh")
"""Magic of two or three letters that a text may begin with as well."""

_BOMS = (b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff")


def file_type(data: bytes) -> FileType:
    """Return the type of a file by its first bytes."""
    if not data.strip():
        return FileType.EMPTY
    if data.startswith(_BOMS):
        return FileType.TEXT
    head = data[:_HEAD]
    if b"%PDF-" in head[:1024] and _is_binary(head):
        return FileType.PDF
    if head.startswith(b"RIFF") and head[8:12] == b"WEBP":
        return FileType.PICTURE
    if head[4:8] == b"ftyp":
        return FileType.PICTURE
    for magic, kind in _MAGIC:
        if head.startswith(magic) and (magic not in _TEXT_PREFIXES or _is_binary(head)):
            return kind
    return FileType.PROGRAM if _is_noise(head) else FileType.TEXT


def _is_binary(head: bytes) -> bool:
    return b"\x00" in head or any(byte > 0x7F for byte in head[:16])


def _is_noise(head: bytes) -> bool:
    """Control characters that no text has; UTF-16 has a zero in every second byte."""
    zeros = head.count(0)
    if zeros and min(head[::2].count(0), head[1::2].count(0)) < len(head) // 20 + 1:
        return zeros < len(head) // 6
    controls = sum(byte < 9 or 13 < byte < 27 or 27 < byte < 32 for byte in head)
    return zeros > 0 or controls > len(head) // 50

"""The media type of a file by its bytes; what a browser could run has none."""

import io
import re
import zipfile

import filetype

# Bytes in which every type tells itself.
_HEAD = 8192
# Entries of a zip that are looked at; a workbook names its sheets among the first.
_MOST_ENTRIES = 200
# Entries of a zip that is opened at all, chosen: all are listed, and 20 MB can hold 400,000.
_MOST_LISTED = 10_000
_ENTRY = b"PK\x01\x02"

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"
XLS = "application/vnd.ms-excel"

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
# Streams of an old workbook and of a new one with a password, in the UTF-16 of their folder.
_OLE_WORKBOOK = tuple(
    name.encode("utf-16-le") for name in ("Workbook", "Book", "EncryptedPackage")
)
_ACTIVE = re.compile(
    rb"<\s*(?:!doctype\s+(?:html|svg)|html|svg|script|head|body|iframe|img|object|embed|a\s+href"
    rb"|meta|link|style|form|\w+:svg|xsl:)",
    re.IGNORECASE,
)
_UTF16 = {b"\xff\xfe": "utf-16-le", b"\xfe\xff": "utf-16-be"}
# Control characters no text holds: all below the blank but tab, line ends, form feed, escape.
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0e-\x1a\x1c-\x1f\x7f]")


def media_type(data: bytes) -> str | None:
    """Return the media type of a file, or None where it is unknown or could be run.

    Pages and drawings with scripts (HTML, SVG), programs and unknown bytes give None. Text is
    `text/plain` in UTF-8, UTF-16 with a mark, or GB18030; XML that is no page `application/xml`.
    """
    head = data[:_HEAD]
    if not head.strip():
        return None
    if head.startswith(_OLE):
        return XLS if any(name in data for name in _OLE_WORKBOOK) else None
    guess = filetype.guess(head)
    if guess is None or guess.mime.startswith("text/"):
        return _text_type(head)
    if guess.mime == "application/zip" or guess.mime.startswith("application/vnd.openxml"):
        return _zip_type(data)
    return _plain_name(guess.mime)


def _plain_name(mime: str) -> str | None:
    """Return the usual name of a binary type; programs and archives of no use have none."""
    if mime.startswith(("image/", "audio/", "video/")):
        return {"audio/x-m4a": "audio/mp4", "video/x-m4v": "video/mp4"}.get(mime, mime)
    return mime if mime == "application/pdf" else None


def _zip_type(data: bytes) -> str | None:
    """Return whether an archive is a workbook, by its list of contents alone."""
    if data.count(_ENTRY) > _MOST_LISTED:
        return None
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            names = [entry.filename for entry in archive.infolist()[:_MOST_ENTRIES]]
    except (zipfile.BadZipFile, ValueError, OverflowError, NotImplementedError):
        return None
    if "[Content_Types].xml" not in names:
        return "application/zip"
    return XLSX if any(name.startswith("xl/") for name in names) else None


def _text_type(head: bytes) -> str | None:
    text = _decoded(head)
    if text is None or _CONTROL.search(text):
        return None
    if _ACTIVE.search(text.encode("utf-8", "ignore")):
        return None
    return "application/xml" if text.lstrip("\ufeff \r\n\t").startswith("<?xml") else "text/plain"


def _decoded(head: bytes) -> str | None:
    """Return the beginning of a text; None where no encoding fits."""
    marked = _UTF16.get(head[:2])
    for encoding in (marked,) if marked else ("utf-8", "gb18030"):
        # A character may be cut in two at the end of the head.
        for cut in range(4):
            try:
                return head[: len(head) - cut].decode(encoding)
            except UnicodeDecodeError:
                continue
    return None

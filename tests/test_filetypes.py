"""Media types by content: what is kept, and what a browser could run is not."""

import io
import zipfile

import pytest
from PIL import Image

from bot.readers.filetypes import XLS, XLSX, media_type


def picture(kind):
    file = io.BytesIO()
    Image.new("RGB", (8, 8)).save(file, kind)
    return file.getvalue()


def zipped(*names):
    file = io.BytesIO()
    with zipfile.ZipFile(file, "w") as archive:
        for name in names:
            archive.writestr(name, "x")
    return file.getvalue()


def workbook(stream):
    return b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600) + stream.encode("utf-16-le")


@pytest.mark.parametrize(
    ("data", "found"),
    [
        pytest.param(picture("JPEG"), "image/jpeg", id="JPEG"),
        pytest.param(picture("PNG"), "image/png", id="PNG"),
        pytest.param(picture("WEBP"), "image/webp", id="WebP"),
        pytest.param(b"\0\0\0\x18ftypheic\0\0\0\0mif1heic", "image/heic", id="HEIC"),
        pytest.param(b"%PDF-1.7\n", "application/pdf", id="PDF"),
        pytest.param(zipped("bill.csv"), "application/zip", id="zip"),
        pytest.param(zipped("[Content_Types].xml", "xl/workbook.xml"), XLSX, id="xlsx"),
        pytest.param(workbook("Workbook"), XLS, id="xls"),
        pytest.param(workbook("EncryptedPackage"), XLS, id="xlsx with a password"),
        pytest.param("交易时间,金额\n".encode("gb18030"), "text/plain", id="Chinese CSV"),
        pytest.param(("a" * 8191 + "间").encode(), "text/plain", id="a character cut at the end"),
        pytest.param("\ufeff时间\t金额".encode("utf-16"), "text/plain", id="UTF-16"),
        pytest.param(b"<?xml version='1.0'?><Document/>", "application/xml", id="CAMT"),
        pytest.param(b"OggS\0\x02" + bytes(40), "audio/ogg", id="voice"),
    ],
)
def test_types_are_told_by_content(data, found):
    assert media_type(data) == found


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"  \n ", id="blanks"),
        pytest.param(b"<svg xmlns='x' onload='alert(1)'/>", id="SVG"),
        pytest.param(b"<?xml version='1.0'?>\n<svg:svg/>", id="SVG with a prefix"),
        pytest.param(b"\xef\xbb\xbf <!DOCTYPE html><p>", id="HTML with a mark"),
        pytest.param("<script>".encode("utf-16"), id="script in UTF-16"),
        pytest.param(b"a,b\n1,<img src=x onerror=y>", id="a tag inside a table"),
        pytest.param(b"MZ" + bytes(100), id="Windows program"),
        pytest.param(b"\x7fELF" + bytes(100), id="Linux program"),
        pytest.param(b"7z\xbc\xaf\x27\x1c" + bytes(60), id="7z"),
        pytest.param(zipped("[Content_Types].xml", "word/document.xml"), id="Word file"),
        pytest.param(zipped("a.txt")[:40], id="zip cut short"),
        pytest.param(workbook("WordDocument"), id="old Word file"),
        pytest.param(bytes(range(256)) * 4, id="noise"),
    ],
)
def test_what_could_be_run_or_is_unknown_has_no_type(data):
    assert media_type(data) is None


def test_a_zip_of_very_many_names_is_told_quickly():
    assert media_type(zipped(*(f"{n}.csv" for n in range(3000)))) == "application/zip"


def test_a_zip_with_a_list_longer_than_anybody_needs_is_not_opened():
    assert media_type(zipped("a") + b"PK\x01\x02" * 10_000) is None
    assert media_type(zipped(*map(str, range(300)))) == "application/zip"

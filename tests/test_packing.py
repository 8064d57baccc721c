"""Packs from JSON to bytes: pages made once for document and zip, unreadable pictures left out."""

import io
import zipfile
from collections.abc import AsyncIterator
from hashlib import sha256
from pathlib import Path
from typing import Any

import pdfplumber
import pikepdf
import pytest
from PIL import Image
from pydantic import TypeAdapter

from bot.domain.kinds import ClaimKind
from bot.domain.packs import Pack
from bot.readers.pdf_pages import first_page
from bot.readers.pictures import THUMBNAIL_SIDE, PictureRefused, thumbnail_of
from bot.storage.arrivals import mark_stored
from bot.storage.database import Database
from bot.workers.packing import Packer
from tests.databases import open_file
from tests.filed import put_file
from tests.inline_workers import InlineWorkers
from tests.packing import packed, put_kind, put_pictures, screenshot
from tests.statement_pdf import table_pdf

PACK = TypeAdapter(Pack)
PAGES = "bot.writers.pack:pack_pdf"


class Counting(InlineWorkers):
    """Counts what the worker is asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: list[str] = []

    async def run(self, function: str, *arguments: object, **options: Any) -> Any:
        self.asked.append(function)
        return await super().run(function, *arguments, **options)


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_file(tmp_path)
    try:
        yield opened
    finally:
        await opened.close()


async def packer_of(database, broken=False):
    claim = await put_kind(database, ClaimKind.FRAUD)
    contents = await put_pictures(database, claim, 2)
    values = PACK.dump_python(await packed(database, claim), mode="json")
    owners = set()

    async def open_file(owner: str, digest: str) -> bytes:
        owners.add(owner)
        return b"\xff\xd8 no picture" if broken else contents[digest]

    workers = Counting()
    return Packer(workers, open_file), workers, values, owners


async def test_document_and_zip_share_pages_that_are_made_once(database):
    packer, workers, values, owners = await packer_of(database)
    document = await packer.pdf(values)
    archive = zipfile.ZipFile(io.BytesIO(await packer.zip(values)))
    assert archive.read("PA-7K3M-4QXW-X.pdf") == document
    assert workers.asked.count(PAGES) == 1
    assert owners == {"1/5"}
    # What was kept for the second is not kept any longer.
    assert await packer.pdf(values) == document
    assert workers.asked.count(PAGES) == 2


async def test_a_picture_that_cannot_be_opened_has_no_thumbnail(database):
    packer, _, values, _ = await packer_of(database, broken=True)
    with pdfplumber.open(io.BytesIO(await packer.pdf(values))) as document:
        assert sum(len(page.images) for page in document.pages) == 0
        assert "无缩略图" in "".join(page.extract_text() for page in document.pages)


def test_a_thumbnail_is_small_and_without_metadata():
    exif = Image.Exif()
    exif[0x010E] = "where I live"
    file = io.BytesIO()
    Image.open(io.BytesIO(screenshot(1))).resize((1170, 2532)).save(file, "JPEG", exif=exif)
    small = Image.open(io.BytesIO(thumbnail_of(file.getvalue()).content))
    assert max(small.size) == THUMBNAIL_SIDE
    assert not small.getexif()
    assert b"where I live" not in thumbnail_of(file.getvalue()).content


def test_what_is_no_picture_has_no_thumbnail():
    with pytest.raises(PictureRefused):
        thumbnail_of(b"%PDF-1.7")


def test_the_first_page_of_a_pdf_is_a_small_picture():
    data = table_pdf([["交易时间", "金额"], ["2026-11-21", "89.00"]])
    small = Image.open(io.BytesIO(first_page(data).content))
    assert (small.format, max(small.size)) == ("JPEG", THUMBNAIL_SIDE)
    assert small.convert("L").getextrema()[0] < 100  # something is drawn
    assert first_page(data).content == first_page(data).content


def pdf_of(width: float, height: float) -> bytes:
    pdf, out = pikepdf.new(), io.BytesIO()
    pdf.add_blank_page().MediaBox = [0, 0, width, height]
    pdf.save(out)
    return out.getvalue()


@pytest.mark.parametrize(
    "data",
    [
        pytest.param(b"\xff\xd8 no pdf", id="something else"),
        pytest.param(b"%PDF-1.7\n" + b"0" * 400, id="damaged"),
        pytest.param(table_pdf([["a", "b"]], password="x"), id="locked"),
        pytest.param(pdf_of(50_000, 10), id="a page without end"),
        pytest.param(b"", id="empty"),
    ],
)
def test_a_pdf_that_cannot_be_drawn_has_no_thumbnail(data):
    with pytest.raises(PictureRefused):
        first_page(data)


async def test_the_page_of_a_statement_stands_in_the_pack(database):
    claim = await put_kind(database, ClaimKind.FRAUD)
    data = table_pdf([["交易时间", "金额"], ["2026-11-21", "89.00"]])
    file = await put_file(database, chat=claim.chat, claim=claim.id, name="账单.pdf")
    blob = (sha256(data).hexdigest(), len(data), "application/pdf")
    await database.write(lambda c: mark_stored(c, file.bot, file.id, blob))
    values = PACK.dump_python(await packed(database, claim), mode="json")

    async def open_file(owner: str, digest: str) -> bytes:
        return data

    with pdfplumber.open(io.BytesIO(await Packer(Counting(), open_file).pdf(values))) as document:
        assert sum(len(page.images) for page in document.pages) == 1


def test_thumbnails_of_one_picture_are_the_same_bytes():
    first, second = (thumbnail_of(screenshot(3)).content for _ in range(2))
    assert sha256(first).digest() == sha256(second).digest()

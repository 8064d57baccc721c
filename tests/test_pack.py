"""The pages of a claim pack, read back: facts, totals, hashes; customers' words stay words."""

import re
from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path

import pypdfium2
import pytest
from pydantic import TypeAdapter
from pypdfium2.raw import FPDF_PAGEOBJ_IMAGE

from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.packs import Pack
from bot.readers.pictures import thumbnail_of
from bot.storage.database import Database
from bot.writers.characters import characters, printable
from bot.writers.pack import pack_pdf
from tests.databases import open_file
from tests.filed import put_claim
from tests.packing import packed, put_kind, put_payments, put_pictures, screenshot

HANS, EN = Language.SIMPLIFIED, Language.ENGLISH
PACK = TypeAdapter(Pack)
# Points between the edge of the paper and everything printed on it.
LEAST_MARGIN = 50
ODD = '#read("/etc/passwd") *x* $y$ `z` @a <b> \\ "quoted" #{1+1} // c'


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_file(tmp_path)
    try:
        yield opened
    finally:
        await opened.close()


def pdf_of(pack: Pack, thumbnails: dict[str, bytes] | None = None) -> bytes:
    return pack_pdf(PACK.dump_python(pack, mode="json")["paper"], thumbnails or {}).content


@dataclass(frozen=True)
class Printed:
    """What stands on paper.

    Attributes:
        pages: the text of each, without blanks: lines break where there is no room.
        outside: characters that stand outside the margins of their page.
        images: how many pictures there are.
    """

    pages: list[str]
    outside: list[str]
    images: int


@lru_cache(maxsize=1)
def printed(content: bytes) -> Printed:
    """Read a document back, each only once."""
    pages, beyond, images = [], list[str](), 0
    with pypdfium2.PdfDocument(content) as document:
        for page in document:
            text = page.get_textpage()
            pages.append(re.sub(r"\s+", "", text.get_text_range()))
            for at in range(text.count_chars()):
                left, _, right, _ = text.get_charbox(at)
                if (
                    right > left
                    and not LEAST_MARGIN <= left < right <= page.get_width() - LEAST_MARGIN
                ):
                    beyond.append(text.get_text_range(at, 1))
            images += sum(1 for _ in page.get_objects([FPDF_PAGEOBJ_IMAGE]))
    return Printed(pages, beyond, images)


def text_of(content: bytes) -> str:
    return "".join(printed(content).pages)


def bare(text: str) -> str:
    return re.sub(r"\s+", "", text)


@pytest.mark.parametrize("kind", ClaimKind)
@pytest.mark.parametrize("language", [HANS, EN])
async def test_every_kind_of_claim_becomes_a_document_in_both_languages(database, kind, language):
    claim = await put_kind(database, kind, language)
    pack = await packed(database, claim)
    content = pdf_of(pack)
    text = text_of(content)
    for name, value in (*pack.paper.head, *pack.paper.facts, *pack.paper.timeline):
        assert bare(name) in text
        assert bare(printable(value)) in text, name
    assert claim.number in text
    assert "internalremark" not in text
    assert printed(content).outside == []
    # A letter stands on pages of its own, with everything it asks for.
    for letter in pack.paper.letters:
        own = next(page for page in printed(content).pages if page.startswith(bare(letter.name)))
        assert all(bare(ask) in own for ask in letter.asks)
        assert all(bare(label) in own for label, _ in (*letter.sender, *letter.signature))


async def test_the_same_values_give_the_same_bytes(database):
    claim = await put_kind(database, ClaimKind.DUPLICATE_CHARGE)
    pack = await packed(database, claim)
    thumbnails = {"1": thumbnail_of(screenshot(1)).content}
    assert pdf_of(pack, thumbnails) == pdf_of(pack, thumbnails)


async def test_twenty_two_charges_and_forty_files_stand_on_the_pages(database):
    merchant = "乐家超市" * 10
    claim = await put_claim(database, facts={"provider": "alipay", "orders": "one"})
    contents = await put_pictures(database, claim, 40)
    await put_payments(database, claim, 22, merchant)
    pack = await packed(database, claim)
    assert len(pack.paper.charges) == 22
    assert len(pack.paper.files) == 41
    thumbnails = {
        str(file.place): thumbnail_of(contents[file.sha256]).content
        for file in pack.paper.files[:40]
    }
    content = pdf_of(pack, thumbnails)
    text = text_of(content)
    assert "合计1,958.00元" in text  # 22 × 89.00
    assert "列出的扣款22" in text
    for file in pack.paper.files:
        assert file.sha256 in text
        assert file.name in text
    assert printed(content).images == 40
    assert printed(content).outside == []


async def test_words_of_a_customer_are_shown_and_never_read_as_markup(database):
    claim = await put_kind(database, ClaimKind.FRAUD, story=ODD, payee=ODD)
    await put_pictures(database, claim, 1, name=ODD + ".jpg")
    text = text_of(pdf_of(await packed(database, claim)))
    assert text.count(bare(ODD)) >= 3
    assert "root:" not in text


async def test_what_turns_or_hides_text_is_taken_out(database):
    name = "收款人\u202egpj.exe\u2066\x07\x00\u200b甲"
    claim = await put_kind(database, ClaimKind.FRAUD, payee=name)
    text = text_of(pdf_of(await packed(database, claim)))
    assert "收款人gpj.exe甲" in text


async def test_rare_characters_are_printed_and_unknown_ones_are_marked(database):
    claim = await put_kind(database, ClaimKind.FRAUD, payee="𠮷田龘，堃喆𬭎 😀 สวัสดี")
    pack = await packed(database, claim)
    text = text_of(pdf_of(pack))
    assert "𠮷田龘，堃喆𬭎" in text
    assert "□□□□□□" in text
    assert bare(pack.paper.words["missing"]) in text


async def test_a_document_of_known_characters_says_nothing_of_unknown_ones(database):
    pack = await packed(database, await put_kind(database, ClaimKind.FRAUD))
    assert bare(pack.paper.words["missing"]) not in text_of(pdf_of(pack))


@pytest.mark.parametrize(
    "name",
    [
        pytest.param("商" * 120, id="Chinese"),
        pytest.param("a" * 120, id="one long word"),
        pytest.param("International " * 8, id="words"),
        pytest.param("https://example.com/" + "pay" * 30, id="an address"),
    ],
)
async def test_long_names_stay_on_the_paper(database, name):
    facts = {"provider": name, "merchant": name, "reference": name}
    claim = await put_kind(database, ClaimKind.DUPLICATE_CHARGE, **facts)
    await put_payments(database, claim, 2, name)
    await put_pictures(database, claim, 1, name=name)
    content = pdf_of(await packed(database, claim))
    assert printed(content).outside == []
    assert bare(name) in text_of(content)


async def test_a_story_of_the_longest_length_is_told_to_its_end(database):
    story = "他说要核查资金，" * 499 + "最后一句。"
    claim = await put_kind(database, ClaimKind.FRAUD, story=story)
    assert "最后一句。" in text_of(pdf_of(await packed(database, claim)))


def test_the_typeface_has_the_characters_that_names_need():
    gb2312 = "".join(
        bytes((row, cell)).decode("gb2312", "ignore")
        for row in range(0xB0, 0xF8)
        for cell in range(0xA1, 0xFF)
    )
    assert len(gb2312) == 6763
    assert [each for each in gb2312 + "𠮷龘堃喆淼犇¥￥€→①" if ord(each) not in characters()] == []


def test_quotation_marks_of_english_are_narrow():
    assert printable("firm’s “final” answer", narrow=True) == 'firm\'s "final" answer'

"""The zip of a claim pack: safe names, unchanged originals, harmless tables, the same bytes."""

import csv
import io
import json
import zipfile
from collections.abc import AsyncIterator
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest

from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.packs import PackCharge
from bot.services import pack_paper
from bot.storage.database import Database
from bot.writers.archive import pack_zip
from tests.databases import open_file
from tests.packing import packed, put_kind, put_pictures, screenshot

PDF = b"%PDF-1.7 pages"


@pytest.fixture
async def database(tmp_path: Path) -> AsyncIterator[Database]:
    opened = await open_file(tmp_path)
    try:
        yield opened
    finally:
        await opened.close()


async def zipped(database, count=2, name="IMG.jpg", kind=ClaimKind.DUPLICATE_CHARGE):
    claim = await put_kind(database, kind)
    contents = await put_pictures(database, claim, count, name=name)
    pack = await packed(database, claim)
    by_place = {file.place: contents[file.sha256] for file in pack.paper.files}
    return pack, pack_zip(pack, PDF, by_place), by_place


def opened(content):
    return zipfile.ZipFile(io.BytesIO(content))


async def test_originals_lie_unchanged_under_names_of_our_own(database):
    pack, content, by_place = await zipped(database, name="../../etc/cron.d/x\u202egpj.exe")
    archive = opened(content)
    assert archive.testzip() is None
    assert archive.namelist() == [
        "PA-7K3M-4QXW-X.pdf", "README.txt", "claim.json", "charges.csv",
        "evidence/01-photo.jpg", "evidence/02-photo.jpg",
    ]  # fmt: skip
    for file in pack.paper.files:
        original = archive.read(f"evidence/{file.name}")
        assert original == by_place[file.place]
        assert sha256(original).hexdigest() == file.sha256
    assert archive.read("PA-7K3M-4QXW-X.pdf") == PDF


async def test_the_same_values_give_the_same_bytes(database):
    pack, content, by_place = await zipped(database)
    assert pack_zip(pack, PDF, by_place) == content
    assert {entry.date_time for entry in opened(content).infolist()} == {(1980, 1, 1, 0, 0, 0)}


async def test_the_claim_lies_there_as_it_is_kept(database):
    pack, content, _ = await zipped(database)
    values = json.loads(opened(content).read("claim.json"))
    assert values["facts"]["merchant"] == "青禾影视"
    assert values["wanted"] == {"minor": 8900 * 21, "currency": "CNY"}
    assert [file["sha256"] for file in values["evidence"]] == [
        file.sha256 for file in pack.paper.files
    ]


@pytest.mark.parametrize("cell", ["=HYPERLINK(1)", "+1", "-1", "@x", "＝1", "\t=1"])
async def test_no_cell_is_taken_for_a_formula(database, cell):
    pack, _, by_place = await zipped(database)
    charge = PackCharge("2026-11-20", cell, "89.00 元", cell, cell, "")
    pack = replace(pack, paper=replace(pack.paper, charges=(charge,)))
    written = opened(pack_zip(pack, PDF, by_place)).read("charges.csv").decode("utf-8-sig")
    head, row = csv.reader(io.StringIO(written))
    assert head == ["时间", "收款方", "金额", "单号", "要求退"]
    assert [row[1], row[3]] == [f"'{cell}", f"'{cell}"]


async def test_what_is_too_much_for_telegram_is_left_out_and_named(database, monkeypatch):
    monkeypatch.setattr(pack_paper, "MOST_ENCLOSED", len(screenshot(1)))
    claim = await put_kind(database, ClaimKind.FRAUD, Language.ENGLISH)
    contents = await put_pictures(database, claim, 2)
    pack = await packed(database, claim)
    first, second = pack.paper.files
    assert (first.enclosed, second.enclosed) == (True, False)
    archive = opened(pack_zip(pack, PDF, {1: contents[first.sha256]}))
    assert [name for name in archive.namelist() if "evidence" in name] == ["evidence/01-photo.jpg"]
    readme = archive.read("README.txt").decode("utf-8-sig")
    assert "Left out because the zip would be too large" in readme
    assert second.sha256 in readme


async def test_a_claim_without_charges_has_no_table(database):
    _, content, _ = await zipped(database, kind=ClaimKind.OTHER)
    assert "charges.csv" not in opened(content).namelist()

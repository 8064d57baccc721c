"""Archives, passwords, attacks and files that are no statement."""

import io
import pickle
import time
import zipfile
from pathlib import Path

import openpyxl
import pytest
import pyzipper
from msoffcrypto.format.ooxml import OOXMLFile
from PIL import Image

from bot.domain.duplicates import find_duplicates
from bot.readers.errors import Refusal, Unreadable
from bot.readers.statements.model import Caution
from bot.readers.statements.reading import read_statement, read_statements
from tests.statement_pdf import table_pdf

FOLDER = Path(__file__).parent / "fixtures" / "statements"
ALIPAY = (FOLDER / "alipay_2023.csv").read_bytes()
WORKBOOK = (FOLDER / "wechat_2026.xlsx").read_bytes()
CAMT = (FOLDER / "camt053.xml").read_bytes()
PASSWORD = "k7m2qp"


def zipped(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def locked_zip(files: dict[str, bytes]) -> bytes:
    out = io.BytesIO()
    kind = pyzipper.WZ_AES
    with pyzipper.AESZipFile(out, "w", pyzipper.ZIP_DEFLATED, encryption=kind) as archive:
        archive.setpassword(PASSWORD.encode())
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def locked_workbook() -> bytes:
    out = io.BytesIO()
    OOXMLFile(io.BytesIO(WORKBOOK)).encrypt(PASSWORD, out)
    return out.getvalue()


def picture(kind: str) -> bytes:
    out = io.BytesIO()
    Image.new("RGB", (40, 40), "white").save(out, kind)
    return out.getvalue()


PDF_ROWS = [
    ["收/支", "交易对方", "商品说明", "金额", "交易订单号", "商家订单号", "交易时间"],
    ["支出", "小站咖啡", "热饮", "18.00", "20260301001", "8100001", "2026-03-01 12:00:00"],
    ["支出", "小站咖啡", "热饮", "18.00", "20260301002", "8100001", "2026-03-01 12:00:31"],
]


@pytest.mark.parametrize(
    ("data", "rows"),
    [
        pytest.param(zipped({"a.csv": ALIPAY}), 8, id="a zip"),
        pytest.param(zipped({"a/b.csv": ALIPAY, "__MACOSX/a": b"x"}), 8, id="a zip of a Mac"),
        pytest.param(zipped({"a.xlsx": WORKBOOK}), 8, id="a workbook in a zip"),
        pytest.param(locked_zip({"a.csv": ALIPAY}), 8, id="a zip with a password"),
        pytest.param(locked_zip({"a.xlsx": WORKBOOK}), 8, id="a workbook in a locked zip"),
        pytest.param(locked_workbook(), 8, id="a workbook with a password"),
        pytest.param(table_pdf(PDF_ROWS), 2, id="a PDF"),
        pytest.param(table_pdf(PDF_ROWS, PASSWORD), 2, id="a PDF with a password"),
    ],
)
def test_containers_are_opened(data: bytes, rows: int):
    assert len(read_statement(data, "x", PASSWORD).transactions) == rows


LOCKED = [
    pytest.param(locked_zip({"a.csv": ALIPAY}), id="zip"),
    pytest.param(locked_workbook(), id="workbook"),
    pytest.param(table_pdf(PDF_ROWS, PASSWORD), id="pdf"),
]


@pytest.mark.parametrize("data", LOCKED)
def test_a_password_is_asked_for(data: bytes):
    with pytest.raises(Unreadable) as refused:
        read_statement(data, "x")
    assert refused.value.refusal is Refusal.PASSWORD_NEEDED


@pytest.mark.parametrize("data", LOCKED)
def test_a_wrong_password_is_told(data: bytes):
    with pytest.raises(Unreadable) as refused:
        read_statement(data, "x", "another")
    assert refused.value.refusal is Refusal.PASSWORD_WRONG


def bomb() -> bytes:
    return zipped({"a.csv": b"0" * 60_000_000})


def lying_bomb() -> bytes:
    """The directory claims ten bytes; what comes out is counted instead."""
    data = bytearray(bomb())
    entry = data.rindex(b"PK\x01\x02")
    data[entry + 24 : entry + 28] = (10).to_bytes(4, "little")
    return bytes(data)


def workbook_with(part: bytes) -> bytes:
    return zipped({"xl/workbook.xml": part})


ENTITY = b'<!DOCTYPE d [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
LAUGHS = b'<!DOCTYPE d [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;">]>'


def attacked(declaration: bytes) -> bytes:
    return CAMT.replace(b"<Document", declaration + b"<Document", 1)


def long_goods() -> bytes:
    """Words and hyphens that a careless pattern walks over again and again."""
    header, first = lines_of(ALIPAY)
    row = first.replace("图书 100200".encode("gb18030"), b"-a" * 60_000)
    return header + row + row.replace(b"2026-03-02 09", b"2026-03-02 15").replace(b"55", b"56")


def lines_of(data: bytes) -> tuple[bytes, bytes]:
    start = data.index(b"\r\n2026-03-02") + 2
    return data[:start], data[start : data.index(b"\r\n", start) + 2]


HOSTILE = {
    "nothing": (b"  \n", Refusal.EMPTY),
    "a photo": (picture("JPEG"), Refusal.PICTURE),
    "a screenshot named csv": (picture("PNG"), Refusal.PICTURE),
    "a WebP picture": (picture("WEBP"), Refusal.PICTURE),
    "a program": (b"MZ\x90\x00\x03\x00\x00\x00" + bytes(200), Refusal.UNKNOWN_TYPE),
    "noise": (bytes(range(256)) * 20, Refusal.UNKNOWN_TYPE),
    "a text": ("您好，我被扣了两次钱".encode(), Refusal.UNKNOWN_LAYOUT),
    "a web page": (b"<html><body><h1>404</h1></body></html>", Refusal.UNKNOWN_LAYOUT),
    "a table of something else": (b"a,b,c\n1,2,3\n", Refusal.UNKNOWN_LAYOUT),
    "only a header": (ALIPAY[: ALIPAY.rindex(b"\r\n2026-03-02")], Refusal.DAMAGED),
    "an empty zip": (zipped({}), Refusal.NO_STATEMENT_INSIDE),
    "a zip of pictures": (
        zipped({"a.png": picture("PNG"), "b.png": picture("PNG")}),
        Refusal.NO_STATEMENT_INSIDE,
    ),
    "a zip in a zip": (zipped({"a.zip": zipped({"a.csv": ALIPAY})}), Refusal.NESTED_ARCHIVE),
    "a gzip": (b"\x1f\x8b\x08\x00" + bytes(20), Refusal.OTHER_ARCHIVE),
    "a path that leads out": (zipped({"../../etc/a.csv": ALIPAY}), Refusal.UNSAFE),
    "an absolute path": (zipped({"/etc/a.csv": ALIPAY}), Refusal.UNSAFE),
    "too many files": (zipped({f"{n}.csv": b"x" for n in range(30)}), Refusal.UNSAFE),
    "a zip bomb": (bomb(), Refusal.UNSAFE),
    "a zip bomb that lies": (lying_bomb(), Refusal.DAMAGED),
    "a workbook bomb": (workbook_with(b"0" * 60_000_000), Refusal.UNSAFE),
    "a workbook with an entity": (workbook_with(ENTITY), Refusal.UNSAFE),
    "half a zip": (zipped({"a.csv": ALIPAY})[:-90], Refusal.DAMAGED),
    "half a workbook": (WORKBOOK[: len(WORKBOOK) // 2], Refusal.DAMAGED),
    "an entity that reads a file": (attacked(ENTITY), Refusal.UNSAFE),
    "entities that grow": (attacked(LAUGHS), Refusal.UNSAFE),
    "an XML without end": (
        b'<?xml version="1.0"?><Document xmlns="camt.053">' + b"<a>" * 9_000,
        Refusal.UNSAFE,
    ),
    "an OFX with an entity": (b"<?OFX?>" + ENTITY + b"<OFX></OFX>", Refusal.UNSAFE),
    "an OFX without bookings": (b"OFXHEADER:100\n<OFX></OFX>", Refusal.DAMAGED),
    "half a PDF": (table_pdf(PDF_ROWS)[:300], Refusal.DAMAGED),
    "a PDF with a page of no size": (
        table_pdf(PDF_ROWS).replace(b"[ 0 0 705 600 ]", b"[ 0 0 /x 600 ]"),
        Refusal.DAMAGED,
    ),
    "a PDF of pictures": (table_pdf([[""]]), Refusal.NO_TEXT),
    "an endless line": (b"a" * 3_000_000, Refusal.DAMAGED),
    "a million commas": (b"," * 1_000_000, Refusal.DAMAGED),
    "open tags without end": (b"OFXHEADER:100\n<OFX>" + b"<STMTTRN>" * 100_000, Refusal.DAMAGED),
}


@pytest.mark.parametrize(("data", "refusal"), HOSTILE.values(), ids=HOSTILE)
def test_a_bad_file_is_refused_with_its_reason_within_a_second(data: bytes, refusal: Refusal):
    started = time.process_time()
    with pytest.raises(Unreadable) as refused:
        read_statement(data, "x.csv")
    assert refused.value.refusal is refusal
    assert time.process_time() - started < 1


def test_a_cell_without_end_is_cut_and_compared_within_a_second():
    started = time.process_time()
    found = find_duplicates(read_statement(long_goods(), "x").transactions)
    assert [one.rows for one in found] == [(1, 2)]
    assert time.process_time() - started < 1


def test_a_file_above_the_limit_is_not_looked_at(monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.readers.statements.reading.MAX_FILE_BYTES", 1_000)
    with pytest.raises(Unreadable) as refused:
        read_statement(ALIPAY, "x")
    assert refused.value.refusal is Refusal.TOO_LARGE


def test_what_stands_before_the_cut_of_an_xml_file_is_read():
    statement = read_statement(CAMT[: CAMT.rindex(b"<Ntry>") + 40], "x")
    assert len(statement.transactions) == 7
    assert [warned.caution for warned in statement.warnings] == [
        Caution.CUT_OFF,
        Caution.ONLY_DAYS,
    ]


def test_every_statement_of_an_archive_is_read_and_others_are_told():
    files = {"a.csv": ALIPAY, "b.xlsx": WORKBOOK, "liesmich.txt": b"hello"}
    first, second = read_statements(zipped(files), "my.zip")
    assert (first.name, second.name) == ("my.zip/a.csv", "my.zip/b.xlsx")
    assert first.warnings[-1].caution is Caution.OTHER_FILES


def test_a_refusal_crosses_a_process_border():
    refused = Unreadable(Refusal.EMPTY, {"a": "b"})
    again = pickle.loads(pickle.dumps(refused))
    assert (again.refusal, again.values, again.key) == (Refusal.EMPTY, {"a": "b"}, refused.key)


def test_an_old_office_file_that_is_none_is_damaged():
    data = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600)
    with pytest.raises(Unreadable) as refused:
        read_statement(data, "x")
    assert refused.value.refusal is Refusal.DAMAGED


def test_cells_of_a_workbook_keep_what_a_person_sees():
    book = openpyxl.Workbook()
    sheet = book.active
    header = "交易时间 交易类型 交易对方 商品 收/支 金额(元) 支付方式 当前状态 交易单号 商户单号"
    sheet.append(header.split())
    sheet.append(["2026-03-01 10:00:00", "商户消费", "店", "货", "支出", 18, "零钱", "支付成功",
                  4200020260301000000000000001, 10000501])  # fmt: skip
    out = io.BytesIO()
    book.save(out)
    statement = read_statement(out.getvalue(), "x")
    (row,) = statement.transactions
    assert (row.amount_minor, row.order_ref, row.transaction_ref) == (1800, "10000501", "")
    assert statement.warnings[0].caution is Caution.IDS_RUINED

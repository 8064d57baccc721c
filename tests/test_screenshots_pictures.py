"""Whole pictures through recognition: tilted, blurred, dark; and the command line."""

import io
import json
from pathlib import Path

import pytest
import typer
from PIL import Image

from bot.cli.screenshot import screenshot
from bot.readers.pictures import PictureRefused
from bot.readers.screens.reading import ScreenKind
from bot.readers.screenshots import read_screenshot, warm

PICTURES = Path(__file__).parent / "fixtures" / "screenshots"
FIELDS = ("amount_minor", "currency", "time", "merchant", "txn_id", "merchant_order_id", "status")


@pytest.fixture(scope="module", autouse=True)
def models():
    warm()


@pytest.mark.parametrize(
    ("name", "fields"),
    [
        pytest.param(
            "alipay.jpg",
            (1253, "CNY", "2025-04-28 14:40:31", "叮咚买菜", "2025042822004692731510728967",
             "852544960820402221", "pending"),
            id="faint on black, tilted, the number on two lines",
        ),
        pytest.param(
            "paypal.jpg",
            (21, "GBP", "2025-06-18 19:45", "H&M", "D29MG6ZB9HZUZVB2G", None, "success"),
            id="grainy, tilted the other way, with serifs",
        ),
        pytest.param(
            "bank.jpg",
            (813, "CNY", "2026-08-13 19:44:52", "星巴克", "780255478029589244420626", None,
             "pending"),
            id="labels above their values",
        ),
        pytest.param(
            "hong_kong.jpg",
            (15400, "HKD", "2026-06-03 09:26:29", "譚仔三哥", "FRN202606035189769371", None,
             "success"),
            id="traditional characters",
        ),
    ],
)  # fmt: skip
def test_a_worn_picture_is_read_in_every_field(name, fields):
    reading = read_screenshot((PICTURES / name).read_bytes())
    assert tuple(getattr(reading, one) for one in FIELDS) == fields


def test_a_photographed_bill_list_gives_its_rows():
    reading = read_screenshot((PICTURES / "bill_list.jpg").read_bytes())
    assert reading.kind is ScreenKind.BILL_LIST
    assert [(row.merchant, row.amount_minor) for row in reading.rows] == [
        ("铁路客票", 41064),
        ("中国石化加油站", -24541),
        ("京东商城平台商户", -20750),
        ("深圳市腾讯计算机系统有限公司", -54554),
        ("海底捞火锅", -35783),
        ("中国石化加油站", -51532),
    ]


def test_a_long_scrolled_picture_is_read_at_its_end_too():
    page = Image.open(PICTURES / "bank.jpg")
    long = Image.new("RGB", (page.width, page.height * 2), "white")
    long.paste(page.crop((0, 180, page.width, page.height)), (0, page.height))
    file = io.BytesIO()
    long.save(file, "JPEG", quality=90)
    reading = read_screenshot(file.getvalue())
    assert (reading.amount_minor, reading.txn_id) == (813, "780255478029589244420626")


def test_an_empty_picture_holds_nothing():
    file = io.BytesIO()
    Image.new("RGB", (400, 800), "white").save(file, "PNG")
    reading = read_screenshot(file.getvalue())
    assert (reading.kind, reading.lines) == (ScreenKind.OTHER, ())


def test_the_command_prints_one_json_object(capsys):
    file = PICTURES / "paypal.jpg"
    screenshot([file], as_json=True)
    printed = json.loads(capsys.readouterr().out)[str(file)]
    assert set(printed) == {*FIELDS, "seconds"}
    assert (printed["amount_minor"], printed["merchant_order_id"]) == (21, None)


def test_the_command_names_what_is_no_picture_and_fails(tmp_path, capsys):
    file = tmp_path / "page.jpg"
    file.write_text("<svg/>")
    with pytest.raises(typer.Exit) as left:
        screenshot([file], as_json=True)
    assert left.value.exit_code == 1
    assert json.loads(capsys.readouterr().out)[str(file)]["error"] == "not_a_picture"


def test_a_file_that_is_no_picture_is_refused():
    with pytest.raises(PictureRefused):
        read_screenshot(b"no picture")

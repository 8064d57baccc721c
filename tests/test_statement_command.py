"""`python -m bot statement`: what it prints."""

import json
from pathlib import Path

import pytest
import typer
from typer.testing import CliRunner, Result

from bot.cli.statement import statement
from bot.domain.duplicates import Why
from bot.domain.languages import Language
from bot.readers.errors import Refusal
from bot.readers.statements.model import Caution
from bot.texts.catalog import Catalog

FOLDER = Path(__file__).parent / "fixtures" / "statements"

application = typer.Typer()
application.command()(statement)


def run(*arguments: str | Path) -> Result:
    return CliRunner().invoke(application, [str(argument) for argument in arguments])


def test_json_tells_rows_period_warnings_and_duplicates_of_each_file():
    result = run(FOLDER / "alipay_2023.csv", "--json")
    assert result.exit_code == 0
    assert json.loads(result.stdout) == {
        "files": [
            {
                "file": str(FOLDER / "alipay_2023.csv"),
                "format": "alipay",
                "rows": 8,
                "period": {"from": "2026-03-02", "to": "2026-03-25"},
                "warnings": [],
                "duplicates": [
                    {
                        "rows": [2, 3],
                        "extra": 1,
                        "extra_minor": 1800,
                        "currency": "CNY",
                        "confidence": "certain",
                        "why": "Order 810000000000000002 was paid 2 times. "
                        "One order is owed once.",
                    },
                    {
                        "rows": [4, 5],
                        "extra": 1,
                        "extra_minor": 2500,
                        "currency": "CNY",
                        "confidence": "probable",
                        "why": "The same subscription was charged 2 times. "
                        "One period is owed once.",
                    },
                ],
            }
        ]
    }


def test_a_refused_file_is_told_with_its_reason_and_the_others_are_read(tmp_path: Path):
    picture = tmp_path / "bill.csv"
    picture.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(40))
    result = run(picture, FOLDER / "wechat.csv", tmp_path / "none.csv", "--json")
    first, second, third = json.loads(result.stdout)["files"]
    assert result.exit_code == 1
    assert (first["format"], first["rows"], first["duplicates"]) == (None, 0, [])
    assert first["warnings"][0].startswith("picture: This is a picture")
    assert third["warnings"][0].startswith("not_found: ")
    assert second["rows"] == 8


def test_people_read_a_line_and_a_reason_for_each_finding():
    result = run(FOLDER / "alipay_2023.csv", "--language", "zh-Hans")
    printed = result.stdout.replace("\n", "")
    assert "确定多扣：第 2, 3 行，多扣 1 次，18.00 CNY" in printed
    assert "订单 810000000000000002 付了 2 次，一个订单只该付一次。" in printed


def test_the_same_payment_in_two_files_counts_once(tmp_path: Path):
    bank = tmp_path / "bank.csv"
    bank.write_text(
        "记账日期,记账时间,币别,金额,余额,交易名称,渠道,网点名称,附言,对方账户名\n"
        "2026-03-13,12:01:06,人民币,-18.00,1.00,网上快捷支付,银企对接,-,支付宝,支付宝-小站咖啡\n"
        "2026-03-13,12:01:37,人民币,-18.00,1.00,网上快捷支付,银企对接,-,支付宝,支付宝-小站咖啡\n"
        "2026-03-14,08:00:00,人民币,-18.00,1.00,网上快捷支付,银企对接,-,支付宝,支付宝-小站咖啡\n",
        encoding="utf-8",
    )
    alone = json.loads(run(bank, "--json").stdout)["files"]
    wallet, other = json.loads(run(FOLDER / "alipay_2023.csv", bank, "--json").stdout)["files"]
    assert [one["rows"] for one in alone[0]["duplicates"]] == [[1, 2]]
    assert [one["rows"] for one in wallet["duplicates"]] == [[2, 3], [4, 5]]
    assert other["duplicates"] == []


def test_an_order_paid_in_two_wallets_names_the_other_file(tmp_path: Path):
    other = tmp_path / "wechat.csv"
    other.write_text(
        "交易时间,交易类型,交易对方,商品,收/支,金额(元),支付方式,当前状态,交易单号,商户单号,备注\n"
        "2026-03-02 09:20:00,商户消费,书店商城,图书,支出,¥68.00,零钱,支付成功,42001,"
        "810000000000000001,/\n",
        encoding="utf-8",
    )
    first, _ = json.loads(run(FOLDER / "alipay_2023.csv", other, "--json").stdout)["files"]
    found = first["duplicates"][0]
    assert (found["rows"], found["confidence"]) == ([1], "probable")
    assert found["elsewhere"] == [{"file": str(other), "rows": [1]}]


def test_a_file_that_takes_long_shows_its_rows(tmp_path: Path, monkeypatch: pytest.MonkeyPatch):
    monkeypatch.setattr("bot.cli.statement.BAR_AFTER_SECONDS", 0)
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich draws for terminals only
    long = tmp_path / "long.csv"
    row = "CARD_PAYMENT,Current,2026-03-01 10:00:00,2026-03-01 12:00:00,S{},-5.00,EUR,COMPLETED\n"
    header = "Type,Product,Started Date,Completed Date,Description,Amount,Currency,State\n"
    long.write_text(header + "".join(row.format(number) for number in range(2_001)))
    assert "2,000 rows" in run(long, "--json").stderr


@pytest.mark.parametrize("language", Language)
def test_every_reason_has_a_sentence(language: Language):
    catalog = Catalog()
    keys = [f"why.{why}" for why in Why]
    keys += [f"warning.{caution}" for caution in Caution]
    keys += [f"refused.{refusal}" for refusal in Refusal]
    assert [key for key in keys if not catalog.entry(f"statements.{key}", language)] == []

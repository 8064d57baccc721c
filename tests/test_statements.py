"""Every format is read whole, and its duplicates are found."""

import csv
import io
from pathlib import Path

import openpyxl
import pytest

from bot.domain.duplicates import Confidence, find_duplicates
from bot.domain.transactions import Kind, Precision, State, Transaction
from bot.readers.statements.model import Caution, StatementFile
from bot.readers.statements.reading import read_statement

FOLDER = Path(__file__).parent / "fixtures" / "statements"
SAME_ORDER, PERIOD = (2, 3), (4, 5)

# Every fixture holds: a purchase, one order paid twice (18.00), a subscription taken twice on
# one day (25.00), a purchase that was refunded, and a transfer to a person.
FORMATS = {
    "alipay_2021.csv": "alipay",
    "alipay_2023.csv": "alipay",
    "alipay_web.txt": "alipay_website",
    "wechat.csv": "wechat",
    "wechat_2025.xlsx": "wechat",
    "wechat_2026.xlsx": "wechat",
    "jd.csv": "jd",
    "meituan.csv": "meituan",
    "icbc.csv": "icbc_credit",
    "boc_debit.csv": "boc_debit",
    "boc_credit.csv": "boc_credit",
    "cmb_credit.csv": "cmb_credit",
    "cmb_debit.csv": "cmb_debit",
    "abc_debit.csv": "abc_debit",
    "bocom_debit.csv": "bocom_debit",
    "bocom_credit.csv": "bocom_credit",
    "cgb_credit.csv": "cgb_credit",
    "hsbc_hk.csv": "hsbc_hk_credit",
    "paypal_us.csv": "paypal_activity",
    "paypal_eu.csv": "paypal_activity",
    "revolut.csv": "revolut",
    "wise.csv": "wise",
    "ofx1.ofx": "ofx",
    "ofx2.ofx": "ofx",
    "qif.qif": "qif",
    "camt053.xml": "camt",
    "mt940.sta": "mt940",
}
ONLY_DAYS = {"icbc_credit", "boc_credit", "cmb_credit", "cmb_debit", "bocom_credit", "cgb_credit"}
ONLY_DAYS |= {"hsbc_hk_credit", "wise", "ofx", "qif", "camt", "mt940"}


def read(name: str) -> StatementFile:
    return read_statement(FOLDER / name)


def cautions(statement: StatementFile) -> set[Caution]:
    return {warned.caution for warned in statement.warnings}


@pytest.mark.parametrize(("name", "layout"), FORMATS.items())
def test_a_format_is_known_by_its_content_and_read_whole(name: str, layout: str):
    statement = read_statement((FOLDER / name).read_bytes(), "renamed.bin")
    kinds = [row.kind for row in statement.transactions]
    assert statement.format == layout
    assert kinds == [*[Kind.CHARGE] * 6, Kind.REFUND, Kind.TRANSFER]
    assert [row.row for row in statement.transactions] == list(range(1, 9))
    assert [row.amount_minor for row in statement.transactions[:3]] == [6800, 1800, 1800]


@pytest.mark.parametrize("name", FORMATS)
def test_what_was_charged_twice_is_found_and_nothing_else(name: str):
    found = find_duplicates(read(name).transactions)
    assert [(one.rows, one.extra, one.extra_minor, one.confidence) for one in found] == [
        (SAME_ORDER, 1, 1800, Confidence.CERTAIN),
        (PERIOD, 1, 2500, Confidence.PROBABLE),
    ]


@pytest.mark.parametrize(("name", "layout"), FORMATS.items())
def test_a_file_that_tells_only_days_says_so(name: str, layout: str):
    statement = read(name)
    days = {row.precision for row in statement.transactions} == {Precision.DAY}
    assert days == (layout in ONLY_DAYS) == (Caution.ONLY_DAYS in cautions(statement))


@pytest.mark.parametrize("name", FORMATS)
def test_the_period_is_told_in_the_days_of_the_file(name: str):
    period = read(name).period
    assert period is not None
    assert [str(day) for day in period] == ["2026-03-02", "2026-03-25"]


def test_a_statement_without_goods_leaves_two_equal_charges_of_a_day_alone():
    found = find_duplicates(read("paypal_statement.csv").transactions)
    assert [one.rows for one in found] == [SAME_ORDER]


def test_a_merchants_export_tells_refunds_in_its_charges():
    statement = read("stripe.csv")
    assert [row.refunded_minor for row in statement.transactions] == [0, 0, 0, 0, 0, 9900]
    assert [one.rows for one in find_duplicates(statement.transactions)] == [SAME_ORDER, PERIOD]


def test_numbers_stay_text_and_lines_point_back_into_the_file():
    row = read("alipay_2023.csv").transactions[1]
    line = (FOLDER / "alipay_2023.csv").read_bytes().decode("gb18030").splitlines()[row.line - 1]
    assert row.transaction_ref in line
    assert len(row.transaction_ref) == 28


# --- a file as people change it


def lines(name: str) -> list[list[str]]:
    text = (FOLDER / name).read_bytes().decode("gb18030")
    return list(csv.reader(io.StringIO(text, newline="")))


def text(rows: list[list[str]], delimiter: str = ",") -> str:
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter).writerows(rows)
    return out.getvalue()


def in_workbook(rows: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    sheet = book.active
    assert sheet is not None
    for row in rows:
        sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_column(rows: list[list[str]]) -> list[list[str]]:
    header = next(i for i, row in enumerate(rows) if row[:1] == ["交易时间"])
    return [
        [*row[:3], "新列" if i == header else "x", *row[3:]]
        if i >= header and len(row) > 3
        else row
        for i, row in enumerate(rows)
    ]


CHANGES = {
    "saved as UTF-8": lambda rows: text(rows).encode(),
    "saved as UTF-8 with a mark": lambda rows: text(rows).encode("utf-8-sig"),
    "saved as Unicode text with tabs": lambda rows: text(rows, "\t").encode("utf-16"),
    "separated by semicolons": lambda rows: text(rows, ";").encode(),
    "a longer preamble": lambda rows: text([["说明"]] * 60 + rows).encode(),
    "a new column": lambda rows: text(with_column(rows)).encode("gb18030"),
    "a sum below": lambda rows: text([*rows, [], ["合计", "", "1.00"], ["共8笔"]]).encode(),
    "a workbook": lambda rows: in_workbook([list(row) for row in rows]),
    "an HTML table named xls": lambda rows: (
        "<html><table>"
        + "".join(f"<tr>{''.join(f'<td>{cell}</td>' for cell in row)}</tr>" for row in rows)
        + "</table></html>"
    ).encode("gb18030"),
    "a first column of dashes": lambda rows: text(
        [["-" * 19, *row] if len(row) > 8 else row for row in rows]
    ).encode(),
    "a stray quotation mark": lambda rows: text(rows).replace("王*明", '"王*明').encode(),
}


@pytest.mark.parametrize("change", CHANGES.values(), ids=CHANGES)
def test_a_changed_file_gives_the_same_findings(change):
    statement = read_statement(change(lines("alipay_2023.csv")), "x")
    assert len(statement.transactions) == 8
    assert [one.rows for one in find_duplicates(statement.transactions)] == [SAME_ORDER, PERIOD]


def test_numbers_that_a_spreadsheet_rounded_prove_nothing_and_are_warned_of():
    rows = [
        [
            f"{float(cell):.2E}" if cell.strip().isdigit() and len(cell) > 16 else cell
            for cell in row
        ]
        for row in lines("alipay_2023.csv")
    ]
    statement = read_statement(text(rows).encode(), "x")
    found = find_duplicates(statement.transactions)
    assert Caution.IDS_RUINED in cautions(statement)
    charges = [row for row in statement.transactions if row.kind is Kind.CHARGE]
    assert not any(row.transaction_ref or row.order_ref for row in charges)
    assert {one.confidence for one in found} == {Confidence.PROBABLE}


def test_rows_that_were_cut_out_are_missed_by_the_stated_count():
    rows = [row for row in lines("alipay_2023.csv") if not ",".join(row).startswith("2026-03-02")]
    statement = read_statement(text(rows).encode(), "x")
    assert Caution.FEWER_ROWS in cautions(statement)
    assert len(statement.transactions) == 7


def test_a_last_row_that_was_cut_off_is_left_out_and_told():
    data = text(lines("alipay_2023.csv")).encode()
    statement = read_statement(data[: data.rindex(b"50.00") - 4], "x")
    assert Caution.CUT_OFF in cautions(statement)
    assert len(statement.transactions) == 7


def test_formula_cells_stay_text():
    data = text(lines("alipay_2023.csv")).replace("王*明", "=HYPERLINK(1)").encode()
    assert read_statement(data, "x").transactions[-1].payee == "=HYPERLINK(1)"


def test_a_number_shielded_as_a_formula_is_read_as_its_text():
    shielded = '"=""81234567890123456"""'
    data = text(lines("alipay_2023.csv")).replace("810000000000000001", shielded)
    assert "81234567890123456" in read_statement(data.encode(), "x").transactions[0].order_ref


def transactions(header: str, *rows: str) -> tuple[Transaction, ...]:
    return read_statement("\n".join((header, *rows)).encode(), "x").transactions


JD = "交易时间,商户名称,交易说明,金额,收/付款方式,交易状态,收/支,交易分类,交易订单号,商家订单号"
PAYPAL = "Date,Time,TimeZone,Name,Type,Status,Currency,Gross,Transaction ID,Reference Txn ID"
REVOLUT = "Type,Product,Started Date,Completed Date,Description,Amount,Fee,Currency,State,Balance"


@pytest.mark.parametrize(
    ("amount", "minor", "refunded"),
    [("131.77(已退款89.84)", 13177, 8984), ("468.32(已全额退款)", 46832, 46832), ("9.50", 950, 0)],
)
def test_an_amount_of_jd_holds_its_refund(amount: str, minor: int, refunded: int):
    row = f"2026-03-01 10:00:00,店,货,{amount},银行卡,交易成功,支出,网购,1,2"
    (charge,) = transactions(JD, row)
    assert (charge.amount_minor, charge.refunded_minor) == (minor, refunded)


@pytest.mark.parametrize(
    ("type_", "status", "gross", "kind", "state"),
    [
        ("Website Payment", "Completed", "-5.00", Kind.CHARGE, State.DONE),
        ("General Authorization", "Pending", "-5.00", Kind.TRANSFER, State.PENDING),
        ("General Currency Conversion", "Completed", "-5.00", Kind.TRANSFER, State.DONE),
        ("Reversal of General Account Hold", "Completed", "5.00", Kind.TRANSFER, State.DONE),
        ("General Card Deposit", "Completed", "5.00", Kind.TRANSFER, State.DONE),
        ("Website Payment", "Denied", "-5.00", Kind.CHARGE, State.CLOSED),
        ("Payment Refund", "Completed", "5.00", Kind.REFUND, State.DONE),
    ],
)
def test_only_finished_payments_of_paypal_are_charges(type_, status, gross, kind, state):
    row = f"13/03/2026,10:00:00,PST,Shop,{type_},{status},EUR,{gross},A1,B1"
    (one,) = transactions(PAYPAL, row)
    assert (one.kind, one.state) == (kind, state)


@pytest.mark.parametrize(
    ("state", "completed", "reads"),
    [
        ("COMPLETED", "2026-03-01 12:00:00", State.DONE),
        ("TERMINÉ", "2026-03-01 12:00:00", State.DONE),
        ("PENDING", "", State.PENDING),
        ("REVERTED", "", State.CLOSED),
        ("DECLINED", "2026-03-01 12:00:00", State.CLOSED),
    ],
)
def test_only_completed_rows_of_revolut_are_money_out(state: str, completed: str, reads: State):
    row = f"CARD_PAYMENT,Current,2026-03-01 10:00:00,{completed},Shop,-5.00,0.00,EUR,{state},1.00"
    (one,) = transactions(REVOLUT, row)
    assert one.state is reads


def test_a_bill_without_years_puts_december_into_the_year_before():
    rows = transactions(
        "招商银行信用卡对账单（个人消费卡账户 2026年01月）",
        "交易日,记账日,交易摘要,人民币金额,卡号末四位,交易地金额",
        "12/30,12/31,支付宝-小店,10.00,1234,10.00(CN)",
        "01/02,01/03,支付宝-小店,10.00,1234,10.00(CN)",
    )
    assert [row.written_at for row in rows] == ["2025-12-30", "2026-01-02"]


def test_a_bill_of_ccb_names_the_payee_behind_its_account():
    charge, salary, refund = transactions(
        "中国建设银行个人活期账户交易明细",
        "序号,摘要,币别,钞汇,交易日期,交易金额,账户余额,交易地点/附言,对方账号与户名",
        '1,消费,人民币元,钞,20260301,-18.00,"1,000.00",热饮 订单81000000017,2088****/小站咖啡',
        '2,工资,人民币元,钞,20260302,"9,000.00","10,000.00",,1234/某公司',
        "3,消费退款,人民币元,钞,20260303,18.00,1.00,订单81000000017,2088****/小站咖啡",
    )
    assert (charge.kind, charge.payee, charge.order_ref) == (
        Kind.CHARGE,
        "小站咖啡",
        "81000000017",
    )
    assert (salary.kind, refund.kind) == (Kind.INCOME, Kind.REFUND)


def test_the_columns_of_another_language_are_read():
    header = "Datum,Uhrzeit,Zeitzone,Name,Typ,Status,Währung,Brutto,Transaktionscode"
    row = '13.03.2026,10:00:00,CET,Laden,Website-Zahlung,Abgeschlossen,EUR,"-1.234,56",A1'
    (one,) = transactions(header, row)
    assert (one.amount_minor, one.state, one.kind) == (123_456, State.DONE, Kind.CHARGE)


def test_progress_is_told_while_a_long_file_is_read():
    row = (
        "CARD_PAYMENT,Current,2026-03-01 10:00:00,2026-03-01 12:00:00,S{},-5.00,0,EUR,COMPLETED,1"
    )
    rows = [row.format(number) for number in range(4_100)]
    told: list[int] = []
    read_statement("\n".join((REVOLUT, *rows)).encode(), "x", progress=told.append)
    assert told == [2_000, 4_000]

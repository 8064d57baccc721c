"""Tables of banks that no layout describes are read by the names of their columns."""

import pytest

from bot.domain.duplicates import find_duplicates
from bot.domain.transactions import Kind
from bot.readers.errors import Unreadable
from bot.readers.statements.model import Caution
from bot.readers.statements.reading import read_statement

CHINESE = """# 招商银行交易记录
"交易日期","交易时间","收入","支出","余额","交易类型","交易备注"
"\t20251103","\t09:12:33","","128.00","5,100.00","快捷支付","滴滴出行"
"\t20251103","\t09:13:01","","128.00","4,972.00","快捷支付","滴滴出行"
"\t20251105","\t10:00:00","128.00","","5,100.00","退款","滴滴出行"
"\t20251107","\t12:00:00","","500.00","4,600.00","转账汇款","张三"
# 合计: 4 笔
"""
SIGNED = """Details,Posting Date,Description,Amount,Type,Balance
DEBIT,11/03/2025,CORNER CAFE,-12.50,DEBIT_CARD,100.00
DEBIT,11/13/2025,STREAMBOX SUBSCRIPTION,-15.49,DEBIT_CARD,87.50
DEBIT,11/13/2025,REFUND STREAMBOX,15.49,DEBIT_CARD,87.50
CREDIT,11/20/2025,Transfer from J MILLER,200.00,ACCT_XFER,272.01
"""
CARD = """Date,Description,Card Member,Amount (GBP)
13/11/2025,RIVER TAXI,A B,23.10
14/11/2025,RIVER TAXI,A B,23.10
15/11/2025,PAYMENT - THANK YOU,A B,-500.00
16/11/2025,RETURN RIVER TAXI,A B,-23.10
"""
SIDES = """交易日期,交易金额,借贷标志,对方户名,摘要
2025-11-03,12.50,借,青禾超市,消费
2025-11-04,12.50,贷,青禾超市,退货
2025-11-05,88.00,贷,某公司,工资
2025-11-06,30.00,借,张三,转账
"""
TWO_COLUMNS = """Transaction Date,Transaction Description,Debit Amount,Credit Amount,Balance
03/11/2025,HARBOUR GROCER,12.50,,100.00
13/11/2025,GYM MEMBERSHIP LTD,29.99,,120.01
14/11/2025,REFUND HARBOUR GROCER,,12.50,90.02
15/11/2025,Transfer to savings,50.00,,40.02
"""
KINDS = (Kind.CHARGE, Kind.CHARGE, Kind.REFUND, Kind.TRANSFER)


@pytest.mark.parametrize(
    ("text", "kinds", "currency"),
    [
        pytest.param(CHINESE, KINDS, "CNY", id="income and expense in Chinese"),
        pytest.param(SIGNED, KINDS, "USD", id="a signed amount"),
        pytest.param(
            CARD,
            (KINDS[0], KINDS[0], Kind.TRANSFER, Kind.REFUND),
            "GBP",
            id="a card's plain amounts",
        ),
        pytest.param(
            SIDES,
            (Kind.CHARGE, Kind.REFUND, Kind.TRANSFER, Kind.TRANSFER),
            "CNY",
            id="debit, credit",
        ),
        pytest.param(TWO_COLUMNS, KINDS, "USD", id="two columns in English"),
    ],
)
def test_an_unknown_table_is_read_by_its_columns_and_says_so(text, kinds, currency):
    statement = read_statement(text.encode(), "x.csv")
    rows = statement.transactions
    assert statement.format == "by_columns"
    assert tuple(row.kind for row in rows) == kinds
    assert {row.currency for row in rows} == {currency}
    assert Caution.BY_NAMES in {warned.caution for warned in statement.warnings}


def test_time_of_day_and_extra_charges_are_found():
    text = "\n".join(CHINESE.splitlines()[:4])
    found = find_duplicates(read_statement(text.encode(), "x.csv").transactions)
    assert [(one.rows, one.extra_minor, one.why.value) for one in found] == [
        ((1, 2), 12800, "retry")
    ]


def test_a_table_without_dates_or_sums_is_refused():
    with pytest.raises(Unreadable):
        read_statement(b"Name,Description,Colour\nA,B,red\n", "x.csv")


HISTORY = (
    "ID,Status,Direction,Created on,Source amount (after fees),Source currency,Target name,"
    "Target amount (after fees),Target currency,Reference,Note\n"
    "CARD_TRANSACTION-1,COMPLETED,OUT,2025-11-03 10:00:00,12.50,EUR,Bean Street,12.50,EUR,,\n"
    "CARD_TRANSACTION-2,COMPLETED,OUT,2025-11-03 10:00:40,12.50,EUR,Bean Street,12.50,EUR,,\n"
    "CARD_TRANSACTION-3,CANCELLED,OUT,2025-11-03 10:01:10,12.50,EUR,Bean Street,12.50,EUR,,\n"
    "TRANSFER-4,COMPLETED,OUT,2025-11-03 10:01:20,12.50,EUR,J Smith,12.50,EUR,,\n"
)


def test_the_newer_list_of_wise_is_known():
    statement = read_statement(HISTORY.encode(), "x.csv")
    assert (statement.format, len(statement.transactions)) == ("wise_history", 4)
    assert [one.rows for one in find_duplicates(statement.transactions)] == [(1, 2)]

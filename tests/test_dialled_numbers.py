"""Numbers that are called, told apart from sums that look like them."""

import pytest

from tests.understood import read


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("被骗了95000", "95000"),
        ("我转了96500给他", "96500"),
        ("转了96110", "96110"),
        ("余额95620提不出来", "95620"),
        ("扣了12315", "12315"),
        ("i lost 95000", "95000"),
        ("打了95188说等", None),
        ("客服电话95588打不通", None),
        ("12306上没票扣了我两次", None),
        ("打12315没人管", None),
    ],
)
def test_a_sum_may_look_like_a_hotline(said, amount):
    found = read(said).facts.amount
    assert (str(found.amount) if found else None) == amount

"""Corrections in plain words, and what answers of counts and choices mean."""

import pytest

from bot.understanding.answer_counts import read_count
from bot.understanding.choices import chosen
from bot.understanding.corrections import is_emphatic, read_correction

NAMES = {"merchant": ["商家", "shop"], "amount": ["金额", "amount"]}


@pytest.mark.parametrize(
    ("text", "fields", "value", "old"),
    [
        ("不对，是110", (), "110", ""),
        ("商家错了，是好邻便利", ("merchant",), "好邻便利", ""),
        ("不是微信，是支付宝", (), "支付宝", "微信"),
        ("是支付宝，不是微信", (), "支付宝", "微信"),
        ("it was Homeware Haus not House", (), "Homeware Haus", "House"),
        ("no, 110", (), "110", ""),
        ("the amount is 110", ("amount",), "110", ""),
    ],
)
def test_a_correction_says_what_and_to_which_value(text, fields, value, old):
    found = read_correction(text, NAMES)
    assert found is not None
    assert (found.fields, found.value, found.old) == (fields, value, old)


@pytest.mark.parametrize("text", ["退款要多久", "I sent it to someone", "不" * 200])
def test_other_texts_correct_nothing(text):
    assert read_correction(text, NAMES) is None


@pytest.mark.parametrize(("text", "is_one"), [("不对，是110", True), ("not yet", False)])
def test_taking_something_back_is_heard_at_the_beginning(text, is_one):
    assert is_emphatic(text) is is_one


@pytest.mark.parametrize(
    ("text", "count"),
    [("22", 22), ("三次", 3), ("twice", 2), ("none", 0), ("2 or 3", None), ("dunno", None)],
)
def test_a_count_is_read_when_only_one_is_said(text, count):
    assert read_count(text) == count


def test_the_wording_that_says_most_decides():
    wordings = {"done": ["hung up"], "stuck": ["on hold", "queue"]}
    assert chosen("hung up. bank on hold, 10 min queue", wordings) == "stuck"
    assert chosen("what", wordings) is None

"""A message that goes on with the one before is read together with it."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.services.following import Earlier, earlier_of, goes_on, joined, together
from bot.services.hearing import Heard
from bot.services.preferences import new_customer
from knowledge.matching.ranker import Ranked
from tests.understood import NOW, read

ASKED = Earlier("钱转错了，尾号写错一位", "wrong-transfer-general")


def heard(text, *entries):
    ranked = tuple(Ranked(entry, 0.9) for entry in entries)
    return Heard(text, frozenset(), read(text), ranked, 0.5, 0.2)


@pytest.mark.parametrize("text", ["昨天中午", "农行转的", "对方是陌生人", "from amazon"])
def test_what_says_little_by_itself_goes_on(text):
    assert goes_on(ASKED, heard(text))


@pytest.mark.parametrize(
    "text",
    [
        "你好",
        "谢谢",
        "转人工",
        "支付宝扣了我两次钱，各89元",
        "我被骗了，刚转了五万",
        "今天天气怎么样",
        ASKED.text,
    ],
)
def test_what_stands_by_itself_does_not(text):
    assert not goes_on(ASKED, heard(text))


def test_a_question_that_is_answered_by_itself_does_not_go_on():
    assert not goes_on(ASKED, heard("怎么投诉银行？", "complaint-bank"))


def test_more_of_the_same_matter_is_no_new_question():
    alone = heard("对方是陌生人", "fraud-stranger-sent-money")
    whole = heard(joined(ASKED, alone.text), ASKED.article)
    found = together(ASKED, alone, whole)
    assert (found.again, found.message) == (ASKED.article, alone.text)


def test_a_question_without_an_answer_is_answered_by_what_was_asked_before():
    alone = heard("那要多久？")
    whole = heard(joined(ASKED, alone.text), "refund-times")
    found = together(ASKED, alone, whole)
    assert found.ranked[0].entry == "refund-times"
    assert found.message == alone.text
    assert not found.again


def test_words_are_remembered_for_a_while_only():
    kept = '{"text": "钱没了", "article": ""}'
    customer = replace(new_customer(1, 7, "zh-hans"), earlier=kept, seen_at=NOW)
    assert earlier_of(customer, NOW + timedelta(minutes=15)) == Earlier("钱没了", "")
    assert earlier_of(customer, NOW + timedelta(minutes=16)) is None
    assert earlier_of(replace(customer, earlier=""), NOW) is None


def test_both_together_stay_short():
    assert len(joined(Earlier("长" * 500, ""), "话" * 5000)) == 1000

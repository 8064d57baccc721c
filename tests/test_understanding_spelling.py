"""Misspelt English and typed pinyin are read as what they mean; everything else stays as it is."""

import pytest

from bot.understanding.intents import Danger, Intent
from bot.understanding.pinyin import Pinyin
from bot.understanding.spelling import Spelling
from tests.understood import read

SPELLING = Spelling.of(
    ["my account was charged", "the account", "charged my account again", "i was charged"],
    ["they changed it", "purple shoes"],
)
PINYIN = Pinyin.of(
    ["我被骗了怎么办", "我被骗了", "验证码给人了", "钱转走了", "充值没到账"],
    ["can you help me", "pin code", "the men are here"],
)


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("my acount was chargd", "my account was charged"),
        ("acocunt", "account"),
        ("they changed it", "they changed it"),
        ("word salad", "word salad"),
        ("被扣了acount", "被扣了account"),
        ("a1ccount acc0unt", "a1ccount acc0unt"),
        ("", ""),
    ],
)
def test_a_misspelt_word_is_set_right_and_a_right_one_left(typed, meant):
    assert SPELLING.mended(typed) == meant


def test_a_word_of_another_text_is_not_what_others_are_set_right_to():
    assert SPELLING.mended("purpel sheos") == "purpel sheos"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("wo bei pian le zenme ban", "我被骗了怎么办"),
        ("Qian zhuan zou le 3200", "钱转走了 3200"),
        ("yanzhengma gei ren le", "验证码给人了"),
        ("can you help me", "can you help me"),
        ("the men are here with a pin", "the men are here with a pin"),
        ("我被骗了 anydesk", "我被骗了 anydesk"),
        ("le", "le"),
        ("GD77120", "GD77120"),
        ("", ""),
    ],
)
def test_pinyin_is_written_out_and_english_is_not(typed, meant):
    assert PINYIN.written_out(typed) == meant


def test_a_foreign_word_inside_pinyin_stays():
    assert "anydesk" in PINYIN.written_out("pian zi rang wo zhuang anydesk zen me ban")


def test_what_was_learnt_is_read_back_the_same():
    assert Spelling.from_bytes(SPELLING.to_bytes()).mended("my acount") == "my account"
    assert Pinyin.from_bytes(PINYIN.to_bytes()).written_out("wo bei pian le") == "我被骗了"


@pytest.mark.parametrize(
    ("text", "intent"),
    [
        ("my acount got locekd", Intent.FROZEN_ACCOUNT),
        ("teh seler nevr shippd my order and wont repyl", Intent.VANISHED_MERCHANT),
        ("chraged twcie for one cofee", Intent.DUPLICATE_CHARGE),
        ("shang jia shou le qian jiu bu li ren, dong xi ye bu ji", Intent.VANISHED_MERCHANT),
        ("zhifubao jintian dabukai le", Intent.OUTAGE_CHECK),
        ("yinhangka bei gongan dongjie le", Intent.FROZEN_ACCOUNT),
    ],
)
def test_a_misspelt_or_romanised_message_takes_its_route(text, intent):
    assert read(text).intent is intent


def test_a_danger_and_a_count_are_heard_in_pinyin():
    assert Danger.CODE_GIVEN in read("ta rang wo ba yan zheng ma gei ta, wo gei le").dangers
    found = read("wei xin kou le san ci, mei ci 88 kuai").facts
    assert (found.count, found.amount.money.minor) == (3, 8800)

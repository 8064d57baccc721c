"""What texts are compared by: plain form, meanings, sound, n-grams."""

import pytest

from knowledge.matching.concepts import concepts, meanings, stem
from knowledge.matching.grams import letter_grams, token_grams
from knowledge.matching.syllables import read_han, split_pinyin
from knowledge.matching.text import LONGEST_QUERY, plain
from knowledge.matching.views import views


@pytest.mark.parametrize(
    ("text", "is_read_as"),
    [
        pytest.param("帳戶凍結了怎麼辦", "账户冻结了怎么办", id="traditional becomes simplified"),
        pytest.param("ＷｅＣｈａｔ　支付", "wechat 支付", id="full width becomes half width"),
        pytest.param("扣了89.50元", "扣了 0 0 元", id="amounts are masked"),
        pytest.param("订单号2026112212345", "订单号 0", id="order numbers are masked"),
        pytest.param("95188是骗子吗", "95188 是骗子吗", id="hotlines stay"),
        pytest.param("<b>help</b> https://a.example/x", "help", id="markup and links go"),
        pytest.param("I can't, don't", "i can not do not", id="contractions are spelt out"),
        pytest.param("😀！？", "", id="signs and emoji leave nothing"),
        pytest.param("", "", id="nothing stays nothing"),
    ],
)
def test_plain(text, is_read_as):
    assert plain(text) == is_read_as


def test_a_long_text_keeps_its_beginning_and_its_end():
    line = plain("支付宝扣款 " + "随便说说" * 30_000 + " 怎么退款")
    assert len(line) <= LONGEST_QUERY
    assert line.startswith("支付宝扣款")
    assert line.endswith("怎么退款")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        pytest.param("如何开通花呗", "怎么打开花呗", id="Chinese synonyms"),
        pytest.param(
            "why was my card declined", "why my card got rejected", id="English synonyms"
        ),
        pytest.param("我的钱退回来", "my refund", id="one meaning in two languages"),
    ],
)
def test_synonyms_share_a_meaning(one, other):
    shared = set(meanings(plain(one))) & set(meanings(plain(other)))
    assert {symbol for symbol in shared if symbol in concepts().names}


def test_opening_and_closing_are_told_apart():
    opened, closed = views(["怎么开通花呗", "怎么关闭花呗"])
    assert opened.acts != closed.acts


@pytest.mark.parametrize(
    ("word", "becomes"),
    [
        ("transferred", "transfer"),
        ("charging", "charg"),
        ("charge", "charg"),
        ("cards", "card"),
        ("is", "is"),
    ],
)
def test_stem(word, becomes):
    assert stem(word) == becomes


def test_a_pair_of_characters_can_change_a_reading():
    assert read_han("银行") == ["yin", "hang"]
    assert read_han("行") == ["xing"]


@pytest.mark.parametrize(
    ("run", "syllables"),
    [
        ("zhifubao", ("zhi", "fu", "bao")),
        ("tuikuan", ("tui", "kuan")),
        ("payment", ()),
        ("x" * 500, ()),
    ],
)
def test_split_pinyin(run, syllables):
    assert split_pinyin(run) == syllables


@pytest.mark.parametrize(
    ("text", "sounds"),
    [
        pytest.param("支付宝", "zhi fu bao", id="characters"),
        pytest.param("zhifubao tuikuan", "zhi fu bao tui kuan", id="typed pinyin"),
        pytest.param("can i change my pin", "", id="English that could be read as pinyin"),
    ],
)
def test_sound(text, sounds):
    assert " ".join(views([text])[0].syllables) == sounds


def test_ngrams_do_not_cross_texts_or_words():
    together = letter_grams([" ab ", " cd "])
    apart = [*letter_grams([" ab "]).keys, *letter_grams([" cd "]).keys]
    assert sorted(together.keys) == sorted(apart)
    assert set(together.owners) == {0, 1}


def test_token_ngrams_keep_their_order():
    forward, backward = token_grams([["a", "b"]], 2).keys, token_grams([["b", "a"]], 2).keys
    assert set(forward[:2]) == set(backward[:2])
    assert forward[2] != backward[2]

"""Providers by name, alias, pinyin and misspelling; look-alikes are never guessed."""

import pytest

from tests.understood import read


@pytest.mark.parametrize(
    ("text", "provider"),
    [
        ("支付宝扣了两次", "alipay"),
        ("支付寶扣了兩次", "alipay"),
        ("zfb付不了款", "alipay"),
        ("wei xin zhi fu yong bu liao", "wechat_pay"),
        ("pyapal took it twice", "paypal"),
        ("Revoult froze my account", "revolut"),
        ("用花呗在淘宝买的，卖家不发货", "huabei"),
        ("拼多多先用后付的东西是坏的", "pinduoduo"),
        ("建行卡被冻结", "ccb_cn"),
        ("touch n go is down", "touchngo"),
        ("google pay not working", "google_pay"),
        ("line pay 付不了", "line_pay"),
        ("印尼的gopay提不出来", "gopay_id"),
        ("wise card declined", "wise"),
        ("加我微信让我用支付宝转钱", "alipay"),
    ],
)
def test_a_provider_is_found(text, provider):
    assert read(text).facts.provider == provider


@pytest.mark.parametrize(
    ("text", "members"),
    [
        ("gopay跑路了", {"gopay_id", "guofubao_cn", "gopay_cz", "gopay_unlicensed"}),
        ("先用后付扣了我钱", {"kuaishou", "pinduoduo", "taobao"}),
        ("gpay is down", {"google_pay", "gpay_in"}),
    ],
)
def test_look_alikes_are_asked_about(text, members):
    facts = read(text).facts
    assert facts.provider is None
    assert set(facts.providers) == members


@pytest.mark.parametrize(
    "text",
    [
        "is it wise to pay by phone",
        "骗子加我微信聊了一个月",
        "i had to grab a coffee and was charged twice",
        "please boost my signal, i can't pay",
        "my wallet won't open at all today",
        "they pay me nothing",
    ],
)
def test_an_ordinary_word_is_no_provider(text):
    facts = read(text).facts
    assert (facts.provider, facts.providers) == (None, ())

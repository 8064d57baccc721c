"""Secrets leave a text; what a claim needs stays."""

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.redaction import Secret, redact

SEED = "abandon ability able about above absent absorb abstract absurd abuse access accident"


@pytest.mark.parametrize(
    ("text", "kept", "secret"),
    [
        ("卡号6228480012345678915", "卡号[•••• 8915]", Secret.CARD),
        ("卡号6228 4800 1234 5678 915", "卡号[•••• 8915]", Secret.CARD),
        ("card 4539 1488 0343 6467 ok", "card [•••• 6467] ok", Secret.CARD),
        ("4539-1488-0343-6467", "[•••• 6467]", Secret.CARD),
        ("４５３９１４８８０３４３６４６７", "[•••• 6467]", Secret.CARD),
        ("378282246310005", "[•••• 0005]", Secret.CARD),
        ("6222 0000 0000 0000 004", "[•••• 0004]", Secret.CARD),
        ("4539 1488 0343 6467 884213", "[•••• 6467] 884213", Secret.CARD),
        ("验证码 884213", "验证码 [••••]", Secret.CODE),
        ("驗證碼：8842", "驗證碼：[••••]", Secret.CODE),
        ("验证码他要的是884213", "验证码他要的是[••••]", Secret.CODE),
        ("884213是验证码", "[••••]是验证码", Secret.CODE),
        ("the code was 884 213", "the code was [••••]", Secret.CODE),
        ("otp G-884213", "otp [••••]", Secret.CODE),
        ("CVV 123", "CVV [••••]", Secret.CVV),
        ("安全码是0123", "安全码是[••••]", Secret.CVV),
        ("支付密码是123456", "支付密码是[••••]", Secret.PASSWORD),
        ("password: hunter!", "password: [••••]!", Secret.PASSWORD),
        ("my pin is 4421", "my pin is [••••]", Secret.PASSWORD),
        (f"助记词：{SEED}", "助记词：[••••]", Secret.SEED),
        (f"they asked for it {SEED}", "they asked for it [••••]", Secret.SEED),
        ("private key " + "0f" * 32, "private key [••••]", Secret.SEED),
        ("身份证11010519491231002X", "身份证[110•••2X]", Secret.ID_NUMBER),
        ("身份證字號A123456789", "身份證字號[••••]", Secret.ID_NUMBER),
        ("A123456(3)", "[••••]", Secret.ID_NUMBER),
    ],
)
def test_a_secret_is_masked(text, kept, secret):
    redacted = redact(text)
    assert redacted.text == kept
    assert secret in redacted.found


def test_the_code_behind_an_expiry_date_is_masked_with_the_card():
    assert redact("4539 1488 0343 6467 12/28 123").text == "[•••• 6467] 12/28 [••••]"


@pytest.mark.parametrize(
    "text",
    [
        "交易号 2026112122001412341234123412",
        "微信交易单号4200001234202611211234567890",
        "20261121220014123412341234123412",
        "订单号240019283746",
        "order 4539148803436467",
        "尾号 6620",
        "138 0013 8000",
        "+86 13800138000",
        "+44 20 7946 0018",
        "转了20,000.00元，又转29800",
        "收到验证码后扣了2000",
        "转了2000，验证码没给",
        "支付密码忘了乱试5次",
        "wrong passcode 5 times",
        "my password is wrong",
        "提示“服务暂不可用(code 10002)”",
        "error code 500123",
        "case number DSP-33017",
        "11010519491231002",
        "hash " + "0f" * 32,
        "someone called about the money from your account and then they asked when does the card",
    ],
)
def test_what_a_claim_needs_stays(text):
    redacted = redact(text)
    assert (redacted.text, redacted.found) == (text, frozenset())


_PIECES = [
    *[
        "4539 1488 0343 6467",
        "6228480012345678915",
        "验证码",
        "884213",
        "code ",
        "[••••]",
        "[",
        "]",
    ],
    *[
        "密码",
        "是",
        ":",
        " ",
        "cvv",
        "123",
        "-",
        ".",
        "card ",
        "卡号",
        "助记词",
        SEED,
        "12/28",
        "otp",
    ],
    *["11010519491231002X", "password", "pin ", "1", "88", "order ", "，", "A123456(3)"],
]


@given(
    st.one_of(st.text(max_size=80), st.lists(st.sampled_from(_PIECES), max_size=9).map("".join))
)
def test_redacting_twice_is_redacting_once(text):
    once = redact(text)
    again = redact(once.text)
    assert (again.text, again.found) == (once.text, frozenset())


def _luhn(digits: str) -> str:
    doubled = [int(d) * 2 // 10 + int(d) * 2 % 10 for d in digits[::-2]]
    return str(-(sum(doubled) + sum(int(d) for d in digits[-2::-2])) % 10)


@given(
    st.sampled_from(["4", "51", "62", "2221"]),
    st.integers(10**13, 10**14 - 1),
    st.sampled_from(["", " ", "-", " - "]),
    st.sampled_from(["", "看 ", "my card ", "给他了"]),
)
def test_no_card_number_survives(issuer, rest, between, before):
    body = (issuer + str(rest))[:15]
    number = body + _luhn(body)
    written = between.join(number[start : start + 4] for start in range(0, 16, 4))
    redacted = redact(f"{before}{written} 谢谢")
    assert Secret.CARD in redacted.found
    assert number[:12] not in "".join(filter(str.isdigit, redacted.text))


@pytest.mark.parametrize(
    "piece", ["1 ", "4539 ", "密码", "code ", "ab ", "abandon ", "验证码 ", "a1"]
)
def test_noise_takes_linear_time(piece):
    noise = (piece * 100_000)[:100_000]
    started = time.process_time()
    redact(noise)
    assert time.process_time() - started < 2

"""Contacts and account numbers are hidden; amounts, dates and numbers of claims are not."""

import pytest

from bot.domain.masking import masked


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("电话13812345678打来", "电话•••• 5678打来"),
        ("call +44 20 7946 0958 now", "call •••• 0958 now"),
        ("卡 6222 0212 3456 7890。", "卡 •••• 7890。"),
        ("a.b+c@mail.example.org", "••••@mail.example.org"),
        ("GB29 NWBK 6016 1331 9268 19", "•••• 6819"),
        ("to TXk8rQ4cVx1nZ7mP2sLq9wYbE3uHd5aJf0", "to •••• aJf0"),
        ("0x52908400098527886E0F7030069857D2E4169EE7", "•••• 9EE7"),
        ("write to @some_agent please", "write to @•••• please"),
        ("加微信号：helper_88", "加微信号：•••• er88"),
        ("wechat: wxid_abc12", "wechat: •••• bc12"),
        ("2026112122001412345678901234", "•••• 1234"),
    ],
)
def test_what_is_private_is_masked(text, shown):
    assert masked(text) == shown
    assert masked(shown) == shown


@pytest.mark.parametrize(
    "text",
    [
        "2026-11-21 21:14:05 付了 89.00 元",
        "on 2026-11-21 I paid £1,234,567.00 twice",
        "PA-7K3M-4QXW-X, tail 6620",
        "12345.67 and 123456",
        "supercalifragilistic duplicate_charge",
        "110 和 96110",
        "",
    ],
)
def test_what_is_not_private_stays(text):
    assert masked(text) == text

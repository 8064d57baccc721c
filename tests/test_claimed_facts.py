"""What a fraudster demanded or pretended is left out of the facts of the payment."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.services.claimed_facts import paid_facts

NOW = datetime(2026, 11, 22, 2, 0, tzinfo=UTC)
CHINA = ZoneInfo("Asia/Shanghai")


def cny(yuan: int) -> dict[str, object]:
    return {"minor": yuan * 100, "currency": "CNY"}


@pytest.mark.parametrize(
    ("text", "facts", "left"),
    [
        pytest.param(
            "有个支付宝客服说我开了百万保障每月扣800 现在还在电话里 我转了两笔了",
            {"provider": "alipay", "amount": cny(800), "occurred": {}, "own_payment": "tricked"},
            {"own_payment"},
            id="a pretended agent, a threatened sum, now as the time of the call",
        ),
        pytest.param(
            "有人说交2000块保证金就能解冻我的微信",
            {"provider": "wechat_pay", "amount": cny(2000)},
            {"provider"},
            id="a sum that is only asked for",
        ),
        pytest.param(
            "骗子让我交保证金，我转了2000块",
            {"amount": cny(2000)},
            {"amount"},
            id="a sum that was asked for and paid",
        ),
        pytest.param(
            "支付宝昨晚被盗刷3000，客服不理我",
            {"provider": "alipay", "amount": cny(3000), "occurred": {}},
            {"provider", "amount", "occurred"},
            id="real support that does not answer",
        ),
        pytest.param(
            "someone claiming to be from PayPal support asked for a 400 dollar fee",
            {"provider": "paypal", "amount": {"minor": 40000, "currency": "USD"}},
            set(),
            id="in English",
        ),
        pytest.param(
            "a scammer got $900 from me through Zelle",
            {"provider": "zelle", "amount": {"minor": 90000, "currency": "USD"}},
            {"provider", "amount"},
            id="a sum that is gone",
        ),
    ],
)
def test_only_what_was_paid_remains(text: str, facts: dict[str, object], left: set[str]) -> None:
    assert set(paid_facts(facts, text, NOW, CHINA)) == left

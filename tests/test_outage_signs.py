"""What counts as a report: questions, failed payments told of or shown, each person once."""

from collections.abc import AsyncIterator
from datetime import timedelta
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.domain.money import Money
from bot.domain.readings import FileReading, SeenPayment
from tests.file_chat import FileChat, open_file_chat

PICTURE = b"\xff\xd8\xff" + b"A" * 20
ZONE = ZoneInfo("Asia/Shanghai")
_COUNTED = "SELECT provider, SUM(known + fresh) AS people FROM outage_minute GROUP BY provider"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path) as opened:
        yield opened


async def counted(chat: FileChat) -> dict[str, int]:
    rows = await chat.database.read(lambda c: c.all(_COUNTED))
    return {row["provider"]: int(row["people"]) for row in rows}


def payment(chat: FileChat, status: str, minutes_ago: int, seconds: bool = True) -> None:
    """Let the picture show one payment."""
    at = (chat.now - timedelta(minutes=minutes_ago)).astimezone(ZONE)
    time = at.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d")
    seen = SeenPayment(Money(minor=7500, currency="CNY"), time, "乐家超市", "55", "", status)
    chat.pictures = lambda _: FileReading(screen="payment", payments=(seen,))


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("支付宝崩了吗", id="a question"),
        pytest.param("is alipay down?", id="a question in English"),
        pytest.param("支付宝付款失败", id="a payment failed"),
        pytest.param("刚才支付宝付不了款", id="just now"),
        pytest.param("支付宝扣了钱订单显示未支付", id="charged, order unpaid"),
        pytest.param("支付宝崩了怎么办", id="what to do"),
        pytest.param("支付宝什么时候恢复", id="when it is back"),
        pytest.param("支付宝转账失败了", id="a transfer failed"),
        pytest.param("my alipay payment keeps failing", id="it keeps failing"),
        pytest.param("为什么支付宝扫码付不了", id="why"),
        pytest.param("支付宝转账失败但是钱没退回来", id="beside a refund"),
        pytest.param("支付宝支付失败手续费退吗", id="beside a question"),
    ],
)
async def test_it_counts_once_in_half_an_hour(chat: FileChat, text: str) -> None:
    await chat.says(text)
    assert await counted(chat) == {"alipay": 1}
    await chat.conversation.tap(chat.sender, "outage:still:alipay")
    await chat.conversation.tap(chat.sender, "outage:charged:alipay")
    assert await counted(chat) == {"alipay": 1}
    await chat.later(31 * 60)
    await chat.conversation.tap(chat.sender, "outage:charged:alipay")
    assert await counted(chat) == {"alipay": 2}


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("支付宝上周付款失败", id="long ago"),
        pytest.param("昨天支付宝扣了钱订单显示未支付", id="yesterday"),
        pytest.param("支付宝昨晚重复扣款了", id="no failure"),
        pytest.param("支付宝账户被冻结了", id="another matter"),
        pytest.param("银行卡付款失败", id="no bank is named"),
        pytest.param("支付宝挂失怎么办", id="a word that only looks like it"),
    ],
)
async def test_it_does_not_count(chat: FileChat, text: str) -> None:
    await chat.says(text)
    assert await counted(chat) == {}


async def test_a_failure_told_inside_another_guide_counts_and_the_guide_goes_on(
    chat: FileChat,
) -> None:
    await chat.says("支付宝昨晚重复扣款了")
    await chat.says("支付宝现在是不是崩了？")
    assert await counted(chat) == {"alipay": 1}
    assert (await chat.draft()).draft.kind.value == "duplicate_charge"


async def test_a_failure_told_to_a_person_counts(chat: FileChat) -> None:
    await chat.says("转人工")
    await chat.says("支付宝崩了吗")
    assert await counted(chat) == {"alipay": 1}


@pytest.mark.parametrize(
    ("status", "minutes_ago", "seconds", "found"),
    [
        pytest.param("closed", 10, True, {"alipay": 1}, id="it has just failed"),
        pytest.param("closed", 600, True, {}, id="it failed this morning"),
        pytest.param("closed", -600, True, {}, id="a time that has not come"),
        pytest.param("closed", 0, False, {}, id="a day without a time"),
        pytest.param("success", 10, True, {}, id="it did not fail"),
    ],
)
async def test_a_picture_of_a_failed_payment_counts(
    chat: FileChat, status: str, minutes_ago: int, seconds: bool, found: dict[str, int]
) -> None:
    await chat.says("支付宝昨晚重复扣款了")
    payment(chat, status, minutes_ago, seconds)
    await chat.sends(PICTURE)
    assert await counted(chat) == found
    await chat.sends(PICTURE + b"again")
    assert await counted(chat) == found


async def test_a_picture_without_a_provider_counts_for_nobody(chat: FileChat) -> None:
    await chat.opens("duplicate_charge")
    payment(chat, "closed", 5)
    await chat.sends(PICTURE)
    assert await counted(chat) == {}

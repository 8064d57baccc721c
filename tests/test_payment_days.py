"""The day of payment of a vanished merchant is asked for where a deadline counts from it."""

from collections.abc import AsyncIterator
from pathlib import Path

import pytest

from bot.storage.claim_deadlines import deadlines_of
from bot.storage.claims import claims_of
from tests.file_chat import CHAT, FileChat, open_file_chat
from tests.gateway import BOT

ASKED = "哪天付的"
DONE, NO_FILES = "申请了，下一步", "现在没有，先提交"


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path) as opened:
        yield opened


@pytest.mark.parametrize(
    ("text", "is_asked"),
    [
        pytest.param("用 PayPal 在网店买鞋付了80美元，没收到，店没了", True, id="PayPal"),
        pytest.param("用 Visa 卡在网店买鞋付了80美元，没收到，店没了", True, id="a card"),
        pytest.param("用微信在网店买鞋付了80元，没收到，店没了", False, id="a wallet"),
    ],
)
async def test_it_is_asked_for_only_where_it_decides(chat, text, is_asked):
    await chat.says(text)
    await chat.taps(DONE)
    assert (ASKED in await chat.last()) is is_asked


async def test_the_deadline_counts_from_it(chat):
    await chat.says("用 PayPal 在网店买鞋付了80美元，没收到，店没了")
    await chat.taps(DONE)
    await chat.says("11月3号")
    await chat.taps("付清了，不再扣")
    await chat.says("星河鞋店")
    await chat.taps(NO_FILES)
    await chat.taps("提交，要求退 80.00 美元")
    [claim] = await chat.database.read(lambda c: claims_of(c, BOT, CHAT))
    [kept] = await chat.database.read(lambda c: deadlines_of(c, claim.id))
    assert (kept.rule, str(kept.counted_from), str(kept.due_on)) == (
        "paypal-180d", "2026-11-03", "2027-05-02",
    )  # fmt: skip


async def test_who_does_not_know_goes_on_without_a_date(chat):
    await chat.says("用 PayPal 在网店买鞋付了80美元，没收到，店没了")
    await chat.taps(DONE)
    await chat.taps("记不清，跳过")
    assert "后面还要扣款吗" in await chat.last()

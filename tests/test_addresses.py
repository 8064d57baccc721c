"""Web and mail addresses that link claims, and those that never do."""

import time
from functools import partial

import pytest

from bot.domain.addresses import addresses_in, host_of
from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.reuse import Likeness, addresses_said, payees_said
from bot.domain.taps import Tap
from bot.services.claim_marks import keep_marks, known_hosts
from bot.services.desk_acts import Acts
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.reuse import Reuse, reused
from tests import postgres
from tests.chat import learnt
from tests.console import Stage
from tests.file_chat import CHAT, FileChat
from tests.filed import put_claim
from tests.gateway import NOW

database = postgres.database
ONE, TWO = "PA-7K3M-4QXW-X", "PA-6T2X-4E9X-4"


@pytest.mark.parametrize(
    ("text", "found"),
    [
        pytest.param("网站是coin-gain.top骗了我", ("coin-gain.top",), id="between Chinese"),
        pytest.param("https://www.Coin-Gain.top/user?id=88", ("coin-gain.top",), id="a link"),
        pytest.param("m.coin-gain.top，后来打不开", ("coin-gain.top",), id="for phones"),
        pytest.param("http://pay.coin-gain.top:8443/x", ("pay.coin-gain.top",), id="below it"),
        pytest.param("ｃｏｉｎ-gain．top", ("coin-gain.top",), id="full width"),
        pytest.param("https://a@evil.bank-help.co.uk/", ("evil.bank-help.co.uk",), id="a name"),
        pytest.param("Pay@Coin-Gain.top and pay@coin-gain.top", ("pay@coin-gain.top",), id="mail"),
        pytest.param("scammer77@gmail.com", ("scammer77@gmail.com",), id="a mailbox of their own"),
        pytest.param("noodles.myshopify.com", ("noodles.myshopify.com",), id="a shop of theirs"),
        pytest.param("http://old.place.zz/a", ("old.place.zz",), id="any ending, if it is a link"),
        pytest.param("I paid.then they were gone.they left", (), id="a missing space"),
        pytest.param("8.90 at 9.30 pm, e.g. bill.pdf", (), id="figures and files"),
        pytest.param("coin-gain.topical @coin.top a@b", (), id="no address"),
    ],
)
def test_addresses_are_read_in_one_spelling(text, found):
    assert addresses_in(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "item.taobao.com/item.htm?id=731234567890", "https://www.amazon.co.uk/dp/B0ABC12345",
        "paypal.com", "https://t.me/coin_gain_bot", "wx.qq.com", "weixin.qq.com", "gmail.com",
        "163.com", "https://mp.weixin.qq.com/s/abc", "wa.me/8613812345678", "bit.ly/3xyzabc",
        "service@paypal.com", "no-reply@mail.taobao.com", "https://www.gov.uk/report",
        "www.12377.cn", "https://beian.miit.gov.cn", "myshopify.com", "help.alipay.com",
        "https://www.icbc.com.cn/", "kf.qq.com", "https://www.actionfraud.police.uk/",
    ],
)  # fmt: skip
def test_what_everybody_names_links_nobody(text):
    known = known_hosts(learnt()[0])
    assert addresses_in(text, known) == ()
    assert payees_said({"merchant": text}, known) == ()
    assert payees_said({"merchant": f"coin shop {text}"}, known)[0] == "@coinshop"


def test_an_address_stands_for_the_payee_wherever_it_is_told():
    facts = {"payee": "Coin Gain", "story": "they sent me to coin-gain.top", "reported": "x.top"}
    assert addresses_said(facts) == ("~coin-gain.top",)
    assert host_of("no link") == ""


@pytest.mark.parametrize("text", ["a." * 4000, "a-" * 4000, "@" * 8000, "http://" + "a" * 8000])
def test_hostile_text_takes_no_time(text):
    begun = time.perf_counter()
    addresses_in(text)
    assert time.perf_counter() - begun < 0.5


async def filed(database: Database, number: str, chat: int = CHAT, **facts: str) -> FiledClaim:
    """Store a claim of fraud with its marks, as filing does."""
    kind = ClaimKind.FRAUD
    claim = await put_claim(database, number=number, kind=kind, chat=chat, facts=facts)

    async def step(connection: Connection) -> None:
        ex = await Acts(FileChat(database).office).exchange(connection, claim, NOW)
        await keep_marks(ex, claim)

    await database.write(step)
    return claim


async def test_claims_that_name_one_address_name_each_other(database):
    first = await filed(database, ONE, story="www.coin-gain.top, mail help@coin-gain.top")
    await filed(database, TWO, payee="Help@Coin-Gain.TOP")
    await filed(database, "PA-ELSE", story="I paid on taobao.com, mail me at gmail.com")
    found = await database.read(partial(reused, claim=first.id))
    assert found == (Reuse(Likeness.ADDRESS, None, TWO),)
    stage = Stage(database)
    async with stage.inside() as inside:
        page = (await inside.get(f"/claim/{ONE}")).text
    assert "same web or mail address" in page
    assert f"/claim/{TWO}" in page


async def test_the_same_payee_is_not_told_twice(database):
    first = await filed(database, ONE, payee="coin-gain.top")
    await filed(database, TWO, payee="Coin-Gain.top")
    found = await database.read(partial(reused, claim=first.id))
    assert found == (Reuse(Likeness.PAYEE, None, TWO),)


async def test_a_corrected_payee_replaces_the_one_before(database):
    mine = await filed(database, ONE, payee="old-shop.top", own_payment="tricked")
    for number, payee in ((TWO, "old-shop.top"), ("PA-5T8W-Y8XJ-N", "www.new-shop.top")):
        await filed(database, number, chat=CHAT + 1, story=payee)
    chat = FileChat(database)
    await chat.begin()
    await chat.taps_data(Tap("amend", (ONE, "payee")))
    await chat.says("new-shop.top")
    await chat.taps("对，就这样改")
    found = await database.read(partial(reused, claim=mine.id))
    assert [each.claim for each in found] == ["PA-5T8W-Y8XJ-N"]

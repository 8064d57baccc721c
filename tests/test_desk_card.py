"""The card of a claim: what agents read first, and what it leaves out."""

import html
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import timedelta
from functools import partial

import pytest

from bot.domain.customers import Customer
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Status
from bot.domain.redaction import Secret
from bot.domain.reuse import payees_said
from bot.services.desk import Agent, Desk
from bot.services.desk_notices import card_message
from bot.services.exchange import Exchange
from bot.storage.audit import Card
from bot.storage.claims import claim_by_number
from bot.storage.database import Database
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.reuse import put_said_numbers
from bot.texts.catalog import Catalog
from bot.texts.dividing import units
from tests.chat import learnt
from tests.databases import open_file
from tests.file_chat import FileChat
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW

CATALOG = Catalog()
LOST = {"minor": 4980000, "currency": "CNY"}
NUMBERS = ("PA-6T2X-4E9X-4", "PA-5T8W-Y8XJ-N", "PA-9A4D-YF43-Z")


@pytest.fixture
async def database(tmp_path) -> AsyncIterator[Database]:
    opened = await open_file(tmp_path)
    yield opened
    await opened.close()


async def fraud(database, number=NUMBERS[0], type_="scam", priority="urgent", **facts):
    every = {"story": "有人打电话", "amount": LOST, **facts}
    claim = await put_claim(
        database, number=number, kind=ClaimKind.FRAUD, type=type_, priority=priority, facts=every
    )
    said = payees_said(every)
    await database.write(lambda c: put_said_numbers(c, BOT, claim.id, said))
    return claim


async def card(database, claim, language=Language.SIMPLIFIED, now=NOW, console=""):
    """Return the lines of a card and the labels under it."""

    async def step(connection):
        customer = Customer(BOT, CHAT, Language.ENGLISH, region="CN")
        ex = Exchange(
            connection, customer, now, learnt()[0], CATALOG,
            agents_chat=-100, agents_language=language, console=console,
        )  # fmt: skip
        return await card_message(ex, claim, card=Card(-100, 7, "k"))

    message = await database.read(step)
    labels = [button.label for row in message.buttons for button in row]
    return message.text.split("\n"), labels


async def test_agents_read_their_language_and_not_the_customers(database):
    claim = await fraud(database)
    assert (await card(database, claim))[0][0].startswith("PA-6T2X-4E9X-4　被骗")
    english, labels = await card(database, claim, Language.ENGLISH)
    assert english[0].startswith("PA-6T2X-4E9X-4, ")
    assert "Take" in labels
    assert any("有人打电话" in line for line in english)


async def test_what_is_missing_and_until_when_somebody_must_act(database):
    lines, _ = await card(database, await fraud(database))
    [missing] = [line for line in lines if line.startswith("还缺：")]
    assert missing.count("、") <= 2


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        pytest.param({}, "紧急：钱还拦得住", id="money that left just now"),
        pytest.param({"type_": "distress"}, "先关心人：提到轻生", id="a wish to die"),
        pytest.param({"type_": "recovery"}, "有人声称能追回钱", id="the second scam, by its type"),
        pytest.param({"story": "有律师说能追回款"}, "有人声称能追回钱", id="the second scam"),
        pytest.param({"story": "我妈被骗了"}, "代家人登记", id="for a mother"),
        pytest.param({"story": "my dad sent it"}, "代家人登记", id="for a father, in English"),
    ],
)
async def test_a_flag_stands_for_what_was_seen(database, given, shown):
    lines, _ = await card(database, await fraud(database, **given))
    assert f"<b>{shown}</b>" in lines


async def test_a_claim_without_reason_has_no_flag(database):
    claim = await put_claim(database)
    assert not [line for line in (await card(database, claim))[0] if line.startswith("<b>")]


async def test_money_that_left_days_ago_is_not_called_urgent(database):
    at = {"at": (NOW - timedelta(hours=49)).isoformat(), "precision": "minute"}
    lines, _ = await card(database, await fraud(database, occurred_at=at))
    assert "<b>紧急：钱还拦得住</b>" not in lines


async def test_claims_with_one_payee_name_each_other(database):
    first = await fraud(database, NUMBERS[0], payee="李某某 尾号 6620")
    await fraud(database, NUMBERS[1], payee="李某某，尾号6620")
    await fraud(database, NUMBERS[2], payee="张三 尾号 1")
    lines, _ = await card(database, first)
    assert f"<b>同一收款方：2 个登记，另见 {NUMBERS[1]}</b>" in lines


@pytest.mark.parametrize(
    ("said", "keys"),
    [
        ({"payee": "骗子"}, ()),
        ({"payee": "A"}, ()),
        ({"merchant": "Noodle Corner"}, ("@noodlecorner",)),
        (
            {"payee": "J Marlow 0xAbC123456789"},
            ("@jmarlow0xabc123456789", "@0xabc123456789"),
        ),
    ],
)
def test_who_got_the_money_is_kept_in_one_spelling(said, keys):
    assert payees_said(said) == keys


async def test_what_was_masked_is_not_to_be_asked_for(database):
    claim = await fraud(database)
    said = LoggedMessage(
        bot=BOT, chat=CHAT, incoming=True, text="卡号 [••••6620]", at=NOW, claim=claim.id
    )
    await database.write(lambda c: log_message(c, said))
    assert "<b>已删敏感信息，别再问</b>" in (await card(database, claim))[0]


SECRETS = [
    ("我的卡号 6222021234567894", "用户写的卡号已删，别再问"),
    ("验证码是 482913", "用户写的验证码已删，别再问"),
    ("密码：hunter2x", "用户写的密码已删，别再问"),
    ("身份证 11010519491231002X", "用户写的证件号已删，别再问"),
    ("助记词 apple banana cherry dragon eagle forest garden harbor", "用户写的助记词已删，别再问"),
    ("卡背面三位 123", "用户写的卡的安全码已删，别再问"),
]


@pytest.mark.parametrize(("words", "flag"), SECRETS)
async def test_the_kind_of_what_was_masked_is_named_and_never_what_it_was(database, words, flag):
    chat = FileChat(database)
    await chat.begin()
    await chat.says("转人工")
    await chat.says("平台不给结款")
    number = (await database.read(lambda c: c.one("SELECT number FROM claim")))["number"]
    claim = await database.read(lambda c: claim_by_number(c, BOT, number))
    await Desk(replace(chat.office, staff=frozenset({70}))).take(Agent(70, "Priya"), number)
    await chat.says(words)
    lines, _ = await card(database, claim)
    assert f"<b>{flag}</b>" in lines
    kept = await database.read(lambda c: c.all("SELECT text, secrets FROM message"))
    secret = words.split()[-1].removeprefix("密码：")
    assert not any(secret in row["text"] for row in kept)
    assert not any(secret in line for line in lines)


async def test_several_kinds_are_named_once_each(database):
    claim = await fraud(database)
    for kinds in ({Secret.CODE}, {Secret.CARD, Secret.CODE}):
        said = LoggedMessage(
            bot=BOT, chat=CHAT, incoming=True, text="[••••]", at=NOW, claim=claim.id,
            secrets=frozenset(kinds),
        )  # fmt: skip
        await database.write(partial(log_message, message=said))
    lines, _ = await card(database, claim, Language.ENGLISH)
    flag = "Removed from what the customer wrote: card number, code. Never ask for it again"
    assert [line for line in lines if "Removed" in line] == [f"<b>{flag}</b>"]


async def test_a_wrong_hotline_is_named(database):
    providers = learnt()[0].providers.values()
    wrong = next(number for each in providers for number in each.wrong_numbers_seen)
    lines, _ = await card(database, await fraud(database, story=f"他让我打 {wrong}"))
    assert f"<b>用户拿到的电话不是官方的：{wrong}</b>" in lines


async def test_who_waits_long_for_the_customer_sees_how_long(database):
    claim = replace(await fraud(database), status=Status.WAITING, waiting_since=NOW)
    soon, _ = await card(database, claim, now=NOW + timedelta(hours=23))
    assert not any("等用户" in line for line in soon if line.startswith("<b>"))
    late, _ = await card(database, claim, now=NOW + timedelta(days=3, hours=2))
    assert "<b>等用户 3 天</b>" in late


async def test_a_card_too_long_for_a_message_is_cut_between_its_lines(database):
    words = {"story": "&" * 400, "payee": "<" * 100, "reported": "&" * 100}
    claim = replace(await fraud(database, **words), older={"shop": "<" * 400, "note": "&" * 400})
    lines, _ = await card(database, claim)
    text = "\n".join(lines)
    assert lines[-1] == "…"
    assert units(text) <= 4000
    assert all(html.escape(html.unescape(line), quote=False) == line for line in lines[-3:])

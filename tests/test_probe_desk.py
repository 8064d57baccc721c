"""Admins switch probes in their chat; nobody else does, and the audit keeps it."""

from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.official import OfficialLevel, Published
from bot.status_wiring import sources_of
from bot.storage.audit import deeds
from bot.storage.official import official_states, probes, put_states, switch_probe_on
from bot.storage.sources import StatusSource, add_source, all_sources, note_poll
from tests.chat import learnt, open_chat
from tests.knowledge_chat import AT

SITE = "https://help.alipay.com"


@asynccontextmanager
async def opened(folder):
    """The chat of an admin who reads Chinese."""
    async with open_chat(folder, AT) as chat:
        chat.customer, chat.person = chat.person, chat.cast.admin
        simplified = Customer(
            chat.bot, chat.person.id, Language.SIMPLIFIED, language_chosen=True, region="CN"
        )
        await chat.know(simplified)
        yield chat


@pytest.fixture
async def chat(tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_PROBES", "on")
    async with opened(tmp_path) as chat:
        yield chat


async def on(chat):
    return [each.provider for each in await chat.database.read(probes)]


async def audited(chat):
    rows = await chat.database.read(lambda c: deeds(c, chat.bot))
    return [(row["actor"], row["action"], row["subject"]) for row in rows]


async def test_an_admin_switches_a_probe_on_and_off(chat):
    await chat.says("/probe alipay on")
    assert f"已打开：支付宝\n每分钟看一次：{SITE}" in chat.last()
    assert await on(chat) == ["alipay"]
    await chat.says("/probe 支付宝 开")
    assert "本来就开着" in chat.last()
    await chat.says("/probe  zfb  关")
    assert "已关掉：支付宝" in chat.last()
    assert await on(chat) == []
    await chat.says("/probe alipay OFF")
    assert "本来就关着" in chat.last()
    admin = str(chat.person.id)
    assert await audited(chat) == [(admin, "probe.off", "alipay"), (admin, "probe.on", "alipay")]


async def test_the_list_says_what_each_probe_found_and_when(chat):
    await chat.says("/probe")
    assert "现在没有开任何探测" in chat.last()
    for name in ("alipay", "wise", "paypal"):
        await chat.says(f"/probe {name} on")
    for name, level in (("alipay", OfficialLevel.DOWN), ("wise", OfficialLevel.OPERATIONAL)):
        await found(chat, name, level)
    await chat.says("/probe")
    assert "支付宝：网站打不开（11-22 18:00）" in chat.last()
    assert "Wise：网站能打开（11-22 18:00）" in chat.last()
    assert "PayPal（贝宝）：还没看过" in chat.last()


async def found(chat, provider, level):
    source = StatusSource(f"probe:{provider}", provider, "probe", "https://x.example", AT)

    async def step(connection):
        await add_source(connection, source)
        await note_poll(connection, replace(source, read_at=AT, next_at=AT + timedelta(1)))
        await put_states(connection, source.key, [Published(level)])

    await chat.database.write(step)


async def test_what_a_probe_found_is_no_longer_told_once_it_is_off(chat):
    await chat.says("/probe alipay on")
    await found(chat, "alipay", OfficialLevel.DOWN)
    assert await chat.database.read(lambda c: official_states(c, "alipay"))
    await chat.says("/probe alipay off")
    assert await chat.database.read(lambda c: official_states(c, "alipay")) == []
    assert await chat.database.read(all_sources) == []


async def test_a_name_that_is_unknown_shared_or_without_a_site_switches_nothing(chat):
    for text, said in (
        ("/probe <b>nobody</b> on", "我不认得这一家：<b>nobody</b>\n"),
        ("/probe gopay on", "叫这个名字的有好几家"),
        ("/probe gopay_unlicensed on", "的网址，没法探测"),
        ("/probe alipay", "现在没有开任何探测"),
        ("/probe on", "现在没有开任何探测"),
    ):
        await chat.says(text)
        assert said in chat.last()
    assert await on(chat) == []


async def test_nobody_else_switches_a_probe_and_the_attempt_is_kept(chat):
    for person in (chat.customer, chat.cast.agent):
        chat.person = person
        await chat.says("/probe alipay on")
        assert "BOT_PROBES" not in chat.last()
        assert await on(chat) == []
    assert [row[1] for row in await audited(chat)] == ["probe.refused"] * 2


async def test_where_probes_are_not_allowed_they_can_only_be_switched_off(tmp_path, monkeypatch):
    monkeypatch.setenv("BOT_PROBES", "off")
    async with opened(tmp_path) as chat:
        await chat.database.write(lambda c: switch_probe_on(c, "alipay", "1", AT))
        await chat.says("/probe wise on")
        assert "BOT_PROBES=on" in chat.last()
        assert await on(chat) == ["alipay"]
        await chat.says("/probe alipay off")
        assert await on(chat) == []


def test_the_tables_say_what_may_be_asked():
    library, _ = learnt()
    both = sources_of(library, feeds=True, probes=True)
    assert {each.provider: each.kind for each in both.feeds}.items() >= {
        ("wise", "statuspage-v2"), ("paypal", "rss"), ("apple_pay", "json"),
    }  # fmt: skip
    assert "stripe" not in {each.provider for each in both.feeds}
    assert all(each.address.startswith("https://") for each in both.feeds)
    assert both.sites["alipay"] == SITE
    nothing = sources_of(library, feeds=False, probes=False)
    assert (nothing.feeds, dict(nothing.sites)) == ((), {})

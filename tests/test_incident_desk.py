"""Admins declare, correct, merge and close incidents; nobody else does, and the audit keeps it."""

from datetime import UTC, datetime, time, timedelta
from functools import partial
from pathlib import Path

import pytest

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.domain.incident_orders import (
    Close,
    Correct,
    Declare,
    Merge,
    Still,
    Words,
    read_order,
)
from bot.domain.languages import Language
from bot.storage.audit import deeds
from bot.storage.incidents import incident_events, open_incidents, put_incident
from tests.chat import Chat, open_chat
from tests.outages import people_report

NOW = datetime(2026, 11, 22, 2, 5, tzinfo=UTC)
WORDS = "\nzh: 转账<不行>\nen: Transfers & more fail"
BOTH = Words("转账<不行>", "Transfers & more fail")


@pytest.mark.parametrize(
    ("text", "order"),
    [
        pytest.param("", None, id="nothing"),
        pytest.param("alipay", None, id="a name alone"),
        pytest.param("outage", None, id="a nature alone"),
        pytest.param(
            "alipay outage" + WORDS, Declare("alipay", Nature.OUTAGE, BOTH), id="declared"
        ),
        pytest.param(
            "Wise Bank 部分 9:30\nen：x",
            Declare("Wise Bank", Nature.PARTIAL, Words(en="x"), time(9, 30)),
            id="a name of two words, a time, one language",
        ),
        pytest.param("alipay outage 25:00", None, id="no such time"),
        pytest.param("alipay outage\nthey say so", None, id="words without a language"),
        pytest.param("12 attack", Correct(12, Nature.ATTACK, Words()), id="another nature"),
        pytest.param("#12\nzh: 好", Correct(12, None, Words("好")), id="other words"),
        pytest.param("12", None, id="a number alone"),
        pytest.param("12 alipay", None, id="a number and a name"),
        pytest.param("merge 12 15", Merge(12, 15), id="merged"),
        pytest.param("合并 #12 #12", None, id="with itself"),
        pytest.param("close 12", Close(12), id="closed"),
        pytest.param("still 12", Still(12), id="not over"),
        pytest.param(
            "还没好 #12\n下次：14:30", Still(12, time(14, 30)), id="not over, and a promise"
        ),
        pytest.param("still 12\nzh: x", None, id="not over, with words"),
        pytest.param("still", None, id="not over, which"),
        pytest.param(
            "12\nsource: status.example\nnext: 9:05",
            Correct(12, None, Words(source="status.example", next_by=time(9, 5))),
            id="a source and a promise",
        ),
        pytest.param("12\nnext: soon", None, id="a promise without a time"),
        pytest.param("结束", None, id="closed, which"),
        pytest.param("close 9999999999999999999", None, id="a number without end"),
    ],
)
def test_what_an_admin_writes(text, order):
    assert read_order(text) == order


@pytest.fixture
async def chat(tmp_path: Path):
    async with open_chat(tmp_path, NOW) as opened:
        opened.person = opened.cast.admin
        person = Customer(
            opened.bot, opened.person.id, Language.ENGLISH, language_chosen=True, region="CN"
        )
        await opened.know(person)
        yield opened


async def incidents(chat: Chat) -> list[Incident]:
    return await chat.database.read(partial(open_incidents, bot=chat.bot))


async def actions(chat: Chat) -> list[str]:
    rows = await chat.database.read(partial(deeds, bot=chat.bot))
    return [row["action"] for row in reversed(rows)]


async def test_an_admin_declares_and_customers_hear_it(chat: Chat):
    await chat.says("/incident alipay outage 09:30" + WORDS)
    [incident] = await incidents(chat)
    assert chat.last().split("\n") == [
        f"#{incident.id} Alipay: outage, since 09:30. Customers hear it from now on.",
        "zh: 转账<不行>",
        "en: Transfers & more fail",
    ]
    assert (incident.nature, incident.zh, incident.en) == (Nature.OUTAGE, BOTH.zh, BOTH.en)
    assert incident.since == datetime(2026, 11, 22, 1, 30, tzinfo=UTC)
    admin = str(chat.person.id)
    [row] = await chat.database.read(partial(deeds, bot=chat.bot))
    assert (row["actor"], row["action"], row["subject"]) == (admin, "incident.declared", "alipay")
    chat.person = chat.sandbox.people.create("Ann", "en")
    await chat.says("/start outage_alipay")
    assert "Alipay is down since 01:30 UTC. A person of our team has checked it." in chat.last()
    assert "Transfers & more fail" in chat.last()


@pytest.mark.parametrize(
    ("words", "says"),
    [
        ("\nzh: 转账不行", "The English text is missing."),
        ("\nen: Transfers fail", "The Chinese text is missing."),
        ("", "What customers shall read is missing, in both languages."),
        ("\nzh: " + "长" * 301 + "\nen: x", "300 characters at most"),
    ],
)
async def test_a_text_that_is_missing_is_asked_for(chat: Chat, words: str, says: str):
    await chat.says("/incident alipay outage" + words)
    assert says in chat.last()
    assert await incidents(chat) == []
    assert await actions(chat) == []


async def test_what_is_asked_for_can_be_sent_as_it_stands_filled_in(chat: Chat):
    await chat.says("/incident alipay outage\nzh: 转账不行")
    asked = chat.last().partition("\n")[2]
    assert asked == "/incident alipay outage\nzh: 转账不行\nen:"
    await chat.says(f"{asked} Transfers fail")
    assert [each.en for each in await incidents(chat)] == ["Transfers fail"]


async def test_what_reports_suggest_becomes_the_declared_incident(chat: Chat):
    began = datetime(2026, 11, 22, 1, 50, tzinfo=UTC)
    suspected = Incident(0, "alipay", Nature.REPORTS, began)
    await chat.database.write(partial(put_incident, bot=chat.bot, incident=suspected))
    await chat.says("/incident")
    [before] = await incidents(chat)
    assert f"#{before.id} Alipay: suspected from reports, since 09:50" in chat.last()
    await chat.says(f"/incident {before.id} partial" + WORDS)
    [after] = await incidents(chat)
    assert (after.id, after.nature, after.since) == (before.id, Nature.PARTIAL, began)
    log = await chat.database.read(partial(incident_events, bot=chat.bot, incident=after.id))
    assert [each.action for each in log] == [IncidentAction.DECLARED]


async def test_one_text_is_corrected_and_the_other_stays(chat: Chat):
    await chat.says("/incident alipay outage" + WORDS)
    [before] = await incidents(chat)
    await chat.says(f"/incident {before.id}\nen: Only cards fail")
    [after] = await incidents(chat)
    assert (after.zh, after.en, after.nature) == (BOTH.zh, "Only cards fail", Nature.OUTAGE)
    assert await actions(chat) == ["incident.declared", "incident.corrected"]


async def test_a_merged_incident_follows_the_other_to_its_end(chat: Chat):
    for name in ("alipay", "paypal"):
        await chat.says(f"/incident {name} outage\nzh: {name} 中\nen: {name}")
    first, second = await incidents(chat)
    await chat.says(f"/incident merge {first.id} {second.id}")
    assert f"follows #{second.id}" in chat.last()
    await chat.says(f"/incident {second.id} attack\nen: an attack on both")
    follower, leader = await incidents(chat)
    assert (follower.nature, follower.en) == (leader.nature, leader.en)
    assert (follower.en, follower.merged_into) == ("an attack on both", second.id)
    await chat.says(f"/incident close {second.id}")
    assert await incidents(chat) == []
    assert (await actions(chat))[-2:] == ["incident.closed", "incident.closed"]


@pytest.mark.parametrize("text", ["close 99", "merge 99 98", "99 attack", "close 1"])
async def test_what_is_not_there_is_not_changed(chat: Chat, text: str):
    await chat.says(f"/incident {text}")
    assert "There is no open incident" in chat.last()
    assert await actions(chat) == []


async def test_a_name_of_several_is_asked_about_and_an_unknown_one_said(chat: Chat):
    await chat.says("/incident gopay outage" + WORDS)
    assert "gopay_id" in chat.last()
    await chat.says("/incident no<body> outage" + WORDS)
    assert "no<body>" in chat.last()
    await chat.says("/incident what is this")
    assert "I could not read that." in chat.last()
    assert await incidents(chat) == []


async def test_a_time_needs_a_clock(chat: Chat):
    nowhere = Customer(chat.bot, chat.person.id, Language.ENGLISH, language_chosen=True)
    await chat.know(nowhere)
    await chat.says("/incident alipay outage 09:30" + WORDS)
    assert "I don't know your clock." in chat.last()
    assert await incidents(chat) == []


@pytest.mark.parametrize("who", ["customer", "agent"])
async def test_nobody_else_may(chat: Chat, who: str):
    await chat.says("/incident alipay outage" + WORDS)
    [open_one] = await incidents(chat)
    people = {"customer": chat.sandbox.people.create("Eve", "en"), "agent": chat.cast.agent}
    chat.person = people[who]
    for text in ("", f" close {open_one.id}", " paypal outage" + WORDS):
        await chat.says("/incident" + text)
        assert "Alipay" not in chat.last()
    assert await incidents(chat) == [open_one]
    assert (await actions(chat))[1:] == ["incident.refused"] * 3


async def test_a_closed_attack_asks_for_a_new_password(chat: Chat):
    await chat.says("/incident alipay attack" + WORDS)
    [incident] = await incidents(chat)
    await chat.says(f"/incident close {incident.id}")
    assert await incidents(chat) == []
    chat.person = chat.sandbox.people.create("Ann", "en")
    await chat.says("/start outage_alipay")
    assert "seems over since 02:05 UTC" in chat.last()
    assert "change your password in the official app" in chat.last()


async def test_source_and_promise_stand_in_the_answer(chat: Chat):
    said = WORDS + "\nsource: Alipay on <Weibo>\nnext: 11:30"
    await chat.says("/incident alipay outage 09:30" + said)
    chat.person = chat.sandbox.people.create("Ann", "en")
    await chat.says("/start outage_alipay")
    line = "Source: Alipay on <Weibo>, 02:05 UTC. Next word by 03:30 UTC."
    assert line in chat.last().split("\n")
    assert "no public status page" not in chat.last()
    await chat.later(timedelta(hours=2))
    await chat.says("/start outage_alipay")
    assert "Source: Alipay on <Weibo>, 02:05 UTC." in chat.last().split("\n")


async def test_a_source_is_kept_short_and_asked_for_again_as_it_was(chat: Chat):
    await chat.says("/incident alipay outage" + WORDS + "\nsource: " + "x" * 61)
    assert "60 for the source" in chat.last()
    await chat.says("/incident alipay outage\nen: x\nsource: Weibo\nnext: 11:30")
    assert chat.last().endswith("zh: \nen: x\nsource: Weibo\nnext: 11:30")
    assert await incidents(chat) == []


async def test_the_list_says_how_many_report_it(chat: Chat):
    await chat.says("/incident alipay outage" + WORDS)
    step = partial(people_report, bot=chat.bot, provider="alipay", at=chat.clock(), people=(9, 1))
    await chat.database.write(step)
    await chat.says("/incident")
    assert "#1 Alipay: outage, since 10:05; 15 min: 10 reported" in chat.last()


async def test_agents_are_reminded_of_a_promise_until_it_is_kept(chat: Chat):
    await chat.says("/incident alipay outage" + WORDS + "\nnext: 11:00")
    group = chat.cast.agents_chat.id
    await chat.later(timedelta(minutes=50))
    assert promised(chat, group) == []
    await chat.says("/incident still 1\nnext: 12:00")
    await chat.later(timedelta(minutes=10))
    assert promised(chat, group) == []
    await chat.later(timedelta(minutes=56))
    assert promised(chat, group) == [
        "#1 支付宝：答应客户的时间到了。写 /incident 还没好 1，或更正、结束。"
    ]
    await chat.says("/incident 1\nnext: 13:00")
    await chat.says("/incident close 1")
    await chat.later(timedelta(hours=2))
    assert len(promised(chat, group)) == 1


def promised(chat: Chat, group: int) -> list[str]:
    texts = [each.get("text", "") for each in chat.messages(group)]
    return [text for text in texts if "答应客户的时间到了" in text]


@pytest.mark.parametrize(
    ("minutes_later", "says"),
    [(29, "Half an hour must pass"), (30, "who waits hears now that it is not over")],
)
async def test_who_waits_does_not_hear_too_often(chat: Chat, minutes_later: int, says: str):
    await chat.says("/incident alipay outage" + WORDS)
    await chat.later(timedelta(minutes=minutes_later))
    await chat.says("/incident still 1")
    assert says in chat.last()


async def test_what_is_only_suspected_cannot_be_still_so(chat: Chat):
    suspected = Incident(0, "alipay", Nature.REPORTS, chat.clock())
    await chat.database.write(partial(put_incident, bot=chat.bot, incident=suspected))
    await chat.says("/incident still 1")
    assert "only suspected" in chat.last()

"""Outages in the console: what is known, what admins declare, what agents may not."""

import re
from datetime import timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, Nature
from bot.domain.languages import Language
from bot.storage.audit import deeds
from bot.storage.customers import put_customer
from bot.storage.incidents import open_incidents, put_incident
from bot.storage.reports import report
from bot.storage.watches import watch
from tests.console import ADMIN, AGENT, Stage
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

WORDS = {"zh": "转账<失败>", "en": "Transfers & more fail"}
PAGE = "/outages/alipay"


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


async def opened(stage):
    return await stage.database.read(lambda c: open_incidents(c, BOT))


async def declare(inside, **fields):
    form = {"action": "declare", "nature": "outage", **WORDS, **fields}
    return await inside.post(f"{PAGE}/act", **form)


async def test_what_is_known_of_a_provider_is_listed_and_drawn_with_a_table(stage):
    async def step(connection):
        for chat in range(900, 904):
            known = Customer(BOT, chat, Language.SIMPLIFIED)
            await put_customer(connection, known, stage.now - timedelta(days=30))
            await report(connection, BOT, "alipay", chat, stage.now)
        await watch(connection, BOT, "alipay", 900, stage.now)

    await stage.database.write(step)
    async with stage.inside() as inside:
        listed = (await inside.get("/outages")).text
        page = (await inside.get(PAGE)).text
        other = await inside.get("/outages/no-such-bank")
        chosen = await inside.get("/outages/of?provider=wechat_pay")
    assert 'href="/console/outages/alipay">Alipay' in listed
    assert "/outages/wechat_pay" not in listed.split("<form")[1]
    assert page.count("<rect") == 24
    assert page.count('class="bar high"') == 1
    assert page.split("</thead>")[1].count(">0</td>") == 23, "all came within one stretch"
    assert "<dd>1</dd>" in page, "one waits for news"
    assert other.status_code == 404
    assert chosen.headers["location"] == "/console/outages/wechat_pay"


async def test_an_admin_declares_corrects_and_closes_and_the_audit_keeps_it(stage):
    async with stage.inside(ADMIN) as inside:
        declared = (await declare(inside)).text
        [incident] = await opened(stage)
        fields = {
            "incident": str(incident.id),
            "nature": "partial",
            "zh": "好些了",
            "en": "Better",
        }
        corrected = (await inside.post(f"{PAGE}/act", action="correct", **fields)).text
        [after] = await opened(stage)
        closed = (await inside.post(f"{PAGE}/act", action="close", incident=str(incident.id))).text
    assert (incident.provider, incident.nature, incident.zh) == (
        "alipay", Nature.OUTAGE, "转账<失败>"
    )  # fmt: skip
    assert "Customers hear it from now on" in declared
    assert "转账&lt;失败&gt;" in declared
    assert (after.nature, after.en) == (Nature.PARTIAL, "Better")
    assert "is corrected" in corrected
    assert "is over" in closed
    assert await opened(stage) == []
    done = [row["action"] for row in await stage.database.read(lambda c: deeds(c, BOT))]
    for action in ("incident.declared", "incident.corrected", "incident.closed"):
        assert action in done
    assert await stage.count("outbox") == 1, "only the link was sent: nothing is said in the chat"


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"en": ""}, "The English text is missing", id="no English"),
        pytest.param({"zh": " "}, "The Chinese text is missing", id="no Chinese"),
        pytest.param({"nature": "reports"}, "nothing was changed", id="no nature of an admin's"),
        pytest.param({"action": "close", "incident": "99"}, "no open incident", id="none there"),
        pytest.param({"action": "merge", "incident": "1"}, "nothing was changed", id="into what"),
        pytest.param({"en": "x" * 301}, "300 characters", id="too long"),
    ],
)
async def test_what_is_missing_is_asked_for_and_the_words_stay(stage, fields, says):
    async with stage.inside(ADMIN) as inside:
        page = (await declare(inside, **fields)).text
    assert says in page
    kept = {**WORDS, **fields}
    assert kept["zh"].strip().replace("<", "&lt;").replace(">", "&gt;") in page
    assert await opened(stage) == []


async def test_an_incident_is_merged_into_another(stage):
    leader = Incident(0, "wechat_pay", Nature.OUTAGE, stage.now, "微信", "WeChat")
    stored = await stage.database.write(lambda c: put_incident(c, BOT, leader))
    async with stage.inside(ADMIN) as inside:
        await declare(inside)
        mine = next(each for each in await opened(stage) if each.provider == "alipay")
        fields = {"incident": str(mine.id), "into": str(stored.id)}
        said = (await inside.post(f"{PAGE}/act", action="merge", **fields)).text
    assert f"follows #{stored.id}" in said
    merged = next(each for each in await opened(stage) if each.provider == "alipay")
    assert merged.merged_into == stored.id


async def test_agents_read_and_declare_nothing(stage):
    async with stage.inside(AGENT) as inside:
        page = (await inside.get(PAGE)).text
        refused = await declare(inside)
    assert "Declare an incident" not in page
    assert refused.status_code == 403
    assert await opened(stage) == []
    kept = await stage.database.read(lambda c: deeds(c, BOT))
    assert kept[0]["action"] == "console.admin_refused"


async def test_who_is_no_admin_any_longer_declares_nothing(stage):
    async with stage.inside(ADMIN) as inside:
        csrf = await inside.csrf()
        stage.admins.discard(ADMIN)
        form = {"action": "declare", "nature": "outage", **WORDS, "csrf": csrf}
        answer = await inside.client.post(f"/console{PAGE}/act", data=form)
    assert answer.status_code == 403
    assert await opened(stage) == []


async def test_whose_word_it_is_and_by_when_the_next_comes_are_said_as_with_the_command(stage):
    async with stage.inside(ADMIN, zone="Asia/Shanghai") as inside:
        page = (await declare(inside, source=" Status <page> ", next="18:45")).text
        [incident] = await opened(stage)
        # It is 18:00 in Shanghai.
        assert incident.source == "Status <page>"
        assert incident.next_at - stage.now == timedelta(minutes=45)
        assert "Source: Status &lt;page&gt;" in page
        assert re.search("Next word promised by [^<]*18:45", page)
        assert (
            'name="source" maxlength="60" autocomplete="off" value="Status &lt;page&gt;"' in page
        )
        assert 'name="next" value="18:45"' in page
        fields = {"incident": str(incident.id), "nature": "outage"}
        await inside.post(f"{PAGE}/act", action="correct", source="Their app", next="", **fields)
        [corrected] = await opened(stage)
        assert (corrected.source, corrected.next_at) == ("Their app", incident.next_at)
        stage.later(minutes=40)
        still = (await inside.post(f"{PAGE}/act", action="still", next="20:00", **fields)).text
        [told] = await opened(stage)
        soon = (await inside.post(f"{PAGE}/act", action="still", **fields)).text
    assert "who waits hears now that it is not over" in still
    assert told.next_at - stage.now == timedelta(minutes=80)
    assert "Half an hour must pass" in soon


@pytest.mark.parametrize(
    ("fields", "says"),
    [
        pytest.param({"source": "x" * 61}, "60 for the source", id="a long source"),
        pytest.param({"next": "25:00"}, "nothing was changed", id="no time of day"),
        pytest.param({"since": "soon"}, "nothing was changed", id="no beginning"),
    ],
)
async def test_a_source_or_a_time_that_cannot_be_is_refused_and_stays(stage, fields, says):
    async with stage.inside(ADMIN) as inside:
        page = (await declare(inside, **{"source": "Our bank", **fields})).text
    assert says in page
    assert {"source": "Our bank", **fields}["source"] in page
    assert await opened(stage) == []


async def test_a_promise_that_has_passed_is_not_promised_again_by_itself(stage):
    async with stage.inside(ADMIN, zone="Asia/Shanghai") as inside:
        await declare(inside, next="18:10")
        stage.later(minutes=20)
        page = (await inside.get(PAGE)).text
    assert "18:10" in page
    assert 'name="next" value=""' in page


async def test_an_incident_can_have_begun_earlier_on_the_admins_clock(stage):
    async with stage.inside(ADMIN, zone="Asia/Shanghai") as inside:
        await declare(inside, since="17:30")
    [incident] = await opened(stage)
    # It is 18:00 in Shanghai.
    assert stage.now - incident.since == timedelta(minutes=30)

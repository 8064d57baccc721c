"""Search in the console: everything in a claim is found, on both engines alike."""

import re
from datetime import timedelta

import pytest

from bot.domain.casework import ClaimEvent
from bot.domain.lifecycle import Role
from bot.services.console_search import MOST_FOUND
from bot.storage.claims import change_claim, forget_claims, put_claim_event
from bot.storage.messages import LoggedMessage, log_message
from tests.console import AGENT, Stage
from tests.console_claims import ACCOUNT, PHONE, full_claim
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW
from tests.postgres import database  # noqa: F401 - a fixture

NUMBER = "PA-7K3M-4QXW-X"


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    stage.claim, _ = await full_claim(stage)
    facts = {"provider": "wechat_pay", "merchant": "南山书店"}
    await put_claim(stage.database, number="PA-6T2X-4E9X-4", chat=6, facts=facts)
    await put_claim(stage.database, number="PA-5T8W-Y8XJ-N", bot=BOT + 1)
    stage.later(minutes=10)
    while await stage.search.catch_up():
        pass
    return stage


async def search(inside, words):
    answer = await inside.post("/search", words=words)
    assert answer.status_code == 200
    return re.findall(r'class="number">([^<]+)<', answer.text)


@pytest.mark.parametrize(
    "words",
    [
        NUMBER, "pa7k3m4qxwx", "4qxw", "李雷", "咖啡店", "咖啡", PHONE, PHONE[-4:], "7890",
        ACCOUNT, "li.lei@example.org", "ALIPAY", "2026112122001412345678901234", "电话 咖啡",
    ],
)  # fmt: skip
async def test_everything_in_a_claim_is_found(stage, words):
    async with stage.inside() as inside:
        assert await search(inside, words) == [NUMBER]


@pytest.mark.parametrize("words", ["", "%", "店", "茶馆", "' OR 1=1 --", "咖啡 南山", "zzz"])
async def test_what_is_nowhere_finds_nothing(stage, words):
    async with stage.inside() as inside:
        assert await search(inside, words) == []


async def test_what_two_claims_hold_finds_both_the_latest_first(stage):
    await put_claim(stage.database, number="PA-9A4D-YF43-Z", filed_at=NOW + timedelta(minutes=9))
    stage.later(minutes=10)
    await stage.search.catch_up()
    async with stage.inside() as inside:
        assert await search(inside, "咖啡店") == ["PA-9A4D-YF43-Z", NUMBER]


async def test_what_comes_later_is_found_too(stage):
    said = LoggedMessage(
        bot=BOT, chat=CHAT, incoming=True, text="又扣了远行酒店", at=stage.now,
        claim=stage.claim.id,
    )  # fmt: skip
    event = ClaimEvent("note", Role.AGENT, str(AGENT), "filed", "filed", "ticket T0821", stage.now)

    async def step(connection):
        await log_message(connection, said)
        await put_claim_event(connection, stage.claim.id, event)
        assert await change_claim(connection, stage.claim, stage.now)

    await stage.database.write(step)
    async with stage.inside() as inside:
        assert not await stage.search.catch_up(), "a neighbour may still be on its way"
        assert await search(inside, "酒店") == []
        stage.later(seconds=3)
        assert await stage.search.catch_up()
        assert not await stage.search.catch_up()
        assert await search(inside, "酒店") == [NUMBER]
        assert await search(inside, "t0821") == [NUMBER]


async def test_two_processes_that_add_at_once_add_once(stage):
    other = Stage(stage.database, now=stage.now)
    before = await stage.count("claim_term")
    await put_claim(stage.database, number="PA-9A4D-YF43-Z")
    for each in (stage, other):
        each.later(minutes=1)
        while await each.search.catch_up():
            pass
    assert await stage.count("claim_term") > before
    assert not await other.search.catch_up()


async def test_what_is_forgotten_is_found_no_more(stage):
    await stage.database.write(lambda c: forget_claims(c, BOT, CHAT))
    rows = "SELECT COUNT(*) AS found FROM claim_term WHERE claim_id = :claim"
    assert (await stage.one(rows, claim=stage.claim.id))["found"] == 0
    async with stage.inside() as inside:
        assert await search(inside, "咖啡店") == []


async def test_a_search_lists_so_many_and_says_so(stage):
    for number in range(MOST_FOUND + 3):
        await put_claim(stage.database, number=f"PA-{number:04}", facts={"provider": "alipay"})
    stage.later(minutes=1)
    while await stage.search.catch_up():
        pass
    async with stage.inside() as inside:
        answer = await inside.post("/search", words="alipay")
    assert answer.text.count('class="number"') == MOST_FOUND
    assert "Type more" in answer.text


async def test_words_are_escaped_and_rights_asked(stage):
    async with stage.inside() as inside:
        answer = await inside.post("/search", words="<script>alert(1)</script>")
        assert "<script>alert" not in answer.text
        assert (await inside.get("/search")).status_code == 405
        csrf = await inside.csrf()
        stage.staff.discard(AGENT)
        form = {"csrf": csrf, "words": "咖啡"}
        refused = await inside.client.post("/console/search", data=form)
    assert refused.status_code == 401

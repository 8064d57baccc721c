"""The queue of the console: what is listed, in which order, in whose words."""

import asyncio
import re
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Status
from bot.services.console_news import News
from bot.storage.claims import change_claim
from bot.storage.messages import LoggedMessage, log_message
from tests.console import AGENT, Stage
from tests.filed import CHAT, put_claim
from tests.gateway import BOT, NOW
from tests.postgres import database  # noqa: F401 - a fixture

OTHER = 72


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


async def put(stage, number, hours, status=Status.FILED, agent=None, **changes):
    """Store a claim that is due in some hours, in the hands of somebody."""
    due = NOW + timedelta(hours=hours)
    claim = await put_claim(stage.database, number=number, due_at=due, **changes)
    if status is not Status.FILED or agent:
        name = "Priya" if agent else ""
        claim = replace(claim, status=status, agent=agent, agent_name=name)
        assert await stage.database.write(lambda c: change_claim(c, claim, NOW))
    return claim


async def fill(stage):
    await put(stage, "PA-LATE", 9)
    await put(stage, "PA-SOON", 1, priority="urgent")
    await put(stage, "PA-OVER", -1, kind=ClaimKind.OTHER, facts={"words": "x"})
    await put(stage, "PA-MINE", 3, Status.IN_REVIEW, AGENT)
    await put(stage, "PA-THEIRS", 4, Status.WAITING, OTHER)
    await put(stage, "PA-DONE", 2, Status.RESOLVED, AGENT)
    await put(stage, "PA-ELSEWHERE", 2, bot=BOT + 1)


def numbers(text):
    return re.findall(r'class="number">([^<]+)<', text)


@pytest.mark.parametrize(
    ("query", "listed"),
    [
        ("", "OVER SOON MINE THEIRS LATE"),
        ("?order=latest", "LATE THEIRS MINE SOON OVER"),
        ("?whose=mine", "MINE"),
        ("?whose=nobody", "OVER SOON LATE"),
        ("?kind=other", "OVER"),
        ("?kind=other&whose=mine", ""),
        ("?status=waiting", "THEIRS"),
        ("?status=resolved", "DONE"),
        ("?status=filed&kind=duplicate_charge", "SOON LATE"),
        ("?status=nonsense&kind=%27&whose=x&order=y&after=z-1", "OVER SOON MINE THEIRS LATE"),
        ("?after=99999999999999999999-1", "OVER SOON MINE THEIRS LATE"),
    ],
)
async def test_what_is_listed(stage, query, listed):
    await fill(stage)
    async with stage.inside() as inside:
        page = (await inside.get(f"/{query}")).text
        rows = (await inside.get(f"/rows{query}")).text
    assert numbers(page) == [f"PA-{name}" for name in listed.split()]
    assert numbers(rows) == numbers(page)
    assert "<html" not in rows
    assert ("Nothing here." in page) is (not listed)


async def test_pages_follow_each_other_without_gap_or_repetition(stage, monkeypatch):
    monkeypatch.setattr("bot.services.console_queue.PAGE", 2)
    for number in range(5):
        await put(stage, f"PA-{number}", 1 + number // 3)
    for order, expected in (("", [0, 1, 2, 3, 4]), ("?order=latest", [4, 3, 2, 1, 0])):
        seen, path = [], f"/{order}"
        async with stage.inside() as inside:
            while path:
                page = (await inside.get(path)).text
                seen += numbers(page)
                more = re.search(r'href="/console(/\?[^"]+)" [^>]+>Next page', page)
                path = more[1].replace("&amp;", "&") if more else ""
        assert seen == [f"PA-{number}" for number in expected]


async def test_a_line_tells_what_decides(stage):
    await fill(stage)
    async with stage.inside(zone="Asia/Shanghai") as inside:
        page = (await inside.get("/")).text
    lines = page.split("</ol>")[0].split("<li")[1:]
    rows = {number: row for row in lines for number in numbers(row)}
    assert "urgent" in rows["PA-SOON"]
    assert "urgent" not in rows["PA-LATE"]
    assert "Overdue:" in rows["PA-OVER"]
    assert "Overdue:" not in rows["PA-MINE"]
    assert "Alipay" in rows["PA-LATE"]
    assert "in work" in rows["PA-MINE"]
    assert "Priya" in rows["PA-MINE"]
    # 19:00 UTC is 3 in the morning there.
    assert ">23 November 03:00<" in rows["PA-LATE"]
    assert "Times are those of Asia/Shanghai." in page
    assert 'datetime="2026-11-22T19:00+00:00"' in rows["PA-LATE"]


async def test_what_people_wrote_is_escaped(stage):
    facts = {"provider": "<script>alert(1)</script>"}
    await put(stage, "PA-EVIL", 1, kind=ClaimKind.FRAUD, facts=facts)
    async with stage.inside(name='"><img src=x>') as inside:
        page = (await inside.get("/")).text
    assert "<script>alert" not in page
    assert "&lt;script&gt;" in page
    assert "<img" not in page


@pytest.mark.parametrize(
    ("language", "heading"), [("en", "Queue"), ("zh-Hans", "待办"), ("zh-Hant", "待辦")]
)
async def test_the_language_is_the_agents_own(stage, language, heading):
    await put(stage, "PA-ONE", 1)
    async with stage.inside() as inside:
        kept = await inside.post("/prefer", language=language, zone="Europe/London")
        page = (await inside.get("/")).text
    assert kept.status_code == 303
    assert f'<html lang="{language}">' in page
    assert f"<h1>{heading}</h1>" in page
    assert 'value="Europe/London"' in page
    assert stage.office.catalog.line("kind.duplicate_charge", Language(language)) in page


async def test_a_clock_or_language_that_is_none_changes_nothing(stage):
    async with stage.inside(zone="Asia/Shanghai") as inside:
        await inside.post("/prefer", language="tlh", zone="../../etc/passwd")
        page = (await inside.get("/")).text
    assert 'value="Asia/Shanghai"' in page
    assert '<html lang="en">' in page


async def test_open_pages_are_told_what_is_new(stage, monkeypatch):
    monkeypatch.setattr("bot.services.console_news._ASKED_EVERY", 0.01)
    monkeypatch.setattr("bot.services.console_news._TOLD_EVERY", 0.0)
    claim = await put(stage, "PA-ONE", 1)
    stream = stage.news.stream()
    assert await anext(stream) == News(), "the page hears at once that it is connected"
    assert stage.news.listeners == 1
    said = LoggedMessage(bot=BOT, chat=CHAT, incoming=True, text="hello", at=NOW, claim=claim.id)
    await stage.database.write(lambda c: log_message(c, said))
    assert await asyncio.wait_for(anext(stream), 5) == News(words=True)
    later = NOW + timedelta(minutes=1)
    await stage.database.write(lambda c: change_claim(c, claim, later))
    assert await asyncio.wait_for(anext(stream), 5) == News(claims=True)
    monkeypatch.setattr("bot.services.console_news.ALIVE_EVERY", 0.0)
    assert await asyncio.wait_for(anext(stream), 5) == News()
    stage.news.close()
    with pytest.raises(StopAsyncIteration):
        await asyncio.wait_for(anext(stream), 5)
    assert stage.news.listeners == 0


async def test_many_pages_are_told_one_after_the_other_and_few_at_once(stage):
    streams = [stage.news.stream() for _ in range(100)]
    await anext(streams[0])
    assert stage.news._turn(0) == 0
    for stream in streams[1:]:
        await anext(stream)
    turns = [stage.news._turn(place) for place in range(100)]
    assert turns == sorted(set(turns)), "each has a turn of its own"
    assert 0.9 < max(turns) < 1
    for stream in streams:
        await stream.aclose()
    assert stage.news.listeners == 0


async def test_a_stream_ends_with_the_rights_of_its_person(stage, monkeypatch):
    async def stream():
        yield News()
        yield News(claims=True)
        yield News(words=True)
        stage.staff.discard(AGENT)
        yield News(claims=True)
        yield News(claims=True)

    monkeypatch.setattr(stage.news, "stream", stream)
    async with stage.inside() as inside:
        told = await inside.get("/events")
    assert told.headers["content-type"].startswith("text/event-stream")
    events = [part.splitlines()[0] for part in told.text.split("\n\n") if part]
    assert events == ["retry: 3000", ": alive", "event: claims", "event: words", "event: over"]

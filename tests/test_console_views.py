"""Views of the queue, its orders, and who has how much."""

import re
from dataclasses import replace
from datetime import date, timedelta
from functools import partial

import pytest

from bot.domain.casework import ClaimDeadline
from bot.domain.lifecycle import Status
from bot.storage import migrate
from bot.storage.claim_deadlines import mark_done, put_deadlines
from bot.storage.claim_queue import Order, QueueFilter, queued
from bot.storage.claims import change_claim
from bot.storage.console import forget_person
from bot.storage.database import open_database
from bot.storage.micros import day_micros
from tests.console import ADMIN, AGENT, Stage
from tests.filed import put_claim
from tests.gateway import BOT, NOW
from tests.postgres import database, database_url  # noqa: F401 - fixtures

OTHER = 72


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


async def put(stage, number, hours=1, agent=None, name="", status=Status.IN_REVIEW):
    claim = await put_claim(stage.database, number=number, due_at=NOW + timedelta(hours=hours))
    if agent:
        claim = replace(claim, status=status, agent=agent, agent_name=name)
        assert await stage.database.write(lambda c: change_claim(c, claim, NOW))
    return claim


async def put_days(stage, claim, *days, actor="user"):
    """Give a claim deadlines so many days from now."""
    deadlines = [
        ClaimDeadline(f"rule-{day}", actor, NOW.date(), NOW.date() + timedelta(day), hint=False)
        for day in days
    ]
    await stage.database.write(lambda c: put_deadlines(c, claim.id, deadlines))


def numbers(text):
    return re.findall(r'class="number">PA-([^<]+)<', text)


def names(text):
    found = re.search(r'<nav class="views".*?</nav>', text, re.DOTALL)
    links = re.findall(r"<a [^>]+>([^<]+)", found[0])[1:] if found else []
    return [link.strip() for link in links]


async def test_the_queue_goes_by_the_customers_first_day_that_is_left(stage):
    await put(stage, "PA-NONE")
    await put_days(stage, await put(stage, "PA-LATER", -5), 9, 30)
    soon = await put(stage, "PA-SOON")
    await put_days(stage, soon, 2, 20)
    await put_days(stage, await put(stage, "PA-BANKS"), 1, actor="provider")
    async with stage.inside() as inside:
        page = (await inside.get("/?order=deadline")).text
        assert numbers(page) == ["SOON", "LATER", "NONE", "BANKS"]
        assert "customer by 24 November" in page
        assert await stage.database.write(lambda c: mark_done(c, soon.id, "rule-2", NOW))
        page = (await inside.get("/?order=deadline")).text
        assert numbers(page) == ["LATER", "SOON", "NONE", "BANKS"]
        assert await stage.database.write(lambda c: mark_done(c, soon.id, "rule-2", None))
        page = (await inside.get("/?order=deadline")).text
        assert numbers(page)[0] == "SOON"


async def test_pages_by_deadline_follow_each_other(stage, monkeypatch):
    monkeypatch.setattr("bot.services.console_queue.PAGE", 2)
    for number, days in enumerate((4, None, 2, 4, None)):
        claim = await put(stage, f"PA-{number}")
        if days:
            await put_days(stage, claim, days)
    seen, path = [], "/?order=deadline"
    async with stage.inside() as inside:
        while path:
            page = (await inside.get(path)).text
            seen += numbers(page)
            more = re.search(r'href="/console(/\?[^"]+)" [^>]+>Next page', page)
            path = more[1].replace("&amp;", "&") if more else ""
    assert seen == ["2", "0", "3", "1", "4"]


async def test_claims_of_before_get_their_day_when_the_program_is_renewed(
    database_url,  # noqa: F811 - the fixture
    monkeypatch,
):
    every = migrate.migrations
    monkeypatch.setattr(
        migrate, "migrations", lambda engine: [each for each in every(engine) if each.number < 16]
    )
    old = await open_database(database_url)
    for number, days in (("PA-1", {"user": 9}), ("PA-2", {"user": 3, "bank": 1}), ("PA-3", {})):
        claim = await put_claim(old, number=number)
        for actor, day in days.items():
            put_day = partial(put_old_day, claim=claim.id, actor=actor, day=day)
            await old.write(put_day)
    await old.close()
    monkeypatch.setattr(migrate, "migrations", every)
    new = await open_database(database_url)
    wanted = QueueFilter(order=Order.DEADLINE)
    found = await new.read(lambda c: queued(c, BOT, wanted, None, 9))
    await new.close()
    days = [(each.number, each.deadline_on) for each in found]
    assert days == [("PA-2", date(2026, 11, 25)), ("PA-1", date(2026, 12, 1)), ("PA-3", None)]


async def put_old_day(connection, claim, actor, day):
    on = day_micros(NOW.date() + timedelta(day))
    put = """INSERT INTO claim_deadline (claim_id, rule, actor, counted_from, due_on, hint)
        VALUES (:claim, :actor, :actor, :on, :on, 0)"""
    await connection.run(put, claim=claim, actor=actor, on=on)


async def test_a_view_is_kept_followed_replaced_and_deleted(stage):
    await put(stage, "PA-ONE")
    await put(stage, "PA-MINE", agent=AGENT, name="Priya")
    async with stage.inside() as inside:
        kept = await inside.post("/views", name="  My   work ", whose="mine", order="deadline")
        assert kept.status_code == 303
        assert kept.headers["location"] == "/console/?whose=mine&order=deadline"
        page = (await inside.get("/?whose=mine&order=deadline")).text
        assert names(page) == ["My work"]
        assert numbers(page) == ["MINE"]
        assert re.search(r'\?whose=mine&amp;order=deadline" aria-current="page">My work', page)
        await inside.post("/views", name="My work", kind="fraud", order="'; DROP", whose="x")
        page = (await inside.get("/")).text
        assert names(page) == ["My work"]
        assert 'href="/console/?kind=fraud">My work' in page
        view = (await stage.one("SELECT id FROM console_view"))["id"]
        gone = await inside.post(f"/views/{view}/drop", whose="mine")
        assert gone.headers["location"] == "/console/?whose=mine"
        assert names((await inside.get("/")).text) == []


async def test_only_an_admin_makes_views_for_all(stage):
    async with stage.inside(AGENT) as agent, stage.inside(ADMIN, name="Wang Mei") as admin:
        assert 'name="shared"' not in (await agent.get("/")).text
        refused = await agent.post("/views", name="Ours", shared="yes")
        assert refused.status_code == 403
        await agent.post("/views", name="Private", whose="mine")
        assert 'name="shared"' in (await admin.get("/")).text
        await admin.post("/views", name="Fraud first", kind="fraud", shared="yes")
        await admin.post("/views", name="Own", kind="other")
        assert names((await agent.get("/")).text) == ["Private", "Fraud first"]
        assert names((await admin.get("/")).text) == ["Own", "Fraud first"]
        shared = (await stage.one("SELECT id FROM console_view WHERE is_shared = 1"))["id"]
        private = (await stage.one("SELECT id FROM console_view WHERE name = 'Private'"))["id"]
        assert (await agent.post(f"/views/{shared}/drop")).status_code == 409
        assert (await admin.post(f"/views/{private}/drop")).status_code == 409
        assert await stage.count("console_view") == 3
        assert (await admin.post(f"/views/{shared}/drop")).status_code == 303
        assert names((await agent.get("/")).text) == ["Private"]
    done = await stage.database.read(
        lambda c: c.all("SELECT action FROM audit WHERE action LIKE 'view%' ORDER BY id")
    )
    assert [row["action"] for row in done] == ["view.shared", "view.dropped"]


async def test_views_have_names_and_are_not_endless(stage, monkeypatch):
    monkeypatch.setattr("bot.services.console_views._MOST", 2)
    async with stage.inside() as inside:
        assert (await inside.post("/views", name="   ")).status_code == 409
        await inside.post("/views", name="x" * 90)
        await inside.post("/views", name="two")
        many = await inside.post("/views", name="three")
        assert many.status_code == 409
        assert "You have 2 views" in many.text
        again = await inside.post("/views", name="two", kind="fraud")
        assert again.status_code == 303, "one that is there can be changed"
        assert names((await inside.get("/")).text) == ["two", "x" * 40]


async def test_a_form_of_another_site_keeps_no_view(stage):
    async with stage.inside() as inside:
        form = {"csrf": "0" * 64, "name": "theirs"}
        assert (await inside.client.post("/console/views", data=form)).status_code == 403
        view = await inside.client.post("/console/views/1/drop", data=form)
        assert view.status_code == 403
    assert await stage.count("console_view") == 0


async def test_the_load_counts_what_each_has_to_do(stage):
    stage.staff.add(OTHER)
    await put(stage, "PA-1")
    await put(stage, "PA-2", -1)
    await put(stage, "PA-3", -2, AGENT, "Priya")
    await put(stage, "PA-4", 2, AGENT, "Priya")
    await put(stage, "PA-5", -2, AGENT, "Priya", Status.WAITING)
    await put(stage, "PA-6", -2, AGENT, "Priya", Status.RESOLVED)
    await put(stage, "PA-7", 1, 99, "Gone <b>")
    async with stage.inside(AGENT, name="Priya") as inside:
        page = (await inside.get("/")).text
        rows = re.findall(
            r'whose=(\w+)">([^<]+)</a></th><td>(\d+)</td><td>(\d+)</td><td>(\d+)</td>', page
        )
        assert rows == [
            ("nobody", "Nobody&#39;s yet", "2", "0", "1"),
            ("99", "Gone &lt;b&gt;", "1", "0", "0"),
            (str(AGENT), "Priya", "2", "1", "1"),
        ]
        assert numbers((await inside.get("/?whose=99")).text) == ["7"]
        assert '<option value="99" selected>' in (await inside.get("/?whose=99")).text


async def test_whoever_is_forgotten_leaves_no_view(stage):

    async with stage.inside() as inside:
        await inside.post("/views", name="mine", whose="mine")
    assert await stage.count("console_view") == 1
    await stage.database.write(lambda c: forget_person(c, stage.office.bot, AGENT))
    assert await stage.count("console_view") == 0

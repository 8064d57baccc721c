"""Sessions of the console: how long they last, what they may, what a form must carry."""

from datetime import timedelta

import httpx
import pytest

from bot.domain.console import IDLE_FOR, OPEN_FOR
from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.services.exchange import Exchange
from bot.services.forgetting import forget
from bot.services.retention import Retention
from tests.console import ADMIN, AGENT, CATALOG, HTTPS, Stage
from tests.gateway import BOT
from tests.knowledge_base import library
from tests.postgres import database  # noqa: F401 - a fixture


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


async def test_a_session_of_one_face_is_worth_nothing_in_the_other(stage):
    async with stage.inside_app() as app:
        token = next(iter(app.client.cookies.values()))
    async with stage.visitor(Cookie=f"__Secure-payaid_console={token}") as client:
        assert (await client.get("/console/")).status_code == 401
    async with stage.inside() as inside:
        token = next(iter(inside.client.cookies.values()))
    async with stage.visitor(Cookie=f"__Secure-payaid_app={token}") as client:
        assert (await client.get("/console/app/")).status_code == 401


async def test_rights_are_looked_up_at_every_request(stage):
    async with stage.inside() as inside:
        assert (await inside.get("/")).status_code == 200
        stage.staff.discard(AGENT)
        assert (await inside.get("/")).status_code == 401
        stage.staff.add(AGENT)
        assert (await inside.get("/")).status_code == 401, "the session is gone for good"


@pytest.mark.parametrize("path", ["/", "/rows", "/rows/live", "/events"])
@pytest.mark.parametrize("face", ["/console", "/console/app"])
async def test_nothing_is_shown_to_strangers(stage, face, path):
    async with stage.visitor() as client:
        assert (await client.get(face + path)).status_code == 401
        part = await client.get(face + path, headers={"HX-Request": "true"})
    assert (part.status_code, part.headers["hx-redirect"]) == (401, f"{face}/")


async def test_a_session_left_idle_is_over(stage):
    async with stage.inside() as inside:
        for _ in range(3):
            stage.later(minutes=40)
            assert (await inside.get("/")).status_code == 200
        stage.now += IDLE_FOR + timedelta(seconds=1)
        assert (await inside.get("/")).status_code == 401


async def test_a_page_that_asks_by_itself_keeps_nobody_in(stage):
    async with stage.inside() as inside:
        for _ in range(2):
            stage.later(minutes=20)
            assert (await inside.get("/rows/live")).status_code == 200
        stage.later(minutes=6)
        assert (await inside.get("/rows/live")).status_code == 401


async def test_a_session_ends_after_a_working_day(stage):
    async with stage.inside() as inside:
        ends = stage.now + OPEN_FOR
        while stage.now + timedelta(minutes=30) < ends:
            stage.later(minutes=30)
            assert (await inside.get("/")).status_code == 200
        stage.now = ends + timedelta(seconds=1)
        assert (await inside.get("/")).status_code == 401


async def test_signing_out_closes_one_session_or_all(stage):
    async with stage.inside() as one, stage.inside() as other, stage.inside_app() as app:
        left = await one.post("/leave")
        assert left.status_code == 200
        assert "Max-Age=0" in left.headers["set-cookie"]
        assert await stage.count("console_session") == 2
        await other.post("/leave", everywhere="yes")
        assert (await app.get("/")).status_code == 401
    assert await stage.count("console_session") == 0


async def test_a_form_needs_the_word_of_its_session(stage):
    async with stage.inside() as mine, stage.inside(ADMIN) as theirs:
        csrf, others = await mine.csrf(), await theirs.csrf()
        post = mine.client.post
        assert csrf != others
        for fields in ({}, {"csrf": ""}, {"csrf": others}, {"csrf": csrf.upper()}):
            assert (await post("/console/leave", data=fields)).status_code == 403
        elsewhere = {"Sec-Fetch-Site": "cross-site"}
        from_elsewhere = await post("/console/leave", data={"csrf": csrf}, headers=elsewhere)
        assert from_elsewhere.status_code == 403
        as_json = await post("/console/leave", json={"csrf": csrf})
        assert as_json.status_code == 403
        large = await post("/console/leave", data={"csrf": csrf, "more": "x" * 70_000})
        assert large.status_code == 403
        assert await stage.count("console_session") == 2
        by_header = await post("/console/leave", data={"a": "b"}, headers={"X-CSRF-Token": csrf})
        assert by_header.status_code == 200


async def test_another_site_cannot_sign_somebody_in(stage):
    elsewhere = {"Sec-Fetch-Site": "cross-site"}
    async with stage.visitor() as client:
        form = {"token": await stage.link()}
        refused = await client.post("/console/login", data=form, headers=elsewhere)
        assert refused.status_code == 403
        assert (await client.post("/console/login", data=form)).status_code == 303


@pytest.mark.parametrize(
    ("path", "ancestors", "framed"),
    [("/console/", "'none'", "DENY"), ("/console/app/", "https://web.telegram.org", None)],
)
async def test_what_every_answer_says_to_the_browser(stage, path, ancestors, framed):
    async with stage.visitor() as client:
        headers = (await client.get(path)).headers
        picture = (await client.get(f"{path}static/icon.svg")).headers
    policy = headers["content-security-policy"]
    assert policy.endswith(f"frame-ancestors {ancestors}")
    assert policy.startswith("default-src 'none'; script-src 'self'; style-src 'self';")
    assert "unsafe" not in policy
    assert headers.get("x-frame-options") == framed
    assert headers["x-content-type-options"] == "nosniff"
    assert headers["cache-control"] == "no-store"
    assert "max-age" in headers["strict-transport-security"]
    assert "immutable" in picture["cache-control"]


async def test_what_is_over_is_deleted(stage):
    async with stage.inside_app(), stage.inside():
        pass
    stage.later(hours=36)
    await Retention(stage.database).purge(stage.now)
    for table in ("console_link", "console_entry", "console_session"):
        assert await stage.count(table) == 0


async def test_a_fault_is_told_without_what_it_was(stage, monkeypatch):
    async def fails(*_):
        raise RuntimeError("the words of a customer")

    async with stage.inside() as inside:
        cookies = inside.client.cookies
        monkeypatch.setattr(stage.queue, "page", fails)
        quiet = httpx.ASGITransport(stage.app, raise_app_exceptions=False)
        async with httpx.AsyncClient(transport=quiet, base_url=HTTPS, cookies=cookies) as client:
            answer = await client.get("/console/")
    assert answer.status_code == 500
    assert "Something broke on our side" in answer.text
    assert "words of a customer" not in answer.text
    assert "frame-ancestors 'none'" in answer.headers["content-security-policy"]


async def test_an_agent_who_has_all_deleted_is_signed_out(stage):
    customer = Customer(BOT, AGENT, Language.ENGLISH)

    async def step(connection):
        ex = Exchange(connection, customer, stage.now, library(), CATALOG)
        await forget(ex, "all")
        await ex.close()

    async with stage.inside() as inside, stage.inside(ADMIN) as other:
        await stage.database.write(step)
        assert (await inside.get("/")).status_code == 401
        assert (await other.get("/")).status_code == 200
    row = await stage.one("SELECT COUNT(*) AS found FROM console_link WHERE person = 70")
    assert row["found"] == 0

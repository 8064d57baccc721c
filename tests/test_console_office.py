"""Pages for admins: team, audit with its CSV, retention; agents are refused each of them."""

import csv
import io
from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.lifecycle import Role, Status
from bot.storage.audit import Deed, deeds, put_deed
from bot.storage.claims import change_claim
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.staff import added_role
from tests.console import ADMIN, AGENT, Stage
from tests.filed import put_claim
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

NEW = 4_000_111
PATHS = ["/staff", "/audit", "/retention"]
FORMS = [("/staff/act", {"action": "invite", "person": str(NEW), "role": "admin"}),
         ("/audit.csv", {})]  # fmt: skip


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


@pytest.mark.parametrize("path", PATHS)
async def test_pages_for_admins_are_shown_to_them_alone(stage, path):
    async with stage.inside(ADMIN) as inside:
        assert (await inside.get(path)).status_code == 200
    async with stage.inside(AGENT) as inside:
        refused = await inside.get(path)
        menu = (await inside.get("/")).text
    assert refused.status_code == 403
    assert "This is for admins" in refused.text
    assert f'href="/console{path}"' not in menu
    [deed] = [row for row in await stage.database.read(lambda c: deeds(c, BOT))
              if row["action"] == "console.admin_refused"]  # fmt: skip
    assert (deed["actor"], deed["detail"]) == (str(AGENT), path.removeprefix("/"))


@pytest.mark.parametrize(("path", "form"), FORMS)
async def test_forms_for_admins_do_nothing_for_agents(stage, path, form):
    async with stage.inside(AGENT) as inside:
        assert (await inside.post(path, **form)).status_code == 403
    async with stage.visitor() as stranger:
        assert (await stranger.post(f"/console{path}", data=form)).status_code == 401
    assert await stage.count("staff_invitation") == 0


async def test_an_admin_asks_somebody_in_who_joins_changes_and_goes(stage):
    async def role():
        return await stage.database.read(lambda c: added_role(c, BOT, NEW))

    async with stage.inside(ADMIN) as inside:
        asked = await inside.post("/staff/act", action="invite", person=str(NEW), role="agent")
        waiting = (await inside.get("/staff")).text
        await stage.parts().office.staff.confirm(NEW, "<b>Ana</b>")
        assert await role() is Role.AGENT
        there = (await inside.get("/staff?done=1")).text
        await inside.post("/staff/act", action="role", person=str(NEW), role="admin")
        assert await role() is Role.ADMIN
        await inside.post("/staff/act", action="remove", person=str(NEW))
    assert asked.headers["location"] == "/console/staff?done=1"
    assert str(NEW) in waiting
    assert "until" in waiting
    assert "&lt;b&gt;Ana&lt;/b&gt;" in there
    assert "named in the settings" in there
    assert await role() is None


@pytest.mark.parametrize(
    ("form", "status"),
    [
        ({"action": "invite", "person": "x", "role": "agent"}, 400),
        ({"action": "invite", "person": str(NEW), "role": "system"}, 400),
        ({"action": "dance", "person": str(NEW)}, 400),
        ({"action": "remove", "person": str(AGENT)}, 409),
        ({"action": "remove", "person": str(NEW)}, 409),
    ],
)
async def test_what_cannot_be_done_with_the_team_is_told(stage, form, status):
    async with stage.inside(ADMIN) as inside:
        answer = await inside.post("/staff/act", **form)
    assert answer.status_code == status
    assert 'role="alert"' in answer.text


async def with_deeds(stage):
    rows = [
        (Deed(str(AGENT), "claim.take", "PA-7K3M-4QXW-X"), timedelta(days=3)),
        (Deed(str(AGENT), "claim.note", "PA-7K3M-4QXW-X"), timedelta(days=2)),
        (Deed(str(ADMIN), "claims.listed", "=HYPERLINK(1)", "<script>"), timedelta(days=1)),
    ]

    async def step(connection):
        for deed, ago in rows:
            await put_deed(connection, BOT, deed, stage.now - ago)

    await stage.database.write(step)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        pytest.param(f"actor={AGENT}", {"claim.take", "claim.note"}, id="by who"),
        pytest.param("action=claim", {"claim.take", "claim.note"}, id="by what begins"),
        pytest.param("action=claim.note", {"claim.note"}, id="by what"),
        pytest.param("subject=PA-7K3M-4QXW-X&first=2026-11-20", {"claim.note"}, id="by day"),
        pytest.param("actor=70&last=2026-11-19", {"claim.take"}, id="until a day"),
        pytest.param("actor=%27+OR+1%3D1", set(), id="a quote is a quote"),
    ],
)
async def test_the_audit_is_chosen_from(stage, query, found):
    await with_deeds(stage)
    async with stage.inside(ADMIN) as inside:
        page = (await inside.get(f"/audit?{query}&before=999999999")).text
    shown = page.split("<tbody>")[-1] if "<tbody>" in page else ""
    for action in ("claim.take", "claim.note", "claims.listed"):
        assert (f">{action}<" in shown) == (action in found), action


@pytest.mark.parametrize("query", ["first=x&last=9999-99-99", "before=-1", "before=9" * 9])
async def test_an_address_that_makes_no_sense_chooses_nothing(stage, query):
    await with_deeds(stage)
    async with stage.inside(ADMIN) as inside:
        page = await inside.get(f"/audit?{query}")
    assert page.status_code == 200
    assert ">claim.take<" in page.text
    assert "<script>" not in page.text.split("<tbody>")[-1]


async def test_the_audit_has_pages(stage):
    async def step(connection):
        for number in range(130):
            await put_deed(connection, BOT, Deed("1", "claim.x", str(number)), stage.now)

    await stage.database.write(step)
    async with stage.inside(ADMIN) as inside:
        first = (await inside.get("/audit?actor=1")).text
        address = first.split('<a href="/console/audit?')[-1].split('"')[0].replace("&amp;", "&")
        second = (await inside.get(f"/audit?{address}")).text
    assert first.count(">claim.x<") == 100
    assert second.count(">claim.x<") == 30


async def test_the_audit_as_a_file_holds_no_formula_and_is_a_deed_itself(stage):
    await with_deeds(stage)
    async with stage.inside(ADMIN) as inside:
        file = await inside.post("/audit.csv", action="claims")
    assert file.headers["content-type"] == "text/csv; charset=utf-8"
    rows = list(csv.DictReader(io.StringIO(file.text.removeprefix("\ufeff"))))
    assert [(row["action"], row["subject"]) for row in rows] == [
        ("claims.listed", "'=HYPERLINK(1)")
    ]
    kept = await stage.database.read(lambda c: deeds(c, BOT))
    assert (kept[0]["actor"], kept[0]["action"]) == (str(ADMIN), "audit.exported")


async def test_retention_tells_what_is_kept_and_what_goes(stage):
    claim = await put_claim(stage.database, number="PA-7K3M-4QXW-X")
    closed = replace(claim, status=Status.RESOLVED)
    assert await stage.database.write(lambda c: change_claim(c, closed, stage.now))
    old = LoggedMessage(
        bot=BOT, chat=5, incoming=True, text="hello", at=stage.now - timedelta(days=31)
    )
    await stage.database.write(lambda c: log_message(c, old))
    async with stage.inside(ADMIN, zone="Asia/Shanghai") as inside:
        page = (await inside.get("/retention")).text
    messages = page.split("Messages without a claim")[1].split("</tr>")[0]
    closed = page.split("Closed claims")[1].split("</tr>")[0]
    assert "30 days" in messages
    assert messages.count(">1<") == 2, "one is kept, one is due"
    assert "365 days" in closed
    assert ">1<" in closed
    assert ">0<" in closed

"""Who comes into the console, through both doors, and who does not."""

import logging
import re
from urllib.parse import parse_qsl, urlencode

import pytest

from bot.logs import Blanking
from bot.services.console_door import hash_of
from tests.console import ADMIN, AGENT, CUSTOMER, HTTPS, Stage
from tests.postgres import database  # noqa: F401 - a fixture

OVER = "This link was used already"


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


async def enter(stage, token, **fields):
    async with stage.visitor() as client:
        return await client.post("/console/login", data={"token": token, **fields})


async def test_a_link_opens_a_session_for_whoever_asked(stage):
    async with stage.visitor() as client:
        token = await stage.link(name="李晨", language="zh-hans")
        entered = await client.post("/console/login", data={"token": token})
        page = await client.get("/console/")
    assert (entered.status_code, entered.headers["location"]) == (303, "/console/")
    assert page.status_code == 200
    assert "<summary>李晨</summary>" in page.text
    assert '<html lang="zh-Hans">' in page.text


async def test_looking_at_a_link_spends_nothing(stage):
    token = await stage.link()
    async with stage.visitor() as client:
        for _ in range(3):
            shown = await client.get(f"/console/login/{token}")
            assert shown.status_code == 200
            assert "set-cookie" not in shown.headers
            assert f'name="token" value="{token}"' in shown.text
    assert (await enter(stage, token)).status_code == 303


async def test_a_link_works_once(stage):
    token = await stage.link()
    assert (await enter(stage, token)).status_code == 303
    again = await enter(stage, token)
    assert again.status_code == 403
    assert OVER in again.text
    assert "set-cookie" not in again.headers


@pytest.mark.parametrize(("seconds", "status"), [(300, 303), (301, 403)])
async def test_a_link_is_good_for_five_minutes(stage, seconds, status):
    token = await stage.link()
    stage.later(seconds=seconds)
    assert (await enter(stage, token)).status_code == status


@pytest.mark.parametrize("token", ["", "x", "A" * 43, "A" * 4000, "%00", "' OR 1=1 --"])
async def test_a_forged_link_opens_nothing(stage, token):
    await stage.link()
    assert (await enter(stage, token)).status_code == 403
    assert await stage.count("console_session") == 0


async def test_a_link_of_somebody_who_left_the_team_opens_nothing(stage):
    token = await stage.link()
    stage.staff.discard(AGENT)
    assert (await enter(stage, token)).status_code == 403
    stage.staff.add(AGENT)
    assert (await enter(stage, token)).status_code == 403, "it is spent all the same"


async def test_a_link_opens_the_account_it_was_made_for_and_no_other(stage):
    agents = await stage.link(AGENT, name="Priya")
    admins = await stage.link(ADMIN, name="Wang Mei")
    async with stage.visitor() as client:
        await client.post("/console/login", data={"token": admins})
        assert "Wang Mei" in (await client.get("/console/")).text
        await client.post("/console/login", data={"token": agents})
        page = (await client.get("/console/")).text
    assert "<summary>Priya</summary>" in page
    assert "<summary>Wang Mei</summary>" not in page
    row = await stage.one("SELECT COUNT(DISTINCT person) AS found FROM console_session")
    assert row["found"] == 2


async def test_a_customer_gets_no_link(stage):
    answer = await stage.message(CUSTOMER)
    assert "for the team" in answer
    assert "/login/" not in answer
    assert await stage.count("console_link") == 0
    assert (await stage.one("SELECT action FROM audit"))["action"] == "console.refused"


async def test_links_are_given_at_a_measured_pace(stage):
    for _ in range(5):
        await stage.link()
    assert "Five links" in await stage.message()
    assert await stage.count("console_link") == 5
    assert await stage.link(ADMIN), "the others are not held up"
    stage.later(minutes=16)
    assert await stage.link()


async def test_the_message_is_for_the_team_and_holds_for_five_minutes(stage):
    body = await stage.message()
    assert '"good_for":300' in body
    assert f'"{HTTPS}/console/app/"' in body
    assert await stage.count("message") == 0, "the words of the link are not kept"
    local = Stage(stage.database, "http://127.0.0.1:8080")
    assert "/console/app/" not in await local.message()


async def test_failed_attempts_are_slowed_down(stage):
    statuses = [(await enter(stage, f"wrong{number}")).status_code for number in range(12)]
    assert statuses == [403] * 10 + [429] * 2
    assert (await enter(stage, await stage.link())).status_code == 429


async def test_the_database_holds_no_token(stage):
    async with stage.visitor() as client:
        link = await stage.link()
        entered = await client.post("/console/login", data={"token": link})
    session = re.search(r"=([\w-]+);", entered.headers["set-cookie"])[1]
    await stage.database.write(lambda c: c.run("UPDATE outbox SET body = NULL"))
    tables = ("console_link", "console_session", "audit", "message", "outbox")
    rows = [await stage.database.read(lambda c, t=t: c.all(f"SELECT * FROM {t}")) for t in tables]
    text = str([dict(row) for found in rows for row in found])
    assert link not in text
    assert session not in text
    assert hash_of(link) in text
    assert hash_of(session) in text


@pytest.mark.parametrize(
    "line",
    [
        "GET /console/login/SECRET-x HTTP/1.1",
        "https://h.org/console/app/#tgWebAppData=SECRET-x&tgWebAppVersion=9",
        "body token=SECRET-x",
        "init_data=SECRET-x",
    ],
)
def test_links_are_blanked_in_logs(line):
    record = logging.LogRecord("a", logging.INFO, "f", 1, line, None, None)
    assert "SECRET" not in Blanking([]).format(record)


async def test_the_cookie_of_a_browser(stage):
    entered = await enter(stage, await stage.link())
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Secure-payaid_console=")
    assert cookie.split("; ")[1:] == [
        "Path=/console", "Max-Age=36000", "HttpOnly", "Secure", "SameSite=Lax",
    ]  # fmt: skip


async def test_the_cookie_on_this_machine_only(stage):
    local = Stage(stage.database, "http://127.0.0.1:8080")
    cookie = (await enter(local, await local.link())).headers["set-cookie"]
    assert cookie.startswith("payaid_console=")
    assert cookie.endswith("HttpOnly; SameSite=Lax")


async def test_the_mini_app_opens_a_session_once(stage):
    data = stage.init_data()
    async with stage.visitor() as client:
        outside = await client.get("/console/app/")
        entered = await client.post("/console/app/enter", data={"init_data": data})
        page = await client.get("/console/app/")
    assert outside.status_code == 401
    assert "data-enter" in outside.text
    assert entered.status_code == 303
    assert page.status_code == 200
    cookie = entered.headers["set-cookie"]
    assert cookie.startswith("__Secure-payaid_app=")
    assert cookie.split("; ")[1] == "Path=/console/app"
    assert cookie.endswith("HttpOnly; Secure; SameSite=None; Partitioned")
    turned = urlencode(list(reversed(parse_qsl(data))))
    for again in (data, turned, data.replace("%22", "%22", 1)):
        async with stage.visitor() as client:
            refused = await client.post("/console/app/enter", data={"init_data": again})
        assert refused.status_code == 403
    assert await stage.count("console_session") == 1


def forged(stage, kind):
    data = stage.init_data()
    at = stage.now.timestamp()
    return {
        "of another bot": lambda: stage.init_data(token="2:other"),
        "unsigned": lambda: data.rsplit("&hash=", 1)[0],
        "another person": lambda: data.replace("70", "71"),
        "said twice": lambda: f"{data}&user=%7B%22id%22%3A71%7D",
        "old": lambda: stage.init_data(auth_date=int(at) - 301),
        "of the future": lambda: stage.init_data(auth_date=int(at) + 120),
        "without a date": lambda: stage.init_data(auth_date="soon"),
        "no person": lambda: stage.init_data(user={"id": "70", "first_name": "x"}),
        "truth for a number": lambda: stage.init_data(user={"id": True, "first_name": "x"}),
        "a list": lambda: stage.init_data(user="[]"),
        "deep": lambda: stage.init_data(user="[" * 3000),
        "a customer": lambda: stage.init_data(CUSTOMER),
        "empty": str,
        "long": lambda: data + "&a=" + "b" * 5000,
        "no pairs": lambda: "tgWebAppData",
    }[kind]()


KINDS = (
    "of another bot", "unsigned", "another person", "said twice", "old", "of the future",
    "without a date", "no person", "truth for a number", "a list", "deep", "a customer", "empty",
    "long", "no pairs",
)  # fmt: skip


@pytest.mark.parametrize("kind", KINDS)
async def test_a_mini_app_that_is_not_to_be_trusted_opens_nothing(stage, kind):
    async with stage.visitor() as client:
        form = {"init_data": forged(stage, kind)}
        refused = await client.post("/console/app/enter", data=form)
    assert refused.status_code == 403
    assert "set-cookie" not in refused.headers
    assert await stage.count("console_session") == 0

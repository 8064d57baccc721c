"""One action on several claims: the time to undo comes before the deed; what changed is named."""

import asyncio
import re

import pytest

from bot.services.desk import Agent
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.console import forget_person, purge_console
from tests.board_stage import NAMES, fill_board
from tests.console import ADMIN, AGENT, CUSTOMER, Stage
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    stage.numbers = await fill_board(stage, 5)
    return stage


async def claim_of(stage, number):
    return await stage.database.read(lambda c: claim_by_number(c, BOT, number))


async def said(stage):
    rows = await stage.database.read(
        lambda c: c.all("SELECT body FROM outbox WHERE chat_id = :chat", chat=CUSTOMER)
    )
    return len(rows)


async def chosen(stage, *places):
    """Return the fields of picked claims, as the page has them."""
    found = [await claim_of(stage, stage.numbers[place]) for place in places]
    return {f"c.{claim.number}": str(claim.version) for claim in found}


async def plan(inside, stage, do, *places, within="30", **more):
    form = {"do": do, "within": within, **await chosen(stage, *places), **more}
    return await inside.client.post("/console/bulk", data={"csrf": await inside.csrf(), **form})


def told(page):
    """Return the notices of what is planned or done."""
    found = re.findall(r'<div class="notice plan".*?</div>', page, re.DOTALL)
    return [" ".join(re.sub(r"<[^>]+>", " ", each).split()) for each in found]


async def test_nothing_happens_before_the_time_is_over_then_all_of_it(stage):
    async with stage.inside(name="Priya") as inside:
        planned = await plan(inside, stage, "resolve:refunded", 1, 2, words="Came back.", kind="x")
        assert planned.status_code == 303
        page = (await inside.get("/")).text
        assert told(page) == [
            "Waiting: Resolve · the money was paid back: 2. Seconds left to undo: 30. "
            "Undo Do it now"
        ]
        assert page.count("planned: Resolve") == 2
        await stage.bulks.do_due()
        stage.later(seconds=29)
        await stage.bulks.do_due()
        assert [(await claim_of(stage, stage.numbers[at])).status for at in (1, 2)] == [
            "in_review", "waiting",
        ]  # fmt: skip
        assert await said(stage) == 0
        stage.later(seconds=1)
        await stage.bulks.do_due()
        assert told((await inside.get("/")).text) == ["Done: Resolve · the money was paid back: 2"]
    for at in (1, 2):
        claim = await claim_of(stage, stage.numbers[at])
        assert (claim.status, claim.outcome) == ("resolved", "refunded")
    assert await said(stage) == 2
    row = await stage.one("SELECT body FROM outbox WHERE chat_id = :chat", chat=CUSTOMER)
    assert "Came back." in row["body"]


async def test_undone_is_as_if_it_had_never_been(stage):
    async with stage.inside(name="Priya") as inside:
        await plan(inside, stage, "take", 0, 3)
        bulk = (await stage.one("SELECT id FROM console_bulk"))["id"]
        undone = await inside.post(f"/bulk/{bulk}/undo", status="filed")
        assert undone.headers["location"] == "/console/?status=filed"
        stage.later(minutes=5)
        await stage.bulks.do_due()
        page = (await inside.get("/")).text
        assert told(page) == []
        assert "planned:" not in page
        again = await inside.post(f"/bulk/{bulk}/undo")
        assert again.status_code == 409
        assert "Too late" in again.text
    claim = await claim_of(stage, stage.numbers[0])
    assert (claim.agent, claim.status) == (None, "filed")
    assert await said(stage) == 0
    assert await stage.database.read(lambda c: claim_events(c, claim.id)) == []


@pytest.mark.parametrize(
    ("do", "place", "field", "value", "messages"),
    [
        ("take", 0, "agent", AGENT, 1),
        (f"assign:{ADMIN}", 0, "agent_name", "Wang Mei", 1),
        ("priority:urgent", 0, "priority", "urgent", 0),
        ("resolve:explained", 1, "outcome", "explained", 1),
    ],
)
async def test_each_action_can_be_done_at_once(stage, do, place, field, value, messages):
    async with stage.inside(ADMIN, name="Wang Mei"), stage.inside(name="Priya") as inside:
        done = await plan(inside, stage, do, place, within="0")
        assert done.status_code == 303
        assert told((await inside.get("/")).text)[0].startswith("Done: ")
    assert getattr(await claim_of(stage, stage.numbers[place]), field) == value
    assert await said(stage) == messages


async def test_what_changed_meanwhile_is_left_out_and_named(stage):
    async with stage.inside(name="Priya") as inside:
        await plan(inside, stage, "take", 0, 3)
        await stage.desk.take(Agent(ADMIN, "Wang Mei"), stage.numbers[0])
        stage.later(seconds=30)
        await stage.bulks.do_due()
        (notice,) = told((await inside.get("/")).text)
    assert notice.startswith("Done: Take: 1 Left out: 1 " + stage.numbers[0])
    assert "Wang Mei" in notice, "it says who was faster"
    assert (await claim_of(stage, stage.numbers[0])).agent == ADMIN
    assert (await claim_of(stage, stage.numbers[3])).agent == AGENT


async def test_what_does_not_fit_is_left_out_with_its_reason(stage):
    async with stage.inside(name="Priya") as inside:
        await plan(inside, stage, "take", 0, 4, within="0")
        await plan(inside, stage, "resolve:rejected", 3, within="0")
        await plan(inside, stage, "priority:normal", 1, within="0")
        notices = told((await inside.get("/")).text)
    assert "already" in notices[0]
    assert "nobody has taken this claim yet" in notices[1]
    assert "Wang Mei has it already." in notices[2]


async def test_who_left_the_team_while_it_waited_does_nothing(stage):
    async with stage.inside(name="Priya") as inside:
        await plan(inside, stage, "take", 0)
    stage.staff.discard(AGENT)
    stage.later(minutes=1)
    await stage.bulks.do_due()
    assert (await claim_of(stage, stage.numbers[0])).agent is None
    assert "desk.not_agent" in (await stage.one("SELECT claims FROM console_bulk"))["claims"]


async def test_nobody_undoes_or_hurries_what_others_planned(stage):
    async with stage.inside(AGENT) as one, stage.inside(ADMIN, name="Wang Mei") as other:
        await plan(one, stage, "take", 0)
        bulk = (await stage.one("SELECT id FROM console_bulk"))["id"]
        for verb in ("undo", "now"):
            assert (await other.post(f"/bulk/{bulk}/{verb}")).status_code == 409
        page = (await other.get("/")).text
        assert told(page) == []
        assert "planned: Priya · Take" in page
        assert (await one.post(f"/bulk/{bulk}/now")).status_code == 303
    assert (await claim_of(stage, stage.numbers[0])).agent == AGENT


@pytest.mark.parametrize(
    ("fields", "why"),
    [
        ({"do": "take"}, "Please pick claims first."),
        ({"do": "take", "c.PA-7K3M-4QXW-X": "x"}, "Please pick claims first."),
        ({"do": "take", "c.nonsense": "1"}, "Please pick claims first."),
        ({"do": "take", "c.PA-7K3M-4QXW-X": "1", "within": "5"}, "Please choose what"),
        ({"do": "drop", "c.PA-7K3M-4QXW-X": "1"}, "Please choose what"),
        ({"do": "resolve:paid", "c.PA-7K3M-4QXW-X": "1"}, "Please choose what"),
        ({"do": "assign:x", "c.PA-7K3M-4QXW-X": "1"}, "Please choose what"),
        ({"do": "priority:", "c.PA-7K3M-4QXW-X": "1"}, "Please choose what"),
    ],
)
async def test_what_is_incomplete_is_refused(stage, fields, why):
    async with stage.inside() as inside:
        refused = await inside.post("/bulk", **{"within": "30", **fields})
    assert refused.status_code == 409
    assert why in refused.text
    assert await stage.count("console_bulk") == 0


async def test_more_than_a_page_is_refused(stage, monkeypatch):
    monkeypatch.setattr("bot.services.console_bulk.MOST_CLAIMS", 2)
    async with stage.inside() as inside:
        assert (await plan(inside, stage, "take", 0, 1, 3)).status_code == 409
        form = {"csrf": "0" * 64, "do": "take", **await chosen(stage, 0)}
        assert (await inside.client.post("/console/bulk", data=form)).status_code == 403
    assert await stage.count("console_bulk") == 0


async def test_it_goes_on_where_the_program_ended(stage):
    async with stage.inside(name="Priya") as inside:
        await plan(inside, stage, "take", 0, 3)
        stage.later(seconds=30)
        # It ended after the first deed, before that was noted.
        seen = (await claim_of(stage, stage.numbers[0])).version
        await stage.desk.take(Agent(AGENT, "Priya", seen), stage.numbers[0])
        await stage.database.write(lambda c: c.run("UPDATE console_bulk SET state = 'running'"))
        await stage.bulks.do_due()
        assert told((await inside.get("/")).text) == ["Done: Take: 2"]
    assert await said(stage) == 2, "nobody hears it twice"


async def test_two_that_do_it_at_once_do_it_once(stage):
    async with stage.inside(name="Priya") as inside:
        await plan(inside, stage, "take", 0, 3)
        stage.later(seconds=30)
        other = Stage(stage.database, now=stage.now)
        await asyncio.gather(stage.bulks.do_due(), other.bulks.do_due())
        assert told((await inside.get("/")).text) == ["Done: Take: 2"]
    assert await said(stage) == 2


async def test_plans_go_with_the_day_and_with_their_person(stage):
    async with stage.inside(name=NAMES[AGENT]) as inside:
        await plan(inside, stage, "take", 0, within="0")
        await plan(inside, stage, "take", 3, within="600")
    stage.later(minutes=1)
    await stage.database.write(lambda c: purge_console(c, stage.now))
    assert await stage.count("console_bulk") == 1, "what waits is not thrown away"
    await stage.database.write(lambda c: forget_person(c, BOT, AGENT))
    assert await stage.count("console_bulk") == 0

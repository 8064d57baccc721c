"""What agents do from the console with the way of a claim, with two claims, with ready words."""

import pytest

from bot.domain.readings import FileReading, SeenPayment, to_json
from bot.storage.arrivals import mark_stored, put_reading
from bot.storage.audit import deeds
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.reuse import put_marks, put_said_numbers
from tests.console import ADMIN, AGENT, Stage
from tests.filed import put_claim, put_file
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

NUMBER, OTHER = "PA-7K3M-4QXW-X", "PA-6T2X-4E9X-4"
CLAIM = f"/claim/{NUMBER}"
SHARED = "2026112122001412345678901234"


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    stage.claim = await put_claim(stage.database, number=NUMBER)
    return stage


async def claim_of(stage, number=NUMBER):
    return await stage.database.read(lambda c: claim_by_number(c, BOT, number))


async def do(inside, stage, action, **fields):
    version = (await claim_of(stage)).version
    return await inside.post(
        f"{CLAIM}/act", **{"action": action, "version": str(version), **fields}
    )


async def test_a_claim_is_handed_up_passed_on_handed_back_and_reopened(stage):
    steps = [
        ("take", {}, "in_review"),
        ("escalate", {"words": "ten victims of one shop"}, "in_review"),
        ("pass_on", {"to": str(ADMIN), "words": "yours"}, "in_review"),
        ("resolve", {"outcome": "explained"}, "resolved"),
        ("reopen", {"words": "she called again"}, "filed"),
    ]
    async with stage.inside(ADMIN, name="Wang Mei"), stage.inside(AGENT) as inside:
        for action, fields, status in steps:
            done = await do(inside, stage, action, **fields)
            assert (done.status_code, (await claim_of(stage)).status) == (303, status), action
        page = (await inside.get(f"{CLAIM}?done=reopen")).text
    claim = await claim_of(stage)
    assert (claim.priority, claim.agent, claim.agent_name) == ("urgent", ADMIN, "Wang Mei")
    assert "ten victims of one shop" in page
    assert "agent: Priya → Wang Mei" in page
    sent = [row["body"] for row in await stage.database.read(
        lambda c: c.all("SELECT body FROM outbox WHERE chat_id = 5"))]  # fmt: skip
    assert not any("ten victims" in body or "she called" in body for body in sent)


async def test_what_is_given_back_is_nobodys(stage):
    async with stage.inside(AGENT) as inside:
        await do(inside, stage, "take")
        assert (await do(inside, stage, "hand_back")).status_code == 303
    claim = await claim_of(stage)
    assert (claim.status, claim.agent) == ("filed", None)


@pytest.mark.parametrize(
    ("action", "fields", "status", "says"),
    [
        pytest.param("escalate", {}, 400, "write what you want", id="no reason"),
        pytest.param("pass_on", {}, 400, "choose a colleague", id="to nobody"),
        pytest.param("pass_on", {"to": "999"}, 409, "not of the team", id="to a stranger"),
        pytest.param("link", {}, 400, "number of the other", id="with nothing"),
        pytest.param("link", {"other": NUMBER}, 409, "same claim", id="with itself"),
        pytest.param("merge", {"other": OTHER}, 409, "somebody else", id="of two customers"),
        pytest.param("link", {"other": "PA-0000-0000-0"}, 409, 'role="alert"', id="no such"),
        pytest.param("reopen", {}, 409, "open already", id="what is open"),
    ],
)
async def test_what_cannot_be_done_is_told_and_the_words_stay(stage, action, fields, status, says):
    await put_claim(stage.database, number=OTHER, chat=6)
    words = {"words": "half a thought"} if action != "escalate" else {}
    async with stage.inside() as inside:
        answer = await do(inside, stage, action, **words, **fields)
    assert answer.status_code == status
    assert says in answer.text
    assert words.get("words", "") in answer.text
    assert await stage.database.read(lambda c: claim_events(c, stage.claim.id)) == []


async def test_two_claims_are_linked_shown_and_taken_apart(stage):
    await put_claim(stage.database, number=OTHER, chat=6)
    async with stage.inside() as inside:
        assert "h-kin" not in (await inside.get(CLAIM)).text
        await do(inside, stage, "link", other=OTHER.lower())
        page = (await inside.get(CLAIM)).text
        other = (await inside.get(f"/claim/{OTHER}")).text
        await do(inside, stage, "unlink", other=OTHER)
        after = (await inside.get(CLAIM)).text
    for shown, number in ((page, OTHER), (other, NUMBER)):
        assert "Also in another claim: 1" in shown
        assert f'href="/console/claim/{number}"' in shown
        assert "linked by the team" in shown
    assert "h-kin" not in after


async def test_a_duplicate_is_merged_into_the_other(stage):
    await put_claim(stage.database, number=OTHER)
    async with stage.inside() as inside:
        assert (await do(inside, stage, "merge", other=OTHER)).status_code == 303
        page = (await inside.get(CLAIM)).text
    assert (await claim_of(stage)).outcome == "duplicate"
    assert f"part of: – → {OTHER}" in page


async def test_what_another_claim_holds_too_is_shown_with_the_way(stage):
    other = await put_claim(stage.database, number=OTHER, chat=6)
    reading = FileReading(payments=(SeenPayment(transaction_ref=SHARED),))
    file = await put_file(stage.database, claim=stage.claim.id)

    async def step(connection):
        await mark_stored(connection, BOT, file.id, ("ab" * 32, 9, "image/jpeg"))
        await put_reading(connection, BOT, file.id, to_json(reading))
        await put_marks(connection, BOT, file.id, reading)
        await put_said_numbers(connection, BOT, other.id, [SHARED])

    await stage.database.write(step)
    async with stage.inside() as inside:
        page = (await inside.get(CLAIM)).text
    assert "same number" in page
    assert OTHER in page
    assert ">Unlink<" not in page, "only an agent's word can be taken back"


@pytest.mark.parametrize("action", ["escalate", "pass_on", "hand_back", "merge", "link", "reopen"])
async def test_who_left_the_team_does_nothing_more(stage, action):
    async with stage.inside() as inside:
        csrf = await inside.csrf()
        stage.staff.discard(AGENT)
        form = {"csrf": csrf, "action": action, "version": "1", "words": "x", "to": str(ADMIN),
                "other": OTHER}  # fmt: skip
        assert (await inside.client.post(f"/console{CLAIM}/act", data=form)).status_code == 401
    assert not [row for row in await stage.database.read(lambda c: deeds(c, BOT))
                if row["action"].startswith("claim.")]  # fmt: skip

"""What agents do from the console: through the desk, each role, two at once, nothing lost."""

import asyncio

import pytest

from bot.storage.claims import claim_by_number, claim_events
from tests.console import ADMIN, AGENT, CUSTOMER, Stage
from tests.filed import put_claim
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

NUMBER = "PA-7K3M-4QXW-X"
CLAIM = f"/claim/{NUMBER}"
WORDS = "Please send the order page.\nBoth lines of it."


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    stage.claim = (await put_claim(stage.database, number=NUMBER)).id
    return stage


async def claim_of(stage):
    return await stage.database.read(lambda c: claim_by_number(c, BOT, NUMBER))


async def do(inside, stage, action, **fields):
    version = (await claim_of(stage)).version
    return await inside.post(
        f"{CLAIM}/act", **{"action": action, "version": str(version), **fields}
    )


async def said(stage):
    rows = await stage.database.read(
        lambda c: c.all("SELECT body FROM outbox WHERE chat_id = :chat", chat=CUSTOMER)
    )
    return [row["body"] for row in rows]


async def test_a_claim_goes_from_new_to_resolved(stage):
    async with stage.inside(name="Priya") as inside:
        steps = [
            ("take", {}, "in_review"),
            ("answer", {"words": "I am on it."}, "in_review"),
            ("ask", {"words": WORDS}, "waiting"),
            ("note", {"words": "95188 called 11:20"}, "waiting"),
            ("resolve", {"outcome": "refunded", "words": "89 came back."}, "resolved"),
            ("note", {"words": "asked again by mail"}, "resolved"),
        ]
        for action, fields, status in steps:
            done = await do(inside, stage, action, **fields)
            assert done.status_code == 303, action
            assert done.headers["location"] == f"/console{CLAIM}?done={action}"
            assert (await claim_of(stage)).status == status
        page = (await inside.get(f"{CLAIM}?done=note")).text
    claim = await claim_of(stage)
    assert (claim.agent, claim.agent_name, claim.outcome) == (AGENT, "Priya", "refunded")
    events = await stage.database.read(lambda c: claim_events(c, claim.id))
    assert [event.action for event in events] == [action for action, _, _ in steps]
    told = "".join(await said(stage))
    assert "Both lines of it" in told
    assert "I am on it." in told
    assert "95188" not in told, "a note is for the team"
    assert "Done." in page
    assert "95188 called 11:20" in page


CELLS = [
    (person, path, fields)
    for person in (AGENT, ADMIN, None)
    for path, fields in (
        ("/", None), ("/rows", None), ("/rows/live", None), (CLAIM, None),
        (f"{CLAIM}/live", None), (f"{CLAIM}/file/1", None), (f"{CLAIM}/file/1/picture", None),
        ("/prefer", {"language": "en"}), (f"{CLAIM}/unmask", {}),
        (f"{CLAIM}/file/1/original", {}), (f"{CLAIM}/act", {"action": "take"}),
        (f"{CLAIM}/act", {"action": "note", "words": "x"}), ("/leave", {}),
    )
]  # fmt: skip
NO_FILE = ("/file/1", "/file/1/picture", "/file/1/original")


@pytest.mark.parametrize(("person", "path", "fields"), CELLS)
async def test_who_may_do_what(stage, person, path, fields):
    """Agents and admins may do all of it; whoever was taken off the list, nothing."""
    async with stage.inside(person or AGENT) as inside:
        csrf = await inside.csrf()
        if person is None:
            stage.staff.discard(AGENT)
        if fields is None:
            answer = await inside.get(path)
        else:
            form = {"csrf": csrf, "version": "1", **fields}
            answer = await inside.client.post(inside.base + path, data=form)
    right = 404 if path.endswith(NO_FILE) else 200
    if path in ("/prefer", f"{CLAIM}/act"):
        right = 303
    assert answer.status_code == (401 if person is None else right)
    events = await stage.database.read(lambda c: claim_events(c, stage.claim))
    assert person is not None or events == []


async def test_two_agents_who_take_at_once_do_not_both_have_it(stage):
    async with stage.inside(AGENT, name="Priya") as one, stage.inside(ADMIN, name="Wang") as two:
        forms = [
            {"csrf": await each.csrf(), "action": "take", "version": "1"} for each in (one, two)
        ]
        answers = await asyncio.gather(
            one.client.post(f"/console{CLAIM}/act", data=forms[0]),
            two.client.post(f"/console{CLAIM}/act", data=forms[1]),
        )
    assert sorted(answer.status_code for answer in answers) == [303, 409]
    told = next(answer.text for answer in answers if answer.status_code == 409)
    assert "Somebody changed it a moment ago" in told
    winner = "Priya" if answers[0].status_code == 303 else "Wang"
    assert (await claim_of(stage)).agent_name == winner
    assert winner in told, "the page shows who has it now"


async def test_words_survive_a_conflict_and_can_be_sent_again(stage):
    async with stage.inside(AGENT) as one, stage.inside(ADMIN) as two:
        await do(one, stage, "take")
        await do(two, stage, "note", words="seen")
        lost = await one.post(f"{CLAIM}/act", action="ask", version="2", words=WORDS)
        assert lost.status_code == 409
        assert "Somebody changed it a moment ago" in lost.text
        assert f">{WORDS}</textarea>" in lost.text
        assert "seen" in lost.text
        assert not any("order page" in body for body in await said(stage))
        again = await do(one, stage, "ask", words=WORDS)
        assert again.status_code == 303
    assert sum("order page" in body for body in await said(stage)) == 1


async def test_a_claim_of_somebody_else_is_not_taken_away(stage):
    async with stage.inside(AGENT, name="Priya") as one, stage.inside(ADMIN) as two:
        await do(one, stage, "take")
        refused = await do(two, stage, "take")
        assert refused.status_code == 409
        assert "Priya has it already." in refused.text


@pytest.mark.parametrize(
    ("action", "fields", "why"),
    [
        ("ask", {"words": "  "}, "Please write what"),
        ("note", {"words": "x" * 1001}, "That is too long"),
        ("answer", {"words": "x" * 3001}, "That is too long"),
        ("resolve", {"outcome": "paid", "words": "y"}, "Please choose how"),
        ("resolve", {}, "Please choose how"),
        ("drop", {"words": "y"}, "This form did not come"),
        ("", {}, "This form did not come"),
    ],
)
async def test_what_is_incomplete_is_told_and_changes_nothing(stage, action, fields, why):
    async with stage.inside() as inside:
        await do(inside, stage, "take")
        before = await claim_of(stage)
        refused = await do(inside, stage, action, **fields)
    assert refused.status_code == 400
    assert why in refused.text
    assert fields.get("words", "").strip() in refused.text
    assert await claim_of(stage) == before


async def test_what_does_not_fit_the_status_is_refused(stage):
    async with stage.inside() as inside:
        page = (await inside.get(CLAIM)).text
        refused = await do(inside, stage, "answer", words="hello")
    assert 'value="take"' in page
    assert 'value="answer"' not in page
    assert refused.status_code == 409
    assert "nobody has taken this claim yet" in refused.text


async def test_a_form_without_the_version_of_its_page_changes_nothing(stage):
    async with stage.inside() as inside:
        for version in ("", "x", "-1", "99999999999999999999", "2"):
            refused = await inside.post(f"{CLAIM}/act", action="take", version=version)
            assert refused.status_code == 409
    assert (await claim_of(stage)).agent is None


async def test_what_an_agent_writes_is_redacted_like_everything_kept(stage):
    async with stage.inside() as inside:
        await do(inside, stage, "note", words="card 4111 1111 1111 1111 seen")
    event = (await stage.database.read(lambda c: claim_events(c, stage.claim)))[0]
    assert "4111 1111 1111 1111" not in event.note

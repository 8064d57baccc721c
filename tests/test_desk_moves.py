"""Hand up, pass on, hand back, reopen, merge, link: kept, told, and refused where they must be."""

import json

import pytest

from bot.domain.customers import Customer, Mode
from bot.domain.errors import Conflict, NotAllowed, NotFound
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Outcome
from bot.services.desk import Agent
from bot.storage.claim_links import linked_claims
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.customers import find_customer, put_customer
from tests.console import ADMIN, AGENT, CUSTOMER, Stage
from tests.filed import put_claim
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

ONE, TWO = "PA-7K3M-4QXW-X", "PA-6T2X-4E9X-4"
PRIYA, WANG = Agent(AGENT, "Priya"), Agent(ADMIN, "Wang")
LANGUAGES = [Language.ENGLISH, Language.SIMPLIFIED]


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    await put_claim(stage.database, number=ONE)
    return stage


async def claim_of(stage, number=ONE):
    return await stage.database.read(lambda c: claim_by_number(c, BOT, number))


async def events_of(stage, number=ONE):
    claim = await claim_of(stage, number)
    return await stage.database.read(lambda c: claim_events(c, claim.id))


async def speaks(stage, language):
    region = "GB" if language is Language.ENGLISH else "CN"
    customer = Customer(BOT, CUSTOMER, language, region=region)
    await stage.database.write(lambda c: put_customer(c, customer, stage.now))


async def said(stage):
    rows = await stage.database.read(
        lambda c: c.all("SELECT body FROM outbox WHERE chat_id = :chat ORDER BY id", chat=CUSTOMER)
    )
    return [json.loads(row["body"])["text"] for row in rows]


TOLD = {
    Language.ENGLISH: [
        "PA-7K3M-4QXW-X: Priya from our team has it now and talks to you here.",
        "PA-7K3M-4QXW-X was handed up to Wang, who can decide more.\n"
        "A person answers here by Sunday, 22 November 10:15 London time. "
        "Nothing to do for you now.",
        "PA-7K3M-4QXW-X: Wang from our team has it from now on, knows all you said, "
        "and talks to you here.",
        "PA-7K3M-4QXW-X goes to another person of our team, who answers here by "
        "Sunday, 22 November 10:15 London time.\n"
        "No need to repeat anything. Until then I answer.",
    ],
    Language.SIMPLIFIED: [
        "PA-7K3M-4QXW-X：人工 Priya 接手了，会在这里跟您说。",
        "PA-7K3M-4QXW-X 已上报给 Wang，由能拍板的人来看。\n"
        "最晚 11 月 22 日 18:15 在这里回您，您现在不用做什么。",
        "PA-7K3M-4QXW-X：现在由人工 Wang 接着办，您说过的都看得到，会在这里跟您说。",
        "PA-7K3M-4QXW-X 换我们团队另一位来办，最晚 11 月 22 日 18:15 在这里回您。\n"
        "前面说过的不用再说；在那之前有事，我先答。",
    ],
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_the_customer_hears_of_each_move_in_their_language(stage, language):
    await speaks(stage, language)
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.moves.escalate(PRIYA, ONE, "he threatens to sue", WANG)
    await stage.desk.moves.pass_on(PRIYA, ONE, WANG, "you know the bank")
    await stage.desk.moves.hand_back(WANG, ONE, "not mine")
    assert await said(stage) == TOLD[language]


async def test_every_event_keeps_who_when_and_what_it_changed(stage):
    await stage.desk.take(PRIYA, ONE)
    stage.later(minutes=5)
    await stage.desk.moves.escalate(PRIYA, ONE, "over my head", WANG)
    await stage.desk.moves.pass_on(PRIYA, ONE, WANG)
    await stage.desk.moves.hand_back(WANG, ONE)
    found = [
        (event.action, event.actor, event.actor_name, event.before, event.after, event.version)
        for event in await events_of(stage)
    ]
    assert found == [
        (Action.TAKE, str(AGENT), "Priya", "filed", "in_review", 2),
        (Action.ESCALATE, str(AGENT), "Priya", "in_review", "in_review", 3),
        (Action.PASS_ON, str(AGENT), "Priya", "in_review", "in_review", 4),
        (Action.HAND_BACK, str(ADMIN), "Wang", "in_review", "filed", 5),
    ]
    changes = [event.changes for event in await events_of(stage)]
    assert changes == [
        {"agent": ("", "Priya")},
        {"priority": ("normal", "urgent"), "escalated_to": ("", "Wang")},
        {"agent": ("Priya", "Wang")},
        {"agent": ("Wang", "")},
    ]
    assert (await events_of(stage))[1].at == stage.now


async def test_after_handing_back_the_bot_talks_again_and_anybody_may_take(stage):
    await speaks(stage, Language.ENGLISH)
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.moves.hand_back(PRIYA, ONE)
    customer = await stage.database.read(lambda c: find_customer(c, BOT, CUSTOMER))
    assert (customer.mode, customer.mode_claim) == (Mode.BOT, None)
    await stage.desk.take(WANG, ONE)
    assert (await claim_of(stage)).agent_name == "Wang"


@pytest.mark.parametrize("move", ["pass_on", "hand_back"])
async def test_what_a_colleague_has_only_they_and_admins_give_away(stage, move):
    stage.staff.add(72)
    await stage.desk.take(PRIYA, ONE)
    more = (PRIYA,) if move == "pass_on" else ()
    with pytest.raises(Conflict) as refused:
        await getattr(stage.desk.moves, move)(Agent(72, "Li"), ONE, *more)
    assert (refused.value.key, refused.value.values) == ("desk.not_theirs", {"agent": "Priya"})
    await getattr(stage.desk.moves, move)(WANG, ONE, *([WANG] if more else []))
    assert (await claim_of(stage)).agent_name in ("Wang", "")


async def test_nobody_outside_the_team_gets_or_moves_a_claim(stage):
    stranger = Agent(99, "Eve")
    await stage.desk.take(PRIYA, ONE)
    before = await claim_of(stage)
    with pytest.raises(NotFound, match=r"desk\.no_colleague"):
        await stage.desk.moves.pass_on(PRIYA, ONE, stranger)
    with pytest.raises(NotFound, match=r"desk\.no_admin"):
        await stage.desk.moves.escalate(WANG, ONE, "x", PRIYA)
    tries = [
        stage.desk.moves.escalate(stranger, ONE, "x"),
        stage.desk.moves.pass_on(stranger, ONE, PRIYA),
        stage.desk.moves.hand_back(stranger, ONE),
        stage.desk.moves.reopen(stranger, ONE),
        stage.desk.links.merge(stranger, ONE, TWO),
        stage.desk.links.link(stranger, ONE, TWO),
        stage.desk.links.unlink(stranger, ONE, TWO),
    ]
    for attempt in tries:
        with pytest.raises(NotAllowed):
            await attempt
    assert await claim_of(stage) == before


async def test_a_closed_claim_is_reopened_for_whoever_had_it(stage):
    await speaks(stage, Language.ENGLISH)
    await stage.desk.take(PRIYA, ONE)
    with pytest.raises(Conflict, match=r"desk\.open_already"):
        await stage.desk.moves.reopen(WANG, ONE)
    await stage.desk.resolve(PRIYA, ONE, Outcome.EXPLAINED)
    assert (await claim_of(stage)).closed_at == stage.now
    await stage.desk.moves.reopen(WANG, ONE, "the bank wrote again")
    claim = await claim_of(stage)
    assert (claim.status, claim.outcome, claim.agent, claim.closed_at) == (
        "filed", "", AGENT, None,
    )  # fmt: skip
    assert (await events_of(stage))[-1].changes == {"outcome": ("explained", "")}
    assert (await said(stage))[-1] == (
        "We opened PA-7K3M-4QXW-X again. A person writes to you here by Monday, 23 November "
        "10:00 London time; nothing to do for you now."
    )


MERGED = {
    Language.ENGLISH: "<b>PA-7K3M-4QXW-X is the same matter as PA-6T2X-4E9X-4, and we work on it "
    "there.</b>\nAll you sent stays; no need to send it again.\n"
    'Not the same? Tap "Not solved, go on".',
    Language.SIMPLIFIED: "<b>PA-7K3M-4QXW-X 和 PA-6T2X-4E9X-4 是同一件事，并到 PA-6T2X-4E9X-4 "
    "一起办。</b>\n您发过的都还在，不用重发。\n不是同一件？点“没解决，接着办”。",
}


@pytest.mark.parametrize("language", LANGUAGES)
async def test_a_duplicate_is_closed_into_the_other_claim(stage, language):
    await speaks(stage, language)
    other = await put_claim(stage.database, number=TWO)
    await stage.desk.links.merge(PRIYA, ONE, TWO.lower(), "same charge")
    claim = await claim_of(stage)
    assert (claim.status, claim.outcome, claim.merged_into) == ("resolved", "duplicate", TWO)
    assert (await events_of(stage))[-1].changes == {
        "outcome": ("", "duplicate"), "merged_into": ("", TWO),
    }  # fmt: skip
    assert await stage.database.read(lambda c: linked_claims(c, other.id)) == [ONE]
    assert await said(stage) == [MERGED[language]]
    await stage.desk.moves.reopen(PRIYA, ONE)
    assert (await claim_of(stage)).merged_into == ""


async def test_a_merge_that_makes_no_sense_is_refused(stage):
    await put_claim(stage.database, number=TWO, chat=6)
    closed = "PA-5T8W-Y8XJ-N"
    await put_claim(stage.database, number=closed)
    await stage.desk.take(PRIYA, closed)
    await stage.desk.resolve(PRIYA, closed, Outcome.REFUNDED)
    heard = len(await said(stage))
    for into, key in [
        (TWO, "desk.merge_stranger"), (closed, "desk.merge_closed"), (ONE, "desk.same_claim"),
        ("PA-0000-0000-0", "desk.unknown"),
    ]:  # fmt: skip
        with pytest.raises((Conflict, NotFound)) as refused:
            await stage.desk.links.merge(PRIYA, ONE, into)
        assert refused.value.key == key
    assert (await claim_of(stage)).status == "filed"
    assert len(await said(stage)) == heard


async def test_links_are_the_teams_own(stage):
    other = await put_claim(stage.database, number=TWO, chat=6)
    claim = await claim_of(stage)
    await stage.desk.links.link(PRIYA, ONE, TWO, "same wallet")
    with pytest.raises(Conflict, match=r"desk\.linked_already"):
        await stage.desk.links.link(PRIYA, TWO, ONE)
    for each, found in ((claim, [TWO]), (other, [ONE])):
        assert await stage.database.read(lambda c, i=each.id: linked_claims(c, i)) == found
    await stage.desk.links.unlink(WANG, TWO, ONE)
    with pytest.raises(Conflict, match=r"desk\.not_linked"):
        await stage.desk.links.unlink(PRIYA, ONE, TWO)
    assert await said(stage) == []
    assert [e.action for e in await events_of(stage)] == [Action.LINK]
    assert [e.action for e in await events_of(stage, TWO)] == [Action.UNLINK]


LATE = [
    ("take", ()),
    ("ask", ("which card?",)),
    ("say", ("hello",)),
    ("note", ("seen",)),
    ("resolve", (Outcome.REFUNDED,)),
    ("moves.escalate", ("why",)),
    ("moves.pass_on", (WANG,)),
    ("moves.hand_back", ()),
    ("moves.reopen", ()),
    ("links.merge", (TWO,)),
    ("links.link", (TWO,)),
    ("links.unlink", (TWO,)),
]


@pytest.mark.parametrize(("name", "more"), LATE, ids=[name for name, _ in LATE])
async def test_whoever_comes_second_is_told_what_changed_and_changes_nothing(stage, name, more):
    await put_claim(stage.database, number=TWO)
    await stage.desk.take(WANG, ONE)
    await stage.desk.note(WANG, ONE, "bank called")
    before, heard = await claim_of(stage), await said(stage)
    late = Agent(AGENT, "Priya", seen=1, language=Language.ENGLISH)
    doing = stage.desk
    for part in name.split("."):
        doing = getattr(doing, part)
    with pytest.raises(Conflict) as refused:
        await doing(late, ONE, *more)
    assert refused.value.key == "desk.changed"
    told = refused.value.values["changes"]
    assert "admin Wang: taken (new → in work, agent: – → Wang)" in told
    assert "admin Wang: noted" in told
    assert (await claim_of(stage), await said(stage)) == (before, heard)


async def test_notes_and_reasons_never_reach_the_customer(stage):
    await speaks(stage, Language.ENGLISH)
    await put_claim(stage.database, number=TWO)
    secret = "INTERNAL-7731"
    await stage.desk.take(PRIYA, ONE)
    await stage.desk.note(PRIYA, ONE, secret)
    await stage.desk.links.link(PRIYA, ONE, TWO, secret)
    await stage.desk.links.unlink(PRIYA, ONE, TWO)
    await stage.desk.moves.escalate(PRIYA, ONE, secret, WANG)
    await stage.desk.moves.pass_on(PRIYA, ONE, WANG, secret)
    await stage.desk.moves.hand_back(WANG, ONE, secret)
    await stage.desk.links.merge(WANG, ONE, TWO, secret)
    await stage.desk.moves.reopen(WANG, ONE, secret)
    kept = [event.note for event in await events_of(stage)]
    assert sum(secret in note for note in kept) == 7
    assert not any(secret in text for text in await said(stage))
    logged = await stage.database.read(lambda c: c.all("SELECT text FROM message"))
    assert not any(secret in row["text"] for row in logged)

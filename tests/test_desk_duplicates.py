"""Resolved as a duplicate: of which claim is always said, checked, and both are linked."""

import json
import re

import pytest

from bot.domain.customers import Customer
from bot.domain.errors import Conflict, NotFound
from bot.domain.languages import Language
from bot.domain.lifecycle import Outcome
from bot.services.desk import Agent
from bot.services.desk_duplicates import possible_twins
from bot.storage.claim_links import linked_claims
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.customers import put_customer
from tests.console import AGENT, CUSTOMER, Stage
from tests.filed import put_claim
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

ONE, TWO, THEIRS = "PA-7K3M-4QXW-X", "PA-6T2X-4E9X-4", "PA-5T8W-Y8XJ-N"
PRIYA = Agent(AGENT, "Priya")
DUPLICATE = Outcome.DUPLICATE


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    for number, chat in ((ONE, CUSTOMER), (TWO, CUSTOMER), (THEIRS, CUSTOMER + 1)):
        await put_claim(stage.database, number=number, chat=chat)
    await stage.desk.take(PRIYA, ONE)
    return stage


async def claim_of(stage, number=ONE):
    return await stage.database.read(lambda c: claim_by_number(c, BOT, number))


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
    Language.ENGLISH: "<b>PA-7K3M-4QXW-X is the same matter as PA-6T2X-4E9X-4, and we work on it "
    "there.</b>\nBoth name order 7.\nAll you sent stays; no need to send it again.\n"
    'Not the same? Tap "Not solved, go on".',
    Language.SIMPLIFIED: "<b>PA-7K3M-4QXW-X 和 PA-6T2X-4E9X-4 是同一件事，在 PA-6T2X-4E9X-4 "
    "里一起办。</b>\nBoth name order 7.\n您发过的都还在，不用重发。\n"
    "不是同一件？点“没解决，接着办”。",
    Language.TRADITIONAL: "<b>PA-7K3M-4QXW-X 和 PA-6T2X-4E9X-4 是同一件事，在 PA-6T2X-4E9X-4 "
    "裡一起辦。</b>\nBoth name order 7.\n您發過的都還在，不用重發。\n"
    "不是同一件？點「沒解決，接著辦」。",
}


@pytest.mark.parametrize("language", list(Language))
async def test_both_are_linked_and_the_customer_reads_where_it_goes_on(stage, language):
    await speaks(stage, language)
    await stage.desk.resolve(PRIYA, ONE, DUPLICATE, "Both name order 7.", TWO.lower())
    claim = await claim_of(stage)
    assert (claim.status, claim.outcome, claim.merged_into) == ("resolved", "duplicate", TWO)
    assert await stage.database.read(lambda c: linked_claims(c, claim.id)) == [TWO]
    assert (await said(stage))[-1] == TOLD[language]


async def test_one_that_is_closed_already_is_said_to_be(stage):
    await speaks(stage, Language.ENGLISH)
    await stage.desk.take(PRIYA, TWO)
    await stage.desk.resolve(PRIYA, TWO, Outcome.EXPLAINED)
    await stage.desk.resolve(PRIYA, ONE, DUPLICATE, of=TWO)
    assert "PA-6T2X-4E9X-4, which is closed already." in (await said(stage))[-1]


@pytest.mark.parametrize(
    ("of", "key"),
    [
        ("", "desk.duplicate_of_what"), ("  ", "desk.duplicate_of_what"),
        ("PA-0000-0000-0", "desk.unknown"), ("nonsense", "desk.unknown"),
        (ONE, "desk.same_claim"), (THEIRS, "desk.duplicate_stranger"),
    ],
)  # fmt: skip
async def test_without_another_claim_that_it_can_be_nothing_happens(stage, of, key):
    before, heard = await claim_of(stage), len(await said(stage))
    with pytest.raises((Conflict, NotFound)) as refused:
        await stage.desk.resolve(PRIYA, ONE, DUPLICATE, of=of)
    assert refused.value.key == key
    assert await claim_of(stage) == before
    assert len(await said(stage)) == heard
    assert await stage.database.read(lambda c: linked_claims(c, before.id)) == []


async def test_a_linked_claim_of_somebody_else_will_do_and_its_number_stays_with_the_team(stage):
    await stage.desk.links.link(PRIYA, ONE, THEIRS)
    await stage.desk.resolve(PRIYA, ONE, DUPLICATE, of=THEIRS)
    claim = await claim_of(stage)
    assert (claim.outcome, claim.merged_into) == ("duplicate", "")
    event = (await stage.database.read(lambda c: claim_events(c, claim.id)))[-1]
    assert event.changes["duplicate_of"] == ("", THEIRS)
    rows = await stage.database.read(
        lambda c: c.all("SELECT body FROM outbox WHERE chat_id = :chat", chat=CUSTOMER)
    )
    assert THEIRS not in "".join(row["body"] for row in rows)
    async with stage.inside() as inside:
        assert f"duplicate of: – → {THEIRS}" in (await inside.get(f"/claim/{ONE}")).text


async def test_two_claims_are_never_duplicates_of_each_other(stage):
    third = "PA-9A4D-YF43-Z"
    await put_claim(stage.database, number=third, chat=CUSTOMER)
    for number, of in ((TWO, third), (ONE, TWO)):
        await stage.desk.take(PRIYA, number)
        await stage.desk.resolve(PRIYA, number, DUPLICATE, of=of)
    await stage.desk.take(PRIYA, third)
    claim = await claim_of(stage, third)
    assert await stage.database.read(lambda c: possible_twins(c, claim)) == ()
    for of in (ONE, TWO):
        with pytest.raises(Conflict, match=r"desk\.duplicate_circle"):
            await stage.desk.resolve(PRIYA, third, DUPLICATE, of=of)


async def test_the_console_asks_which_and_offers_those_it_can_be(stage):
    async with stage.inside() as inside:
        page = (await inside.get(f"/claim/{ONE}")).text
        offered = re.findall(r'<option value="(PA-[^"]+)">(.*?)</option>', page)
        assert offered == [(TWO, f"{TWO} · Charged twice, new")]
        version = str((await claim_of(stage)).version)
        form = {"action": "resolve", "outcome": "duplicate", "version": version, "words": "w"}
        for of, status, why in (
            ("", 400, "A duplicate of which claim?"),
            ("PA-0000-0000-0", 409, "There is no such number."),
            (THEIRS, 409, "Link the two first."),
        ):
            refused = await inside.post(f"/claim/{ONE}/act", **form, of=of)
            assert (refused.status_code, why in refused.text) == (status, True), of
            assert ">w</textarea>" in refused.text, "the words stay"
        done = await inside.post(f"/claim/{ONE}/act", **form, of=TWO)
    assert done.status_code == 303
    assert (await claim_of(stage)).merged_into == TWO


async def test_several_at_once_are_no_duplicates(stage):
    async with stage.inside() as inside:
        assert "resolve:duplicate" not in (await inside.get("/")).text
        assert "resolve:refunded" in (await inside.get("/")).text
        version = str((await claim_of(stage)).version)
        form = {"do": "resolve:duplicate", "within": "0", f"c.{ONE}": version}
        refused = await inside.post("/bulk", **form)
    assert refused.status_code == 409
    assert (await claim_of(stage)).status == "in_review"

"""Claims and drafts of an older version: shown, exported, worked on; nothing breaks or is lost."""

import csv
import io
import json
from collections.abc import AsyncIterator
from dataclasses import replace
from pathlib import Path

import openpyxl
import pytest

from bot.dialogue.drafts import Draft, answers
from bot.dialogue.events import Answered
from bot.dialogue.kept_drafts import draft_kept
from bot.domain.kept_facts import UNREADABLE, facts_kept, kind_kept
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.domain.readings import FileReading, from_json
from bot.services.claim_json import claim_object
from bot.services.desk import Agent
from bot.storage.claim_search import find_done, unindexed
from bot.storage.claims import claim_by_number, put_facts
from bot.storage.drafts import active_draft, new_draft
from tests.console import AGENT, Stage
from tests.file_chat import CHAT, FileChat, open_file_chat
from tests.filed import put_claim
from tests.gateway import BOT, NOW
from tests.postgres import database  # noqa: F401 - a fixture

NUMBER, PHONE = "PA-7K3M-4QXW-X", "13812345678"
CLAIM = f"/claim/{NUMBER}"
OLD = {
    "provider": "alipay", "amount": "89.00 CNY", "count": "twice",
    "shop": f"<script>alert(1)</script> {PHONE}", "refund": {"minor": 8900},
}  # fmt: skip
TWICE = ClaimKind.DUPLICATE_CHARGE


@pytest.mark.parametrize(
    ("stored", "fitting", "older"),
    [
        pytest.param({"count": 2}, {"count": 2}, {}, id="facts of today stand as they are"),
        pytest.param({"count": 2, "shop": "x"}, {"count": 2}, {"shop": "x"}, id="another name"),
        pytest.param({"count": "twice"}, {}, {"count": "twice"}, id="another type"),
        pytest.param(
            {"amount": {"minor": -1, "currency": "CNY"}, "merchant": "x"},
            {"merchant": "x"},
            {"amount": {"minor": -1, "currency": "CNY"}},
            id="a value that is refused today",
        ),
        pytest.param(["x"], {}, {UNREADABLE: ["x"]}, id="no facts with names"),
    ],
)
def test_facts_that_do_not_fit_stand_apart(stored, fitting, older):
    kept = facts_kept(TWICE, json.dumps(stored))
    assert (kept.fitting, kept.older) == (fitting, older)


def test_what_cannot_be_read_at_all_is_kept_as_a_text():
    for broken in ("{", "[" * 100_000):
        assert facts_kept(TWICE, broken).older == {UNREADABLE: broken}
    assert kind_kept("lost_card") is ClaimKind.OTHER
    assert from_json('{"payments": "x"}') == FileReading(told=True)


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    await put_claim(stage.database, number="PA-FIRST")
    claim = await put_claim(stage.database, number=NUMBER)
    await put_claim(stage.database, number="PA-LAST")
    await outdate(stage.database, claim.id, OLD)
    return stage


async def outdate(base, claim, facts):
    """Make the facts of a claim those of an older version."""
    text = facts if isinstance(facts, str) else json.dumps(facts)
    sql = "UPDATE claim_facts SET facts = :facts WHERE claim_id = :claim"
    await base.write(lambda c: c.run(sql, facts=text, claim=claim))


async def claim_of(stage):
    return await stage.database.read(lambda c: claim_by_number(c, BOT, NUMBER))


async def test_the_page_shows_what_fits_and_lists_the_rest_escaped_and_masked(stage):
    async with stage.inside() as inside:
        for path in (CLAIM, f"{CLAIM}/live"):
            page = (await inside.get(path)).text
            assert "<dd>Alipay</dd>" in page
            assert "Noted by an older version of the program" in page
            assert "<dt>amount</dt><dd>89.00 CNY</dd>" in page
            assert "<dt>shop</dt><dd>&lt;script&gt;alert(1)&lt;/script&gt; •••• 5678</dd>" in page
            assert "<script>alert" not in page
            assert PHONE not in page
        shown = (await inside.post(f"{CLAIM}/unmask")).text
        other = (await inside.get("/claim/PA-FIRST")).text
    assert PHONE in shown
    assert "Noted by an older version" not in other


@pytest.mark.parametrize("stored", [OLD, "{", '"x"', "null", '{"evidence": 3}'])
async def test_an_export_does_not_end_at_one_claim(stage, stored):
    await outdate(stage.database, (await claim_of(stage)).id, stored)
    async with stage.inside() as inside:
        made = {
            form: await inside.post("/export/file", form=form) for form in ("csv", "xlsx", "json")
        }
    rows = list(csv.reader(io.StringIO(made["csv"].content.decode("utf-8-sig"), newline="")))
    sheet = openpyxl.load_workbook(io.BytesIO(made["xlsx"].content)).active
    listed = json.loads(made["json"].text)
    numbers = ["PA-FIRST", NUMBER, "PA-LAST"]
    assert [row[0] for row in rows[1:]] == numbers
    assert [cell.value for cell in sheet["A"]][1:] == numbers
    assert [each["number"] for each in listed] == numbers
    assert "From an older version, as it was kept: " in rows[2][-1]
    assert listed[1]["older_facts"]
    assert not listed[0]["older_facts"]
    assert PHONE not in made["csv"].text + made["json"].text


async def test_it_is_taken_asked_about_handed_over_and_resolved(stage):
    steps = [
        ("take", {}, "in_review"),
        ("ask", {"words": "Which shop?"}, "waiting"),
        ("hand_back", {"words": "for the morning"}, "filed"),
        ("take", {}, "in_review"),
        ("resolve", {"outcome": "refunded"}, "resolved"),
    ]
    async with stage.inside() as inside:
        for action, fields, status in steps:
            version = str((await claim_of(stage)).version)
            done = await inside.post(f"{CLAIM}/act", action=action, version=version, **fields)
            assert done.status_code == 303, action
            assert (await claim_of(stage)).status == status
        assert (await inside.get(CLAIM)).status_code == 200
        assert (await inside.post("/export/file", form="csv")).status_code == 200


async def test_its_pack_holds_what_an_older_version_kept(stage):
    values = await stage.desk.pack_values(Agent(AGENT, "Priya"), NUMBER)
    told = json.dumps(values, ensure_ascii=False)
    assert "amount: 89.00 CNY; count: twice" in told
    assert '"older_facts": {"amount": "89.00 CNY"' in told


async def test_new_facts_leave_the_older_ones_where_they_are(stage):
    claim = await claim_of(stage)
    changed = replace(claim, version=2, facts={**claim.facts, "count": 3})
    await stage.database.write(lambda c: put_facts(c, changed, str(AGENT), NOW))
    again = await claim_of(stage)
    assert again.facts == {"provider": "alipay", "count": 3}
    assert again.older == {name: OLD[name] for name in ("amount", "shop", "refund")}
    assert claim_object(again)["older_facts"]["refund"] == {"minor": 8900}


async def test_the_search_finds_what_an_older_version_kept(stage):
    await outdate(stage.database, (await claim_of(stage)).id, "{ 老店")

    async def step(connection):
        return await unindexed(connection, BOT, await find_done(connection, BOT), NOW, 100)

    words, _ = await stage.database.read(step)
    assert any("老店" in text for each in words for text in each.texts)


@pytest.fixture
async def chat(tmp_path: Path) -> AsyncIterator[FileChat]:
    async with open_file_chat(tmp_path, agents_chat=-100) as opened:
        yield opened


async def test_its_customer_reads_how_far_it_is_and_agents_get_its_card(chat):
    claim = await put_claim(chat.database, chat=CHAT)
    await outdate(chat.database, claim.id, OLD)
    await chat.says("/status")
    assert "有几项是我旧版记下的，人工都看得到。" in await chat.last()
    assert "支付宝" in await chat.last()
    await chat.taps("我要补充")
    await chat.says("店主姓李")
    await chat.later(10)
    told = await chat.database.read(
        lambda c: c.all("SELECT body FROM outbox WHERE chat_id = -100 ORDER BY id")
    )
    [card] = [row["body"] for row in told if "旧版程序记下的" in row["body"]]
    assert "amount: 89.00 CNY" in card
    assert "&lt;script&gt;" in card


def test_a_draft_keeps_what_still_fits_and_asks_for_the_rest_again():
    events = [
        {"event": "filled_in", "field": "provider", "value": "alipay", "turn": 1, "source": 0},
        {"event": "answered", "field": "amount", "value": "89.00 CNY", "turn": 2, "source": 0},
        {"event": "answered", "field": "shop", "value": "x", "turn": 3, "source": 0},
        {"event": "sang", "turn": 4},
    ]
    kept = draft_kept("duplicate_charge", "duplicate", json.dumps(events))
    assert dict(answers(kept).values) == {"provider": "alipay"}
    assert draft_kept("lost_card", "", "{").kind is ClaimKind.OTHER
    assert draft_kept("fraud", "", "[3, null]") == Draft(ClaimKind.FRAUD)


async def test_a_customer_goes_on_with_a_draft_of_an_older_version(stage):
    draft = Draft(TWICE, "duplicate", (Answered("count", 2, 1),))

    async def step(connection):
        await new_draft(connection, BOT, CHAT, draft, NOW)
        old = '[{"event": "answered", "field": "count", "value": "two", "turn": 1}]'
        await connection.run("UPDATE draft SET events = :old, kind = 'double'", old=old)
        return await active_draft(connection, BOT, CHAT)

    stored = await stage.database.write(step)
    assert stored is not None
    assert stored.draft == Draft(ClaimKind.OTHER, "duplicate")
    assert (await claim_of(stage)).status is Status.FILED

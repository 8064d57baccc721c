"""The page of a claim: what it shows, what it hides until asked, its files."""

import json

import pytest

from bot.domain.evidence import EvidenceState
from bot.domain.kinds import ClaimKind
from bot.domain.redaction import Secret
from bot.storage.arrivals import mark_failed, mark_stored
from bot.storage.custody import custody_page
from bot.storage.messages import LoggedMessage, log_message
from tests.console import ADMIN, AGENT, Stage
from tests.console_claims import ACCOUNT, DIGEST, MAIL, PHONE, full_claim
from tests.filed import put_claim, put_file
from tests.gateway import BOT, NOW
from tests.postgres import database  # noqa: F401 - a fixture

CLAIM = "/claim/PA-7K3M-4QXW-X"


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    stage.claim, stage.file = await full_claim(stage)
    return stage


async def deeds(stage, action):
    rows = await stage.database.read(
        lambda c: c.all("SELECT * FROM audit WHERE action = :action", action=action)
    )
    return [(row["actor"], row["subject"], row["detail"]) for row in rows]


async def test_a_claim_shows_what_its_agent_needs(stage):
    async with stage.inside(zone="Asia/Shanghai") as inside:
        page = (await inside.get(CLAIM)).text
        part = (await inside.get(f"{CLAIM}/live")).text
    for words in (
        "Alipay", "CNY 89.00", "customer: <del>2</del> → <ins>3</ins>", "Chat", "•••• 0005",
        "21 March 2027",
        "收到了，我们在看。", "&lt;b&gt;李雷&lt;/b&gt;", "22 November 18:01", "filed · customer",
        "CNY 89.00 · 2026-11-21 21:14:05 · 咖啡店", "Words and file differ: amount",
        "Sunday, 22 November 22:00 Beijing time", "CNY 178.00",
    ):  # fmt: skip
        assert words in page, words
        assert words in part, words
    assert "<html" not in part
    assert "a card" not in page, "what stands in the agents' group is no conversation"
    assert "<b>李雷" not in page


async def test_what_was_masked_in_a_message_is_named_beside_it(stage):
    said = LoggedMessage(
        BOT, stage.claim.chat, incoming=True, text="my code is [••••]", at=NOW,
        claim=stage.claim.id,
        secrets=frozenset({Secret.CODE, Secret.CVV}),
    )  # fmt: skip
    await stage.database.write(lambda c: log_message(c, said))
    async with stage.inside() as inside:
        page = (await inside.get(CLAIM)).text
    assert page.count("Removed before it was kept: code, security code of the card") == 1


@pytest.mark.parametrize("path", [CLAIM, f"{CLAIM}/live", "/"])
async def test_private_data_are_masked_everywhere(stage, path):
    async with stage.inside() as inside:
        pages = (await inside.get(path)).text
        pages += (await inside.get(f"{CLAIM}/file/{stage.file}")).text
    for private in (PHONE, ACCOUNT, MAIL, "2026112122001412345678901234"):
        assert private not in pages
    assert await deeds(stage, "console.unmasked") == []


async def test_private_data_are_shown_on_demand_and_the_audit_keeps_who_looked(stage):
    async with stage.inside() as inside:
        shown = (await inside.post(f"{CLAIM}/unmask")).text
        again = (await inside.get(CLAIM)).text
    for private in (PHONE, ACCOUNT, MAIL, "2026112122001412345678901234"):
        assert private in shown
        assert private not in again
    assert await deeds(stage, "console.unmasked") == [(str(AGENT), stage.claim.number, "")]


@pytest.mark.parametrize("number", ["PA-0000-0000-0", "x", "..%2F..", "%00", "PA-7K3M-4QXW-Y"])
@pytest.mark.parametrize("rest", ["", "/live", "/file/1", "/file/1/picture"])
async def test_a_number_that_is_none_shows_nothing(stage, number, rest):
    async with stage.inside() as inside:
        assert (await inside.get(f"/claim/{number}{rest}")).status_code == 404


async def test_a_number_can_be_written_as_people_do(stage):
    async with stage.inside() as inside:
        assert (await inside.get("/claim/pa7k3m4qxwx")).status_code == 200


async def test_a_claim_of_another_bot_is_not_shown(stage):
    await put_claim(stage.database, bot=BOT + 1, number="PA-ZZZZ-ZZZZ-Z")
    async with stage.inside() as inside:
        assert (await inside.get("/claim/PA-ZZZZ-ZZZZ-Z")).status_code == 404


async def test_a_picture_is_shown_drawn_anew_and_the_custody_log_keeps_who_saw_it(stage):
    async with stage.inside() as inside:
        viewer = (await inside.get(f"{CLAIM}/file/{stage.file}")).text
        picture = await inside.get(f"{CLAIM}/file/{stage.file}/picture")
    assert f"/console{CLAIM}/file/{stage.file}/picture" in viewer
    assert "咖啡店" in viewer, "what was read stands beside it"
    assert picture.headers["content-type"] == "image/jpeg"
    assert picture.headers["cache-control"] == "no-store"
    assert picture.content == stage.redrawn
    entries = await stage.database.read(lambda c: custody_page(c, 0, 10))
    act = entries[-1].handled
    assert (act.act, act.evidence, act.by, act.sha256) == ("shown", stage.file, AGENT, DIGEST)
    expected = [(str(AGENT), stage.claim.number, str(stage.file))]
    assert await deeds(stage, "console.shown_file") == expected


async def test_the_original_is_handed_out_as_a_download_only(stage):
    async with stage.inside(ADMIN) as inside:
        path = f"{CLAIM}/file/{stage.file}/original"
        by_address = await inside.get(path)
        taken = await inside.post(path)
    assert by_address.status_code == 405
    assert taken.content == b"picture as it came"
    name = f"{stage.claim.number}-{stage.file}.jpg"
    assert taken.headers["content-disposition"] == f'attachment; filename="{name}"'
    assert taken.headers["content-type"] == "application/octet-stream"
    assert taken.headers["x-content-type-options"] == "nosniff"
    assert taken.headers["content-security-policy"].startswith("sandbox; default-src 'none'")
    entries = await stage.database.read(lambda c: custody_page(c, 0, 10))
    assert (entries[-1].handled.act, entries[-1].handled.by) == ("shown", ADMIN)


async def test_files_that_are_no_picture_or_not_here_are_not_drawn(stage):
    claim = stage.claim
    statement = await put_file(stage.database, claim=claim.id, unique_id="u2", mime="text/html")
    lost = await put_file(stage.database, claim=claim.id, unique_id="u3")
    broken = await put_file(stage.database, claim=claim.id, unique_id="u4")
    stage.bytes_of |= {"cd" * 32: b"<script>", "ef" * 32: b"no such thing"}

    async def step(connection):
        await mark_stored(connection, BOT, statement.id, ("cd" * 32, 5, "text/html"))
        await mark_stored(connection, BOT, broken.id, ("ef" * 32, 5, "image/png"))

    await stage.database.write(step)
    async with stage.inside() as inside:
        for item in (statement.id, lost.id, broken.id, 999_999):
            answer = await inside.get(f"{CLAIM}/file/{item}/picture")
            assert answer.status_code == 404
        assert "<img" not in (await inside.get(f"{CLAIM}/file/{statement.id}")).text
        assert "not here" in (await inside.get(f"{CLAIM}/file/{lost.id}")).text
        lost_one = await inside.post(f"{CLAIM}/file/{lost.id}/original")
        assert lost_one.status_code == 404
        await stage.database.write(
            lambda c: mark_failed(c, BOT, lost.id, EvidenceState.LOST, "gone")
        )
        assert (await inside.get(f"{CLAIM}/file/{lost.id}")).status_code == 404
    assert await deeds(stage, "console.shown_file") == []


async def test_a_file_is_found_below_its_own_claim_only(stage):
    other = await put_claim(stage.database, number="PA-0000-0001-1", chat=6)
    theirs = await put_file(stage.database, claim=other.id, chat=6, unique_id="u9")
    await stage.database.write(lambda c: mark_stored(c, BOT, theirs.id, (DIGEST, 5, "image/jpeg")))
    async with stage.inside() as inside:
        for rest in ("", "/picture"):
            assert (await inside.get(f"{CLAIM}/file/{theirs.id}{rest}")).status_code == 404


@pytest.mark.parametrize("kind", ["duplicate_charge", "fraud", "other", "outage"])
async def test_every_fact_of_a_claim_is_shown_in_every_language(stage, kind):
    facts = {
        "duplicate_charge": {"findings": [{
            "payee": "青禾影视", "each": {"minor": 2500, "currency": "CNY"}, "extra": 2,
            "wanted": {"minor": 5000, "currency": "CNY"}, "first_at": "2026-11-01T00:00:00Z",
        }]},
        "fraud": {"stage": "done", "story": "they said 百万保障", "own_payment": "tricked"},
        "other": {"words": "a long story " * 30},
        "outage": {"provider": "alipay", "money_taken": "taken", "payee": "shop"},
    }[kind]  # fmt: skip
    claim = await put_claim(
        stage.database, number="PA-6T2X-4E9X-4", kind=ClaimKind(kind), facts=facts
    )
    async with stage.inside() as inside:
        for language in ("en", "zh-Hans", "zh-Hant"):
            await inside.post("/prefer", language=language)
            page = (await inside.get(f"/claim/{claim.number}")).text
            shown = json.dumps(page, ensure_ascii=False)
            for words in ("青禾影视", "百万保障", "a long story " * 30, "shop"):
                if words in json.dumps(facts, ensure_ascii=False):
                    assert words.strip() in shown
            assert f'<html lang="{language}">' in page

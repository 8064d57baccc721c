"""Exports of the console: what is in a file, what is masked, who may have it."""

import csv
import io
import json
import re

import openpyxl
import pytest

from bot.domain.console import Person
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.services.console_wanted import Wanted
from bot.storage.claims import rate_claim
from bot.writers.sheets import CsvSheet, XlsxSheet
from tests.console import ADMIN, AGENT, Stage
from tests.console_claims import ACCOUNT, MAIL, PHONE, full_claim
from tests.filed import CHAT, put_claim
from tests.gateway import BOT
from tests.postgres import database  # noqa: F401 - a fixture

NUMBER = "PA-7K3M-4QXW-X"
EVIL = "=HYPERLINK(0)"


@pytest.fixture
async def stage(database):  # noqa: F811 - the fixture
    stage = Stage(database)
    claim, _ = await full_claim(stage, NUMBER)
    await stage.database.write(lambda c: rate_claim(c, BOT, CHAT, claim.id, "good"))
    facts = {"words": EVIL}
    await put_claim(stage.database, number="PA-OTHER", kind=ClaimKind.OTHER, facts=facts)
    await put_claim(stage.database, number="PA-ELSEWHERE", bot=BOT + 1)
    return stage


def table(answer):
    """Return the rows of a CSV as Excel reads it."""
    assert answer.content.startswith(b"\xef\xbb\xbf")
    return list(csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline="")))


def sheet(answer):
    """Return the rows of an xlsx, and the types of the cells of the last one."""
    page = openpyxl.load_workbook(io.BytesIO(answer.content)).active
    rows = list(page.iter_rows())
    return [[cell.value for cell in row] for row in rows], [cell.data_type for cell in rows[-1]]


async def export(inside, form, **more):
    answer = await inside.post("/export/file", form=form, **more)
    assert answer.status_code == 200
    return answer


async def test_a_table_has_one_row_for_each_claim_and_no_private_data(stage):
    async with stage.inside(zone="Asia/Shanghai") as inside:
        answer = await export(inside, "csv")
    assert answer.headers["content-disposition"].endswith('.csv"')
    head, first, second = table(answer)
    row = dict(zip(head, first, strict=True))
    assert row["Number"] == NUMBER
    assert (row["Kind"], row["Status"], row["Rating"]) == ("Charged twice", "new", "good")
    assert (row["Wanted back"], row["Currency"]) == ("178.0", "CNY")
    assert row["Filed (Asia/Shanghai)"] == "2026-11-22 18:00"
    assert "咖啡店 •••• 5678" in row["Facts"]
    assert row["Chat"] == "•••• 0005"
    assert second[0] == "PA-OTHER"
    assert not any(secret in answer.text for secret in (PHONE, ACCOUNT, MAIL))


async def test_no_cell_is_a_formula_and_what_people_wrote_is_a_text(stage):
    for form in (CsvSheet, XlsxSheet):
        opened = form(["=1+1", "b"])
        start = opened.add([[EVIL, 3], ["＝2", 1.5], ["@x\x07", "http://a.example"]])
        content = start + b"".join(opened.end())
        opened.close()
        if form is CsvSheet:
            rows = list(csv.reader(io.StringIO(content.decode("utf-8-sig"), newline="")))
            assert rows[:3] == [["'=1+1", "b"], [f"'{EVIL}", "3"], ["'＝2", "1.5"]]
            continue
        page = openpyxl.load_workbook(io.BytesIO(content)).active
        assert [[cell.data_type for cell in row] for row in page] == [
            ["s", "s"], ["s", "n"], ["s", "n"], ["s", "s"],
        ]  # fmt: skip
        assert page["A2"].value == EVIL
        assert page["B4"].hyperlink is None
    async with stage.inside() as inside:
        rows, types = sheet(await export(inside, "xlsx"))
    assert rows[0][0] == "Number"
    assert [row[0] for row in rows[1:]] == [NUMBER, "PA-OTHER"]
    assert EVIL in rows[2][-1]
    assert "f" not in types


async def test_json_holds_everything_masked(stage):
    async with stage.inside() as inside:
        answer = await export(inside, "json")
    full, other = json.loads(answer.text)
    assert (full["number"], other["number"]) == (NUMBER, "PA-OTHER")
    assert full["facts"]["amount"] == {"minor": 8900, "currency": "CNY"}
    assert full["facts"]["reference"] == "•••• 1234"
    assert [each["rule"] for each in full["deadlines"]] == ["visa-12-6"]
    assert len(full["messages"]) == 4
    assert full["evidence"][0]["name"].startswith("••••")
    assert full["chat"] == full["messages"][0]["chat"] == "•••• 0005"
    assert full["events"][0]["actor"] == "•••• 0005"
    assert not any(secret in answer.text for secret in (PHONE, ACCOUNT, MAIL))


async def test_an_admin_can_have_private_data_and_the_audit_keeps_it(stage):
    async with stage.inside(ADMIN) as inside:
        assert 'name="unmasked"' in (await inside.get("/export")).text
        answer = await export(inside, "json", unmasked="yes", kind="duplicate_charge")
        rows = table(await export(inside, "csv", unmasked="yes"))
    (full,) = json.loads(answer.text)
    assert PHONE in full["facts"]["merchant"]
    assert full["chat"] == "0000000005"
    assert PHONE in rows[1][-1]
    assert await audited(stage) == [
        (str(ADMIN), "claims.exported", "json unmasked kind=duplicate_charge"),
        (str(ADMIN), "claims.exported", "csv unmasked"),
    ]


async def audited(stage):
    rows = await stage.database.read(
        lambda c: c.all("SELECT * FROM audit WHERE action NOT LIKE 'console%' ORDER BY id")
    )
    return [(row["actor"], row["action"], row["detail"]) for row in rows]


async def test_an_agent_cannot_take_private_data_of_all_claims_along(stage):
    async with stage.inside(AGENT) as inside:
        assert 'name="unmasked"' not in (await inside.get("/export")).text
        refused = await inside.post("/export/file", form="csv", unmasked="yes")
    assert refused.status_code == 403
    assert "Only admins export" in refused.text
    assert await audited(stage) == [(str(AGENT), "desk.refused", "export")]


@pytest.mark.parametrize(
    ("chosen", "numbers"),
    [
        ({"kind": "other"}, ["PA-OTHER"]),
        ({"status": "resolved"}, []),
        ({"whose": "nobody", "order": "latest"}, [NUMBER, "PA-OTHER"]),
        ({"whose": "mine"}, []),
    ],
)
async def test_the_choice_of_the_queue_applies(stage, chosen, numbers):
    async with stage.inside() as inside:
        page = await inside.get("/export")
        assert page.status_code == 200
        for form in ("csv", "json", "xlsx"):
            answer = await export(inside, form, **chosen)
            found = {
                "csv": lambda got: [row[0] for row in table(got)[1:]],
                "json": lambda got: [each["number"] for each in json.loads(got.text)],
                "xlsx": lambda got: [row[0] for row in sheet(got)[0][1:]],
            }[form](answer)
            assert found == numbers, form


async def test_many_claims_come_page_by_page_without_gap(stage, monkeypatch):
    monkeypatch.setattr("bot.services.console_export._PAGE", 3)
    monkeypatch.setattr("bot.services.console_export._WHOLE", 2)
    names = [f"PA-{number:02}" for number in range(8)]
    for name in names:
        kind = ClaimKind.OTHER if name < "PA-04" else ClaimKind.DUPLICATE_CHARGE
        facts = {"facts": {"words": "x"}} if kind is ClaimKind.OTHER else {}
        await put_claim(stage.database, number=name, kind=kind, **facts)
    person = Person(AGENT, "Priya", Language.ENGLISH)
    for form, kind in (
        ("csv", "other"),
        ("csv", "duplicate_charge"),
        ("json", "duplicate_charge"),
    ):
        made = await stage.exports.begin(person, Wanted.of({"kind": kind}), form, unmasked=False)
        parts = [part async for part in made.parts]
        found = re.findall(r"PA-\d\d\b", b"".join(parts).decode())
        assert found == (names[:4] if kind == "other" else names[4:])
        assert len(parts) > 1, "it comes in parts"


async def test_only_two_files_are_made_at_once(stage):
    person = Person(AGENT, "Priya", Language.ENGLISH)
    async with stage.inside() as inside:
        running = [
            await stage.exports.begin(person, Wanted(), "csv", unmasked=False) for _ in range(2)
        ]
        for each in running:
            await anext(each.parts)
        busy = await inside.post("/export/file", form="json")
        assert busy.status_code == 409
        assert "being made already" in busy.text
        for each in running:
            await each.parts.aclose()
        assert (await inside.post("/export/file", form="json")).status_code == 200
        assert (await inside.post("/export/file", form="exe")).status_code == 409
        form = {"csrf": "0" * 64, "form": "csv"}
        assert (await inside.client.post("/console/export/file", data=form)).status_code == 403


async def test_the_pack_of_a_claim_is_had_from_its_page(stage):
    async with stage.inside() as inside:
        assert (
            f'action="/console/claim/{NUMBER}/pack"' in (await inside.get(f"/claim/{NUMBER}")).text
        )
        pack = await inside.post(f"/claim/{NUMBER.lower()}/pack")
        assert pack.content == f"%PDF {NUMBER}".encode()
        assert pack.headers["content-disposition"] == f'attachment; filename="{NUMBER}.pdf"'
        assert (await inside.post("/claim/PA-0000-0000-0/pack")).status_code == 404
    assert ("70", "claim.pack", "") in await audited(stage)
    shown = await stage.one("SELECT COUNT(*) AS found FROM custody WHERE act = 'shown'")
    assert shown["found"] == 1


async def test_whoever_is_no_agent_any_more_gets_no_file(stage):
    async with stage.inside() as inside:
        csrf = await inside.csrf()
        stage.staff.discard(AGENT)
        for path in ("/export/file", f"/claim/{NUMBER}/pack"):
            answer = await inside.client.post(
                "/console" + path, data={"csrf": csrf, "form": "csv"}
            )
            assert answer.status_code == 401
        assert (await inside.get("/export")).status_code == 401

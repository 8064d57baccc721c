"""`python -m bot claims`: lists, one claim, exports."""

import csv
import io
import json
from datetime import date, timedelta
from functools import partial

import pytest

from bot.domain.casework import ClaimDeadline, ClaimEvent
from bot.domain.custody import Head
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Action, Role, Status
from bot.storage.claim_deadlines import put_deadlines
from bot.storage.claim_lists import claim_numbered, filtered_claims
from bot.storage.claims import change_claim, put_claim_event
from bot.storage.custody import tell_seal
from bot.storage.database import open_database
from bot.writers.tables import safe_cell
from tests import operating
from tests.filed import put_claim
from tests.gateway import NOW

home = operating.home
FIRST = "PA-7K3M-4QXW-X"
SECOND = "PA-0000-0000-0"


@pytest.fixture
def two(home):
    """A charge taken twice that is resolved, and a day later a fraud."""
    first = home.claim()
    closed = ClaimEvent(Action.RESOLVE, Role.AGENT, "77", "in_review", "resolved", "退了", NOW)
    taken = operating.replace(
        first, status=Status.RESOLVED, outcome="refunded", agent=77, agent_name='=cmd("x")'
    )
    home.write(lambda c: change_claim(c, taken, NOW))
    home.write(lambda c: put_claim_event(c, first.id, closed))
    due = ClaimDeadline("CN-card", "user", date(2026, 11, 20), date(2027, 3, 20), hint=True)
    home.write(lambda c: put_deadlines(c, first.id, [due]))
    home.file(claim=first.id)
    home.message("扣了\x1b[2J两次", claim=first.id)
    home.message("已记下", claim=first.id, incoming=False, at=NOW + timedelta(minutes=1))
    home.message("卡片", claim=first.id, incoming=False, chat=-100)
    home.message("别的事")
    later = NOW + timedelta(days=1)
    fraud = {"kind": ClaimKind.FRAUD, "facts": {"story": "=假客服"}, "filed_at": later}
    home.claim(number=SECOND, **fraud)
    return home


@pytest.mark.parametrize(
    ("options", "numbers"),
    [
        pytest.param([], [FIRST, SECOND], id="all, in the order of filing"),
        pytest.param(["--kind", "fraud"], [SECOND], id="one kind"),
        pytest.param(["--status", "resolved"], [FIRST], id="one status"),
        pytest.param(["--since", "2026-11-23"], [SECOND], id="from a day on"),
        pytest.param(["--until", "2026-11-22"], [FIRST], id="to the end of a day"),
        pytest.param(
            ["--since", "2026-11-22", "--until", "2026-11-23"], [FIRST, SECOND], id="both days"
        ),
        pytest.param(["--kind", "fraud", "--status", "resolved"], [], id="filters go together"),
    ],
)
def test_the_list_holds_the_claims_that_were_asked_for(two, options, numbers):
    result = two.run("claims", "list", "--format", "json", *options)
    assert result.exit_code == 0
    assert [claim["number"] for claim in json.loads(result.stdout)] == numbers
    table = two.run("claims", "list", *options).stdout
    assert [number for number in (FIRST, SECOND) if number in table] == numbers
    rows = list(
        csv.DictReader(io.StringIO(two.run("claims", "list", "--format", "csv", *options).stdout))
    )
    assert [row["number"] for row in rows] == numbers


async def test_a_long_list_is_read_in_pages(tmp_path):
    database = await open_database(f"sqlite:///{tmp_path / 'bot.db'}")
    for place in range(5):
        await put_claim(database, number=f"PA-{place}")
    pages, after = [], 0
    while page := await database.read(partial(filtered_claims, after=after, limit=2)):
        pages.append([claim.number for claim in page])
        after = page[-1].id
    await database.close()
    assert pages == [["PA-0", "PA-1"], ["PA-2", "PA-3"], ["PA-4"]]


def test_the_table_says_status_money_and_times(two):
    table = two.run("claims", "list").stdout
    line = next(line for line in table.splitlines() if FIRST in line)
    for expected in ("resolved: refunded", "89.00 CNY", "2026-11-22 10:00", "2026-11-22 14:00"):
        assert expected in line


def test_one_claim_is_shown_with_all_that_belongs_to_it(two):
    shown = two.run("claims", "show", "pa 7k3m4qxwx").stdout
    for expected in (
        "咖啡店", "2027-03-20", "not checked", "账单.jpg", "sha256", "resolve", "退了", "已记下",
    ):  # fmt: skip
        assert expected in shown
    assert "< (to the agents) 卡片" in shown
    assert "别的事" not in shown
    assert "\x1b" not in shown


def test_one_claim_as_json_holds_facts_events_deadlines_evidence_and_messages(two):
    shown = json.loads(two.run("claims", "show", FIRST, "--json").stdout)
    assert (shown["number"], shown["facts"]["merchant"]) == (FIRST, "咖啡店")
    assert (shown["wanted_minor"], shown["currency"]) == (8900, "CNY")
    assert [event["action"] for event in shown["events"]] == ["resolve"]
    assert [(each["rule"], each["due_on"], each["checked"]) for each in shown["deadlines"]] == [
        ("CN-card", "2027-03-20", False)
    ]
    assert [(file["state"], file["size"]) for file in shown["evidence"]] == [
        ("stored", len(operating.PICTURE))
    ]
    assert [(each["direction"], each["claim"]) for each in shown["messages"]] == [
        ("in", FIRST),
        ("out", FIRST),
        ("out", FIRST),
    ]


@pytest.mark.parametrize(
    ("number", "code", "says"),
    [
        pytest.param(SECOND, 1, "no claim", id="nobody has this number"),
        pytest.param("PA-7K3M-4QXW-Y", 2, "looks like", id="its check is wrong"),
    ],
)
def test_a_claim_that_is_not_there_is_said_to_be_missing(home, number, code, says):
    home.claim()
    result = home.run("claims", "show", number)
    assert (result.exit_code, result.stdout) == (code, "")
    assert says in result.stderr


def test_an_export_to_a_file_is_closed_to_others_and_whole(two):
    path = two.folder / "claims.json"
    path.write_text("an earlier one, open to all")
    result = two.run("claims", "export", "--format", "json", "--output", path)
    assert (result.exit_code, result.stdout) == (0, f"2 claims written to {path}\n")
    assert path.stat().st_mode & 0o077 == 0
    first, second = json.loads(path.read_text("utf-8"))
    assert (len(first["messages"]), second["messages"]) == (3, [])


def test_a_csv_file_opens_in_a_spreadsheet_without_becoming_a_formula(two):
    path = two.folder / "claims.csv"
    assert two.run("claims", "export", "--format", "csv", "--output", path).exit_code == 0
    assert path.read_bytes().startswith("\ufeffnumber,kind".encode())
    first, second = csv.DictReader(io.StringIO(path.read_text("utf-8-sig")))
    assert first["agent"] == '\'=cmd("x")'
    assert json.loads(second["facts"]) == {"story": "=假客服"}


def test_an_export_that_cannot_be_written_says_so(two):
    result = two.run("claims", "export", "--format", "csv", "--output", two.folder)
    assert result.exit_code == 1
    assert str(two.folder) in result.stderr


@pytest.mark.parametrize("form", ["json", "csv"])
def test_without_claims_an_export_is_an_empty_list(home, form):
    home.message("hello")
    result = home.run("claims", "export", "--format", form)
    assert result.exit_code == 0
    rows = json.loads(result.stdout) if form == "json" else result.stdout.splitlines()[1:]
    assert rows == []


@pytest.mark.parametrize(
    ("cell", "written"),
    [
        *[
            pytest.param(f"{sign}1", f"'{sign}1", id=f"begins with {sign!r}")
            for sign in "=+-@\t\r\n＝＋－＠"
        ],
        pytest.param("1=1", "1=1", id="holds a sign further on"),
        pytest.param("", "", id="empty"),
        pytest.param(-5, -5, id="a number of ours"),
        pytest.param(None, None, id="nothing"),
    ],
)
def test_cells_are_no_formulas(cell, written):
    assert safe_cell(cell) == written


@pytest.mark.parametrize(
    "command", [["claims", "list"], ["claims", "show", FIRST], ["messages"], ["purge"]]
)
def test_a_database_that_is_not_there_is_not_made(home, command):
    result = home.run(*command)
    assert result.exit_code == 1
    assert "no database at" in result.stderr
    assert not home.database.exists()


@pytest.mark.parametrize(
    "command",
    [
        ["claims", "list", "--kind", "nonsense"],
        ["claims", "list", "--since", "yesterday"],
        ["claims", "export", "--format", "pdf"],
        ["claims", "export"],
    ],
)
def test_wrong_use_ends_with_code_2(home, command):
    assert home.run(*command).exit_code == 2


def test_a_wrong_setting_ends_with_code_2_and_its_name(home, monkeypatch):
    monkeypatch.setenv("BOT_LOG_LEVEL", "LOUD")
    result = home.run("claims", "list")
    assert result.exit_code == 2
    assert "BOT_LOG_LEVEL" in result.stderr


def test_a_claim_shows_what_another_one_holds_too(two):
    other = two.write(lambda c: claim_numbered(c, SECOND))
    two.file(claim=other.id)
    [shown] = json.loads(two.run("claims", "show", FIRST, "--json").stdout)["reused"]
    assert (shown["how"], shown["claim"]) == ("file", SECOND)
    assert f"same file in {SECOND}: file {shown['evidence']}" in (
        two.run("claims", "show", FIRST).stdout
    )


def test_a_claim_shows_the_seal_that_its_customer_was_told(two):
    claim = two.write(lambda c: claim_numbered(c, FIRST))
    two.write(lambda c: tell_seal(c, claim.id, Head(1, "ab" * 32)))
    assert json.loads(two.run("claims", "show", FIRST, "--json").stdout)["seal"] == "ab" * 32
    assert "ab" * 32 in two.run("claims", "show", FIRST).stdout
    assert json.loads(two.run("claims", "show", SECOND, "--json").stdout)["seal"] is None

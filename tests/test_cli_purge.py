"""`python -m bot purge`: what goes, what stays."""

import os
from datetime import UTC, datetime, timedelta

import pytest

from bot.dialogue.drafts import Draft
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.storage.claims import change_claim
from bot.storage.drafts import new_draft
from tests import operating
from tests.filed import CHAT
from tests.gateway import BOT

home = operating.home
NOW = datetime.now(UTC)
# More than a run of all tests takes, which is between this module's "now" and a command's.
SHORT = timedelta(hours=1)


def draft(home, age, kind=ClaimKind.FRAUD):
    return home.write(lambda c: new_draft(c, BOT, CHAT, Draft(kind), NOW - age)).id


def closed(home, age, status=Status.RESOLVED):
    claim = home.claim()
    changed = operating.replace(claim, status=status)
    home.write(lambda c: change_claim(c, changed, NOW - age))
    return claim


@pytest.mark.parametrize(
    ("limit", "make", "table"),
    [
        pytest.param(
            timedelta(days=30),
            lambda home, age: home.message("hello", at=NOW - age),
            "message",
            id="messages without a claim",
        ),
        pytest.param(
            timedelta(hours=24),
            lambda home, age: home.file(received_at=NOW - age),
            "evidence",
            id="files that wait for a claim",
        ),
        pytest.param(timedelta(days=30), draft, "draft", id="unfinished claims"),
        pytest.param(timedelta(days=365), closed, "claim", id="resolved claims"),
        pytest.param(
            timedelta(days=365),
            lambda home, age: closed(home, age, Status.WITHDRAWN),
            "claim",
            id="withdrawn claims",
        ),
    ],
)
def test_each_goes_when_its_time_is_over_and_not_before(home, limit, make, table):
    make(home, limit - SHORT)
    assert home.run("purge").exit_code == 0
    assert home.count(table) == 1
    if table == "claim":
        home.write(lambda c: c.run("DELETE FROM claim"))
    make(home, limit + SHORT)
    before = home.count(table)
    home.run("purge")
    assert home.count(table) == before - 1


def test_open_claims_and_their_messages_and_files_stay_for_ever(home):
    claim = closed(home, timedelta(days=1000), Status.WAITING)
    home.message("hello", claim=claim.id, at=NOW - timedelta(days=1000))
    _, bytes_of = home.file(claim=claim.id, received_at=NOW - timedelta(days=1000))
    os.utime(bytes_of, (0, 0))
    home.run("purge")
    assert [home.count(table) for table in ("claim", "message", "evidence")] == [1, 1, 1]
    assert bytes_of.exists()


def test_with_a_claim_go_its_messages_facts_files_and_their_bytes(home):
    claim = closed(home, timedelta(days=366))
    home.message("hello", claim=claim.id, at=NOW)
    _, bytes_of = home.file(claim=claim.id)
    printed = home.run("purge").stdout
    tables = ("claim", "claim_facts", "message", "evidence")
    assert [home.count(table) for table in tables] == [0, 0, 0, 0]
    assert not bytes_of.exists()
    assert "claims closed over a year ago: 1" in printed
    assert "files of all these: 1" in printed


def test_files_of_an_old_draft_go_with_it(home):
    item = draft(home, timedelta(days=31))
    _, bytes_of = home.file(draft=item, received_at=NOW)
    home.run("purge")
    assert home.count("evidence") == 0
    assert not bytes_of.exists()


def test_bytes_that_another_claim_still_names_stay(home):
    _, bytes_of = home.file(received_at=NOW - timedelta(days=3))
    home.file(claim=home.claim().id)
    home.run("purge")
    assert home.count("evidence") == 1
    assert bytes_of.exists()


@pytest.mark.parametrize("age", [timedelta(hours=1), timedelta(days=2)])
def test_bytes_that_nothing_names_go_after_a_day(home, age):
    item, bytes_of = home.file(received_at=NOW)
    home.write(lambda c: c.run("DELETE FROM evidence WHERE id = :id", id=item))
    then = (NOW - age).timestamp()
    os.utime(bytes_of, (then, then))
    home.run("purge")
    assert bytes_of.exists() == (age < timedelta(days=1))


def test_a_dry_run_counts_and_deletes_nothing(home):
    home.message("hello", at=NOW - timedelta(days=31))
    _, bytes_of = home.file(received_at=NOW - timedelta(days=2))
    result = home.run("purge", "--dry-run")
    assert result.exit_code == 0
    assert "would be deleted:\n  messages without a claim: 1" in result.stdout
    assert [home.count("message"), home.count("evidence")] == [1, 1]
    assert bytes_of.exists()

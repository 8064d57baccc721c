"""`python -m bot messages`."""

import json
from datetime import timedelta

import pytest

from tests import operating
from tests.filed import CHAT
from tests.gateway import NOW

home = operating.home
NUMBER = "PA-7K3M-4QXW-X"


@pytest.fixture
def talk(home):
    claim = home.claim()
    home.message("一", telegram_id=11)
    home.message("two", claim=claim.id, incoming=False, at=NOW + timedelta(minutes=1))
    home.message("三", chat=CHAT + 1)
    home.message("four\nlines\x1b[31m", edit_of=11)
    return home


def lines(result):
    assert result.exit_code == 0
    return [json.loads(line) for line in result.stdout.splitlines()]


@pytest.mark.parametrize("page", [1, 2, 500])
def test_every_message_is_one_line_the_oldest_first(talk, page, monkeypatch):
    monkeypatch.setattr("bot.cli.messages.PAGE", page)
    found = lines(talk.run("messages", "--json"))
    assert [each["text"] for each in found] == ["一", "two", "三", "four\nlines\x1b[31m"]


def test_a_line_says_who_when_and_for_which_claim(talk):
    first, second, _, fourth = lines(talk.run("messages", "--json"))
    assert first == {
        "id": 1,
        "at": "2026-11-22T10:00:00+00:00",
        "chat": CHAT,
        "direction": "in",
        "text": "一",
        "telegram_id": 11,
        "edit_of": None,
        "evidence": None,
        "claim": None,
    }
    assert (second["direction"], second["claim"]) == ("out", NUMBER)
    assert fourth["edit_of"] == 11


@pytest.mark.parametrize(
    ("options", "texts"),
    [
        pytest.param(["--chat", str(CHAT + 1)], ["三"], id="one chat"),
        pytest.param(["--claim", "pa7k3m4qxwx"], ["two"], id="one claim"),
        pytest.param(["--claim", NUMBER, "--chat", str(CHAT + 1)], [], id="both"),
    ],
)
def test_only_what_was_asked_for(talk, options, texts):
    assert [each["text"] for each in lines(talk.run("messages", "--json", *options))] == texts


def test_people_read_a_line_each_that_no_terminal_obeys(talk):
    printed = talk.run("messages").stdout
    assert f"2026-11-22 10:01 {CHAT} {NUMBER} < two" in printed
    assert len(printed.splitlines()) == 4
    assert "\x1b" not in printed


@pytest.mark.parametrize(
    ("number", "code"),
    [
        pytest.param("PA-0000-0000-0", 1, id="nobody has this number"),
        pytest.param("seven", 2, id="it is no number"),
    ],
)
def test_a_claim_that_is_not_there(talk, number, code):
    result = talk.run("messages", "--json", "--claim", number)
    assert (result.exit_code, result.stdout) == (code, "")

"""`python -m bot sources`."""

import json
from dataclasses import replace
from datetime import UTC, datetime, timedelta

import pytest

from bot.cli.sources import age_shown, length_shown
from bot.domain.official import OfficialLevel, Published
from bot.storage.official import put_states
from bot.storage.sources import StatusSource, add_source, note_poll
from tests import operating

home = operating.home
PAGE = "https://status.wise.example"


@pytest.fixture
def polled(home):
    now = datetime.now(UTC)
    home.claim()
    wise = StatusSource("feed:wise", "wise", PAGE, f"{PAGE}/summary.json", now)
    alipay = StatusSource("probe:alipay", "alipay", "probe", "https://help.example", now)
    for source in (wise, alipay):
        home.write(lambda c, s=source: add_source(c, s))
    read = replace(wise, read_at=now - timedelta(minutes=4, seconds=5),
                   next_at=now + timedelta(minutes=90))  # fmt: skip
    failed = replace(alipay, failures=6, error="no\x1b[31m network", next_at=now)
    for source in (read, failed):
        home.write(lambda c, s=source: note_poll(c, s))
    home.write(lambda c: put_states(c, wise.key, [Published(OfficialLevel.DEGRADED, "Slow")]))
    return home


def test_each_source_has_a_line_with_state_age_error_and_next_poll(polled):
    result = polled.run("sources")
    assert result.exit_code == 0
    wise, alipay = (line.split("  ") for line in result.stdout.splitlines() if ":" in line)
    assert [part.strip() for part in wise if part.strip()] == [
        "feed:wise", "degraded", "4 min ago", "-", "closed", "in 89 min",
    ]  # fmt: skip
    assert [part.strip() for part in alipay if part.strip()] == [
        "probe:alipay", "unknown", "never", "no [31m network", "open", "now",
    ]  # fmt: skip


def test_the_same_for_programs(polled):
    first, second = json.loads(polled.run("sources", "--json").stdout)["sources"]
    assert (first["source"], first["state"], first["page"]) == ("feed:wise", "degraded", PAGE)
    assert datetime.fromisoformat(first["read_at"]) < datetime.fromisoformat(first["next_at"])
    assert (second["read_at"], second["failures"], second["breaker"]) == (None, 6, "open")


def test_before_the_first_poll_and_where_feeds_are_off(home, monkeypatch):
    home.claim()
    assert "has been asked yet" in home.run("sources").stdout
    assert json.loads(home.run("sources", "--json").stdout) == {"sources": []}
    monkeypatch.setenv("BOT_STATUS_FEEDS", "off")
    assert "BOT_STATUS_FEEDS is off" in home.run("sources").stdout


def test_without_a_database_it_says_so(home):
    assert home.run("sources").exit_code == 1


@pytest.mark.parametrize(
    ("seconds", "shown"),
    [(-5, "0 s"), (59, "59 s"), (60, "1 min"), (7199, "119 min"), (7200, "2 h"), (200_000, "2 d")],
)
def test_lengths_are_short(seconds, shown):
    assert length_shown(timedelta(seconds=seconds)) == shown
    assert age_shown(None, datetime.now(UTC)) == "never"

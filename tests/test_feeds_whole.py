"""Status feeds as whole pages publish them, served over HTTP: made by hand, nobody's own words."""

from datetime import UTC, datetime
from pathlib import Path

import pytest

from bot.domain.official import OfficialLevel as Level
from bot.domain.official import Published
from bot.gateway.status_sources import Feed, Sources
from bot.readers.feeds.reading import read_feed
from bot.readers.feeds.refused import FeedRefused
from tests import postgres, status_pages
from tests.gateway import NOW
from tests.status_pages import page

site, bench = status_pages.site, status_pages.bench
database, database_url = postgres.database, postgres.database_url
FEEDS = Path(__file__).parent / "fixtures" / "feeds"


def at(day, clock):
    hour, minute, *second = (int(part) for part in clock.split(":"))
    return datetime(2026, 11, day, hour, minute, *second, tzinfo=UTC)


UPGRADE = Published(Level.MAINTENANCE, "Database upgrade", at(23, "02:00"), at(23, "04:30"))
PAYOUTS = Published(Level.MAINTENANCE, "Payout network works", at(22, "09:00"), at(22, "11:00"))
CARDS = "Elevated errors on card payments"
WHOLE = {
    "statuspage_summary.json": (
        "statuspage-v2", "application/json; charset=utf-8",
        [Published(Level.DEGRADED, CARDS, at(22, "09:12")), PAYOUTS, UPGRADE],
    ),
    "statuspage_history.rss": (
        "rss", "application/rss+xml; charset=utf-8",
        [Published(Level.DEGRADED, CARDS, at(22, "09:44:10")), UPGRADE],
    ),
    "statuspage_history.atom": (
        "atom", "application/atom+xml; charset=utf-8",
        [Published(Level.DEGRADED, CARDS, at(22, "09:21:43"))],
    ),
    "instatus_history.rss": (
        "rss", "application/xml",
        [Published(Level.DEGRADED, "Top-ups are slow", at(22, "08:31")),
         Published(Level.MAINTENANCE, "Ledger move", at(22, "23:00"))],
    ),
}  # fmt: skip


@pytest.mark.parametrize("name", WHOLE)
def test_a_whole_page_says_how_it_is_and_what_is_planned(name):
    kind, _, said = WHOLE[name]
    assert read_feed(kind, (FEEDS / name).read_bytes(), NOW) == said


async def test_whole_pages_are_read_over_http(bench, site):
    feeds = []
    for name, (kind, media, _) in WHOLE.items():
        site.answers[name] = page((FEEDS / name).read_bytes(), Content_Type=media, ETag='"a1"')
        feeds.append(Feed(name, f"https://{name}.example", site.url(name), kind))
    bench.sources = Sources(tuple(feeds))
    await bench.polls.round()
    for name, (_, _, said) in WHOLE.items():
        states = await bench.states(name)
        kept = [Published(each.state, each.title, each.since, each.until) for each in states]
        assert kept == said, name


@pytest.mark.parametrize("kind", ["statuspage-v2", "json", "rss"])
def test_another_document_of_such_a_page_is_not_taken_for_it(kind):
    with pytest.raises(FeedRefused):
        read_feed(kind, (FEEDS / "instatus_summary.json").read_bytes(), NOW)


def test_an_incident_is_over_once_its_last_word_says_so():
    told = (FEEDS / "instatus_history.rss").read_bytes()
    over = told.replace(b"Monitoring&lt;", b"Resolved&lt;")
    assert read_feed("rss", over, NOW)[0] == Published(Level.OPERATIONAL)

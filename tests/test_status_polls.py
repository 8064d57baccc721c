"""Polls of status pages over HTTP: what is kept, and how rarely a page is asked."""

import asyncio
import logging
from datetime import timedelta

from bot.domain.official import OfficialLevel
from bot.gateway import status_polls
from bot.status_wiring import StatusWatch, feed_reader
from bot.storage.errors import DatabaseAway, DatabaseClosed
from bot.storage.sources import all_sources
from bot.workers.pool import WorkerPool
from tests import postgres, status_pages
from tests.feeds import maintenance, statuspage
from tests.gateway import NOW, until
from tests.status_pages import PAGES, Clock, feeds, page

database = postgres.database
site = status_pages.site
bench = status_pages.bench
MINUTE = timedelta(minutes=1)


async def test_what_pages_say_is_kept_with_page_and_time(bench, site):
    bench.sources = feeds(site, "healthy", "degraded", "hostile")
    await bench.polls.round()
    assert await bench.level("healthy") is OfficialLevel.OPERATIONAL
    now, planned = await bench.states("degraded")
    assert (now.state, now.title, now.read_at) == (
        OfficialLevel.DEGRADED, "Card payments fail", NOW,
    )  # fmt: skip
    assert now.source == "https://degraded.example"
    assert planned.is_planned(NOW)
    [evil] = await bench.states("hostile")
    assert evil.title == "Pay at …"


BROKEN = {
    "broken": "no summary of Statuspage",
    "html": "no summary of Statuspage",
    "laughs": "no well-formed XML without entities",
    "gone": "HTTP 404",
    "huge": "the answer is larger than 1048576 bytes",
    "bomb": "the answer is larger than 1048576 bytes",
    "cut": "the connection broke",
    "inside": "10.0.0.1 is not on the open internet",
    "endless": "too many redirects",
}


async def test_a_page_that_cannot_be_read_costs_only_its_own_state(bench, site):
    bench.sources = feeds(site, *BROKEN, "healthy")
    await bench.polls.round()
    found = {name: (await bench.row(f"feed:{name}")).error for name in BROKEN}
    assert found == BROKEN
    assert [await bench.states(name) for name in BROKEN] == [[]] * len(BROKEN)
    assert await bench.level("healthy") is OfficialLevel.OPERATIONAL


async def test_no_answer_in_time_is_asked_for_once_more(bench, site):
    bench.restart(patience=0.1)
    bench.sources = feeds(site, "slow")
    await bench.polls.round()
    assert [name for name, _ in site.asked] == ["slow", "slow"]
    assert (await bench.row("feed:slow")).error == "no answer in time"


async def test_a_bad_answer_is_not_asked_for_again(bench, site):
    bench.sources = feeds(site, "broken", "gone", "inside")
    await bench.polls.round()
    assert sorted(name for name, _ in site.asked) == ["broken", "gone", "inside"]


async def test_a_page_that_has_not_changed_is_not_sent_again(bench, site):
    async def changing(request):
        known = request.headers.get("If-None-Match")
        fresh = page(statuspage("minor"), ETag='"1"', Last_Modified="Sun")
        return await (page(b"", 304) if known == '"1"' else fresh)(request)

    site.answers["page"] = changing
    bench.sources = feeds(site, "page")
    await bench.polls.round()
    await bench.after(minutes=6)
    assert [known for _, known in site.asked] == [
        {}, {"If-None-Match": '"1"', "If-Modified-Since": "Sun"},
    ]  # fmt: skip
    [state] = await bench.states("page")
    assert (state.state, state.read_at) == (OfficialLevel.DEGRADED, NOW + 6 * MINUTE)


async def test_maintenance_that_is_over_is_not_told_though_the_page_is_the_same(bench, site):
    async def same(request):
        known = "If-None-Match" in request.headers
        fresh = page(statuspage(maintenance=[maintenance()]), ETag='"1"')
        return await (page(b"", 304) if known else fresh)(request)

    site.answers["page"] = same
    bench.sources = feeds(site, "page")
    await bench.polls.round()
    assert len(await bench.states("page")) == 2
    await bench.after(minutes=110)
    assert len(await bench.states("page")) == 2
    await bench.after(minutes=15)
    assert [each.state for each in await bench.states("page")] == [OfficialLevel.OPERATIONAL]


async def test_after_a_failure_the_whole_page_is_asked_for(bench, site):
    site.answers["page"] = page(statuspage(), ETag='"1"')
    bench.sources = feeds(site, "page")
    await bench.polls.round()
    site.answers["page"] = page(b"", 500)
    await bench.after(minutes=6)
    await bench.after(minutes=6)
    assert [known for _, known in site.asked] == [{}, {"If-None-Match": '"1"'}, {}]


async def test_where_nothing_is_due_nothing_is_written(bench, site, monkeypatch):
    bench.sources = feeds(site, "healthy")
    await bench.polls.round()
    monkeypatch.setattr(bench.database, "write", None)
    assert await bench.after(minutes=1) == 15


async def test_a_page_is_asked_every_few_minutes_also_over_a_restart(bench, site):
    bench.sources = feeds(site, "healthy")
    await bench.polls.round()
    for minutes in (1, 3):
        bench.restart()
        await bench.after(minutes=minutes)
        assert len(site.asked) == 1
    await bench.after(minutes=2)
    assert len(site.asked) == 2


async def test_a_failing_page_is_asked_ever_more_rarely_until_the_breaker_opens(bench, site):
    bench.sources = feeds(site, "page")
    site.answers["page"] = page(statuspage("minor"))
    await bench.polls.round()
    site.answers["page"] = page(b"", 500)
    asked_at = []
    for minute in range(120):
        before = len(site.asked)
        bench.restart()
        await bench.after(minutes=1)
        if len(site.asked) > before:
            asked_at.append(minute + 1)
        if (await bench.row("feed:page")).failures == 5:
            break
        assert await bench.level("page") is OfficialLevel.DEGRADED
    waits = [later - earlier for earlier, later in zip([0, *asked_at], asked_at, strict=False)]
    assert waits == [6, 6, 11, 22, 33]
    [state] = await bench.states("page")
    assert (state.state, state.read_at) == (OfficialLevel.UNKNOWN, NOW)
    await bench.after(minutes=29)
    assert len(site.asked) == 1 + len(asked_at)
    site.answers["page"] = page(statuspage())
    await bench.after(minutes=5)
    assert await bench.level("page") is OfficialLevel.OPERATIONAL
    assert (await bench.row("feed:page")).failures == 0


async def test_a_server_that_asks_for_peace_gets_it(bench, site):
    bench.sources = feeds(site, "page")
    site.answers["page"] = page(b"", 429, Retry_After="3000")
    await bench.polls.round()
    assert (await bench.row("feed:page")).next_at == NOW + 50 * MINUTE


async def test_two_processes_ask_a_page_once(bench, site):
    bench.sources = feeds(site, "healthy")
    await bench.polls.round()
    first = bench.polls
    bench.restart()
    bench.clock.move(minutes=6)
    await first.round()
    await bench.polls.round()
    assert len(site.asked) == 2


async def test_a_page_that_left_the_tables_is_forgotten(bench, site):
    bench.sources = feeds(site, "healthy", "degraded")
    await bench.polls.round()
    bench.sources = feeds(site, "healthy")
    await bench.after(seconds=1)
    assert await bench.states("degraded") == []
    assert [each.key for each in await bench.database.read(all_sources)] == ["feed:healthy"]


async def test_the_next_look_is_soon_but_never_at_once(bench, site):
    assert await bench.polls.round() == 15
    bench.sources = feeds(site, "healthy")
    assert await bench.polls.round() == 15
    assert await bench.after(minutes=5, seconds=29) == 1


async def test_without_a_network_one_line_is_logged_and_one_when_it_is_back(bench, site, caplog):
    caplog.set_level(logging.INFO, logger="bot.gateway.status_polls")
    names = ("one", "two", "three")
    site.answers |= dict.fromkeys(names, PAGES["cut"])
    bench.sources = feeds(site, *names)
    for _ in range(6):
        await bench.after(minutes=40)
    [line] = caplog.messages
    assert line.startswith("3 of 3 status sources cannot be read: feed:one, feed:three, feed:two;")
    site.answers |= dict.fromkeys(names, PAGES["healthy"])
    await bench.after(minutes=40)
    assert caplog.messages[1:] == ["all 3 status sources can be read again"]


async def test_the_worker_reads_feeds_and_says_why_one_is_refused(bench, site):
    workers = WorkerPool(512)
    bench.read = feed_reader(workers)
    bench.restart()
    bench.sources = feeds(site, "degraded", "laughs")
    await bench.polls.round()
    assert [each.state for each in await bench.states("degraded")] == [
        OfficialLevel.DEGRADED, OfficialLevel.MAINTENANCE,
    ]  # fmt: skip
    assert (await bench.row("feed:laughs")).error == BROKEN["laughs"]
    await workers.close()


async def test_the_bots_own_watch_asks_nothing_of_this_machine(database, site, monkeypatch):
    """Put together as the bot does it: the real client, without what allows it these tests."""
    monkeypatch.setattr(status_polls, "_FIRST_AFTER", 0)
    watch = StatusWatch(database, lambda: feeds(site, "healthy"), Clock(), site.url("healthy"))
    running = asyncio.create_task(watch.run())

    async def failed():
        return [each.error for each in await database.read(all_sources) if each.failures]

    await until(failed)
    assert await failed() == ["localhost is not on the open internet"]
    assert site.asked == []
    running.cancel()
    await asyncio.wait([running])
    await watch.close()


async def test_the_polls_end_with_the_database_and_wait_while_it_is_away(
    bench, database, monkeypatch, caplog
):
    monkeypatch.setattr(status_polls, "_FIRST_AFTER", 0)
    monkeypatch.setattr(status_polls, "_LOOK_EVERY", 0)
    failures = [DatabaseAway("locked"), DatabaseClosed("closed")]

    async def fail(_step):
        raise failures.pop(0)

    monkeypatch.setattr(database, "read", fail)
    await bench.polls.run()
    assert failures == []
    assert caplog.messages == ["status polls wait for the database"]

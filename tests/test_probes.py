"""Probes over HTTP: when they alarm and clear, how rarely they look, when they say nothing."""

from bot.domain.official import OfficialLevel
from bot.gateway.status_sources import Sources
from bot.storage.official import switch_probe_off
from tests import postgres, status_pages
from tests.status_pages import page

database = postgres.database
site = status_pages.site
bench = status_pages.bench


async def test_a_probe_alarms_after_three_bad_answers_and_clears_after_two_good_ones(bench, site):
    await bench.probing("shop")
    site.answers["shop"] = page(b"", 403)
    levels = []
    for status in (403, 403, 500, 502, 200, 503, 503, 503, 200, 503, 200, 200):
        site.answers["shop"] = page(b"", status)
        await bench.after(seconds=67)
        levels.append(await bench.level("shop"))
    up, down = OfficialLevel.OPERATIONAL, OfficialLevel.DOWN
    assert levels == [None, up, up, up, up, up, up, down, down, down, down, up]
    [state] = await bench.states("shop")
    assert (state.source, state.since) == ("probe", bench.clock.now)


async def test_a_site_is_not_looked_at_more_than_once_a_minute(bench, site):
    await bench.probing("healthy")
    for _ in range(60):
        await bench.after(seconds=5)
    assert len(site.asked) == 5


async def test_without_a_network_of_ours_a_probe_says_nothing(bench, site):
    await bench.probing("cut")
    bench.control = site.url("slow")
    bench.restart(patience=0.1)
    for _ in range(4):
        await bench.after(minutes=2 ** len(site.asked))
    assert await bench.level("cut") is None
    row = await bench.row("probe:cut")
    assert (row.error, row.streak) == ("no network here", 0)
    bench.control = site.url("healthy")
    bench.restart()
    for _ in range(3):
        await bench.after(minutes=40)
    assert await bench.level("cut") is OfficialLevel.DOWN


async def test_where_telegram_is_on_a_private_network_failures_count(bench):
    await bench.probing("cut")
    bench.control = "http://10.0.0.1:8081"
    bench.restart()
    for _ in range(3):
        await bench.after(minutes=2)
    assert await bench.level("cut") is OfficialLevel.DOWN


async def test_a_probe_of_a_private_address_says_nothing(bench, site):
    await bench.probing("shop")
    bench.sources = Sources(sites={"shop": "http://10.0.0.1/"})
    for _ in range(4):
        await bench.after(minutes=40)
    assert await bench.level("shop") is None
    assert "open internet" in (await bench.row("probe:shop")).error


async def test_a_probe_that_was_switched_off_is_forgotten(bench, site):
    await bench.probing("healthy")
    await bench.polls.round()
    await bench.after(minutes=2)
    assert await bench.level("healthy") is OfficialLevel.OPERATIONAL
    await bench.database.write(lambda c: switch_probe_off(c, "healthy"))
    await bench.after(minutes=2)
    assert await bench.level("healthy") is None
    assert len(site.asked) == 2


async def test_where_probes_are_off_no_site_is_looked_at(bench, site):
    await bench.probing("healthy")
    bench.sources = Sources()
    await bench.polls.round()
    assert site.asked == []

"""What providers publish, the sources' polls, and the switches of probes, on both engines."""

from dataclasses import replace
from datetime import timedelta

from bot.domain.official import FRESH_FOR, PROBE, OfficialLevel, OfficialState, Published
from bot.storage.official import (
    level_now,
    official_states,
    probes,
    put_states,
    switch_probe_off,
    switch_probe_on,
)
from bot.storage.sources import (
    StatusSource,
    add_source,
    all_sources,
    claim_source,
    drop_source,
    note_poll,
)
from tests import postgres
from tests.gateway import NOW

database = postgres.database
PAGE = "https://status.wise.example"
FEED = StatusSource("feed:wise", "wise", PAGE, f"{PAGE}/api/v2/summary.json", NOW)
MINUTE = timedelta(minutes=1)


async def added(database, *sources):
    for source in sources:
        await database.write(lambda c, s=source: add_source(c, s))


async def read_as(database, source, *published):
    await database.write(lambda c: note_poll(c, source))
    await database.write(lambda c: put_states(c, source.key, published))


async def states(database, provider="wise"):
    return await database.read(lambda c: official_states(c, provider))


async def claimed(database, now, until=NOW + 2 * MINUTE, key=FEED.key):
    return await database.write(lambda c: claim_source(c, key, now, until))


async def test_states_come_as_they_were_put_and_only_of_the_provider_asked_for(database):
    await added(database, FEED, replace(FEED, key="feed:kraken", provider="kraken"))
    planned = Published(OfficialLevel.MAINTENANCE, "Card works", NOW + MINUTE, NOW + 30 * MINUTE)
    now = Published(OfficialLevel.DEGRADED, "转账变慢 <b>", NOW - MINUTE)
    await read_as(database, replace(FEED, read_at=NOW), now, planned)
    assert await states(database) == [
        OfficialState(
            "wise", OfficialLevel.DEGRADED, "转账变慢 <b>", NOW - MINUTE, None, PAGE, NOW
        ),
        OfficialState(
            "wise", OfficialLevel.MAINTENANCE, "Card works", NOW + MINUTE, NOW + 30 * MINUTE,
            PAGE, NOW,
        ),
    ]  # fmt: skip
    assert await states(database, "kraken") == []


async def test_what_a_source_says_replaces_what_it_said(database):
    await added(database, FEED)
    before = (Published(OfficialLevel.DOWN), Published(OfficialLevel.MAINTENANCE))
    await read_as(database, replace(FEED, read_at=NOW), *before)
    assert await database.read(lambda c: level_now(c, FEED.key)) is OfficialLevel.DOWN
    await read_as(database, replace(FEED, read_at=NOW), Published(OfficialLevel.OPERATIONAL))
    assert [each.state for each in await states(database)] == [OfficialLevel.OPERATIONAL]


async def test_a_probe_stands_beside_the_page_of_the_provider(database):
    probe = StatusSource("probe:wise", "wise", PROBE, "https://wise.example/help", NOW)
    await added(database, FEED, probe)
    await read_as(database, replace(FEED, read_at=NOW), Published(OfficialLevel.OPERATIONAL))
    await read_as(database, replace(probe, read_at=NOW), Published(OfficialLevel.DOWN))
    found = {each.source: each.state for each in await states(database)}
    assert found == {PAGE: OfficialLevel.OPERATIONAL, PROBE: OfficialLevel.DOWN}


async def test_a_source_that_was_never_read_says_nothing(database):
    await added(database, FEED)
    assert await states(database) == []
    assert await database.read(lambda c: level_now(c, FEED.key)) is OfficialLevel.UNKNOWN


async def test_all_that_a_poll_left_is_there_after_a_restart(database):
    await added(database, FEED)
    after = replace(
        FEED, etag='W/"1"', last_modified="Sun, 22 Nov 2026 10:00:00 GMT", failures=3, streak=-2,
        error="TimeoutError", tried_at=NOW + MINUTE, read_at=NOW, next_at=NOW + 8 * MINUTE,
    )  # fmt: skip
    assert await database.write(lambda c: note_poll(c, after))
    assert await database.read(all_sources) == [after]


async def test_a_known_source_keeps_its_state_unless_its_address_is_another(database):
    await added(database, FEED)
    polled = replace(FEED, etag="1", failures=4, next_at=NOW + 60 * MINUTE)
    await database.write(lambda c: note_poll(c, polled))
    await added(database, FEED)
    assert await database.read(all_sources) == [polled]
    moved = replace(FEED, address="https://status.wise.example/v3.json")
    await added(database, moved)
    assert await database.read(all_sources) == [moved]
    assert not await database.write(lambda c: note_poll(c, polled))


async def test_a_source_is_asked_by_one_process_and_not_before_it_is_due(database):
    await added(database, FEED)
    assert not FEED.is_due(NOW - MINUTE)
    assert await claimed(database, NOW - MINUTE) is None
    assert FEED.is_due(NOW)
    first = await claimed(database, NOW)
    assert first == replace(FEED, tried_at=NOW, next_at=NOW + 2 * MINUTE)
    assert await claimed(database, NOW) is None
    assert await claimed(database, NOW + 2 * MINUTE) is not None


async def test_a_poll_planned_before_the_clock_was_set_back_does_not_wait_for_ever(database):
    await added(database, FEED)
    assert FEED.is_due(NOW - timedelta(days=2))
    assert await claimed(database, NOW - timedelta(days=2)) is not None


async def test_a_dropped_source_takes_its_states_along(database):
    await added(database, FEED)
    await read_as(database, replace(FEED, read_at=NOW), Published(OfficialLevel.DOWN))
    await database.write(lambda c: drop_source(c, FEED.key))
    assert await database.read(all_sources) == []
    assert await database.read(lambda c: c.all("SELECT * FROM official_state")) == []


async def test_probes_are_switched_on_and_off(database):
    assert await database.write(lambda c: switch_probe_on(c, "alipay", "1", NOW))
    assert not await database.write(lambda c: switch_probe_on(c, "alipay", "2", NOW))
    [probe] = await database.read(probes)
    assert (probe.provider, probe.switched_by, probe.switched_at) == ("alipay", "1", NOW)
    assert await database.write(lambda c: switch_probe_off(c, "alipay"))
    assert not await database.write(lambda c: switch_probe_off(c, "alipay"))


def test_a_reading_grows_old_and_planned_maintenance_begins():
    planned = OfficialState("wise", OfficialLevel.MAINTENANCE, "", NOW + MINUTE, None, PAGE, NOW)
    assert planned.is_fresh(NOW + FRESH_FOR)
    assert not planned.is_fresh(NOW + FRESH_FOR + MINUTE)
    assert planned.is_planned(NOW)
    assert not planned.is_planned(NOW + MINUTE)
    assert not replace(planned, state=OfficialLevel.DOWN).is_planned(NOW)

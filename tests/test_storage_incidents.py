"""Reports, what is usual, and incidents, on both engines."""

from dataclasses import replace
from datetime import timedelta

import pytest

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.domain.languages import Language
from bot.domain.report_counts import COUNTED_ONCE_WITHIN, KNOWN_AFTER, Count
from bot.domain.usual_levels import Learnt, usual_level
from bot.storage import migrate
from bot.storage.customers import put_customer
from bot.storage.database import open_database
from bot.storage.incidents import (
    IncidentEvent,
    change_incident,
    followers,
    incident_by_id,
    incident_events,
    incidents_since,
    last_closed,
    open_incident,
    open_incidents,
    put_incident,
    put_incident_event,
)
from bot.storage.reports import (
    COUNTS_KEPT,
    counts,
    forget_reports,
    has_reported,
    minutes_of,
    purge_reports,
    report,
    series,
)
from bot.storage.timers import Timer, fire_due, schedule, schedule_new
from bot.storage.usual_levels import Slot, put_slot, slot_of, usual_of, usual_of_all
from bot.storage.watches import (
    Part,
    purge_watches,
    unwatch,
    watch,
    watched,
    watchers,
    watches,
)
from tests import postgres
from tests.gateway import BOT, NOW

database = postgres.database
database_url = postgres.database_url
# The migration since which new accounts weigh more.
_WEIGHED_MORE = 20
START = NOW.replace(minute=0, second=0, microsecond=0)
QUARTER = timedelta(minutes=15)
MINUTE = timedelta(minutes=1)


async def said(database, chat, at, provider="alipay", bot=BOT):
    return await database.write(lambda c: report(c, bot, provider, chat, at))


async def seen(database, now, length=QUARTER, provider="alipay"):
    found = await database.read(lambda c: minutes_of(c, BOT, provider, now, length))
    return sum(found, Count())


async def wrote_first(database, chat, at):
    customer = Customer(BOT, chat, Language.ENGLISH)
    await database.write(lambda c: put_customer(c, customer, at))


async def test_a_person_is_counted_once_in_half_an_hour(database):
    assert await said(database, 1, START)
    assert not await said(database, 1, START + COUNTED_ONCE_WITHIN - MINUTE)
    assert await said(database, 1, START + COUNTED_ONCE_WITHIN)
    assert await said(database, 2, START)
    assert await said(database, 1, START, provider="wechat_pay")
    assert await said(database, 1, START, bot=BOT + 1)
    assert await seen(database, START) == Count(new=2)


async def test_who_has_reported_is_known_for_half_an_hour(database):
    await said(database, 1, START)
    for after, known in ((timedelta(0), True), (COUNTED_ONCE_WITHIN, False)):
        at = START + after
        assert await database.read(lambda c, t=at: has_reported(c, BOT, "alipay", 1, t)) is known


async def test_known_people_and_new_accounts_are_counted_apart(database):
    await wrote_first(database, 1, START - KNOWN_AFTER)
    await wrote_first(database, 2, START - KNOWN_AFTER + MINUTE)
    for chat in (1, 2, 3):
        await said(database, chat, START)
    assert await seen(database, START) == Count(known=1, new=2)


async def test_the_people_of_the_last_minutes_are_counted(database):
    for chat, minute in ((1, 0), (2, 1), (3, 15), (4, 16)):
        await said(database, chat, START + minute * MINUTE)
    await said(database, 9, START + 5 * MINUTE, provider="wechat_pay")
    assert await seen(database, START + 15 * MINUTE) == Count(new=2)
    assert await seen(database, START - MINUTE) == Count()
    every = await database.read(lambda c: counts(c, BOT, START + 15 * MINUTE, QUARTER))
    assert every == {"alipay": Count(new=2), "wechat_pay": Count(new=1)}


async def test_a_series_has_a_count_for_every_stretch(database):
    for chat, minute in ((1, 0), (2, 14), (3, 15), (4, 44)):
        await said(database, chat, START + minute * MINUTE)
    end = START + 44 * MINUTE
    found = await database.read(lambda c: series(c, BOT, "alipay", end, (4, QUARTER)))
    assert found == [Count(), Count(new=2), Count(new=1), Count(new=1)]


async def test_a_forgotten_customer_leaves_only_a_number(database):
    await said(database, 1, START)
    await database.write(lambda c: forget_reports(c, BOT, 1))
    rows = await database.read(lambda c: c.all("SELECT * FROM outage_report"))
    assert rows == []
    assert await seen(database, START) == Count(new=1)


async def test_who_reported_is_deleted_as_soon_as_it_is_not_needed(database):
    await said(database, 1, START)
    later = START + COUNTED_ONCE_WITHIN
    await said(database, 2, later)
    assert await database.write(lambda c: purge_reports(c, BOT, later)) == 1
    rows = await database.read(lambda c: c.all("SELECT chat_id FROM outage_report"))
    assert [row["chat_id"] for row in rows] == [2]
    assert await seen(database, START) == Count(new=1)
    late = START + COUNTS_KEPT + MINUTE
    await database.write(lambda c: purge_reports(c, BOT, late))
    assert await seen(database, START) == Count()


async def test_an_hour_of_the_week_is_kept_with_its_hours(database):
    assert await database.read(lambda c: slot_of(c, BOT, 5)) == Slot({})
    for taught in (Slot({"alipay": 2.0}, 1.0, 7), Slot({"alipay": 3.6, "paypal": 1.0}, 1.8, 175)):
        await database.write(lambda c, s=taught: put_slot(c, BOT, 5, s))
    found = await database.read(lambda c: slot_of(c, BOT, 5))
    assert found == Slot({"alipay": 3.6, "paypal": 1.0}, 1.8, 175)
    assert await database.read(lambda c: slot_of(c, BOT + 1, 5)) == Slot({})


async def test_the_usual_level_comes_from_all_hours_the_daily_one_and_the_one(database):
    for slot, people in ((5, 8.0), (29, 4.0), (6, 0.0)):
        taught = Slot({"alipay": people} if people else {}, 2.0, slot)
        await database.write(lambda c, n=slot, s=taught: put_slot(c, BOT, n, s))
    expected = usual_level(Learnt(12, 6), Learnt(12, 4), Learnt(8, 2))
    assert await database.read(lambda c: usual_of(c, BOT, "alipay", 5)) == expected
    # An hour that is a Monday, 05:00 UTC: the fifth of January 1970.
    hour = 4 * 24 + 5
    for _ in ("reckoned", "kept"):
        found = await database.write(lambda c: usual_of_all(c, BOT, hour))
        assert found == {"alipay": expected}
    later = await database.write(lambda c: usual_of_all(c, BOT, hour + 24))
    assert later["alipay"].people_an_hour < expected.people_an_hour
    silent = usual_level(Learnt(0, 6), Learnt(0, 4), Learnt(0, 2))
    assert await database.read(lambda c: usual_of(c, BOT, "paypal", 5)) == silent
    unknown = usual_level(Learnt(), Learnt(), Learnt())
    assert await database.read(lambda c: usual_of(c, BOT + 1, "alipay", 5)) == unknown


SUSPECTED = Incident(0, "alipay", Nature.REPORTS, START)


async def begun(database, incident=SUSPECTED):
    return await database.write(lambda c: put_incident(c, BOT, incident))


async def test_a_provider_has_one_open_incident(database):
    first = await begun(database)
    assert await begun(database) is None
    assert await database.read(lambda c: open_incident(c, BOT, "alipay")) == first
    assert await database.read(lambda c: open_incident(c, BOT + 1, "alipay")) is None
    other = await begun(database, replace(SUSPECTED, provider="paypal"))
    assert await database.read(lambda c: open_incidents(c, BOT)) == [first, other]


async def test_a_changed_incident_is_read_back_whole(database):
    first = await begun(database)
    into = await begun(database, replace(SUSPECTED, provider="paypal"))
    changed = Incident(
        first.id, "alipay", Nature.ATTACK, START - QUARTER, "中文", "words",
        START + MINUTE, START + QUARTER, into.id,
    )  # fmt: skip
    await database.write(lambda c: change_incident(c, BOT, changed))
    assert await database.read(lambda c: incident_by_id(c, BOT, first.id)) == changed
    assert await database.read(lambda c: incident_by_id(c, BOT + 1, first.id)) is None


async def test_what_is_over_is_found_for_a_while(database):
    first = await begun(database)
    over = replace(first, closed_at=START + QUARTER)
    await database.write(lambda c: change_incident(c, BOT, over))

    async def last(after):
        return await database.read(lambda c: last_closed(c, BOT, "alipay", after))

    assert await last(START) == over
    assert await last(START + QUARTER) is None
    assert await database.read(lambda c: incidents_since(c, BOT, START)) == [over]


async def test_what_follows_an_incident_is_found_while_it_is_open(database):
    leader = await begun(database)
    follower = await begun(database, replace(SUSPECTED, provider="paypal"))
    for after, found in (
        (replace(follower, merged_into=leader.id), True),
        (replace(follower, merged_into=leader.id, closed_at=START), False),
    ):
        await database.write(lambda c, i=after: change_incident(c, BOT, i))
        led = await database.read(lambda c: followers(c, BOT, leader.id))
        assert led == ([after] if found else [])


async def test_the_log_of_an_incident_keeps_its_order(database):
    first = await begun(database)
    told = [
        IncidentEvent(IncidentAction.SUSPECTED, "", START),
        IncidentEvent(IncidentAction.DECLARED, "77", START + MINUTE, "outage"),
    ]
    for event in told:
        await database.write(lambda c, e=event: put_incident_event(c, BOT, first.id, e))
    assert await database.read(lambda c: incident_events(c, BOT, first.id)) == told


async def test_who_wants_to_hear_when_it_is_back(database):
    for provider, chat in (("alipay", 6), ("alipay", 5), ("alipay", 5), ("paypal", 5)):
        await database.write(lambda c, p=provider, n=chat: watch(c, BOT, p, n, NOW))

    async def who(provider, after=0, limit=10, before=NOW):
        part = Part(after, before, limit)
        return await database.read(lambda c: watchers(c, BOT, provider, part))

    assert await who("alipay") == [5, 6]
    assert await who("alipay", after=5) == [6]
    assert await who("alipay", limit=1) == [5]
    assert await who("alipay", before=NOW - MINUTE) == []
    assert await database.read(lambda c: watched(c, BOT, NOW)) == ["alipay", "paypal"]
    assert await database.read(lambda c: watched(c, BOT, NOW - MINUTE)) == []
    await database.write(lambda c: unwatch(c, BOT, "alipay", 5))
    assert not await database.read(lambda c: watches(c, BOT, "alipay", 5))
    assert await database.read(lambda c: watches(c, BOT, "paypal", 5))
    await database.write(lambda c: unwatch(c, BOT, "", 5))
    assert (await who("alipay"), await who("paypal")) == ([6], [])


async def test_an_old_wish_is_forgotten_unless_an_incident_is_open(database):
    for provider in ("alipay", "paypal"):
        await database.write(lambda c, p=provider: watch(c, BOT, p, 5, NOW))
    await begun(database)
    assert await database.write(lambda c: purge_watches(c, BOT, NOW - MINUTE)) == 0
    assert await database.write(lambda c: purge_watches(c, BOT, NOW)) == 1
    assert await database.read(lambda c: watched(c, BOT, NOW)) == ["alipay"]


@pytest.mark.parametrize(("setting", "fires"), [(schedule, 0), (schedule_new, 1)])
async def test_a_timer_that_is_set_may_stay_as_it_is(database, setting, fires):
    for minutes in (0, 5):
        timer = Timer("one", 0, "test", START + minutes * MINUTE)
        await database.write(lambda c, t=timer: setting(c, BOT, t))
    assert await database.write(lambda c: fire_due(c, BOT, START, 10)) == fires


async def test_what_an_admin_says_beside_the_words_is_kept(database):
    told = Incident(
        0, "alipay", Nature.OUTAGE, START, "中", "en", source="Weibo", checked_at=START,
        next_at=START + QUARTER,
    )  # fmt: skip
    stored = await database.write(lambda c: put_incident(c, BOT, told))
    assert stored == replace(told, id=stored.id)
    assert await database.read(lambda c: open_incident(c, BOT, "alipay")) == stored
    later = replace(stored, source="", checked_at=START + MINUTE, next_at=None)
    await database.write(lambda c: change_incident(c, BOT, later))
    assert await database.read(lambda c: incident_by_id(c, BOT, stored.id)) == later


async def test_what_was_learnt_before_new_accounts_weighed_more_counts_twice(
    database_url, monkeypatch
):
    every = migrate.migrations

    def earlier(engine):
        return [each for each in every(engine) if each.number < _WEIGHED_MORE]

    monkeypatch.setattr(migrate, "migrations", earlier)
    old = await open_database(database_url)
    await old.write(lambda c: put_slot(c, BOT, 5, Slot({"alipay": 3.0}, 2.0, 7)))
    await old.close()
    monkeypatch.setattr(migrate, "migrations", every)
    new = await open_database(database_url)
    assert await new.read(lambda c: slot_of(c, BOT, 5)) == Slot({"alipay": 6.0}, 2.0, 7)
    await new.close()

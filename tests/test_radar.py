"""The radar on a database: when an incident begins and ends, and what is learnt."""

from datetime import timedelta
from functools import partial

import pytest

from bot.domain.customers import Customer
from bot.domain.incident_log import Incident, IncidentAction, Nature
from bot.domain.incidents import Mood
from bot.domain.languages import Language
from bot.domain.outage_states import Known, OutageState
from bot.domain.report_counts import Count
from bot.domain.usual_levels import Learnt, hour_of_week, usual_level
from bot.services.radar import known_of, look
from bot.services.radar_rounds import learn
from bot.storage.customers import put_customer
from bot.storage.incidents import incident_events, open_incident, put_incident
from bot.storage.reports import report
from bot.storage.usual_levels import Slot, note_providers, put_slot, slot_of, usual_of
from tests import postgres
from tests.gateway import BOT, NOW
from tests.outages import learn_weeks, minutes, people_report

database = postgres.database
database_url = postgres.database_url
START = NOW.replace(minute=30, second=0, microsecond=0)
QUIET = {"alipay": 0.5, "paypal": 2.0, "wechat_pay": 4.0}


async def quiet_weeks(database):
    await database.write(lambda c: learn_weeks(c, BOT, QUIET))


async def reported(database, at, people, provider="alipay"):
    await database.write(lambda c: people_report(c, BOT, provider, at, people))


async def looked(database, at, provider="alipay"):
    return await database.write(lambda c: look(c, BOT, provider, at))


async def state(database, at, provider="alipay"):
    known = await database.write(lambda c: known_of(c, BOT, provider, at))
    return known.state(at)


async def test_improbably_many_people_begin_an_incident_once(database):
    await quiet_weeks(database)
    await reported(database, START, (10, 4))
    change = await looked(database, START)
    assert change is not None
    assert (change.action, change.incident.since) == (IncidentAction.SUSPECTED, START)
    assert await looked(database, START + minutes(1)) is None
    assert await state(database, START + minutes(1)) is OutageState.SUSPECTED
    [event] = await database.read(lambda c: incident_events(c, BOT, change.incident.id))
    assert (event.action, event.actor) == (IncidentAction.SUSPECTED, "")


@pytest.mark.parametrize(
    ("people", "why"),
    [
        pytest.param((5, 0), "five people are too few", id="small numbers"),
        pytest.param((0, 200), "new accounts alone prove nothing", id="a crowd of new accounts"),
    ],
)
async def test_no_incident_begins(database, people, why):
    await quiet_weeks(database)
    await reported(database, START, people)
    assert await looked(database, START) is None, why
    assert await state(database, START) is OutageState.UNKNOWN


async def test_what_rises_everywhere_is_no_incident_of_one(database):
    await quiet_weeks(database)
    for provider, level in QUIET.items():
        await reported(database, START, (int(level * 100), 0), provider)
    assert await looked(database, START) is None
    assert await state(database, START) is OutageState.EVERYWHERE


async def test_an_incident_is_over_after_a_quarter_of_an_hour_of_calm(database):
    await quiet_weeks(database)
    await reported(database, START, (20, 0))
    await looked(database, START)
    calm = START + minutes(15)
    for after, over in ((0, False), (14, False), (15, True)):
        change = await looked(database, calm + minutes(after))
        assert (change is not None) is over, after
    now = calm + minutes(15)
    assert await state(database, now) is OutageState.RECOVERED
    assert await state(database, now + timedelta(hours=6)) is OutageState.UNKNOWN


async def test_a_new_wave_takes_the_calm_back(database):
    await quiet_weeks(database)
    await reported(database, START, (20, 0))
    await looked(database, START)
    await looked(database, START + minutes(15))
    await reported(database, START + minutes(20), (20, 0))
    assert await looked(database, START + minutes(20)) is None
    assert await looked(database, START + minutes(30)) is None
    incident = await database.read(lambda c: open_incident(c, BOT, "alipay"))
    assert incident.calm_since is None


async def test_what_an_admin_declared_is_not_ended_by_silence(database):
    declared = Incident(0, "alipay", Nature.OUTAGE, START)
    await database.write(lambda c: put_incident(c, BOT, declared))
    for after in (0, 60, 600):
        assert await looked(database, START + minutes(after)) is None
    assert await state(database, START + minutes(600)) is OutageState.DECLARED


async def test_what_an_admin_ended_does_not_begin_again_from_the_same_reports(database):
    await quiet_weeks(database)
    await reported(database, START, (20, 0))
    ended = Incident(0, "alipay", Nature.OUTAGE, START, closed_at=START + minutes(1))
    await database.write(lambda c: put_incident(c, BOT, ended))
    assert await looked(database, START + minutes(2)) is None
    await reported(database, START + minutes(32), (20, 0))
    assert await looked(database, START + minutes(32)) is not None


async def test_reports_of_customers_begin_an_incident(database):
    await quiet_weeks(database)
    for chat in range(1, 9):
        customer = Customer(BOT, chat, Language.ENGLISH)
        first = START - timedelta(days=30)
        await database.write(partial(put_customer, customer=customer, now=first))
        at = START + timedelta(seconds=10 * chat)
        await database.write(lambda c, n=chat, t=at: report(c, BOT, "alipay", n, t))
        change = await looked(database, at)
        assert (change is not None) is (chat == 6), chat


async def test_an_hour_is_learnt_once_soon_after_it_ended(database):
    ended = START.replace(minute=0) + timedelta(hours=1)
    await reported(database, ended - minutes(1), (3, 1))
    await reported(database, ended, (9, 0))
    slot = hour_of_week(ended - timedelta(hours=1))
    for after, learns in ((11, False), (1, True), (2, False)):
        assert await database.write(lambda c, n=after: learn(c, BOT, ended + minutes(n))) is learns
    found = await database.read(lambda c: slot_of(c, BOT, slot))
    assert (found.people, found.hours) == ({"alipay": 4.0}, 1.0)


async def test_a_provider_that_comes_later_is_not_known_by_the_hours_before_it(database):
    await quiet_weeks(database)
    last = int(START.timestamp()) // 3600
    slot = hour_of_week(START)
    await database.write(lambda c: note_providers(c, BOT, ["alipay", "paypal"], last))
    known = await database.read(lambda c: usual_of(c, BOT, "alipay", slot))
    assert known.people_an_hour == pytest.approx(QUIET["alipay"], rel=0.1)
    new = await database.read(lambda c: usual_of(c, BOT, "wise", slot))
    assert new == usual_level(Learnt(), Learnt(), Learnt())
    await database.write(lambda c: note_providers(c, BOT, ["alipay", "paypal", "wise"], last))
    await reported(database, START, (6, 4), "wise")
    assert await looked(database, START, "wise") is None
    await database.write(lambda c: put_slot(c, BOT, slot, Slot({}, 3.0, last + 24 * 7)))
    later = await database.read(lambda c: usual_of(c, BOT, "wise", slot))
    assert later.people_an_hour < 0.1
    assert await looked(database, START, "wise") is not None


async def test_a_new_provider_learns_whole_hours_from_the_first(database):
    await quiet_weeks(database)
    ended = START.replace(minute=0) + timedelta(hours=1)
    number = int(ended.timestamp()) // 3600 - 1
    slot = hour_of_week(START)
    await database.write(lambda c: note_providers(c, BOT, ["alipay"], 1))
    await database.write(lambda c: note_providers(c, BOT, ["wise"], number))
    for provider in ("wise", "alipay"):
        await reported(database, ended - minutes(5), (50, 0), provider)
    await database.write(lambda c: learn(c, BOT, ended))
    found = await database.read(lambda c: slot_of(c, BOT, slot))
    assert found.people["wise"] == 50
    assert found.people["alipay"] < 10


async def test_the_same_hour_a_week_later_counts_more_than_the_one_before(database):
    ended = START.replace(minute=0) + timedelta(hours=1)
    for week, people in ((0, 10), (1, 0)):
        end = ended + timedelta(weeks=week)
        if people:
            await reported(database, end - minutes(5), (people, 0))
        await database.write(lambda c, t=end: learn(c, BOT, t))
    found = await database.read(lambda c: slot_of(c, BOT, hour_of_week(START)))
    assert found.people["alipay"] == pytest.approx(8.0)
    assert found.hours == pytest.approx(1.8)


async def test_an_hour_of_an_incident_does_not_become_usual(database):
    await quiet_weeks(database)
    await reported(database, START, (300, 0))
    assert await looked(database, START) is not None
    await database.write(lambda c: learn(c, BOT, START.replace(minute=0) + timedelta(hours=1)))
    found = await database.read(lambda c: slot_of(c, BOT, hour_of_week(START)))
    assert found.people["alipay"] / found.hours == pytest.approx(QUIET["alipay"])


def test_nothing_known_is_never_called_working():
    nothing = Known(Count(), 0.0, Mood.USUAL)
    assert nothing.state(START) is OutageState.UNKNOWN
    assert not {each for each in OutageState if "work" in each or "ok" in each}

"""Status feeds of each kind: what they say, in their own documents."""

from datetime import timedelta

import pytest

from bot.domain.official import OfficialLevel as Level
from bot.domain.official import Published
from bot.readers.feeds.reading import read_feed
from bot.readers.feeds.refused import FeedRefused
from tests.feeds import (
    HOUR,
    apple,
    atom,
    entry,
    event,
    incident,
    item,
    maintenance,
    rss,
    statuspage,
    update,
)
from tests.gateway import NOW

DAY = timedelta(days=1)


def read(kind, content):
    return read_feed(kind, content, NOW)


@pytest.mark.parametrize(
    ("content", "level", "title"),
    [
        pytest.param(statuspage(), Level.OPERATIONAL, "All well", id="nothing is reported"),
        pytest.param(
            statuspage("minor", [incident(impact="minor")]),
            Level.DEGRADED, "Card payments fail", id="a small incident",
        ),
        pytest.param(
            statuspage("critical", [incident(impact="critical")]),
            Level.DOWN, "Card payments fail", id="a critical one",
        ),
        pytest.param(
            statuspage("minor", [incident("Small", "minor"), incident("Big", "critical")]),
            Level.DOWN, "Big", id="the worst incident counts",
        ),
        pytest.param(
            statuspage("none", [incident(impact="none", name="A notice")]),
            Level.OPERATIONAL, "All well", id="an incident without impact",
        ),
        pytest.param(
            statuspage("none", [incident(status="resolved")]),
            Level.OPERATIONAL, "All well", id="an incident that is over",
        ),
        pytest.param(
            statuspage("major", description="Partial System Outage"),
            Level.DEGRADED, "Partial System Outage", id="no incident is named",
        ),
        pytest.param(statuspage("purple"), Level.UNKNOWN, "All well", id="an unknown indicator"),
        pytest.param(
            statuspage("none", [incident(impact="terrible")]),
            Level.DEGRADED, "Card payments fail", id="an unknown impact is one",
        ),
    ],
)  # fmt: skip
def test_statuspage_says_how_it_is(content, level, title):
    [state] = read("statuspage-v2", content)
    assert (state.level, state.title) == (level, title)


def test_an_incident_tells_since_when():
    [state] = read("statuspage-v2", statuspage("major", [incident()]))
    assert state.since == NOW - HOUR
    [state] = read("statuspage-v2", statuspage("major", [incident(started_at="yesterday")]))
    assert state.since == NOW - HOUR
    naive = incident(started_at="2026-11-22T10:00:00", created_at=None)
    [state] = read("statuspage-v2", statuspage("major", [naive]))
    assert state.since is None


def test_planned_maintenance_comes_the_nearest_first_before_it_starts():
    planned = [
        maintenance("Later", begins=NOW + 3 * DAY, ends=NOW + 4 * DAY),
        maintenance("Soon"),
        maintenance("Over", "completed"),
        maintenance("Forgotten", begins=NOW - 2 * DAY, ends=NOW - DAY),
    ]
    states = read("statuspage-v2", statuspage(maintenance=planned))
    assert [each.title for each in states] == ["All well", "Soon", "Later"]
    assert states[1] == Published(Level.MAINTENANCE, "Soon", NOW + HOUR, NOW + 2 * HOUR)
    unknown = [dict(maintenance(), scheduled_for=None)]
    assert len(read("statuspage-v2", statuspage(maintenance=unknown))) == 1
    many = [maintenance(f"No {place}") for place in range(9)]
    assert len(read("statuspage-v2", statuspage(maintenance=many))) == 4


def test_maintenance_that_is_under_way_is_the_state_of_now():
    now = maintenance("Works", "in_progress", begins=NOW - HOUR, ends=NOW + HOUR)
    states = read("statuspage-v2", statuspage("maintenance", maintenance=[maintenance(), now]))
    assert [each.title for each in states] == ["Works", "Database works"]
    assert [each.level for each in states] == [Level.MAINTENANCE] * 2
    beside = read("statuspage-v2", statuspage(maintenance=[now]))
    assert [each.level for each in beside] == [Level.OPERATIONAL, Level.MAINTENANCE]


@pytest.mark.parametrize(
    ("events", "levels"),
    [
        pytest.param((), [Level.OPERATIONAL], id="no event"),
        pytest.param((event("resolved", "Outage"),), [Level.OPERATIONAL], id="an outage is over"),
        pytest.param((event("ongoing", "Issue"),), [Level.DEGRADED], id="an issue"),
        pytest.param((event("ongoing", "Outage"),), [Level.DEGRADED], id="some users"),
        pytest.param(
            (event("ongoing", "Outage", "All users are affected"), event("ongoing", "Issue")),
            [Level.DOWN], id="all users",
        ),
        pytest.param(
            (event("ongoing", "Issue", ends=NOW - HOUR),), [Level.OPERATIONAL],
            id="its end passed",
        ),
        pytest.param(
            (event("upcoming", "Maintenance", begins=NOW + HOUR, ends=NOW + 2 * HOUR),),
            [Level.OPERATIONAL, Level.MAINTENANCE], id="planned maintenance",
        ),
    ],
)  # fmt: skip
def test_apple_says_how_apple_pay_is_and_nothing_of_its_maps(events, levels):
    states = read("json", apple(*events))
    assert [each.level for each in states] == levels


def test_apple_tells_since_when_and_also_without_the_call():
    content = apple(event("ongoing", "Issue"))
    [state] = read("json", content)
    assert (state.since, state.title) == (NOW - HOUR, "Users may have trouble paying.")
    assert read("json", content.removeprefix(b"jsonCallback(").removesuffix(b");")) == [state]
    odd = dict(event("ongoing", "Issue"), epochStartDate=10**18)
    assert read("json", apple(odd))[0].since is None


def test_without_apple_pay_nothing_is_known():
    with pytest.raises(FeedRefused, match="not among"):
        read("json", apple(service="Apple Music"))


ENTRIES = [
    pytest.param("Payments fail", update("Investigating"), Level.DEGRADED, id="open"),
    pytest.param("Major outage", update("Identified"), Level.DOWN, id="everything is down"),
    pytest.param("Checkout is down", update("Update"), Level.DOWN, id="its title says down"),
    pytest.param(
        "Payments fail", update("Resolved") + update("Investigating"), Level.OPERATIONAL,
        id="over, the newest first",
    ),
    pytest.param(
        "Payments fail", update("Investigating") + update("Resolved"), Level.OPERATIONAL,
        id="over, the newest last",
    ),
    pytest.param(
        "Payments fail",
        update("Investigating") + update("Resolved") + update("Investigating"),
        Level.DEGRADED, id="it began anew",
    ),
    pytest.param("[Resolved] Payments fail", "All is well.", Level.OPERATIONAL, id="in brackets"),
    pytest.param("Payments fail", "Status: Monitoring. Soon.", Level.DEGRADED, id="as a field"),
    pytest.param("支付失败", "【已恢复】服务正常。", Level.OPERATIONAL, id="in Chinese"),
    pytest.param(
        "Payments fail", "We hope that it will be resolved soon.", Level.UNKNOWN,
        id="a word that is not marked decides nothing",
    ),
]  # fmt: skip


@pytest.mark.parametrize(("title", "body", "level"), ENTRIES)
def test_rss_and_atom_say_how_it_is(title, body, level):
    [state] = read("rss", rss(item(title, body)))
    assert state.level is level
    assert read("atom", atom(entry(title, body))) == [state]
    if level is not Level.OPERATIONAL:
        assert (state.title, state.since) == (title, NOW - HOUR)


@pytest.mark.parametrize(
    ("age", "body", "level"),
    [
        (7 * DAY, update("Investigating"), Level.DEGRADED),
        (8 * DAY, update("Investigating"), Level.OPERATIONAL),
        (DAY, "Who knows.", Level.UNKNOWN),
        (2 * DAY, "Who knows.", Level.OPERATIONAL),
        (500 * DAY, update("Resolved"), Level.UNKNOWN),
    ],
)
def test_old_entries_say_less(age, body, level):
    [state] = read("rss", rss(item("Payments fail", body, NOW - age)))
    assert state.level is level


def test_a_long_history_is_judged_by_both_of_its_ends():
    long = update("Update", "We go on working on it. " * 300) * 5
    for body in (update("Resolved") + long, long + update("Resolved")):
        [state] = read("rss", rss(item("Payments fail", body)))
        assert state.level is Level.OPERATIONAL


def test_an_empty_feed_does_not_say_that_all_is_well():
    assert read("rss", rss()) == [Published(Level.UNKNOWN)]
    assert read("atom", atom()) == [Published(Level.UNKNOWN)]


def test_maintenance_in_a_feed_is_shown_before_it_starts():
    end = (
        f"<maintenanceEndDate>{(NOW + 2 * HOUR):%a, %d %b %Y %H:%M:%S} +0000</maintenanceEndDate>"
    )
    content = rss(item("Bank works", update("Scheduled"), NOW + HOUR, end))
    assert read("rss", content) == [
        Published(Level.OPERATIONAL),
        Published(Level.MAINTENANCE, "Bank works", NOW + HOUR, NOW + 2 * HOUR),
    ]
    under_way = rss(item("Bank works", update("In progress") + update("Scheduled"), NOW - HOUR))
    assert read("rss", under_way)[1] == Published(Level.MAINTENANCE, "Bank works", NOW - HOUR)
    unknown = rss(item("Bank works", update("Scheduled"), NOW - HOUR, "<maintenanceEndDate/>"))
    assert read("rss", unknown) == [Published(Level.OPERATIONAL)]
    over = rss(item("Bank maintenance", update("Completed"), NOW - HOUR))
    assert read("rss", over) == [Published(Level.OPERATIONAL)]

"""Our promises in opening hours: over closing time, weekends and the desk's days off."""

from dataclasses import replace
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.kinds import ClaimKind
from bot.domain.promised import Goal
from bot.services.promises import Promises
from bot.services.sla_watch import SlaWatch
from knowledge.records.base import Words
from knowledge.records.policy import ClosedDay, Weekday
from tests.console import CUSTOMER
from tests.knowledge_base import library
from tests.postgres import database  # noqa: F401 - a fixture
from tests.sla_stage import GROUP, Watched

FIRST, NEXT, END = Goal
SHANGHAI = ZoneInfo("Asia/Shanghai")


def minutes(count):
    return timedelta(minutes=count)


def with_desk(**changes):
    """Return the library with a first desk of other hours."""
    found = library()
    sla = found.tables.sla
    desk = sla.desks[0].model_copy(update=changes)
    desks = (desk, *sla.desks[1:])
    tables = replace(found.tables, sla=sla.model_copy(update={"desks": desks}))
    return replace(found, tables=tables)


OFFICE = with_desk(
    days=tuple(Weekday)[:5],
    opens=time(9),
    closes=time(18),
    closed=(
        ClosedDay(on=date(2026, 12, 25), name=Words(zh="圣诞节", en="Christmas")),
        ClosedDay(on=date(2026, 12, 28), name=Words(zh="补休", en="Day off")),
    ),
)


def here(day, hour, minute=0):
    return datetime.combine(day, time(hour, minute), SHANGHAI)


FRIDAY, MONDAY = date(2026, 11, 27), date(2026, 11, 30)
EVE, AFTER = date(2026, 12, 24), date(2026, 12, 29)


@pytest.mark.parametrize(
    ("goal", "kind", "priority", "filed", "due"),
    [
        pytest.param(FIRST, "fraud", "urgent", here(FRIDAY, 17, 50), here(MONDAY, 9, 5),
                     id="ten minutes are left on Friday, five come off on Monday"),
        pytest.param(FIRST, "fraud", "urgent", here(FRIDAY, 17, 45), here(FRIDAY, 18),
                     id="just in time before closing"),
        pytest.param(FIRST, "fraud", "urgent", here(FRIDAY, 20), here(MONDAY, 9, 15),
                     id="Friday evening counts from Monday"),
        pytest.param(NEXT, "fraud", "urgent", here(EVE, 17, 30), here(AFTER, 9, 30),
                     id="Christmas, a weekend and a day off in between"),
        pytest.param(NEXT, "other", "normal", here(FRIDAY, 10), here(MONDAY, 18),
                     id="the next working day is Monday"),
        pytest.param(FIRST, "vanished_platform", "normal", here(FRIDAY, 14), here(FRIDAY, 18),
                     id="the same day"),
        pytest.param(FIRST, "vanished_platform", "normal", here(FRIDAY, 15), here(MONDAY, 18),
                     id="too late for the same day"),
        pytest.param(END, "fraud", "urgent", here(EVE, 10), here(date(2027, 1, 6), 18),
                     id="seven working days"),
        pytest.param(FIRST, "frozen_account", "urgent", here(FRIDAY, 10), here(FRIDAY, 10, 15),
                     id="what became urgent is answered like other urgent ones"),
    ],
)  # fmt: skip
def test_working_hours_and_holidays_count(goal, kind, priority, filed, due):
    found = Promises(OFFICE).due(goal, ClaimKind(kind), priority, "CN", filed.astimezone(UTC))
    assert found == due
    assert found.tzinfo is UTC


@pytest.mark.parametrize(
    ("at", "wait"),
    [
        pytest.param(here(FRIDAY, 10), minutes(15), id="open"),
        pytest.param(here(FRIDAY, 17, 50), None, id="it closes before"),
        pytest.param(here(FRIDAY, 20), None, id="closed"),
        pytest.param(here(date(2026, 12, 25), 10), None, id="a holiday"),
    ],
)
def test_a_wait_is_named_only_where_it_begins_now(at, wait):
    assert Promises(OFFICE).wait(ClaimKind.FRAUD, "urgent", "CN", at) == wait


async def test_over_a_long_weekend_nobody_is_called(database):  # noqa: F811 - the fixture
    stage = Watched(database)
    stage.office = replace(stage.office, library=lambda: OFFICE)
    stage.watch = SlaWatch(stage.office)
    stage.now = here(EVE, 17, 50).astimezone(UTC)
    await stage.file()
    await stage.until(here(AFTER, 8, 54))
    assert await stage.told(GROUP) == []
    await stage.until(here(AFTER, 8, 55))
    assert len(await stage.told(GROUP)) == 1
    await stage.until(here(AFTER, 9, 10))
    assert (await stage.told(CUSTOMER))[-1] == (
        "我们晚了（PA-7K3M-4QXW-X），原定 09:05。\n"
        "现在已转给能拍板的人，09:25 前一定有人看到，不用重发。"
    )

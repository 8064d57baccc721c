"""Figures of the console: what is counted, on whose clock, drawn and as tables."""

import csv
import io
import re
from datetime import UTC, date, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest

from bot.domain.figure_bins import BUCKETS, RANGES, Bins, bucket_edges, percentile
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.services.console_figures import Unit
from bot.storage.figures import count_answers
from handlers.console.charts import told
from tests.board_stage import Past, fill_figures, put_past
from tests.chat import open_chat
from tests.console import AGENT, CATALOG, Stage
from tests.filed import put_claim
from tests.gateway import BOT, NOW
from tests.postgres import database  # noqa: F401 - a fixture

DAY = timedelta(days=1)
MINUTE = timedelta(minutes=1)


@pytest.fixture
def stage(database):  # noqa: F811 - the fixture
    return Stage(database)


async def table(stage, key, days=7, zone=""):
    async with stage.inside(zone=zone) as inside:
        answer = await inside.get(f"/figures/{key}.csv?days={days}")
    assert answer.status_code == 200
    head, *rows = csv.reader(io.StringIO(answer.content.decode("utf-8-sig"), newline=""))
    return head[1:], {row[0]: row[1:] for row in rows}


async def page(stage, query="", **more):
    async with stage.inside(**more) as inside:
        return (await inside.get(f"/figures{query}")).text


async def test_claims_are_counted_by_kind_on_the_day_of_the_readers_clock(stage):
    # NOW is 10:00 UTC; 16:30 the day before is half past midnight of today in Shanghai.
    night = NOW - (NOW - DAY).replace(hour=16, minute=30)
    await put_past(
        stage,
        [Past(night, ClaimKind.FRAUD), Past(MINUTE, ClaimKind.FRAUD), Past(MINUTE),
         Past(6 * DAY), Past(7 * DAY)],
    )  # fmt: skip
    heads, here = await table(stage, "claims")
    fraud, other = heads.index("Scam or stolen money"), heads.index("Something else")
    assert list(here) == [f"{day} November" for day in range(16, 23)]
    assert (here["21 November"][fraud], here["22 November"][fraud]) == ("1.0", "1.0")
    assert (here["16 November"][other], here["22 November"][other]) == ("1.0", "1.0")
    _, there = await table(stage, "claims", zone="Asia/Shanghai")
    assert (there["21 November"][fraud], there["22 November"][fraud]) == ("0.0", "2.0")


async def test_times_are_percentiles_of_claims_by_day_of_filing(stage):
    waited = [Past(DAY, first=minutes, status="in_review") for minutes in range(10, 110, 10)]
    await put_past(stage, [*waited, Past(DAY), Past(2 * DAY, first=4, closed=2880)])
    _, rows = await table(stage, "first_response")
    half, most = map(float, rows["21 November"])
    assert half == pytest.approx(50 * 60, rel=0.1)
    assert most == pytest.approx(90 * 60, rel=0.1)
    assert float(rows["20 November"][0]) == pytest.approx(4 * 60, abs=121)
    assert rows["22 November"] == ["", ""]
    _, rows = await table(stage, "resolution")
    assert float(rows["20 November"][0]) == pytest.approx(2 * 86400, rel=0.1)
    assert rows["21 November"] == ["", ""], "what is not resolved took no time yet"


async def test_promises_answers_and_ratings_are_shares(stage):
    await put_past(
        stage,
        [Past(DAY, state="met"), Past(DAY, state="late"), Past(DAY, state="dropped"),
         Past(DAY, target="resolution", state="met", rating="good"), Past(DAY, rating="bad")],
    )  # fmt: skip
    for asked in ({"answered": 2}, {"answered": 1, "unanswered": 1}, {"to_person": 2}):
        await stage.database.write(lambda c, asked=asked: count_answers(c, BOT, asked, NOW - DAY))
    _, rows = await table(stage, "promises")
    assert rows["21 November"] == ["0.5", "", "1.0"]
    _, rows = await table(stage, "answers")
    assert rows["21 November"] == ["3.0", "1.0", "2.0"]
    _, rows = await table(stage, "ratings")
    assert rows["21 November"] == ["1.0", "0.0", "1.0"]
    shown = await page(stage, "?days=7")
    totals = [text.split(" <")[0] for text in re.findall(r'class="total">([^/]+)', shown)]
    assert totals == ["5", "–", "–", "67 %", "50 %", "50 %"]


async def test_each_chart_can_be_read_out_and_has_its_table(stage):
    await fill_figures(stage)
    shown = await page(stage)
    assert shown.count('role="img"') == shown.count("<desc") == shown.count("<table") == 6
    ids = re.findall(r'id="([^"]+)"', shown)
    for named in re.findall(r'aria-labelledby="([^"]+)"', shown):
        assert set(named.split()) <= set(ids)
    assert re.search(r"answered: at most \d+, on \d+ \w+\.", shown)
    assert shown.count(".csv?days=30") == 6
    assert "style=" not in shown, "the policy allows no style in a page"


@pytest.mark.parametrize(
    ("query", "stretches"),
    [("", 30), ("?days=7", 7), ("?days=91", 13), ("?days=364", 13), ("?days=9'", 30)],
)
async def test_the_range_is_chosen(stage, query, stretches):
    await put_past(stage, [Past(MINUTE)])
    shown = await page(stage, query)
    rows = re.findall(r'<th scope="row">', shown.split("</table>")[0])
    assert len(rows) == stretches


async def test_an_empty_desk_has_figures_too_and_strangers_none(stage):
    async with stage.inside() as inside:
        shown = await inside.get("/figures")
        assert shown.text.count("Nothing in this range.") == 6
        assert (await inside.get("/figures/secrets.csv")).status_code == 404
        stage.staff.discard(AGENT)
        assert (await inside.get("/figures")).status_code == 401
        assert (await inside.get("/figures/claims.csv")).status_code == 401


@pytest.mark.parametrize("days", RANGES)
@pytest.mark.parametrize(
    ("zone", "now"),
    [
        ("Europe/London", datetime(2026, 11, 2, 23, 30, tzinfo=UTC)),
        ("America/New_York", datetime(2026, 3, 9, 3, 59, tzinfo=UTC)),
        ("Asia/Kolkata", datetime(2026, 7, 1, 18, 31, tzinfo=UTC)),
        ("Pacific/Auckland", datetime(2026, 4, 5, 14, 0, tzinfo=UTC)),
    ],
)
def test_stretches_are_whole_days_of_a_clock_that_changes(zone, now, days):
    clock = ZoneInfo(zone)
    bins = Bins.until(now, days, clock)
    assert bins.count * bins.span == days
    assert bins.days[-1] + timedelta(bins.span - 1) == now.astimezone(clock).date()
    offsets = bins.offsets()
    assert len(offsets) == 4
    at = bins.start
    while at <= now:
        ahead = next(ahead for until, ahead in offsets if at < until)
        counted = date(1970, 1, 1) + (at + ahead - datetime(1970, 1, 1, tzinfo=UTC)) // DAY * DAY
        assert counted == at.astimezone(clock).date(), at
        at += timedelta(minutes=60 if days > 30 else 30)


def test_buckets_follow_each_other_without_a_gap():
    ends, bucket = 0, 0
    while (edges := bucket_edges(bucket))[1] > edges[0]:
        assert edges[0] == ends
        ends, bucket = edges[1], bucket + 1
    assert ends == BUCKETS[-1][0]


def test_a_percentile_lies_where_that_share_of_spans_ended():
    assert percentile([], 0.5) is None
    assert percentile([(0, 10)], 0.5) == 54
    assert percentile([(1, 1), (0, 1)], 0.5) == 60
    assert percentile([(0, 9), (9_999, 1)], 0.99) == BUCKETS[-1][0]


@pytest.mark.parametrize(
    ("value", "unit", "text"),
    [
        (None, Unit.SHARE, "–"), (0.666, Unit.SHARE, "67 %"), (1234.0, Unit.COUNT, "1,234"),
        (59.0, Unit.SECONDS, "1 min"), (3600.0, Unit.SECONDS, "1 h"),
        (5400.0, Unit.SECONDS, "90 min"), (9000.0, Unit.SECONDS, "2.5 h"),
        (90_000.0, Unit.SECONDS, "25 h"), (172_800.0, Unit.SECONDS, "2 d"),
    ],
)  # fmt: skip
def test_values_are_told_as_people_count(value, unit, text):
    def line(key, **values):
        return CATALOG.line(key, Language.ENGLISH, **values)

    assert told(value, unit, line) == text


async def test_what_becomes_of_questions_is_counted_in_the_chat(tmp_path):
    async with open_chat(tmp_path, NOW) as chat:
        for words in ("账单 看不懂", "微信退款一般多久能到账", "我要找人工"):
            await chat.says(words)
        await chat.says("银行卡被锁了，想问一个人")
        counted = await chat.database.read(
            lambda c: c.one(
                "SELECT SUM(answered) AS answered, SUM(unanswered) AS unanswered,"
                " SUM(to_person) AS to_person, MIN(quarter) AS quarter FROM answer_count"
            )
        )
    asked = [counted[name] for name in ("answered", "unanswered", "to_person")]
    assert asked == [1, 1, 1]
    assert counted["quarter"] % (900 * 1_000_000) == 0


async def test_a_long_range_is_counted_anew_after_some_minutes_only(stage):
    await put_past(stage, [Past(DAY)])
    for minutes, days, found in ((0, 364, 1), (4, 364, 1), (0, 30, 2), (1, 364, 2)):
        stage.later(minutes=minutes)
        shown = await page(stage, f"?days={days}")
        assert re.search(r'class="total">(\d+)', shown)[1] == str(found)
        if minutes == 0 and days == 364:
            await put_claim(stage.database, number="PA-NEW")

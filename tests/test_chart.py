"""The chart of reports: scale, marks, size, time."""

import io
import time

import pytest
from PIL import Image

from bot.writers.chart import ReportChart, Slot, axis_step, chart_picture

BLUE, RED = (127, 166, 214), (179, 38, 30)


def chart(*slots, title="支付宝：最近 12 小时的报告"):
    return ReportChart(title, "报告的人数", "平时", "明显高于平时", slots)


def slots(reports, usual=2.0):
    return [Slot(f"{at % 24:02}:00", count, usual) for at, count in enumerate(reports)]


def pixels(picture, colour):
    """How many pixels under the legend have a colour, give or take the palette."""
    image = Image.open(io.BytesIO(picture)).convert("RGB").crop((0, 140, 960, 540))
    return sum(
        count
        for count, found in image.getcolors(100_000)
        if all(abs(one - other) < 6 for one, other in zip(found, colour, strict=True))
    )


def test_the_picture_has_the_size_of_a_phone_and_is_light():
    picture = chart_picture(chart(*slots([1, 0, 3, 40])))
    image = Image.open(io.BytesIO(picture))
    assert (image.format, image.size) == ("PNG", (960, 540))
    assert len(picture) < 40_000
    assert image.convert("L").resize((1, 1)).getpixel((0, 0)) > 180


def test_a_bar_is_as_high_as_its_reports():
    low = pixels(chart_picture(chart(*slots([1, 4], usual=9.0))), BLUE)
    high = pixels(chart_picture(chart(*slots([4, 4], usual=9.0))), BLUE)
    assert high / low == pytest.approx(8 / 5, rel=0.05)


def test_bars_far_above_the_usual_stand_out():
    picture = chart_picture(chart(*slots([1, 2, 40])))
    assert pixels(picture, RED) > pixels(picture, BLUE) > 0


def test_a_quiet_day_shows_nothing_alarming():
    assert pixels(chart_picture(chart(*slots([0, 1, 0, 2]))), RED) == 0


@pytest.mark.parametrize(
    ("reports", "usual", "high"),
    [
        pytest.param(9, 3.0, True, id="three times the usual"),
        pytest.param(8, 3.0, False, id="less than that"),
        pytest.param(2, 0.1, False, id="two people are no disturbance"),
        pytest.param(5, None, True, id="usual level not known: several people count"),
    ],
)
def test_what_counts_as_high(reports, usual, high):
    assert Slot("10:00", reports, usual).is_high is high


@pytest.mark.parametrize(
    ("most", "step"), [(1, 1), (4, 1), (7, 2), (18, 5), (61, 20), (100, 50), (4321, 2000)]
)
def test_the_scale_has_round_steps(most, step):
    assert axis_step(most) == step


@pytest.mark.parametrize(
    "drawn",
    [
        pytest.param(chart(*slots([0] * 24, usual=None)), id="nothing reported, nothing known"),
        pytest.param(chart(Slot("10:00", 5, None)), id="one slot"),
        pytest.param(chart(*slots([100_000] * 96)), id="very many"),
        pytest.param(chart(*slots([3]), title="很长的名字" * 30), id="a title too long"),
    ],
)
def test_every_chart_can_be_drawn(drawn):
    assert Image.open(io.BytesIO(chart_picture(drawn))).size == (960, 540)


def test_a_long_title_does_not_run_over_the_edge():
    picture = chart_picture(chart(*slots([3]), title="很长的名字" * 30))
    edge = Image.open(io.BytesIO(picture)).convert("L").crop((940, 0, 960, 100))
    assert edge.getextrema()[0] > 200


def test_a_chart_without_slots_is_refused():
    with pytest.raises(ValueError, match="at least one"):
        chart_picture(chart())


def test_a_chart_is_the_same_bytes_each_time():
    drawn = chart(*slots([1, 5, 9]))
    assert chart_picture(drawn) == chart_picture(drawn)


def test_a_chart_takes_little_time():
    drawn = chart(*slots([at % 7 for at in range(24)]))
    chart_picture(drawn)
    started = time.process_time()
    chart_picture(drawn)
    assert time.process_time() - started < 0.15

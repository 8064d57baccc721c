"""Figures as drawings: where each bar, line and word stands; the template draws them as SVG."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Final

from bot.services.console_figures import Figure, Form, Series, Unit

# Units of the drawing: as wide as a small phone, so that words are never smaller than there.
WIDTH: Final = 360
HEIGHT: Final = 190
_LEFT, _RIGHT, _TOP, _BOTTOM = 44, 8, 10, 24
_ROOM_X, _ROOM_Y = WIDTH - _LEFT - _RIGHT, HEIGHT - _TOP - _BOTTOM
# Steps of a scale of time, seconds: what people count in.
_TIMES: Final = (
    60, 300, 600, 1_800, 3_600, 7_200, 14_400, 21_600, 43_200, 86_400, 172_800, 432_000, 864_000,
    2_592_000, 8_640_000,
)  # fmt: skip
_MOST_TICKS: Final = 4
# Colours by place; good and bad have those that people expect.
_COLOURS: Final = {"ratings": (2, 4, 5), "answers": (2, 4, 0)}
_MINUTE, _HOUR, _DAY = 60, 3_600, 86_400
# Below so many of the smaller unit the larger one would say too little.
_EXACT_UNTIL: Final = 2

Line = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Bar:
    """A piece of a stack."""

    x: float
    y: float
    width: float
    height: float
    colour: int


@dataclass(frozen=True, slots=True)
class Path:
    """A line with its points; where there is no value it is broken."""

    parts: Sequence[str]
    points: Sequence[tuple[float, float]]
    series: int


@dataclass(frozen=True, slots=True)
class Chart:
    """A figure that can be drawn, read as a table and read out.

    Attributes:
        head: the value of the whole range.
        about: what a screen reader says of the drawing.
        names: colour and name of each series.
        ticks: height and words of the scale.
        marks: place, anchor and words of the days.
        rows: day and values of the table.
    """

    key: str
    head: str
    about: str
    names: Sequence[tuple[int, str]]
    bars: Sequence[Bar]
    paths: Sequence[Path]
    ticks: Sequence[tuple[float, str]]
    marks: Sequence[tuple[float, str, str]]
    rows: Sequence[tuple[str, Sequence[str]]]
    is_empty: bool


def chart_of(figure: Figure, line: Line) -> Chart:
    """Return the drawing of a figure, in words of `line`."""
    top, steps = _scale(figure)
    stack = figure.form is Form.STACK
    colours = _COLOURS.get(figure.key, tuple(range(len(figure.series))))
    return Chart(
        key=figure.key,
        head=told(figure.total, figure.total_unit, line),
        about=_about(figure, line),
        names=[(colours[at], one.name) for at, one in enumerate(figure.series)],
        bars=_bars(figure.series, top, colours) if stack else (),
        paths=() if stack else [_path(one, at, top) for at, one in enumerate(figure.series)],
        ticks=[(_y(step, top), told(step, figure.unit, line)) for step in steps],
        marks=_marks(figure.stretches),
        rows=[
            (day, [told(series.values[at], figure.unit, line) for series in figure.series])
            for at, day in enumerate(figure.stretches)
        ],
        is_empty=not any(value for series in figure.series for value in series.values),
    )


def told(value: float | None, unit: Unit, line: Line) -> str:
    """Return a value as people read it."""
    if value is None:
        return "–"
    match unit:
        case Unit.COUNT:
            return f"{value:,.0f}"
        case Unit.SHARE:
            return f"{value * 100:.0f} %"
        case Unit.SECONDS:
            return _span(value, line)


def _span(seconds: float, line: Line) -> str:
    for name, size, smaller in (("days", _DAY, _HOUR), ("hours", _HOUR, _MINUTE)):
        if seconds >= size * _EXACT_UNTIL or (seconds >= size and seconds % size < smaller):
            count = seconds / size
            shown = f"{count:.0f}" if abs(count - round(count)) < 0.05 else f"{count:.1f}"
            return line(f"console.figures.{name}", count=shown)
    return line("console.figures.minutes", count=f"{seconds / _MINUTE:.0f}")


def _scale(figure: Figure) -> tuple[float, Sequence[float]]:
    """Return the top of the scale and where it has lines."""
    if figure.unit is Unit.SHARE:
        return 1.0, (0.0, 0.5, 1.0)
    columns = list(zip(*(series.values for series in figure.series), strict=True))
    highest = max(
        (sum(filter(None, column)) if figure.form is Form.STACK else max(v or 0 for v in column)
         for column in columns),
        default=0.0,
    )  # fmt: skip
    step = _step(highest, figure.unit)
    count = max(int(-(-highest // step)), 1)
    return step * count, [step * at for at in range(count + 1)]


def _step(highest: float, unit: Unit) -> float:
    rough = highest / _MOST_TICKS
    if unit is Unit.SECONDS:
        return float(next((step for step in _TIMES if step >= rough), _TIMES[-1]))
    power = 1
    while power * 10 <= rough:
        power *= 10
    return float(next(step * power for step in (1, 2, 5, 10) if step * power >= rough))


def _y(value: float, top: float) -> float:
    return round(_TOP + _ROOM_Y * (1 - value / top), 1)


def _x(place: int, count: int) -> float:
    """Return the middle of a stretch."""
    return round(_LEFT + _ROOM_X * (place + 0.5) / count, 1)


def _bars(series: Sequence[Series], top: float, colours: Sequence[int]) -> list[Bar]:
    count = len(series[0].values)
    width = round(_ROOM_X / count * 0.8, 1)
    bars = []
    for place in range(count):
        below = 0.0
        for at, one in enumerate(series):
            value = one.values[place] or 0.0
            if value:
                y, end = _y(below + value, top), _y(below, top)
                x = round(_x(place, count) - width / 2, 1)
                bars.append(Bar(x, y, width, round(end - y, 1), colours[at]))
            below += value
    return bars


def _path(series: Series, at: int, top: float) -> Path:
    count = len(series.values)
    parts: list[list[str]] = [[]]
    points = []
    for place, value in enumerate(series.values):
        if value is None:
            parts.append([])
            continue
        x, y = _x(place, count), _y(value, top)
        points.append((x, y))
        parts[-1].append(f"{x},{y}")
    return Path([" ".join(part) for part in parts if len(part) > 1], points, at)


def _marks(days: Sequence[str]) -> list[tuple[float, str, str]]:
    """Return the first, the middle and the last day: more would not be readable on a phone."""
    count, middle = len(days), len(days) // 2
    return [
        (float(_LEFT), "start", days[0]),
        (_x(middle, count), "middle", days[middle]),
        (float(WIDTH - _RIGHT), "end", days[-1]),
    ]


def _about(figure: Figure, line: Line) -> str:
    """Return what the drawing shows, for those who do not see it; the table has all of it."""
    parts = []
    for series in figure.series:
        known = [(value, at) for at, value in enumerate(series.values) if value]
        if known:
            value, at = max(known)
            most, day = told(value, figure.unit, line), figure.stretches[at]
            parts.append(line("console.figures.most_on", name=series.name, most=most, day=day))
    return " ".join(parts) or line("console.figures.nothing")

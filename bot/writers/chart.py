"""Reports of the last hours beside the usual level, as a picture for a phone."""

import io
import math

from PIL import Image, ImageDraw

from bot.domain.report_chart import LEAST_SCALE, ReportChart, Slot
from bot.writers.faces import face

# Pixels; a phone shows it a third as large, where the small type is still 11 points high.
_WIDTH, _HEIGHT = 960, 540
_LEFT, _RIGHT, _TOP, _BOTTOM = 104, 30, 160, 76
_LEGEND = 112
_TITLE, _TEXT = 42, 32
# Dark on light; bars and line differ in form too, for eyes that do not see the colours.
_PAPER, _INK, _FAINT, _GRID = "#ffffff", "#16181d", "#5b6270", "#e3e6eb"
_BAR, _BAR_HIGH, _LINE = "#7fa6d6", "#b3261e", "#16181d"
_MOST_TICKS = 4


def chart_picture(chart: ReportChart) -> bytes:
    """Return the chart as a PNG of 960 by 540 pixels.

    Raises:
        ValueError: the chart has no slot.
    """
    if not chart.slots:
        raise ValueError("a chart needs at least one slot")
    picture = Image.new("RGB", (_WIDTH, _HEIGHT), _PAPER)
    pen = ImageDraw.Draw(picture)
    top = _highest(chart.slots)
    _write_head(pen, chart)
    _draw_grid(pen, top)
    _draw_bars(pen, chart.slots, top)
    _draw_usual(pen, chart.slots, top)
    _write_times(pen, chart.slots)
    file = io.BytesIO()
    picture.quantize(64, dither=Image.Dither.NONE).save(file, "PNG")
    return file.getvalue()


def axis_step(most: float) -> int:
    """Return the distance of the lines of the scale: 1, 2 or 5 times a power of ten."""
    rough = max(most / _MOST_TICKS, 1.0)
    power = 10 ** math.floor(math.log10(rough))
    return next(int(step * power) for step in (1, 2, 5, 10) if step * power >= rough)


def _highest(slots: tuple[Slot, ...]) -> int:
    most = max(max(slot.reports, slot.usual or 0.0, LEAST_SCALE) for slot in slots)
    step = axis_step(most)
    # One step above the highest bar leaves room for its number.
    return (math.floor(most / step) + 1) * step


def _row(value: float, top: int) -> float:
    """Return the pixel row of a value."""
    room = _HEIGHT - _TOP - _BOTTOM
    return _HEIGHT - _BOTTOM - room * value / top


def _columns(count: int) -> list[tuple[float, float]]:
    """Return first and last pixel column of each slot."""
    width = (_WIDTH - _LEFT - _RIGHT) / count
    return [(_LEFT + at * width, _LEFT + (at + 1) * width) for at in range(count)]


def _write_head(pen: ImageDraw.ImageDraw, chart: ReportChart) -> None:
    pen.text((30, 48), _fitted(chart.title, _TITLE, _WIDTH - 60), _INK, face(_TITLE), anchor="lm")
    marks = [(chart.reports_name, _BAR, 10)]
    if any(slot.is_high for slot in chart.slots):
        marks.append((chart.high_name, _BAR_HIGH, 10))
    if any(slot.usual is not None for slot in chart.slots):
        marks.append((chart.usual_name, _LINE, 2))
    x = 30.0
    for name, colour, half in marks:
        pen.rectangle((x, _LEGEND - half, x + 26, _LEGEND + half), colour)
        pen.text((x + 36, _LEGEND), name, _FAINT, face(_TEXT), anchor="lm")
        x += 36 + face(_TEXT).getlength(name) + 36


def _fitted(text: str, size: int, room: float) -> str:
    """Return a text, cut with an ellipsis where it is wider than its room."""
    if face(size).getlength(text) <= room:
        return text
    while text and face(size).getlength(text + "…") > room:
        text = text[:-1]
    return text + "…"


def _draw_grid(pen: ImageDraw.ImageDraw, top: int) -> None:
    for value in range(0, top + 1, axis_step(top)):
        y = _row(value, top)
        pen.line((_LEFT, y, _WIDTH - _RIGHT, y), _GRID if value else _FAINT, 2)
        pen.text((_LEFT - 14, y), str(value), _FAINT, face(_TEXT), anchor="rm")


def _draw_bars(pen: ImageDraw.ImageDraw, slots: tuple[Slot, ...], top: int) -> None:
    columns = _columns(len(slots))
    for slot, (left, right) in zip(slots, columns, strict=True):
        if slot.reports:
            gap = (right - left) * 0.15
            box = (left + gap, _row(slot.reports, top), right - gap, _HEIGHT - _BOTTOM)
            pen.rectangle(box, _BAR_HIGH if slot.is_high else _BAR)
    most = max(range(len(slots)), key=lambda at: slots[at].reports)
    if slots[most].reports:
        middle = sum(columns[most]) / 2
        place = (middle, _row(slots[most].reports, top) - 6)
        pen.text(place, str(slots[most].reports), _INK, face(_TEXT), anchor="mb")


def _draw_usual(pen: ImageDraw.ImageDraw, slots: tuple[Slot, ...], top: int) -> None:
    """Draw the usual level as steps over the bars; gaps where it is not known."""
    before: float | None = None
    for slot, (left, right) in zip(slots, _columns(len(slots)), strict=True):
        if slot.usual is None:
            before = None
            continue
        y = _row(slot.usual, top)
        if before is not None:
            pen.line((left, before, left, y), _LINE, 5)
        pen.line((left, y, right, y), _LINE, 5)
        before = y


def _write_times(pen: ImageDraw.ImageDraw, slots: tuple[Slot, ...]) -> None:
    """Write as many times as fit, always the last."""
    widest = max(face(_TEXT).getlength(slot.label) for slot in slots) + 30
    columns = _columns(len(slots))
    every = max(math.ceil(widest / (columns[0][1] - columns[0][0])), 1)
    for at in range(len(slots) - 1, -1, -every):
        middle = sum(columns[at]) / 2
        half = (widest - 30) / 2
        middle = min(max(middle, half + 4), _WIDTH - half - 4)
        pen.text(
            (middle, _HEIGHT - _BOTTOM + 34), slots[at].label, _FAINT, face(_TEXT), anchor="mm"
        )

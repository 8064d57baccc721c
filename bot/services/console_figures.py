"""Figures of a range of days: claims, times, promises, answers, ratings; as charts with values."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum
from functools import partial
from typing import Final

from bot.domain.console import Person
from bot.domain.figure_bins import RANGES, USUAL_RANGE, Bins, added, percentile
from bot.domain.kinds import ClaimKind
from bot.services.conversation import Office
from bot.services.desk_closing import RATINGS
from bot.storage.connection import Connection
from bot.storage.figures import (
    ClaimCounts,
    Counts,
    Spans,
    answer_counts,
    claim_counts,
    first_responses,
    kept_promises,
    resolutions,
)
from bot.texts.wording import Voice, day_text

_TARGETS: Final = ("first_response", "next_response", "resolution")
_ANSWERS: Final = ("answered", "unanswered", "to_person")
# The half, and nine of ten: what is usual, and what the unlucky ones wait.
_SHARES: Final = {"half": 0.5, "most": 0.9}
# A year of many claims takes a fifth of a second to count, and changes little in so long.
_KEPT_FOR: Final = timedelta(minutes=5)
_MOST_KEPT: Final = 16


class Form(StrEnum):
    """How a chart is drawn."""

    STACK = "stack"
    LINES = "lines"


class Unit(StrEnum):
    """What its values are."""

    COUNT = "count"
    SECONDS = "seconds"
    SHARE = "share"


@dataclass(frozen=True, slots=True)
class Series:
    """One row of values, in the order of the stretches; None: there is nothing to tell."""

    name: str
    values: tuple[float | None, ...]


@dataclass(frozen=True, slots=True)
class Figure:
    """One chart with all that is in it.

    Attributes:
        key: its name in addresses and texts.
        stretches: the days they begin with, in the reader's words.
        total: the value of the whole range, for its head; None: nothing to tell.
    """

    key: str
    form: Form
    unit: Unit
    stretches: tuple[str, ...]
    series: tuple[Series, ...]
    total: float | None
    total_unit: Unit


@dataclass(frozen=True, slots=True)
class _Read:
    claims: ClaimCounts
    first: Spans
    done: Spans
    kept: Counts
    answers: Counts


def days_wanted(query: Mapping[str, str]) -> int:
    """Return the range that an address asks for; the usual one where it names none."""
    wanted = query.get("days", "")
    return next((days for days in RANGES if str(days) == wanted), USUAL_RANGE)


class ConsoleFigures:
    """Counts."""

    def __init__(self, office: Office) -> None:
        self._office = office
        self._kept: dict[Bins, tuple[datetime, _Read]] = {}

    async def figures(self, person: Person, days: int) -> list[Figure]:
        """Return every figure of the last days on somebody's clock, in their language."""
        office = self._office
        bins = Bins.until(office.clock(), days, person.clock)
        read = await self._counted(bins)
        voice = Voice(person.language, "", person.clock, office.clock())
        stretches = tuple(_day(each, voice) for each in bins.days)
        return _Drawing(office, voice, bins, stretches).all(read)

    async def _counted(self, bins: Bins) -> _Read:
        """Return the counts; those of long ranges as they were some minutes ago at most."""
        office, now = self._office, self._office.clock()
        kept = self._kept.get(bins)
        if kept is not None and timedelta() <= now - kept[0] < _KEPT_FOR:
            return kept[1]
        read = await office.database.read(partial(_read, bot=office.bot, bins=bins))
        if bins.span > 1:
            if len(self._kept) >= _MOST_KEPT:
                self._kept.clear()
            self._kept[bins] = now, read
        return read


async def _read(connection: Connection, bot: int, bins: Bins) -> _Read:
    return _Read(
        await claim_counts(connection, bot, bins),
        await first_responses(connection, bot, bins),
        await resolutions(connection, bot, bins),
        await kept_promises(connection, bot, bins),
        await answer_counts(connection, bot, bins),
    )


def _day(day: date, voice: Voice) -> str:
    return day_text(datetime(day.year, day.month, day.day, 12, tzinfo=voice.zone), voice)


class _Drawing:
    """Puts counts into figures."""

    def __init__(
        self, office: Office, voice: Voice, bins: Bins, stretches: tuple[str, ...]
    ) -> None:
        self._office, self._voice = office, voice
        self._bins, self._stretches = bins, stretches

    def all(self, read: _Read) -> list[Figure]:
        """Return the figures in the order of the page."""
        kinds = {kind.value: f"kind.{kind}" for kind in ClaimKind}
        rated = {name: f"console.rating.{name}" for name in RATINGS}
        told = {name: f"console.figures.{name}" for name in _ANSWERS}
        good = self._sum(read.claims.ratings, "good")
        answered = self._sum(read.answers, "answered")
        return [
            self._stack("claims", read.claims.kinds, kinds, self._sum(read.claims.kinds)),
            self._times("first_response", read.first),
            self._times("resolution", read.done),
            self._promises(read.kept),
            self._stack("answers", read.answers, told,
                        _share(answered, self._sum(read.answers))),
            self._stack("ratings", read.claims.ratings, rated,
                        _share(good, self._sum(read.claims.ratings))),
        ]  # fmt: skip

    def _stack(
        self, key: str, counts: Counts, names: Mapping[str, str], total: float | None
    ) -> Figure:
        series = tuple(
            Series(
                self._line(text), tuple(float(counts.get((at, name), 0)) for at in self._places)
            )
            for name, text in names.items()
        )
        unit = Unit.COUNT if key == "claims" else Unit.SHARE
        return Figure(key, Form.STACK, Unit.COUNT, self._stretches, series, total, unit)

    def _times(self, key: str, spans: Spans) -> Figure:
        series = tuple(
            Series(
                self._line(f"console.figures.{name}"),
                tuple(percentile(spans.get(at, ()), share) for at in self._places),
            )
            for name, share in _SHARES.items()
        )
        total = percentile(added(list(spans.values())), _SHARES["half"])
        unit = Unit.SECONDS
        return Figure(key, Form.LINES, unit, self._stretches, series, total, unit)

    def _promises(self, kept: Counts) -> Figure:
        series = tuple(
            Series(
                self._line(f"console.figures.{target}"),
                tuple(self._kept(kept, at, target) for at in self._places),
            )
            for target in _TARGETS
        )
        met = sum(count for (_, name), count in kept.items() if name.endswith(".met"))
        total = _share(met, sum(kept.values()))
        unit = Unit.SHARE
        return Figure("promises", Form.LINES, unit, self._stretches, series, total, unit)

    def _kept(self, kept: Counts, at: int, target: str) -> float | None:
        met, late = kept.get((at, f"{target}.met"), 0), kept.get((at, f"{target}.late"), 0)
        return _share(met, met + late)

    @property
    def _places(self) -> range:
        return range(self._bins.count)

    def _sum(self, counts: Counts, name: str = "") -> int:
        return sum(count for (_, each), count in counts.items() if name in ("", each))

    def _line(self, key: str) -> str:
        return self._office.catalog.line(key, self._voice.language)


def _share(part: float, whole: float) -> float | None:
    return part / whole if whole else None


def table_of(figure: Figure) -> tuple[Sequence[str], Sequence[Sequence[float | None]]]:
    """Return the heads and the rows of a figure, one row a stretch."""
    heads = [series.name for series in figure.series]
    columns = [series.values for series in figure.series]
    return heads, [list(row) for row in zip(*columns, strict=True)]

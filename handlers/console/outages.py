"""Outages: providers with their state, one provider with its reports, what admins declare."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import time
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotFound
from bot.domain.incident_log import Nature
from bot.domain.incident_orders import Close, Correct, Declare, Merge, Order, Still, Words
from bot.domain.report_chart import LEAST_SCALE, ReportChart
from bot.services.console_outages import ConsoleOutages
from handlers.console.guard import Guard

_NATURES: Final = tuple(nature for nature in Nature if nature is not Nature.REPORTS)
# Units of the drawing: its width fits any window.
_WIDE, _HIGH, _FOOT = 720, 220, 24


@dataclass(frozen=True, slots=True)
class Bar:
    """One stretch of time as a bar; places and sizes in units of the drawing."""

    x: float
    y: float
    width: float
    height: float
    label: str
    is_high: bool


@dataclass(frozen=True, slots=True)
class OutagePages:
    """Shows providers, and passes on what admins declare."""

    guard: Guard
    outages: ConsoleOutages

    def routes(self) -> list[Route]:
        """Return the routes of outages."""
        view, act = self.guard.view, self.guard.act
        return [
            Route("/outages", view(self.listed)),
            Route("/outages/live", view(self.live, active=False)),
            Route("/outages/of", view(self.chosen)),
            Route("/outages/{provider}", view(self.one)),
            Route("/outages/{provider}/act", act(self.act, admin=True), methods=["POST"]),
        ]

    async def listed(self, request: Request, session: Session) -> Response:
        """Every provider of which something is known."""
        lines = await self.outages.lines(session.person)
        names = self.outages.names(session.person)
        return self.guard.pages.page(request, "outages.html", session, lines=lines, names=names)

    async def live(self, request: Request, session: Session) -> Response:
        """The list alone, asked for by the page itself."""
        lines = await self.outages.lines(session.person)
        return self.guard.pages.page(request, "outage_lines.html", session, lines=lines)

    async def chosen(self, request: Request, session: Session) -> Response:
        """Lead to the page of the provider that was picked."""
        known = {name for name, _ in self.outages.names(session.person)}
        provider, root = request.query_params.get("provider", ""), request.scope["root_path"]
        place = f"/outages/{provider}" if provider in known else "/outages"
        return RedirectResponse(root + place, 303)

    async def one(self, request: Request, session: Session) -> Response:
        """One provider."""
        return await self._shown(request, session)

    async def act(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        """Declare, correct, tell, merge or close; what is missing is asked for, the words stay."""
        order = _order(request.path_params["provider"], form)
        if order is None:
            why = self.guard.pages.line(session, "console.form_refused")
            return await self._shown(request, session, why, form, 400)
        said = await self.outages.order(session.person, order)
        return await self._shown(request, session, said, form)

    async def _shown(
        self,
        request: Request,
        session: Session,
        said: str = "",
        form: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> Response:
        pages = self.guard.pages
        try:
            found = await self.outages.view(session.person, request.path_params["provider"])
        except NotFound as missing:
            return pages.page(request, "not_allowed.html", session, 404, why=missing.key)
        natures = [
            (each.value, pages.line(session, f"incidents.nature.{each}")) for each in _NATURES
        ]
        bars, usual = _drawn(found.chart)
        return pages.page(
            request, "outage.html", session, status, view=found, natures=natures, said=said,
            typed=form or {}, bars=bars, usual=usual, wide=_WIDE, high=_HIGH,
        )  # fmt: skip


def _order(provider: str, form: Mapping[str, str]) -> Order | None:
    """Return what a form orders; None: it is none of ours, or tells a time that is none."""
    zh, en, source = (_one_line(form.get(name, "")) for name in ("zh", "en", "source"))
    try:
        since, next_by = _clock(form.get("since", "")), _clock(form.get("next", ""))
    except ValueError:
        return None
    words = Words(zh, en, source, next_by)
    number, nature = form.get("incident", ""), form.get("nature", "")
    known = Nature(nature) if nature in set(_NATURES) else None
    incident = int(number) if number.isascii() and number.isdecimal() and len(number) < 13 else 0
    match form.get("action"):
        case "declare" if known is not None:
            return Declare(provider, known, words, since)
        case "correct" if incident:
            return Correct(incident, known, words)
        case "still" if incident:
            return Still(incident, next_by)
        case "close" if incident:
            return Close(incident)
        case "merge" if incident and form.get("into", "").isdecimal():
            return Merge(incident, int(form["into"][:12]))
    return None


def _one_line(text: str) -> str:
    return " ".join(text.split())


def _clock(text: str) -> time | None:
    """Return a time of day as the field of a page sends it; None: it is empty.

    Raises:
        ValueError: it is none.
    """
    if not text:
        return None
    found = time.fromisoformat(text)
    return found.replace(second=0, microsecond=0, tzinfo=None)


def _drawn(chart: ReportChart) -> tuple[list[Bar], list[tuple[float, float]]]:
    """Return the bars of a chart, and the line of what is usual."""
    usual = [slot.usual or 0.0 for slot in chart.slots]
    most = max(float(LEAST_SCALE), *(float(slot.reports) for slot in chart.slots), *usual)
    step, room = _WIDE / len(chart.slots), _HIGH - _FOOT - 16
    bars, line = [], []
    for place, slot in enumerate(chart.slots):
        height, level = room * slot.reports / most, room * usual[place] / most
        bars.append(Bar(
            round(place * step + 2, 1), round(_HIGH - _FOOT - height, 1), round(step - 4, 1),
            round(height, 1), slot.label, slot.is_high,
        ))  # fmt: skip
        line.append((round((place + 0.5) * step, 1), round(_HIGH - _FOOT - level, 1)))
    return bars, line

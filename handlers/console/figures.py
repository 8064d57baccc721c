"""Figures: a page of charts, each with a table and a CSV behind it."""

from dataclasses import dataclass
from functools import partial

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.figure_bins import RANGES
from bot.services.console_export import ConsoleExports
from bot.services.console_figures import ConsoleFigures, days_wanted, table_of
from handlers.console.charts import HEIGHT, WIDTH, chart_of
from handlers.console.guard import Guard


@dataclass(frozen=True, slots=True)
class FigurePages:
    """Shows figures."""

    guard: Guard
    figures: ConsoleFigures
    exports: ConsoleExports

    def routes(self) -> list[Route]:
        """Return the routes of figures."""
        view = self.guard.view
        return [
            Route("/figures", view(self.page)),
            Route("/figures/{key}.csv", view(self.table)),
        ]

    async def page(self, request: Request, session: Session) -> Response:
        """Every chart of a range of days."""
        days, line = days_wanted(request.query_params), partial(self.guard.pages.line, session)
        found = await self.figures.figures(session.person, days)
        charts = [
            (
                chart_of(figure, line),
                line(f"console.figures.title_{figure.key}"),
                line(f"console.figures.about_{figure.key}"),
            )
            for figure in found
        ]
        ranges = [(each, line("console.figures.range_days", count=str(each))) for each in RANGES]
        return self.guard.pages.page(
            request, "figures.html", session,
            charts=charts, days=days, ranges=ranges, width=WIDTH, height=HEIGHT,
            span=RANGES[days],
        )  # fmt: skip

    async def table(self, request: Request, session: Session) -> Response:
        """The values of one chart, as numbers: seconds, shares from 0 to 1, counts."""
        days, key = days_wanted(request.query_params), request.path_params["key"]
        found = await self.figures.figures(session.person, days)
        figure = next((each for each in found if each.key == key), None)
        if figure is None:
            return self.guard.pages.page(request, "missing.html", session, 404)
        heads, rows = table_of(figure)
        first = self.guard.pages.line(session, "console.figures.from_day")
        lines = [[day, *row] for day, row in zip(figure.stretches, rows, strict=True)]
        content, media = self.exports.table([first, *heads], lines)
        name = f"{figure.key}-{days}.csv"
        headers = {"Content-Disposition": f'attachment; filename="{name}"'}
        return Response(content, headers=headers, media_type=media)

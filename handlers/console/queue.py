"""The queue: a page, its rows again when something changed, and the stream that says so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from functools import partial
from typing import Any, Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.services.console_bulk import ConsoleBulks
from bot.services.console_news import ConsoleNews
from bot.services.console_queue import ConsoleQueue
from bot.services.console_team import ConsoleTeam
from bot.services.console_views import LONGEST_NAME, ConsoleViews
from bot.services.console_wanted import Wanted
from handlers.console.bulk import choices, planned_line, told, waits
from handlers.console.guard import Guard

# Streams that may be open at once; a page beyond them is reloaded by hand.
_MOST_STREAMS: Final = 200


@dataclass(frozen=True, slots=True)
class QueuePages:
    """Shows the queue."""

    guard: Guard
    queue: ConsoleQueue
    views: ConsoleViews
    team: ConsoleTeam
    bulks: ConsoleBulks
    news: ConsoleNews

    def routes(self) -> list[Route]:
        """Return the routes of the queue."""
        view = self.guard.view
        return [
            Route("/", view(self.page)),
            Route("/rows", view(self.rows)),
            Route("/rows/live", view(self.rows, active=False)),
            Route("/events", view(self.events, active=False)),
        ]

    async def page(self, request: Request, session: Session) -> Response:
        """The whole page."""
        line = partial(self.guard.pages.line, session)
        load = await self.team.load()
        return await self._shown(
            request,
            session,
            "queue.html",
            load=load,
            own=await self.views.of(session.person),
            longest_name=LONGEST_NAME,
            kinds=[(kind.value, line(f"kind.{kind}")) for kind in ClaimKind],
            statuses=[(each.value, line(f"console.status.{each}")) for each in Status],
            doings=choices(line, load),
            waits=waits(line),
        )

    async def rows(self, request: Request, session: Session) -> Response:
        """The rows alone, with what is planned above them."""
        return await self._shown(request, session, "queue_rows.html")

    async def _shown(
        self,
        request: Request,
        session: Session,
        template: str,
        **more: Any,  # whatever the template shows
    ) -> Response:
        wanted = Wanted.of(request.query_params)
        page = await self.queue.page(session.person, wanted)
        root = request.scope["root_path"]
        following = urlencode({**wanted.query, "after": page.after})
        return self.guard.pages.page(
            request,
            template,
            session,
            lines=page.lines,
            chosen=wanted.address,
            query=wanted.query,
            live=f"{root}/rows/live?{wanted.address}",
            more=f"{root}/?{following}" if page.after else "",
            first=f"{root}/?{wanted.address}" if wanted.after else "",
            **await self._bulks(session),
            **more,
        )

    async def _bulks(self, session: Session) -> dict[str, Any]:  # what templates show
        """Return what is planned, and what became of the reader's own plans."""
        line, person = partial(self.guard.pages.line, session), session.person
        own, planned = await self.bulks.own(person), await self.bulks.planned()
        names = await self.team.names() if own or planned else {}
        now = self.bulks.now()
        return {
            "bulks": [told(line, bulk, names, now) for bulk in own],
            "planned": {
                number: planned_line(line, bulk, names, person) for number, bulk in planned.items()
            },
            "picks": True,
        }

    async def events(self, request: Request, session: Session) -> Response:
        """Tell an open page what is new for as long as its session holds."""
        if self.news.listeners >= _MOST_STREAMS:
            return Response(status_code=204)
        return StreamingResponse(self._told(request), media_type="text/event-stream")

    async def _told(self, request: Request) -> AsyncIterator[str]:
        yield "retry: 3000\n\n"
        async for news in self.news.stream():
            if await self.guard.session(request, active=False) is None:
                yield "event: over\ndata: 1\n\n"
                return
            if not (news.claims or news.words):
                yield ": alive\n\n"
            if news.claims:
                yield "event: claims\ndata: 1\n\n"
            if news.words:
                yield "event: words\ndata: 1\n\n"

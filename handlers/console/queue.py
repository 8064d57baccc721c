"""The queue: a page, its rows again when something changed, and the stream that says so."""

from collections.abc import AsyncIterator
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.services.console_news import ConsoleNews
from bot.services.console_queue import ConsoleQueue, Wanted
from handlers.console.guard import Guard

# Streams that may be open at once; a page beyond them is reloaded by hand.
_MOST_STREAMS: Final = 200


@dataclass(frozen=True, slots=True)
class QueuePages:
    """Shows the queue."""

    guard: Guard
    queue: ConsoleQueue
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
        return await self._shown(request, session, "queue.html")

    async def rows(self, request: Request, session: Session) -> Response:
        """The rows alone."""
        return await self._shown(request, session, "queue_rows.html")

    async def _shown(self, request: Request, session: Session, template: str) -> Response:
        wanted = Wanted.of(request.query_params)
        page = await self.queue.page(session.person, wanted)
        line, root = self.guard.pages.line, request.scope["root_path"]
        query = urlencode(wanted.query)
        following = urlencode({**wanted.query, "after": page.after})
        return self.guard.pages.page(
            request,
            template,
            session,
            lines=page.lines,
            query=wanted.query,
            live=f"{root}/rows/live?{query}",
            more=f"{root}/?{following}" if page.after else "",
            first=f"{root}/?{query}" if wanted.after else "",
            kinds=[(kind.value, line(session, f"kind.{kind}")) for kind in ClaimKind],
            statuses=[(each.value, line(session, f"console.status.{each}")) for each in Status],
        )

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

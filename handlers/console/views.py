"""Views of the queue under a name: kept and deleted."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed, SupportError
from bot.services.console_views import ConsoleViews
from bot.services.console_wanted import Wanted
from bot.services.desk import Desk
from handlers.console.guard import Guard


@dataclass(frozen=True, slots=True)
class ViewPages:
    """Passes on what agents do with views."""

    guard: Guard
    views: ConsoleViews
    desk: Desk

    def routes(self) -> list[Route]:
        """Return the routes of views."""
        act = self.guard.act
        return [
            Route("/views", act(self.keep), methods=["POST"]),
            Route("/views/{view:int}/drop", act(self.drop), methods=["POST"]),
        ]

    async def keep(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        """Keep a choice under a name."""
        wanted, shared = Wanted.of(form), form.get("shared") == "yes"
        try:
            await self.views.keep(session.person, form.get("name", ""), wanted, shared=shared)
        except SupportError as refused:
            return await self._refused(request, session, refused)
        return RedirectResponse(f"{request.scope['root_path']}/?{wanted.address}", 303)

    async def drop(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        """Delete a view; the choice on the page stays."""
        try:
            await self.views.drop(session.person, request.path_params["view"])
        except SupportError as refused:
            return await self._refused(request, session, refused)
        address = Wanted.of(form).address
        return RedirectResponse(f"{request.scope['root_path']}/?{address}", 303)

    async def _refused(
        self, request: Request, session: Session, refused: SupportError
    ) -> Response:
        status = 409
        if isinstance(refused, NotAllowed):
            await self.desk.refuse(session.person.id, "share")
            status = 403
        pages = self.guard.pages
        why = pages.line(session, refused.key, **refused.values)
        return pages.page(request, "not_done.html", session, status, why=why)

"""The two doors: a link that is spent by a button, and Telegram's Mini App."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed
from bot.services.console_door import Opened
from handlers.console.guard import Guard
from handlers.console.limits import FailureLimit
from handlers.console.pages import is_part
from handlers.console.security import FormRefusedError, read_form

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Login:
    """Comes in, goes out, and keeps what somebody likes."""

    guard: Guard
    limit: FailureLimit

    def browser_routes(self) -> list[Route]:
        """Return the routes of the link."""
        return [
            Route("/login/{token}", self.button, methods=["GET"]),
            Route("/login", self.by_link, methods=["POST"]),
        ]

    def app_routes(self) -> list[Route]:
        """Return the route of the Mini App."""
        return [Route("/enter", self.by_app, methods=["POST"])]

    def routes(self) -> list[Route]:
        """Return what both faces have."""
        act = self.guard.act
        return [
            Route("/leave", act(self.leave), methods=["POST"]),
            Route("/prefer", act(self.prefer), methods=["POST"]),
        ]

    async def button(self, request: Request) -> Response:
        """Show a button; whoever only looks at the link, such as a preview, spends nothing."""
        token = request.path_params["token"]
        return self.guard.pages.page(request, "login.html", token=token)

    async def by_link(self, request: Request) -> Response:
        """Spend the link."""
        return await self._enter(request, "token")

    async def by_app(self, request: Request) -> Response:
        """Exchange what Telegram told the Mini App."""
        return await self._enter(request, "init_data")

    async def _enter(self, request: Request, field: str) -> Response:
        place = request.client.host if request.client else ""
        pages, root = self.guard.pages, request.scope["root_path"]
        if self.limit.is_reached(place):
            return pages.page(request, "slower.html", status=429)
        try:
            form = await read_form(request)
            opened = await self._opened(form, field)
        except (FormRefusedError, NotAllowed) as refused:
            self.limit.failed(place)
            why = refused.key if isinstance(refused, NotAllowed) else "console.away"
            return pages.page(request, "away.html", status=403, why=why)
        if is_part(request):
            response = Response(status_code=204, headers={"HX-Redirect": f"{root}/"})
        else:
            response = RedirectResponse(f"{root}/", 303)
        return self.guard.let_in(response, opened)

    async def _opened(self, form: Form, field: str) -> Opened:
        door, given, zone = self.guard.door, form.get(field, ""), form.get("zone", "")
        return await (door.by_link(given, zone) if field == "token" else door.by_app(given, zone))

    async def leave(self, request: Request, session: Session, form: Form) -> Response:
        """Close this session, or all of the person's."""
        await self.guard.door.leave(session, everywhere=form.get("everywhere") == "yes")
        request.state.token = ""
        response = self.guard.pages.page(request, "left.html")
        return self.guard.let_out(response)

    async def prefer(
        self, request: Request, session: Session, form: Mapping[str, str]
    ) -> Response:
        """Keep language and clock."""
        await self.guard.door.prefer(session, form.get("language", ""), form.get("zone", ""))
        return RedirectResponse(f"{request.scope['root_path']}/", 303)

"""Who is asking: cookies of each face, and the look at the session before every answer."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response

from bot.domain.console import OPEN_FOR, Face, Session
from bot.services.console_door import ConsoleDoor, Opened
from handlers.console.pages import Pages, is_part
from handlers.console.security import LARGEST_FORM, FormRefusedError, check_csrf, read_form

View = Callable[[Request, Session], Awaitable[Response]]
Act = Callable[[Request, Session, Mapping[str, str]], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]

_NAMES: Final = {Face.BROWSER: "payaid_console", Face.APP: "payaid_app"}


@dataclass(frozen=True, slots=True)
class Guard:
    """Lets a request through with its session, or sends it away.

    Attributes:
        face: whose cookies are read.
        is_https: whether cookies stay off the open wire.
    """

    door: ConsoleDoor
    pages: Pages
    face: Face
    is_https: bool

    def view(self, show: View, *, active: bool = True, admin: bool = False) -> Endpoint:
        """Return an endpoint that shows something to whoever is in.

        Args:
            show (View): gives the answer.
            active (bool): False: the page asks by itself, which keeps nobody in.
            admin (bool): only to admins.
        """

        async def endpoint(request: Request) -> Response:
            session = await self.session(request, active=active)
            if session is None:
                return self.away(request)
            if admin and not session.is_admin:
                return await self._not_for_them(request, session)
            return await show(request, session)

        return endpoint

    def act(self, do: Act, *, admin: bool = False, largest: int = LARGEST_FORM) -> Endpoint:
        """Return an endpoint that does something, for forms of our own pages only.

        Args:
            do (Act): does it, and gives the answer.
            admin (bool): only for admins.
            largest (int): bytes of the form.
        """

        async def endpoint(request: Request) -> Response:
            session = await self.session(request)
            if session is None:
                return self.away(request)
            try:
                form = await read_form(request, largest)
                check_csrf(request, form, request.state.token)
            except FormRefusedError:
                return self.pages.page(request, "refused.html", session, 403)
            if admin and not session.is_admin:
                return await self._not_for_them(request, session)
            return await do(request, session, form)

        return endpoint

    async def _not_for_them(self, request: Request, session: Session) -> Response:
        """Say that this is for admins; the audit keeps that somebody tried."""
        await self.door.refuse(session, request.url.path.rsplit("/console/", 1)[-1])
        why = "console.admins_only"
        return self.pages.page(request, "not_allowed.html", session, 403, why=why)

    async def session(self, request: Request, *, active: bool = True) -> Session | None:
        """Return the session of a request, after a look at the rights of its person."""
        token = request.cookies.get(self._cookie, "")
        if not token:
            return None
        request.state.token = token
        return await self.door.session(token, self.face, active=active)

    def away(self, request: Request) -> Response:
        """Answer somebody who is not in, or not any longer."""
        request.state.token = ""
        # The Mini App finds out on this very page who opened it.
        template = "app.html" if self.face is Face.APP else "away.html"
        response = self.pages.page(request, template, status=401, why="console.away")
        if is_part(request):
            # The whole page goes to the door; a part of it would stand among old claims.
            response.headers["HX-Redirect"] = f"{request.scope['root_path']}/"
        return response

    def let_in(self, response: Response, opened: Opened) -> Response:
        """Give the cookie of a new session along."""
        self._set(response, opened.token, int(OPEN_FOR.total_seconds()))
        return response

    def let_out(self, response: Response) -> Response:
        """Take the cookie back."""
        self._set(response, "", 0)
        return response

    @property
    def path(self) -> str:
        """Below which the cookie is sent."""
        return "/console/app" if self.face is Face.APP else "/console"

    @property
    def _cookie(self) -> str:
        return f"__Secure-{_NAMES[self.face]}" if self.is_https else _NAMES[self.face]

    def _set(self, response: Response, value: str, seconds: int) -> None:
        parts = [f"{self._cookie}={value}", f"Path={self.path}", f"Max-Age={seconds}", "HttpOnly"]
        # A browser drops a Secure cookie of plain http; that is served to this machine only.
        parts += ["Secure"] if self.is_https else []
        # Telegram Web shows the Mini App in a frame of its own site.
        in_frame = self.face is Face.APP and self.is_https
        parts += ["SameSite=None", "Partitioned"] if in_frame else ["SameSite=Lax"]
        response.headers.append("Set-Cookie", "; ".join(parts))

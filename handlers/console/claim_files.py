"""Files of a claim: the viewer with what was read beside, a safe copy, the original."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotFound
from bot.services.console_claim import ConsoleClaims
from bot.services.console_files import ConsoleFiles
from handlers.console.guard import Guard

_SANDBOXED: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class FilePages:
    """Shows files and hands them out."""

    guard: Guard
    claims: ConsoleClaims
    files: ConsoleFiles

    def routes(self) -> list[Route]:
        """Return the routes of files."""
        view, act, one = self.guard.view, self.guard.act, "/claim/{number}/file/{item:int}"
        return [
            Route(one, view(self.file)),
            Route(f"{one}/picture", view(self.picture)),
            Route(f"{one}/original", act(self.original), methods=["POST"]),
        ]

    async def file(self, request: Request, session: Session) -> Response:
        """A file with what was read in it beside."""
        try:
            claim = await self.claims.view(session.person, request.path_params["number"])
        except NotFound:
            return self._missing(request, session)
        wanted = request.path_params["item"]
        place = next((at for at, each in enumerate(claim.files) if each.id == wanted), None)
        if place is None:
            return self._missing(request, session)
        around = [claim.files[at] if 0 <= at < len(claim.files) else None
                  for at in (place - 1, place + 1)]  # fmt: skip
        return self.guard.pages.page(
            request, "file.html", session, claim=claim, file=claim.files[place],
            place=place + 1, before=around[0], after=around[1],
        )  # fmt: skip

    async def picture(self, request: Request, session: Session) -> Response:
        """A safe copy of a picture."""
        number, item = request.path_params["number"], request.path_params["item"]
        try:
            content = await self.files.picture(session.person, number, item)
        except NotFound:
            return Response(status_code=404)
        return Response(content, media_type="image/jpeg")

    async def original(self, request: Request, session: Session, _: Mapping[str, str]) -> Response:
        """A file as it came: to be kept, never shown by the browser."""
        number, item = request.path_params["number"], request.path_params["item"]
        try:
            file = await self.files.original(session.person, number, item)
        except NotFound:
            return self._missing(request, session)
        headers = {
            "Content-Disposition": f'attachment; filename="{file.name}"',
            "Content-Security-Policy": _SANDBOXED,
        }
        return Response(file.content, headers=headers, media_type="application/octet-stream")

    def _missing(self, request: Request, session: Session) -> Response:
        return self.guard.pages.page(request, "missing.html", session, 404)

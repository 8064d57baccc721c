"""Claims as files to keep: a page to choose, and the files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import Response, StreamingResponse
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed, NotFound, SupportError
from bot.domain.numbers import read_number
from bot.services.console_export import ConsoleExports
from bot.services.console_packs import ConsolePacks
from bot.services.console_wanted import Wanted
from bot.services.desk import Desk
from handlers.console.guard import Guard

_SANDBOXED: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


@dataclass(frozen=True, slots=True)
class ExportPages:
    """Hands out files."""

    guard: Guard
    exports: ConsoleExports
    packs: ConsolePacks
    desk: Desk

    def routes(self) -> list[Route]:
        """Return the routes of exports."""
        view, act = self.guard.view, self.guard.act
        return [
            Route("/export", view(self.page)),
            Route("/export/file", act(self.file), methods=["POST"]),
            Route("/claim/{number}/pack", act(self.pack), methods=["POST"]),
        ]

    async def page(self, request: Request, session: Session) -> Response:
        """Show which claims it is about, and ask in which form."""
        wanted, line = Wanted.of(request.query_params), self.guard.pages.line
        about = [
            line(session, f"kind.{wanted.kind}") if wanted.kind else "",
            line(session, f"console.status.{wanted.status}" if wanted.status else _OPEN),
            line(session, f"console.filter.{wanted.whose}") if wanted.whose in _WHOSE else "",
            wanted.whose if wanted.whose.isdecimal() else "",
        ]
        return self.guard.pages.page(
            request,
            "export.html",
            session,
            about=[each for each in about if each],
            query=wanted.query,
            forms=[
                (each, line(session, f"console.export.as_{each}")) for each in self.exports.forms
            ],
            may_unmask=await self.exports.may_unmask(session.person),
        )

    async def file(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        """Send a file part by part."""
        wanted, unmasked = Wanted.of(form), form.get("unmasked") == "yes"
        try:
            export = await self.exports.begin(
                session.person, wanted, form.get("form", ""), unmasked=unmasked
            )
        except SupportError as refused:
            return await self._refused(request, session, refused)
        return StreamingResponse(
            export.parts, headers=_headers(export.name), media_type=export.media
        )

    async def pack(self, request: Request, session: Session, _: Mapping[str, str]) -> Response:
        """Send the pack of one claim."""
        number = request.path_params["number"]
        try:
            content = await self.packs.document(session.person, number)
        except NotFound:
            return self.guard.pages.page(request, "missing.html", session, 404)
        except SupportError as refused:
            return await self._refused(request, session, refused)
        name = f"{read_number(number)}.pdf"
        return Response(content, headers=_headers(name), media_type="application/pdf")

    async def _refused(
        self, request: Request, session: Session, refused: SupportError
    ) -> Response:
        status = 409
        if isinstance(refused, NotAllowed):
            await self.desk.refuse(session.person.id, "export")
            status = 403
        pages = self.guard.pages
        why = pages.line(session, refused.key, **refused.values)
        return pages.page(request, "not_done.html", session, status, why=why)


_WHOSE: Final = ("mine", "nobody")
_OPEN: Final = "console.filter.open"


def _headers(name: str) -> dict[str, str]:
    return {
        "Content-Disposition": f'attachment; filename="{name}"',
        "Content-Security-Policy": _SANDBOXED,
    }

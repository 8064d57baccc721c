"""Search: what was typed is sent in a form, so that no log or history of addresses holds it."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.services.console_search import LONGEST_SEARCH, MOST_FOUND, ConsoleSearch
from handlers.console.guard import Guard


@dataclass(frozen=True, slots=True)
class SearchPage:
    """Finds claims by anything that is in them."""

    guard: Guard
    search: ConsoleSearch

    def routes(self) -> list[Route]:
        """Return the route of the search."""
        return [Route("/search", self.guard.act(self.found), methods=["POST"])]

    async def found(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        """List what was found, the latest filed first."""
        wanted = form.get("words", "").strip()[:LONGEST_SEARCH]
        lines = await self.search.found(session.person, wanted)
        return self.guard.pages.page(
            request, "search.html", session,
            lines=lines, wanted=wanted, most=MOST_FOUND, more="", first="",
            bulks=(), planned={}, picks=False,
        )  # fmt: skip

"""Beside a claim: ready answers and articles to look at, and what to do about who disturbs."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed, SupportError
from bot.services.console_help import ARTICLE, DISTURBING, READY, ConsoleHelp
from bot.services.desk import Agent, Desk
from handlers.console.claim import ClaimPages, Tried

Form = Mapping[str, str]

_LONGEST: Final = 3000
_LONGEST_WISH: Final = 80


@dataclass(frozen=True, slots=True)
class HelpPages:
    """Puts texts before an agent, and blocks on their word."""

    pages: ClaimPages
    help: ConsoleHelp
    desk: Desk

    def routes(self) -> list[Route]:
        """Return the routes below a claim."""
        act, one = self.pages.guard.act, "/claim/{number}"
        return [
            Route(f"{one}/prepare", act(self.prepare), methods=["POST"]),
            Route(f"{one}/disturbing", act(self.disturbing), methods=["POST"]),
        ]

    async def prepare(self, request: Request, session: Session, form: Form) -> Response:
        """Put a ready answer or an article below what the agent wrote; nothing is sent."""
        number, wish = request.path_params["number"], form.get("wish", "")
        words = form.get("words", "").replace("\r\n", "\n").strip()[:_LONGEST]
        if not wish.startswith((READY, ARTICLE)) or len(wish) > _LONGEST_WISH:
            return await self._refused(request, session, "console.form_refused", words)
        try:
            prepared = await self.help.prepared(_agent(session), number, wish, words)
        except SupportError as refused:
            return await self._refused(request, session, refused, words)
        return await self.pages.shown(request, session, prepared=prepared)

    async def disturbing(self, request: Request, session: Session, form: Form) -> Response:
        """Block the customer, undo it, or report them."""
        number, verb = request.path_params["number"], form.get("verb", "")
        if verb not in DISTURBING:
            return await self._refused(request, session, "console.form_refused", "")
        try:
            await self.help.disturbing(_agent(session), number, verb)
        except SupportError as refused:
            return await self._refused(request, session, refused, "")
        target = f"{request.scope['root_path']}/claim/{number}?done=note"
        return RedirectResponse(target, 303)

    async def _refused(
        self, request: Request, session: Session, why: SupportError | str, words: str
    ) -> Response:
        line = self.pages.guard.pages.line
        if isinstance(why, str):
            tried, status = Tried(line(session, why), words), 400
        else:
            tried = Tried(line(session, why.key, **why.values), words)
            status = 403 if isinstance(why, NotAllowed) else 409
            if isinstance(why, NotAllowed):
                await self.desk.refuse(session.person.id, "help")
        return await self.pages.shown(request, session, tried=tried, status=status)


def _agent(session: Session) -> Agent:
    person = session.person
    return Agent(person.id, person.name, None, person.language, person.clock)

"""One claim: its page, and what changes by itself."""

from collections.abc import Mapping
from dataclasses import dataclass

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed, NotFound, SupportError
from bot.domain.lifecycle import Outcome
from bot.services.console_claim import ConsoleClaims
from bot.services.console_help import ConsoleHelp, Prepared
from bot.services.desk import Desk
from handlers.console.claim_acts import ACTIONS, ClaimForm, do, form_of
from handlers.console.guard import Guard

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class Tried:
    """What an agent wanted and could not do; their words are not lost."""

    why: str
    words: str


@dataclass(frozen=True, slots=True)
class ClaimPages:
    """Shows claims and passes on what agents do."""

    guard: Guard
    claims: ConsoleClaims
    desk: Desk
    help: ConsoleHelp

    def routes(self) -> list[Route]:
        """Return the routes of a claim."""
        view, act, one = self.guard.view, self.guard.act, "/claim/{number}"
        return [
            Route(one, view(self.page)),
            Route(f"{one}/live", view(self.live, active=False)),
            Route(f"{one}/act", act(self.act), methods=["POST"]),
            Route(f"{one}/unmask", act(self.unmask), methods=["POST"]),
        ]

    async def page(self, request: Request, session: Session) -> Response:
        """The whole page, masked."""
        return await self.shown(request, session)

    async def live(self, request: Request, session: Session) -> Response:
        """What changes by itself."""
        return await self.shown(request, session, template="claim_parts.html")

    async def unmask(self, request: Request, session: Session, _: Form) -> Response:
        """The page with private data, this once."""
        return await self.shown(request, session, unmasked=True)

    async def act(self, request: Request, session: Session, form: Form) -> Response:
        """Do what a button says; what cannot be done is told, and the words stay."""
        number, wanted = request.path_params["number"], form_of(form)
        line = self.guard.pages.line
        key = wanted.unfit()
        try:
            if not key:
                colleague = await self.claims.name_of(wanted.to) if wanted.to else ""
                await do(self.desk, session.person, number, wanted, colleague)
                target = f"{request.scope['root_path']}/claim/{number}?done={wanted.action}"
                return RedirectResponse(target, 303)
            why, status = line(session, key), 400
        except SupportError as refused:
            return await self._refused(request, session, wanted, refused)
        tried = Tried(why, wanted.words)
        return await self.shown(request, session, tried=tried, status=status)

    async def _refused(
        self, request: Request, session: Session, wanted: ClaimForm, refused: SupportError
    ) -> Response:
        if isinstance(refused, NotFound) and refused.key == "desk.unknown" and not wanted.named:
            return self._missing(request, session)
        status = 409
        if isinstance(refused, NotAllowed):
            await self.desk.refuse(session.person.id, wanted.action)
            status = 403
        why = self.guard.pages.line(session, refused.key, **refused.values)
        tried = Tried(why, wanted.words)
        return await self.shown(request, session, tried=tried, status=status)

    async def shown(  # noqa: PLR0913 - the one place where a claim becomes a page
        self,
        request: Request,
        session: Session,
        *,
        template: str = "claim.html",
        unmasked: bool = False,
        tried: Tried | None = None,
        prepared: Prepared | None = None,
        status: int = 200,
    ) -> Response:
        """Return the page of a claim, or what changes of it.

        Args:
            request (Request): names the claim.
            session (Session): whose page it is.
            template (str): the whole page, or its parts.
            unmasked (bool): with private data.
            tried (Tried): what could not be done.
            prepared (Prepared): a text to look at before it is sent.
            status (int): of HTTP.
        """
        number, person = request.path_params["number"], session.person
        try:
            claim = await self.claims.view(person, number, unmasked=unmasked)
        except NotFound:
            return self._missing(request, session)
        line = self.guard.pages.line
        return self.guard.pages.page(
            request,
            template,
            session,
            status,
            claim=claim,
            outcomes=[(each.value, line(session, f"claims.outcome.{each}")) for each in Outcome],
            tried=tried,
            prepared=prepared,
            offered=await self.help.offered(person, number),
            done=request.query_params.get("done", "") in ACTIONS,
        )

    def _missing(self, request: Request, session: Session) -> Response:
        return self.guard.pages.page(request, "missing.html", session, 404)

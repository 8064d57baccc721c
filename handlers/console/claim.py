"""One claim: its page, what an agent does with it, its files."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed, NotFound, SupportError
from bot.domain.lifecycle import Outcome
from bot.services.console_claim import ClaimView, ConsoleClaims
from bot.services.console_files import ConsoleFiles
from bot.services.console_help import ConsoleHelp, Prepared
from bot.services.desk import Agent, Desk
from handlers.console.guard import Guard

Form = Mapping[str, str]

# Characters of a message, and of a note: as many as are kept.
_LONGEST: Final = {"ask": 3000, "answer": 3000, "note": 1000, "resolve": 1000}
_SPOKEN: Final = ("ask", "answer", "note")
_SANDBOXED: Final = "sandbox; default-src 'none'; frame-ancestors 'none'"


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
    files: ConsoleFiles
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
            Route(f"{one}/file/{{item:int}}", view(self.file)),
            Route(f"{one}/file/{{item:int}}/picture", view(self.picture)),
            Route(f"{one}/file/{{item:int}}/original", act(self.original), methods=["POST"]),
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
        number, action = request.path_params["number"], form.get("action", "")
        words = form.get("words", "").replace("\r\n", "\n").strip()
        line = self.guard.pages.line
        key = _unfit(action, words, form)
        try:
            if not key:
                await self._do(session, number, action, form, words)
                target = f"{request.scope['root_path']}/claim/{number}?done={action}"
                return RedirectResponse(target, 303)
            why, status = line(session, key), 400
        except NotFound:
            return self._missing(request, session)
        except SupportError as refused:
            if isinstance(refused, NotAllowed):
                await self.desk.refuse(session.person.id, action)
            status = 403 if isinstance(refused, NotAllowed) else 409
            why = line(session, refused.key, **refused.values)
        return await self.shown(request, session, tried=Tried(why, words), status=status)

    async def _do(
        self, session: Session, number: str, action: str, form: Form, words: str
    ) -> None:
        version = form.get("version", "")
        seen = int(version) if version.isdecimal() and len(version) < 10 else -1
        person = session.person
        agent = Agent(person.id, person.name, seen, person.language, person.clock)
        match action:
            case "take":
                await self.desk.take(agent, number)
            case "ask":
                await self.desk.ask(agent, number, words)
            case "answer":
                await self.desk.say(agent, number, words)
            case "note":
                await self.desk.note(agent, number, words)
            case _:
                await self.desk.resolve(agent, number, Outcome(form["outcome"]), words)

    async def file(self, request: Request, session: Session) -> Response:
        """A file with what was read in it beside."""
        try:
            claim = await self.claims.view(session.person, request.path_params["number"])
        except NotFound:
            return self._missing(request, session)
        wanted = request.path_params["item"]
        found = next((each for each in claim.files if each.id == wanted), None)
        if found is None:
            return self._missing(request, session)
        return self.guard.pages.page(request, "file.html", session, claim=claim, file=found)

    async def picture(self, request: Request, session: Session) -> Response:
        """A safe copy of a picture."""
        number, item = request.path_params["number"], request.path_params["item"]
        try:
            content = await self.files.picture(session.person, number, item)
        except NotFound:
            return Response(status_code=404)
        return Response(content, media_type="image/jpeg")

    async def original(self, request: Request, session: Session, _: Form) -> Response:
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
        number = request.path_params["number"]
        try:
            claim: ClaimView = await self.claims.view(session.person, number, unmasked=unmasked)
        except NotFound:
            return self._missing(request, session)
        line = self.guard.pages.line
        outcomes = [(each.value, line(session, f"claims.outcome.{each}")) for each in Outcome]
        return self.guard.pages.page(
            request,
            template,
            session,
            status,
            claim=claim,
            outcomes=outcomes,
            tried=tried,
            prepared=prepared,
            offered=await self.help.offered(session.person, number),
            done=request.query_params.get("done", "") in (*_LONGEST, "take"),
        )

    def _missing(self, request: Request, session: Session) -> Response:
        return self.guard.pages.page(request, "missing.html", session, 404)


def _unfit(action: str, words: str, form: Form) -> str:
    """Return the key of what is wrong with a form; empty: nothing."""
    if action not in (*_LONGEST, "take"):
        return "console.form_refused"
    if action in _SPOKEN and not words:
        return "console.words_missing"
    if len(words) > _LONGEST.get(action, 3000):
        return "console.words_long"
    if action == "resolve" and form.get("outcome") not in set(Outcome):
        return "console.outcome_missing"
    return ""

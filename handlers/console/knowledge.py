"""Articles and tables: read by agents, edited by admins; questions that found no answer."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotFound, SupportError
from bot.services.console_editing import CheckView, ConsoleEditing
from bot.services.console_knowledge import ConsoleKnowledge
from bot.services.console_tables import ConsoleTables
from handlers.console.guard import Guard

# Bytes of a form: an article, percent-encoded, three bytes for one, and room for the fields.
_LARGEST_EDIT: Final = 3 * 64_000 + 4_096

Form = Mapping[str, str]


@dataclass(frozen=True, slots=True)
class KnowledgePages:
    """Shows the knowledge and passes on edits."""

    guard: Guard
    knowledge: ConsoleKnowledge
    editing: ConsoleEditing
    tables: ConsoleTables

    def routes(self) -> list[Route]:
        """Return the routes of the knowledge."""
        view, act, edit = self.guard.view, self.guard.act, "/knowledge/edit/{language}/{name}"
        return [
            Route("/knowledge", view(self.home)),
            Route("/knowledge/search", act(self.search), methods=["POST"]),
            Route("/knowledge/article/{name}", view(self.article)),
            Route("/knowledge/tables/{name}", view(self.table)),
            Route("/knowledge/new", view(self.new, admin=True)),
            Route(edit, view(self.edit, admin=True)),
            Route(f"{edit}/check", act(self.check, admin=True, largest=_LARGEST_EDIT),
                  methods=["POST"]),
            Route(f"{edit}/decide", act(self.decide, admin=True), methods=["POST"]),
            Route("/knowledge/unanswered", view(self.unanswered, admin=True)),
            Route("/knowledge/unanswered/settle", act(self.settle, admin=True), methods=["POST"]),
        ]  # fmt: skip

    async def home(self, request: Request, session: Session) -> Response:
        """Search, all articles, all tables."""
        return await self._home(request, session, "", None)

    async def search(self, request: Request, session: Session, form: Form) -> Response:
        """What was typed is sent in a form: no address holds a customer's words."""
        wanted = " ".join(form.get("words", "").split())[:300]
        return await self._home(request, session, wanted, form)

    async def _home(
        self, request: Request, session: Session, wanted: str, form: Form | None
    ) -> Response:
        person = session.person
        return self.guard.pages.page(
            request, "knowledge.html", session, wanted=wanted,
            found=self.knowledge.found(person, wanted), asked=form is not None,
            titles=self.knowledge.titles(person), tables=await self.tables.names(),
        )  # fmt: skip

    async def article(self, request: Request, session: Session) -> Response:
        """One article."""
        try:
            found = self.knowledge.article(session.person, request.path_params["name"])
        except NotFound as missing:
            return self._missing(request, session, missing)
        return self.guard.pages.page(request, "article.html", session, article=found)

    async def table(self, request: Request, session: Session) -> Response:
        """One table."""
        try:
            found = await self.tables.table(session.person, request.path_params["name"])
        except NotFound as missing:
            return self._missing(request, session, missing)
        return self.guard.pages.page(request, "table.html", session, table=found)

    async def new(self, request: Request, session: Session) -> Response:
        """Lead to the editor of an article that is not there yet."""
        query, root = request.query_params, request.scope["root_path"]
        language, name = query.get("language", "zh"), query.get("name", "").strip().lower()
        try:
            await self.editing.source(session.person, language, name)
        except NotFound as missing:
            return self._missing(request, session, missing)
        return RedirectResponse(f"{root}/knowledge/edit/{language}/{name}", 303)

    async def edit(self, request: Request, session: Session) -> Response:
        """The file of an article, and its versions."""
        return await self._edited(request, session)

    async def check(self, request: Request, session: Session, form: Form) -> Response:
        """Check what was typed and show what it would do; nothing is live yet."""
        text = form.get("text", "").replace("\r\n", "\n")
        text = text if text.endswith("\n") else f"{text}\n"
        path = request.path_params
        try:
            checked = await self.editing.checked(
                session.person, (path["language"], path["name"]), text, form.get("seen", "")
            )
        except NotFound as missing:
            return self._missing(request, session, missing)
        except SupportError as refused:
            why = self.guard.pages.line(session, refused.key, **refused.values)
            return await self._edited(request, session, typed=text, why=why, status=409)
        return await self._edited(request, session, typed=text, checked=checked)

    async def decide(self, request: Request, session: Session, form: Form) -> Response:
        """Let a checked version go live, or take one back."""
        doing = {"use": self.editing.use, "undo": self.editing.undo}.get(form.get("action", ""))
        if doing is None:
            why = self.guard.pages.line(session, "console.form_refused")
            return await self._edited(request, session, why=why, status=400)
        said = await doing(session.person, form.get("version", "")[:18])
        return await self._edited(request, session, said=said)

    async def _edited(  # noqa: PLR0913 - the one place where an edit becomes a page
        self,
        request: Request,
        session: Session,
        *,
        typed: str = "",
        checked: CheckView | None = None,
        why: str = "",
        said: str = "",
        status: int = 200,
    ) -> Response:
        path = request.path_params
        try:
            edit = await self.editing.source(session.person, path["language"], path["name"])
        except NotFound as missing:
            return self._missing(request, session, missing)
        return self.guard.pages.page(
            request, "edit.html", session, status, edit=edit, text=typed or edit.text,
            checked=checked, why=why, said=said,
        )  # fmt: skip

    async def unanswered(self, request: Request, session: Session) -> Response:
        """Questions that found no answer."""
        return await self._unanswered(request, session, "")

    async def settle(self, request: Request, session: Session, form: Form) -> Response:
        """Add a question to an article, or take it off the list."""
        number, name = form.get("question", "")[:18], form.get("article", "")[:80]
        said = await self.editing.settle(session.person, number, name)
        return await self._unanswered(request, session, said)

    async def _unanswered(self, request: Request, session: Session, said: str) -> Response:
        questions = await self.editing.questions(session.person)
        return self.guard.pages.page(
            request, "unanswered.html", session, questions=questions, said=said
        )

    def _missing(self, request: Request, session: Session, missing: NotFound) -> Response:
        pages = self.guard.pages
        return pages.page(request, "not_allowed.html", session, 404, why=missing.key)

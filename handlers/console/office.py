"""Pages for admins: the team, the audit, what is kept for how long."""

from collections.abc import Awaitable, Mapping
from dataclasses import dataclass
from typing import Final
from urllib.parse import urlencode

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.console import Session
from bot.domain.errors import NotAllowed, SupportError
from bot.domain.lifecycle import Role
from bot.domain.staff import read_person
from bot.services.console_audit import AuditWanted, ConsoleAudit
from bot.services.console_retention import ConsoleRetention
from bot.services.console_team_page import ConsoleTeamPage
from bot.services.staff import Staff
from handlers.console.guard import Guard

_ROLES: Final = {role.value: role for role in (Role.AGENT, Role.ADMIN)}


@dataclass(frozen=True, slots=True)
class OfficePages:
    """Shows what admins look after."""

    guard: Guard
    staff: Staff
    people: ConsoleTeamPage
    audit: ConsoleAudit
    retention: ConsoleRetention

    def routes(self) -> list[Route]:
        """Return the routes; all of them are for admins."""
        view, act = self.guard.view, self.guard.act
        return [
            Route("/staff", view(self.team, admin=True)),
            Route("/staff/act", act(self.act, admin=True), methods=["POST"]),
            Route("/audit", view(self.deeds, admin=True)),
            Route("/audit.csv", act(self.csv, admin=True), methods=["POST"]),
            Route("/retention", view(self.kept, admin=True)),
        ]

    async def team(self, request: Request, session: Session) -> Response:
        """Who works here, and who is asked to."""
        return await self._team(request, session, done="done" in request.query_params)

    async def act(self, request: Request, session: Session, form: Mapping[str, str]) -> Response:
        """Add, remove or change somebody; who is added confirms in their own chat."""
        person, role = (
            read_person(form.get("person", "").strip()),
            _ROLES.get(form.get("role", "")),
        )
        line = self.guard.pages.line
        if person is None:
            return await self._team(request, session, 400, line(session, "console.staff.no_id"))
        actor, staff = session.person.id, self.staff
        doing: Awaitable[object] | None = None
        match form.get("action"):
            case "invite" if role is not None:
                doing = staff.invite(actor, person, role)
            case "role" if role is not None:
                doing = staff.change_role(actor, person, role)
            case "remove":
                doing = staff.remove(actor, person)
            case "withdraw":
                doing = staff.withdraw(actor, person)
        if doing is None:
            return await self._team(request, session, 400, line(session, "console.form_refused"))
        try:
            await doing
        except SupportError as refused:
            why = line(session, refused.key, **refused.values)
            status = 403 if isinstance(refused, NotAllowed) else 409
            return await self._team(request, session, status, why)
        return RedirectResponse(f"{request.scope['root_path']}/staff?done=1", 303)

    async def _team(
        self, request: Request, session: Session, status: int = 200, why: str = "", *,
        done: bool = False,
    ) -> Response:  # fmt: skip
        team = await self.people.view(session.person)
        return self.guard.pages.page(
            request, "staff.html", session, status, team=team, why=why, done=done
        )

    async def deeds(self, request: Request, session: Session) -> Response:
        """The audit, chosen by the fields of the form."""
        wanted = AuditWanted.of(request.query_params)
        page = await self.audit.page(session.person, wanted)
        root, more = request.scope["root_path"], ""
        if page.before is not None:
            more = f"{root}/audit?{urlencode({**wanted.query, 'before': page.before})}"
        first = f"{root}/audit?{urlencode(wanted.query)}" if wanted.before else ""
        return self.guard.pages.page(
            request, "audit.html", session, page=page, query=wanted.query, more=more, first=first
        )

    async def csv(self, _: Request, session: Session, form: Mapping[str, str]) -> Response:
        """The same as a file."""
        text = await self.audit.csv(session.person, AuditWanted.of(form))
        headers = {"Content-Disposition": 'attachment; filename="audit.csv"'}
        return Response(text, headers=headers, media_type="text/csv; charset=utf-8")

    async def kept(self, request: Request, session: Session) -> Response:
        """What is kept for how long, and what goes next."""
        lines = await self.retention.lines(session.person)
        return self.guard.pages.page(request, "retention.html", session, lines=lines)

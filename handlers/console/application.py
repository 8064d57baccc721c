"""Builds the console: the same pages twice, for browsers and as a Mini App of Telegram."""

from dataclasses import dataclass

from starlette.applications import Starlette
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route
from starlette.types import ASGIApp

from bot.domain.console import Face
from bot.services.console_bulk import ConsoleBulks
from bot.services.console_claim import ConsoleClaims
from bot.services.console_door import ConsoleDoor
from bot.services.console_export import ConsoleExports
from bot.services.console_figures import ConsoleFigures
from bot.services.console_files import ConsoleFiles
from bot.services.console_help import ConsoleHelp
from bot.services.console_news import ConsoleNews
from bot.services.console_office import OfficeParts
from bot.services.console_packs import ConsolePacks
from bot.services.console_queue import ConsoleQueue
from bot.services.console_search import ConsoleSearch
from bot.services.console_team import ConsoleTeam
from bot.services.console_views import ConsoleViews
from bot.services.desk import Desk
from bot.texts.catalog import Catalog
from handlers.console.bulk import BulkPages
from handlers.console.claim import ClaimPages
from handlers.console.claim_files import FilePages
from handlers.console.export import ExportPages
from handlers.console.figures import FigurePages
from handlers.console.guard import Guard
from handlers.console.help import HelpPages
from handlers.console.knowledge import KnowledgePages
from handlers.console.limits import FailureLimit
from handlers.console.login import Login
from handlers.console.office import OfficePages
from handlers.console.outages import OutagePages
from handlers.console.pages import STATIC, Pages, StaticFiles
from handlers.console.queue import QueuePages
from handlers.console.search import SearchPage
from handlers.console.security import SecurityHeaders
from handlers.console.views import ViewPages


@dataclass(frozen=True, slots=True)
class ConsoleParts:
    """What the console works with.

    Attributes:
        is_https: whether browsers reach it by https.
    """

    catalog: Catalog
    door: ConsoleDoor
    queue: ConsoleQueue
    views: ConsoleViews
    team: ConsoleTeam
    bulks: ConsoleBulks
    search: ConsoleSearch
    news: ConsoleNews
    claims: ConsoleClaims
    files: ConsoleFiles
    exports: ConsoleExports
    packs: ConsolePacks
    figures: ConsoleFigures
    desk: Desk
    is_https: bool
    office: OfficeParts
    help: ConsoleHelp


def console_routes(parts: ConsoleParts) -> list[BaseRoute]:
    """Return the routes of the console, all below `/console`."""
    pages, limit = Pages(parts.catalog), FailureLimit()
    return [
        Mount("/console/app", _face(parts, pages, limit, Face.APP)),
        Mount("/console", _face(parts, pages, limit, Face.BROWSER)),
    ]


def _face(parts: ConsoleParts, pages: Pages, limit: FailureLimit, face: Face) -> ASGIApp:
    guard = Guard(parts.door, pages, face, parts.is_https)
    login = Login(guard, limit)
    doors = login.app_routes() if face is Face.APP else login.browser_routes()
    static = Mount("/static", StaticFiles(directory=STATIC))
    claims = ClaimPages(guard, parts.claims, parts.desk, parts.help)
    helping = HelpPages(claims, parts.help, parts.desk)
    files = FilePages(guard, parts.claims, parts.files)
    search = SearchPage(guard, parts.search)
    office = parts.office
    outages = OutagePages(guard, office.outages)
    admins = OfficePages(guard, office.staff, office.people, office.audit, office.retention)
    knowledge = KnowledgePages(guard, office.knowledge, office.editing, office.tables)
    offices = [*outages.routes(), *admins.routes(), *knowledge.routes()]
    of_claims = [*claims.routes(), *helping.routes(), *files.routes(), *search.routes()]
    pages_inside = [*login.routes(), *_board(guard, parts), *of_claims]
    routes: list[BaseRoute] = [static, *doors, *pages_inside, *offices]

    async def broken(request: Request, _: Exception) -> Response:
        """Say that something broke; the fault itself is logged by the server."""
        request.state.token = ""
        return pages.page(request, "broken.html", status=500)

    application = Starlette(routes=routes, exception_handlers={Exception: broken})
    # Outside of all else, so that an answer to a fault has the headers too.
    return SecurityHeaders(application, face, is_https=parts.is_https)


def _board(guard: Guard, parts: ConsoleParts) -> list[Route]:
    """Return the routes of the queue and of what is done with many claims."""
    queue = QueuePages(guard, parts.queue, parts.views, parts.team, parts.bulks, parts.news)
    views = ViewPages(guard, parts.views, parts.desk)
    bulks = BulkPages(guard, parts.bulks)
    exports = ExportPages(guard, parts.exports, parts.packs, parts.desk)
    figures = FigurePages(guard, parts.figures, parts.exports)
    board = [*queue.routes(), *bulks.routes(), *views.routes()]
    return [*board, *exports.routes(), *figures.routes()]

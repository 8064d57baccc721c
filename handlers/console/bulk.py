"""One action on several claims of the queue: planned, undone, or done at once."""

from collections.abc import Awaitable, Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime

from starlette.requests import Request
from starlette.responses import RedirectResponse, Response
from starlette.routing import Route

from bot.domain.bulk import BULK_OUTCOMES, UNDO_WITHIN, Bulk, BulkAction, BulkState
from bot.domain.console import Person, Session
from bot.domain.errors import SupportError
from bot.services.console_bulk import ConsoleBulks, Order
from bot.services.console_team import Load
from bot.services.console_wanted import Wanted
from bot.services.promises import NORMAL, URGENT
from handlers.console.guard import Guard

Form = Mapping[str, str]
Line = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Told:
    """A bulk action in words.

    Attributes:
        what: is done, and to how many.
        left: seconds in which it can be undone; 0: none.
        left_out: number and reason of each claim to which it was not done.
    """

    id: int
    what: str
    state: str
    left: int
    left_out: Sequence[tuple[str, str]]


@dataclass(frozen=True, slots=True)
class BulkPages:
    """Passes on what agents do with several claims."""

    guard: Guard
    bulks: ConsoleBulks

    def routes(self) -> list[Route]:
        """Return the routes of bulk actions."""
        act = self.guard.act
        return [
            Route("/bulk", act(self.plan), methods=["POST"]),
            Route("/bulk/{bulk:int}/undo", act(self.undo), methods=["POST"]),
            Route("/bulk/{bulk:int}/now", act(self.now), methods=["POST"]),
        ]

    async def plan(self, request: Request, session: Session, form: Form) -> Response:
        """Plan what a form says."""

        async def planning() -> None:
            await self.bulks.plan(session.person, Order.of(form))

        return await self._done(request, session, form, planning())

    async def undo(self, request: Request, session: Session, form: Form) -> Response:
        """Take it back."""
        undoing = self.bulks.undo(session.person, request.path_params["bulk"])
        return await self._done(request, session, form, undoing)

    async def now(self, request: Request, session: Session, form: Form) -> Response:
        """Do not wait."""
        hurrying = self.bulks.hurry(session.person, request.path_params["bulk"])
        return await self._done(request, session, form, hurrying)

    async def _done(
        self, request: Request, session: Session, form: Form, doing: Awaitable[None]
    ) -> Response:
        pages = self.guard.pages
        try:
            await doing
        except SupportError as refused:
            why = pages.line(session, refused.key, **refused.values)
            return pages.page(request, "not_done.html", session, 409, why=why)
        address = Wanted.of(form).address
        return RedirectResponse(f"{request.scope['root_path']}/?{address}", 303)


def choices(line: Line, load: Sequence[Load]) -> Sequence[tuple[str, Sequence[tuple[str, str]]]]:
    """Return what can be done: groups of values and their names."""
    take = [(BulkAction.TAKE.value, line("console.bulk.take_all"))]
    people = [(f"assign:{each.id}", f"{each.name} ({each.active})") for each in load if each.id]
    outcomes = [(f"resolve:{each}", line(f"claims.outcome.{each}")) for each in BULK_OUTCOMES]
    ranks = [(f"priority:{each}", line(f"desk.priority.{each}")) for each in (URGENT, NORMAL)]
    groups = [(BulkAction.TAKE, take), (BulkAction.ASSIGN, people)]
    groups += [(BulkAction.RESOLVE, outcomes), (BulkAction.PRIORITY, ranks)]
    return [(line(f"console.bulk.{action}"), found) for action, found in groups if found]


def waits(line: Line) -> Sequence[tuple[int, str]]:
    """Return for how long one can wait, the usual time first."""
    usual = sorted(UNDO_WITHIN, key=lambda seconds: (seconds == 0, seconds))
    return [(each, line(f"console.bulk.within_{each}")) for each in usual]


def told(line: Line, bulk: Bulk, names: Mapping[str, str], now: datetime) -> Told:
    """Return a bulk action in somebody's words; `names` are those of colleagues by their id."""
    waiting = bulk.state is BulkState.PENDING
    done = len(bulk.items) - len(bulk.left_out)
    return Told(
        bulk.id,
        f"{action_line(line, bulk, names)}: {len(bulk.items) if waiting else done}",
        bulk.state.value,
        bulk.seconds_left(now) if waiting else 0,
        [(each.number, line(each.fate.key, **each.fate.values))
         for each in bulk.left_out if each.fate],
    )  # fmt: skip


def action_line(line: Line, bulk: Bulk, names: Mapping[str, str]) -> str:
    """Return what is done, without to how many."""
    match bulk.action:
        case BulkAction.TAKE:
            return line("console.bulk.take")
        case BulkAction.ASSIGN:
            target = names.get(bulk.target, bulk.target)
        case BulkAction.RESOLVE:
            target = line(f"claims.outcome.{bulk.target}")
        case BulkAction.PRIORITY:
            target = line(f"desk.priority.{bulk.target}")
    return f"{line(f'console.bulk.{bulk.action}')} · {target}"


def planned_line(line: Line, bulk: Bulk, names: Mapping[str, str], reader: Person) -> str:
    """Return what waits to be done to a claim; with who wants it, if it is not the reader."""
    what = action_line(line, bulk, names)
    return what if bulk.person.id == reader.id else f"{bulk.person.name} · {what}"

"""Views of the queue that somebody keeps under a name; an admin's may be for all."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final

from bot.domain.console import Person
from bot.domain.errors import Conflict, NotAllowed, NotFound
from bot.domain.lifecycle import Role
from bot.services.console_wanted import Wanted
from bot.services.conversation import Office
from bot.services.staff_rights import role_in
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection
from bot.storage.console_views import (
    SavedView,
    count_views,
    drop_view,
    find_view,
    put_view,
    views_of,
)

LONGEST_NAME: Final = 40
"""Characters of the name of a view."""

# Views of one person: a row of names that can still be read.
_MOST: Final = 20


@dataclass(frozen=True, slots=True)
class OwnViews:
    """What somebody can follow; `may_share`: they may make views for all."""

    views: Sequence[SavedView]
    may_share: bool


class ConsoleViews:
    """Keeps views."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def of(self, person: Person) -> OwnViews:
        """Return somebody's views and those for all."""

        async def step(connection: Connection) -> OwnViews:
            views = await views_of(connection, self._office.bot, person.id)
            return OwnViews(views, await self._rules(connection, person))

        return await self._office.database.read(step)

    async def _rules(self, connection: Connection, person: Person) -> bool:
        return await role_in(connection, self._office, person.id) is Role.ADMIN

    async def keep(self, person: Person, name: str, wanted: Wanted, *, shared: bool) -> None:
        """Keep a view; one of the same name is replaced.

        Raises:
            NotAllowed: only admins make views for all.
            Conflict: it has no name, or there are too many.
        """
        name = " ".join(name.split())[:LONGEST_NAME]
        if not name:
            raise Conflict("console.views.nameless")
        view = SavedView(0, person.id, name, wanted.address, shared)
        office = self._office

        async def step(connection: Connection) -> None:
            if shared and not await self._rules(connection, person):
                raise NotAllowed("desk.not_agent")
            if await count_views(connection, office.bot, person.id, name) >= _MOST:
                raise Conflict("console.views.many", {"most": str(_MOST)})
            await put_view(connection, office.bot, view)
            if shared:
                deed = Deed(str(person.id), "view.shared", detail=view.query)
                await put_deed(connection, office.bot, deed, office.clock())

        await office.database.write(step)

    async def drop(self, person: Person, view: int) -> None:
        """Delete a view of one's own; admins may delete those for all.

        Raises:
            NotFound: there is none, or it is not theirs to delete.
        """
        office = self._office

        async def step(connection: Connection) -> None:
            found = await find_view(connection, office.bot, view)
            own = found is not None and found.person == person.id
            if found is None or not (own or await self._may_drop(connection, person, found)):
                raise NotFound("console.views.gone")
            await drop_view(connection, office.bot, view)
            if found.is_shared:
                deed = Deed(str(person.id), "view.dropped", detail=found.query)
                await put_deed(connection, office.bot, deed, office.clock())

        await office.database.write(step)

    async def _may_drop(self, connection: Connection, person: Person, view: SavedView) -> bool:
        return view.is_shared and await self._rules(connection, person)

"""The team as the console's staff page works with it; `/agents` does the same in the chat.

Every act names who acts, looks up their rights, and is one written step.
"""

from collections.abc import Awaitable, Callable
from typing import TypeVar

from bot.domain.errors import NotAllowed
from bot.domain.lifecycle import Role
from bot.domain.staff import Invitation, Member, Team
from bot.services.conversation import Office
from bot.services.staff_rights import role_in
from bot.services.staff_step import StaffStep
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection

T = TypeVar("T")


class Staff:
    """Who works here. Refusals are `SupportError`s with the key of a text."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def role_of(self, person: int) -> Role | None:
        """Return what somebody may act as at this moment."""

        async def step(connection: Connection) -> Role | None:
            return await role_in(connection, self._office, person)

        return await self._office.database.read(step)

    async def team(self, actor: int) -> Team:
        """Return members, admins first, and open invitations.

        Raises:
            NotAllowed: the actor is no admin.
        """
        return await self._act(actor, lambda step: step.team())

    async def invite(self, actor: int, person: int, role: Role) -> Invitation:
        """Name somebody, who is asked in their chat with the bot and has to confirm there.

        Raises:
            NotAllowed: the actor is no admin.
            Conflict: they belong to the team already.
        """
        return await self._act(actor, lambda step: step.invite(person, role))

    async def withdraw(self, actor: int, person: int) -> None:
        """Take an invitation back.

        Raises:
            NotAllowed: the actor is no admin.
            NotFound: there is none.
        """
        await self._act(actor, lambda step: step.withdraw(person))

    async def confirm(self, person: int, name: str) -> Member:
        """Let somebody join who was asked; only they themselves, from their own chat.

        Raises:
            NotFound: nobody asked them, or it is over.
        """
        return await self._act(person, lambda step: step.confirm(name))

    async def remove(self, actor: int, person: int) -> int:
        """Take somebody off the team; their sessions end at once.

        Returns:
            int: how many open claims they still have, which an admin gives to others.

        Raises:
            NotAllowed: the actor is no admin.
            Conflict: they are named in the settings, or the last admin.
            NotFound: they do not belong to the team.
        """
        return await self._act(actor, lambda step: step.remove(person))

    async def change_role(self, actor: int, person: int, role: Role) -> None:
        """Make somebody an admin, or an agent again.

        Raises:
            NotAllowed: the actor is no admin.
            Conflict: the settings say it, they are the last admin, or are this already.
            NotFound: they do not belong to the team.
        """
        await self._act(actor, lambda step: step.change_role(person, role))

    async def _act(self, actor: int, do: Callable[[StaffStep], Awaitable[T]]) -> T:
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> T:
            return await do(StaffStep(connection, office, now, actor))

        async def refused(connection: Connection) -> None:
            await put_deed(connection, office.bot, Deed(str(actor), "staff.refused"), now)

        try:
            return await office.database.write(step)
        except NotAllowed:
            await office.database.write(refused)
            raise

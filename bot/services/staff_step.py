"""One written step on the team: every change is checked, kept in the audit, and told."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.errors import Conflict, NotAllowed, NotFound
from bot.domain.lifecycle import Role
from bot.domain.staff import INVITED_FOR, Invitation, Member, Team
from bot.domain.taps import Tap
from bot.services.conversation import Office
from bot.services.exchange import Choice, Exchange
from bot.services.staff_rights import admins_in, fixed_role, role_in
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection
from bot.storage.console import drop_links, end_sessions
from bot.storage.customers import find_customer
from bot.storage.staff import (
    added_members,
    added_role,
    drop_invitations_by,
    invitation_of,
    invitations,
    lock_admins,
    name_in_console,
    open_claims_of,
    put_invitation,
    put_member,
    remove_member,
    spend_invitation,
)
from bot.texts.shown import Value

VERB = "staff"
"""What the buttons of an invitation begin with."""

_LONGEST_NAME = 64


@dataclass(frozen=True, slots=True)
class StaffStep:
    """What somebody does to the team.

    Attributes:
        actor: Telegram id of who does it; they are told by whoever called.
    """

    connection: Connection
    office: Office
    now: datetime
    actor: int

    async def team(self) -> Team:
        """Return everybody, admins first.

        Raises:
            NotAllowed: the actor is no admin.
        """
        await self.require_admin()
        added = {each.id: each for each in await added_members(self.connection, self._bot)}
        fixed = [
            Member(
                person,
                await name_in_console(self.connection, self._bot, person),
                await role_in(self.connection, self.office, person) or Role.AGENT,
                fixed=True,
            )
            for person in sorted(self.office.admins | self.office.staff)
        ]
        rest = [each for person, each in added.items() if person not in self.office.staff]
        members = sorted((*fixed, *rest), key=lambda each: each.role is not Role.ADMIN)
        waiting = await invitations(self.connection, self._bot, self.now)
        return Team(tuple(members), tuple(waiting))

    async def require_admin(self) -> None:
        """Let only admins go on.

        Raises:
            NotAllowed: the actor is none.
        """
        if await role_in(self.connection, self.office, self.actor) is not Role.ADMIN:
            raise NotAllowed("staff.admins_only")

    async def invite(self, person: int, role: Role) -> Invitation:
        """Name somebody; they belong to the team once they have confirmed it themselves.

        Raises:
            NotAllowed: the actor is no admin.
            Conflict: they belong to the team already.
        """
        await self.require_admin()
        if await role_in(self.connection, self.office, person) is not None:
            raise Conflict("staff.already", {"person": str(person)})
        ends_at = self.now + INVITED_FOR
        made = Invitation(person, role, self.actor, self.now, ends_at)
        await put_invitation(self.connection, self._bot, made)
        await self._note("invited", person, role)
        await self._tell_invited(made)
        return made

    async def withdraw(self, person: int) -> None:
        """Take an invitation back.

        Raises:
            NotAllowed: the actor is no admin.
            NotFound: there is none.
        """
        await self.require_admin()
        if await spend_invitation(self.connection, self._bot, person, self.now) is None:
            raise NotFound("staff.not_of_team", {"person": str(person)})
        await self._note("withdrawn", person)

    async def confirm(self, name: str) -> Member:
        """Join the team: the actor was named and says yes, once.

        Raises:
            NotFound: nobody asked them, it is too long ago, or who asked is no admin any more.
        """
        found = await spend_invitation(self.connection, self._bot, self.actor, self.now)
        if found is None or not await self._is_admin(found.made_by):
            raise NotFound("staff.invitation_over")
        member = Member(
            self.actor, name[:_LONGEST_NAME], found.role, fixed=False,
            since=self.now, added_by=found.made_by,
        )  # fmt: skip
        await put_member(self.connection, self._bot, member, self.now)
        await self._note("confirmed", self.actor, found.role)
        await self._tell(found.made_by, "staff.has_confirmed", person=self.actor, name=member.name)
        return member

    async def decline(self) -> None:
        """Say no to an invitation.

        Raises:
            NotFound: there is none any more.
        """
        found = await spend_invitation(self.connection, self._bot, self.actor, self.now)
        if found is None:
            raise NotFound("staff.invitation_over")
        await self._note("declined", self.actor)
        await self._tell(found.made_by, "staff.has_declined", person=self.actor)

    async def remove(self, person: int) -> int:
        """Take somebody off the team; every session of theirs ends at once.

        Returns:
            int: how many open claims they still have, which an admin gives to others.

        Raises:
            NotAllowed: the actor is no admin.
            Conflict: they are named in the settings, or the last admin.
            NotFound: they do not belong to the team.
        """
        await self.require_admin()
        await lock_admins(self.connection, self._bot)
        if fixed_role(self.office, person) is not None:
            raise Conflict("staff.in_settings", {"person": str(person)})
        if await added_role(self.connection, self._bot, person) is None:
            raise NotFound("staff.not_of_team", {"person": str(person)})
        await self._keep_an_admin(person)
        await remove_member(self.connection, self._bot, person)
        await drop_invitations_by(self.connection, self._bot, person)
        await end_sessions(self.connection, self._bot, person)
        await drop_links(self.connection, self._bot, person)
        await self._note("removed", person)
        await self._tell(person, "staff.you_are_off")
        return await open_claims_of(self.connection, self._bot, person)

    async def change_role(self, person: int, role: Role) -> None:
        """Make somebody of the team an admin, or an agent again.

        Raises:
            NotAllowed: the actor is no admin.
            Conflict: the settings make them an admin, they are the last one, or are this already.
            NotFound: they do not belong to the team.
        """
        await self.require_admin()
        await lock_admins(self.connection, self._bot)
        before = await role_in(self.connection, self.office, person)
        fixed = fixed_role(self.office, person)
        if before is None:
            raise NotFound("staff.not_of_team", {"person": str(person)})
        if before is role:
            raise Conflict(f"staff.is_already.{role}", {"person": str(person)})
        if fixed is Role.ADMIN:
            raise Conflict("staff.in_settings", {"person": str(person)})
        if role is Role.AGENT:
            await self._keep_an_admin(person)
        if fixed is role:
            await remove_member(self.connection, self._bot, person)
        else:
            name = await name_in_console(self.connection, self._bot, person)
            member = Member(person, name, role, fixed=False, added_by=self.actor)
            await put_member(self.connection, self._bot, member, self.now)
        if role is Role.AGENT:
            await drop_invitations_by(self.connection, self._bot, person)
        await self._note("role", person, role)
        await self._tell(person, f"staff.you_are.{role}")

    async def invitation(self) -> Invitation | None:
        """Return what the actor was asked; None: nothing that still holds."""
        found = await invitation_of(self.connection, self._bot, self.actor, self.now)
        return found if found and await self._is_admin(found.made_by) else None

    @property
    def _bot(self) -> int:
        return self.office.bot

    async def _is_admin(self, person: int) -> bool:
        return await role_in(self.connection, self.office, person) is Role.ADMIN

    async def _keep_an_admin(self, person: int) -> None:
        if await admins_in(self.connection, self.office) == {person}:
            raise Conflict("staff.last_admin")

    async def _note(self, action: str, person: int, role: Role | None = None) -> None:
        deed = Deed(str(self.actor), f"staff.{action}", str(person), role.value if role else "")
        await put_deed(self.connection, self._bot, deed, self.now)

    async def _tell_invited(self, made: Invitation) -> None:
        key = f"staff.asked.{made.role}"
        await self._tell(made.person, key, ask=True)

    async def _tell(self, who: int, key: str, *, ask: bool = False, **values: Value) -> None:
        """Write to somebody who has a chat with the bot; the actor is answered elsewhere."""
        known = await find_customer(self.connection, self._bot, who)
        if known is None or who == self.actor:
            return
        office = self.office
        ex = Exchange(self.connection, known, self.now, office.library(), office.catalog)
        ex.say(key, *(answers(ex) if ask else ()), **values)
        await ex.close()


def answers(ex: Exchange) -> tuple[Choice, Choice]:
    """Return the buttons under an invitation."""
    return (
        (ex.label("staff.join"), Tap(VERB, ("join",))),
        (ex.label("staff.refuse"), Tap(VERB, ("refuse",))),
    )

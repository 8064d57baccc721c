"""Who may act as what, looked up at every action: in the settings and in the database."""

from bot.domain.errors import NotAllowed
from bot.domain.lifecycle import Action, Role, may
from bot.services.conversation import Office
from bot.storage.connection import Connection
from bot.storage.staff import added_members, added_role


def fixed_role(office: Office, person: int) -> Role | None:
    """Return what the settings say that somebody is."""
    if person in office.admins:
        return Role.ADMIN
    return Role.AGENT if person in office.staff else None


async def role_in(connection: Connection, office: Office, person: int) -> Role | None:
    """Return what a person may act as; being in the agents' group is not enough."""
    fixed = fixed_role(office, person)
    if fixed is Role.ADMIN:
        return fixed
    return await added_role(connection, office.bot, person) or fixed


async def role_for(connection: Connection, office: Office, person: int, action: Action) -> Role:
    """Return the role in which a person may do something to a claim.

    Raises:
        NotAllowed: they may not.
    """
    role = await role_in(connection, office, person)
    if role is None or not may(role, action):
        raise NotAllowed("desk.not_agent")
    return role


async def admins_in(connection: Connection, office: Office) -> frozenset[int]:
    """Return the Telegram ids of every admin."""
    added = await added_members(connection, office.bot)
    return frozenset(office.admins) | {each.id for each in added if each.role is Role.ADMIN}

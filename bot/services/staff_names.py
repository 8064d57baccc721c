"""Who works here, by name: to whom a claim can be passed on."""

from bot.services.conversation import Office
from bot.storage.colleagues import names_of
from bot.storage.connection import Connection


async def colleagues(connection: Connection, office: Office) -> list[tuple[int, str]]:
    """Return id and name of everybody of the team, by name; the id for who has none yet."""
    fixed = {*office.staff, *office.admins}
    names = await names_of(connection, office.bot, fixed)
    found = [(person, names.get(person) or str(person)) for person in {*fixed, *names}]
    return sorted(found, key=lambda pair: pair[1].casefold())

"""Who is new here: the only ones who are slowed down when they flood."""

from datetime import timedelta
from typing import Final

from bot.services.conversation import Office
from bot.services.staff_rights import role_in
from bot.storage.claims import claims_of
from bot.storage.connection import Connection
from bot.storage.customers import customer_since

NEW_FOR: Final = timedelta(hours=24)
"""For so long after their first message somebody is new."""


async def is_newcomer(office: Office, chat: int) -> bool:
    """Whether somebody wrote for the first time lately, has filed nothing and works not here."""

    async def step(connection: Connection) -> bool:
        if await role_in(connection, office, chat) is not None:
            return False
        since = await customer_since(connection, office.bot, chat)
        if since is not None and office.clock() - since > NEW_FOR:
            return False
        return not await claims_of(connection, office.bot, chat)

    return await office.database.read(step)

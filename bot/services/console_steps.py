"""What an admin does in the console through the services that speak in the chat.

What these would say is given back to the page, and no message is sent.
"""

from collections.abc import Awaitable, Callable

from bot.domain.console import Person
from bot.domain.customers import Customer
from bot.domain.errors import NotAllowed
from bot.domain.lifecycle import Role
from bot.services.conversation import Office, Sender
from bot.services.exchange import Exchange, plain_text
from bot.services.staff_rights import role_in
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection
from bot.texts.shown import Value


class ConsoleSteps:
    """One admin's acts, each one written step; what would be said is kept in `said`."""

    def __init__(self, office: Office, person: Person) -> None:
        self._office, self._person = office, person
        self.said: list[str] = []

    async def say(self, sender: Sender, key: str, **values: Value) -> None:
        """Answer with one text."""

        async def doing(ex: Exchange) -> None:
            ex.say(key, **values)

        await self.do(sender, doing)

    async def do(self, sender: Sender, doing: Callable[[Exchange], Awaitable[None]]) -> None:
        """Run one written step of the admin; the chat of `sender` is left alone.

        Raises:
            NotAllowed: they are no admin, or not any longer; the audit keeps it.
        """
        office, person = self._office, self._person
        now, library = office.clock(), office.library()
        customer = Customer(office.bot, person.id, person.language, zone=person.zone)

        async def step(connection: Connection) -> list[str] | None:
            if await role_in(connection, office, person.id) is not Role.ADMIN:
                deed = Deed(str(person.id), "console.admin_refused")
                await put_deed(connection, office.bot, deed, now)
                return None
            ex = Exchange(connection, customer, now, library, office.catalog)
            await doing(ex)
            return [plain_text(message.text) for message in ex.messages]

        said = await office.database.write(step)
        if said is None:
            raise NotAllowed("console.admins_only")
        self.said += said

"""The pack of one claim as a document, for an agent in the console."""

from collections.abc import Awaitable, Callable

from bot.domain.console import Person
from bot.services.desk import Agent, Desk
from bot.services.packs import JsonObject

# Makes the document of a pack's values.
MakePack = Callable[[JsonObject], Awaitable[bytes]]


class ConsolePacks:
    """Has packs made."""

    def __init__(self, desk: Desk, make: MakePack) -> None:
        self._desk, self._make = desk, make

    async def document(self, person: Person, number: str) -> bytes:
        """Return the pack of a claim as PDF; the audit keeps who had it made.

        Raises:
            SupportError: not allowed, not found, or it could not be made.
        """
        values = await self._desk.pack_values(Agent(person.id, person.name), number)
        return await self._make(values)

"""Who of the team has how many open claims."""

from dataclasses import dataclass

from bot.domain.lifecycle import Status
from bot.services.conversation import Office
from bot.storage.colleagues import Share, names_of, shares
from bot.storage.connection import Connection


@dataclass(frozen=True, slots=True)
class Load:
    """What one person has.

    Attributes:
        id: Telegram id; None: what nobody has.
        name: empty for nobody's.
        active: new or in work.
        waiting: for the customer.
        late: should have been looked at by now.
    """

    id: int | None
    name: str
    active: int
    waiting: int
    late: int


class ConsoleTeam:
    """Counts open claims."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def load(self) -> list[Load]:
        """Return what nobody has and what each has, whoever has least to do before the others.

        Whoever has claims is listed even if they work here no longer: somebody must take those.
        """
        office = self._office

        async def step(connection: Connection) -> tuple[list[Share], dict[int, str]]:
            found = await shares(connection, office.bot, office.clock())
            people = {*office.staff, *(share.agent for share in found if share.agent is not None)}
            return found, await names_of(connection, office.bot, people)

        found, names = await office.database.read(step)
        working = [self._of(found, person, name) for person, name in names.items()]
        working.sort(key=lambda load: (load.active, load.name))
        return [self._of(found, None, ""), *working]

    async def names(self) -> dict[str, str]:
        """Return the first names of the team by their Telegram ids."""
        return {str(each.id): each.name for each in await self.load() if each.id is not None}

    def _of(self, found: list[Share], person: int | None, name: str) -> Load:
        own = [share for share in found if share.agent == person]
        waiting = sum(share.claims for share in own if share.status == Status.WAITING)
        return Load(
            person,
            name,
            sum(share.claims for share in own) - waiting,
            waiting,
            sum(share.late for share in own),
        )

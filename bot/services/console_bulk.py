"""One action on several claims: planned, undone while there is time, then done one by one.

The time comes before the deed: until it is over nothing has changed and no customer has heard
anything, so that undoing is complete. Whatever changed meanwhile is left out and named.
"""

import asyncio
import logging
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from functools import partial
from typing import Final

from bot.domain.bulk import (
    BULK_OUTCOMES,
    MOST_CLAIMS,
    UNDO_WITHIN,
    Bulk,
    BulkAction,
    BulkItem,
    BulkState,
    Fate,
)
from bot.domain.console import Person
from bot.domain.errors import Conflict, SupportError
from bot.domain.lifecycle import Outcome
from bot.domain.numbers import read_number
from bot.services.console_team import ConsoleTeam
from bot.services.conversation import Office
from bot.services.desk import Agent, Desk
from bot.services.desk_acts import kept_words
from bot.services.promises import NORMAL, URGENT
from bot.storage.audit import Deed, put_deed
from bot.storage.bulks import (
    begin_bulk,
    bulks_of,
    hurry_bulk,
    open_bulks,
    put_bulk,
    put_fates,
    undo_bulk,
)
from bot.storage.claims import claim_by_number, claim_events
from bot.storage.connection import Connection
from bot.storage.errors import DatabaseAway

# For so long its agent reads what became of it.
_TOLD_FOR: Final = timedelta(minutes=10)
# Seconds between two looks at what is due.
_EVERY: Final = 1.0
_LONGEST_WORDS: Final = 1000
_LOG = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Order:
    """What an agent wants, checked.

    Attributes:
        items: number and version of each claim.
        within: seconds in which it can be undone.
    """

    action: BulkAction
    target: str
    words: str
    items: tuple[BulkItem, ...]
    within: int

    @classmethod
    def of(cls, form: Mapping[str, str]) -> "Order":
        """Return what a form says: `do` is `action:target`, each claim `c.NUMBER=VERSION`.

        Raises:
            Conflict: nothing is chosen, too much, or something that there is not.
        """
        action, _, target = form.get("do", "").partition(":")
        within = form.get("within", "")
        if action not in set(BulkAction) or within not in map(str, UNDO_WITHIN):
            raise Conflict("console.bulk.choose")
        items = _items(form)
        if not items:
            raise Conflict("console.bulk.none")
        if len(items) > MOST_CLAIMS:
            raise Conflict("console.bulk.many", {"most": str(MOST_CLAIMS)})
        chosen = BulkAction(action)
        if not _fits(chosen, target):
            raise Conflict("console.bulk.choose")
        words = form.get("words", "").strip() if chosen is BulkAction.RESOLVE else ""
        return cls(chosen, target, kept_words(words[:_LONGEST_WORDS]), items, int(within))


def _items(form: Mapping[str, str]) -> tuple[BulkItem, ...]:
    found = []
    for name, version in form.items():
        number = read_number(name[2:]) if name.startswith("c.") else None
        if number and version.isascii() and version.isdecimal() and len(version) < 10:
            found.append(BulkItem(number, int(version)))
    return tuple(found)


def _fits(action: BulkAction, target: str) -> bool:
    match action:
        case BulkAction.TAKE:
            return not target
        case BulkAction.ASSIGN:
            return target.isascii() and target.isdecimal() and len(target) < 19
        case BulkAction.RESOLVE:
            return target in BULK_OUTCOMES
        case BulkAction.PRIORITY:
            return target in (URGENT, NORMAL)


class ConsoleBulks:
    """Plans, undoes and does."""

    def __init__(self, office: Office, desk: Desk, team: ConsoleTeam) -> None:
        self._office, self._desk, self._team = office, desk, team
        self._doing: set[int] = set()

    def now(self) -> datetime:
        """Return the moment against which the time to undo is reckoned."""
        return self._office.clock()

    async def plan(self, person: Person, order: Order) -> None:
        """Keep what somebody wants done; without a time to undo it is done at once."""
        office, now = self._office, self._office.clock()
        due_at = now + timedelta(seconds=order.within)
        bulk = Bulk(0, person, order.action, order.target, order.words, order.items, now, due_at)

        async def step(connection: Connection) -> int:
            deed = Deed(str(person.id), "bulk.planned", order.action, str(len(order.items)))
            await put_deed(connection, office.bot, deed, now)
            return await put_bulk(connection, office.bot, bulk)

        id = await office.database.write(step)
        if not order.within:
            await self.do(id)

    async def undo(self, person: Person, id: int) -> None:
        """Take a plan back as if it had never been.

        Raises:
            Conflict: its time is over.
        """
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            if not await undo_bulk(connection, office.bot, id, person.id, now):
                raise Conflict("console.bulk.too_late")
            deed = Deed(str(person.id), "bulk.undone", detail=str(id))
            await put_deed(connection, office.bot, deed, now)

        await office.database.write(step)

    async def hurry(self, person: Person, id: int) -> None:
        """Do at once what waits.

        Raises:
            Conflict: it does not wait any more.
        """
        office, now = self._office, self._office.clock()
        hurry = partial(hurry_bulk, bot=office.bot, id=id, person=person.id, now=now)
        if not await office.database.write(hurry):
            raise Conflict("console.bulk.too_late")
        await self.do(id)

    async def own(self, person: Person) -> list[Bulk]:
        """Return what somebody planned, and what became of it in the last minutes."""
        office = self._office
        since = office.clock() - _TOLD_FOR
        return await office.database.read(
            partial(bulks_of, bot=office.bot, person=person.id, since=since)
        )

    async def planned(self) -> dict[str, Bulk]:
        """Return for each claim that waits for something what that is, by its number."""
        waiting = await self._office.database.read(partial(open_bulks, bot=self._office.bot))
        return {item.number: bulk for bulk in reversed(waiting) for item in bulk.items}

    async def run(self) -> None:
        """Do what is due until cancelled."""
        while True:
            try:
                await self.do_due()
            except DatabaseAway:
                _LOG.warning("bulk actions wait for the database")
            await asyncio.sleep(_EVERY)

    async def do_due(self) -> None:
        """Do all that is due now.

        Raises:
            DatabaseAway: the database cannot be used just now.
        """
        now = self._office.clock()
        waiting = await self._office.database.read(partial(open_bulks, bot=self._office.bot))
        for bulk in waiting:
            if bulk.due_at <= now:
                await self.do(bulk.id)

    async def do(self, id: int) -> None:
        """Do what was planned, claim by claim, and keep what became of each."""
        if id in self._doing:
            return
        self._doing.add(id)
        try:
            await self._do(id)
        finally:
            self._doing.discard(id)

    async def _do(self, id: int) -> None:
        office = self._office
        bulk = await office.database.write(partial(begin_bulk, bot=office.bot, id=id))
        if bulk is None:
            return
        name = await self._name(bulk)
        items = list(bulk.items)
        for place, item in enumerate(items):
            if item.fate is None:
                items[place] = replace(item, fate=await self._fate(bulk, item, name))
            state = BulkState.DONE if place == len(items) - 1 else BulkState.RUNNING
            await office.database.write(partial(put_fates, id=id, items=items, state=state))

    async def _name(self, bulk: Bulk) -> str:
        """Return how customers read the colleague who shall have the claims."""
        if bulk.action is not BulkAction.ASSIGN:
            return ""
        return (await self._team.names()).get(bulk.target, "")

    async def _fate(self, bulk: Bulk, item: BulkItem, name: str) -> Fate:
        person = bulk.person
        agent = Agent(person.id, person.name, item.version, person.language, person.clock)
        try:
            await self._act(bulk, item, agent, name)
        except SupportError as refused:
            if await self._was_done(bulk, item):
                return Fate()
            return Fate(refused.key, refused.values)
        return Fate()

    async def _act(self, bulk: Bulk, item: BulkItem, agent: Agent, name: str) -> None:
        desk, number = self._desk, item.number
        match bulk.action:
            case BulkAction.TAKE:
                await desk.take(agent, number)
            case BulkAction.ASSIGN:
                await desk.moves.pass_on(agent, number, Agent(int(bulk.target), name))
            case BulkAction.RESOLVE:
                await desk.resolve(agent, number, Outcome(bulk.target), bulk.words)
            case BulkAction.PRIORITY:
                await desk.moves.prioritize(agent, number, bulk.target)

    async def _was_done(self, bulk: Bulk, item: BulkItem) -> bool:
        """Whether this is the second try, after the program ended between deed and note."""

        async def step(connection: Connection) -> Sequence[tuple[int, str, datetime]]:
            claim = await claim_by_number(connection, self._office.bot, item.number)
            events = await claim_events(connection, claim.id) if claim else []
            return [(each.version, each.actor, each.at) for each in events]

        events = await self._office.database.read(step)
        mine = (item.version + 1, str(bulk.person.id))
        return any((version, who) == mine and at >= bulk.due_at for version, who, at in events)

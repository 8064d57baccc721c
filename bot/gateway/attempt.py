"""Handles one update: calls the handlers, and sees that the row ends as it should."""

import asyncio
import logging
import secrets
import traceback
from collections.abc import Awaitable, Callable, Mapping
from contextvars import ContextVar
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from telegram import Update
from telegram.ext import Application, CallbackContext

from bot.domain.messages import Message
from bot.gateway.albums import Item, set_album
from bot.gateway.wake import Backoff
from bot.storage.connection import Connection, Step
from bot.storage.database import Database
from bot.storage.delivery import CurrentUpdate, current_update
from bot.storage.errors import DatabaseAway, Fenced
from bot.storage.events import Event, event_of, is_event
from bot.storage.inbox import close_row
from bot.storage.micros import wall_micros
from bot.storage.outbox import put_messages

_LOG = logging.getLogger(__name__)

# Waiting while the database is away, seconds.
_FIRST_WAIT = 1.0
_LONGEST_WAIT = 300.0

# Gives the apology for an update that failed: the raw update and a reference for the agents.
Apology = Callable[[Mapping[str, Any], str], Message | None]  # raw updates hold any JSON value
OnEvent = Callable[[Event], Awaitable[None]]
# The library's application; its type parameters do not matter here.
AnyApplication = Application[Any, Any, Any, Any, Any, Any]

# Gives what handlers take in place of the library's object; None: they take the library's.
ShortRead = Callable[[Mapping[str, Any]], object | None]  # raw updates hold any JSON value

# A row, and what handlers take of it; None for an event.
Parsed = tuple[Item, object | None]

_failure: ContextVar[list[Exception] | None] = ContextVar("failure", default=None)


def no_short_read(_raw: Mapping[str, Any]) -> None:  # raw updates hold any JSON value
    """Leave every update to the library."""


async def note_failure(_update: object, context: CallbackContext[Any, Any, Any, Any]) -> None:
    """Keep what a handler raised: `process_update` swallows it (an error handler)."""
    failures = _failure.get()
    if failures is not None and isinstance(context.error, Exception):
        failures.append(context.error)


@dataclass(frozen=True, slots=True)
class Place:
    """A lane as it was claimed."""

    bot: int
    chat: int
    epoch: int


@dataclass(frozen=True, slots=True)
class Attempts:
    """Handles updates and events, one at a time for each lane.

    Attributes:
        database: where the rows are.
        application: finds and calls the handlers.
        on_event: receives jobs' results, timers and what the sender found.
        apology: what the customer is told when a handler failed.
        clock: the one clock of the bot, for messages.
        short: reads the most frequent updates without the library.
    """

    database: Database
    application: AnyApplication
    on_event: OnEvent
    apology: Apology
    clock: Callable[[], datetime]
    short: ShortRead = no_short_read

    async def handle(
        self, place: Place, items: tuple[Item, ...], *, is_slowed: bool = False
    ) -> None:
        """Handle one update, one event, or one album, until its rows are closed.

        Args:
            place (Place): the lane.
            items (tuple of Item): the update, or those of the album.
            is_slowed (bool): the sender floods; answers go after everybody else's.

        Raises:
            Fenced: another process has the lane.
        """
        backoff = Backoff(_FIRST_WAIT, _LONGEST_WAIT)
        while True:
            try:
                # A copy of the context each: nothing set for one update is seen by the next.
                await asyncio.create_task(self._once(place, items, is_slowed))
            except DatabaseAway:
                await asyncio.sleep(backoff.next())
            else:
                return

    async def _once(self, place: Place, items: tuple[Item, ...], is_slowed: bool) -> None:
        parsed = await self._parsed(place, items)
        if not parsed:
            return
        good = tuple(item for item, _ in parsed)
        current = _current(place, good)
        current.is_slowed = is_slowed
        current_update.set(current)
        failures: list[Exception] = []
        _failure.set(failures)
        set_album([item.raw or {} for item in good] if good[0].album else ())
        try:
            await self._call(place, *parsed[0])
            if not current.written and not failures:
                await self.database.write(_nothing)
        except Exception as error:  # noqa: BLE001 - whatever failed, the row has to end
            failures.append(error)
        finally:
            current_update.set(None)
        if failures:
            await self._failed(current, good[0], failures[0])

    async def _parsed(self, place: Place, items: tuple[Item, ...]) -> list[Parsed]:
        """Return the items that can be handled; the others are closed as poison."""
        good: list[Parsed] = []
        for item in items:
            update = None if is_event(item.row.update) else self._update(item)
            if update is not None or is_event(item.row.update):
                good.append((item, update))
                continue
            _LOG.error("update is poison update=%s", item.row.update)
            poison = _current(place, (item,))
            await self.database.write(_closing(poison, "poison", ""))
        return good

    def _update(self, item: Item) -> object | None:
        raw = item.raw or {}
        try:
            return self.short(raw) or Update.de_json(dict(raw), self.application.bot)
        except Exception:  # noqa: BLE001 - the library raises anything on a malformed update
            return None

    async def _call(self, place: Place, item: Item, update: object | None) -> None:
        if update is None:
            await self.on_event(event_of(place.chat, item.row.payload))
        else:
            await self.application.process_update(update)

    async def _failed(self, current: CurrentUpdate, item: Item, error: Exception) -> None:
        """Close the row as dead with one apology; wait and repeat when the database is away."""
        if isinstance(error, DatabaseAway | Fenced) and not current.written:
            raise error
        reference = secrets.token_hex(4).upper()
        _LOG.error(
            "update failed update=%s reference=%s written=%s error=%s at=%s",
            current.update,
            reference,
            current.written,
            type(error).__name__,
            _where(error),
        )
        if current.written:
            return
        sorry = self._sorry(item, reference)
        now = self.clock()

        async def step(connection: Connection) -> None:
            await close_row(connection, current, "dead", reference)
            if sorry is not None:
                await put_messages(connection, current.bot, [sorry], now)

        await self.database.write(step)

    def _sorry(self, item: Item, reference: str) -> Message | None:
        try:
            return self.apology(item.raw, reference) if item.raw else None
        except Exception as error:  # noqa: BLE001 - without words the row still has to end
            _LOG.error("no apology reference=%s at=%s", reference, _where(error))
            return None


def _current(place: Place, items: tuple[Item, ...]) -> CurrentUpdate:
    first, *others = (item.row.update for item in items)
    return CurrentUpdate(
        place.bot, first, place.chat, place.epoch, wall_micros(), siblings=tuple(others)
    )


async def _nothing(_connection: Connection) -> None:
    """Change nothing: the update is marked done, since no handler wanted it."""


def _closing(current: CurrentUpdate, state: str, reference: str) -> Step[None]:
    async def step(connection: Connection) -> None:
        await close_row(connection, current, state, reference)

    return step


def _where(error: Exception) -> str:
    """Return the places of the code that failed; never its text, which may quote a customer."""
    frames = traceback.extract_tb(error.__traceback__)[-6:]
    return " < ".join(f"{frame.filename}:{frame.lineno}" for frame in reversed(frames))

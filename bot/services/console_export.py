"""Claims as files: one row each as CSV or xlsx, or JSON with everything; in parts, audited."""

import asyncio
import json
from collections.abc import AsyncIterator, Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from typing import Final, Protocol

from bot.domain.console import Person
from bot.domain.errors import Conflict, NotAllowed
from bot.domain.lifecycle import Role
from bot.domain.masking import masked
from bot.services.claim_json import WholeClaim, whole_claim, whole_object
from bot.services.console_facts import shown
from bot.services.console_masking import masked_object
from bot.services.console_rows import RowTeller
from bot.services.console_wanted import Wanted
from bot.services.conversation import Office
from bot.services.staff_rights import role_in
from bot.storage.audit import Deed, put_deed
from bot.storage.claim_exports import ListedClaim, claims_page
from bot.storage.connection import Connection

# Ids that are looked at in one read, and put into words in one go beside the loop of the bot.
_PAGE: Final = 200
# A whole claim takes several reads, and its conversation may be long.
_WHOLE: Final = 20
# Exports that may run at once: each keeps one core busy for seconds.
_MOST: Final = 2
_JSON: Final = "json"


class Sheet(Protocol):
    """A table that is written row by row."""

    media: str

    def add(self, rows: Sequence[Sequence[object]]) -> bytes:
        """Take rows; return what can be sent already."""
        ...

    def end(self) -> Iterator[bytes]:
        """Return what is left."""
        ...

    def close(self) -> None:
        """Let go of whatever is held."""
        ...


Sheets = Mapping[str, Callable[[Sequence[object]], Sheet]]


@dataclass(frozen=True, slots=True)
class Export:
    """A file that is being made.

    Attributes:
        name: for whoever keeps it.
        media: its type.
        parts: its bytes.
    """

    name: str
    media: str
    parts: AsyncIterator[bytes]


class ConsoleExports:
    """Makes files of claims."""

    def __init__(self, office: Office, sheets: Sheets) -> None:
        """Make files.

        Args:
            office (Office): what every service works with.
            sheets (Mapping): the tables that can be written, by the ending of their files.
        """
        self._office, self._sheets = office, sheets
        self._running = 0

    @property
    def forms(self) -> tuple[str, ...]:
        """The endings of the files that can be made."""
        return (*self._sheets, _JSON)

    def table(
        self, heads: Sequence[object], rows: Sequence[Sequence[object]]
    ) -> tuple[bytes, str]:
        """Return a small table as CSV, and its type."""
        sheet = self._sheets["csv"](heads)
        return sheet.add(rows), sheet.media

    async def may_unmask(self, person: Person) -> bool:
        """Whether somebody may have private data in a file: one claim is an agent's business."""
        return await self._office.database.read(partial(self._is_admin, person=person))

    async def begin(self, person: Person, wanted: Wanted, form: str, *, unmasked: bool) -> Export:
        """Return a file of the claims that somebody chose; the audit keeps it.

        Args:
            person (Person): who wants it, in whose language and on whose clock it is.
            wanted (Wanted): which claims; their order is that of filing.
            form (str): one of `forms`.
            unmasked (bool): with private data.

        Raises:
            NotAllowed: private data, and they are no admin.
            Conflict: there is no such form, or too many files are being made.
        """
        office = self._office
        if form not in self.forms:
            raise Conflict("console.form_refused")
        if self._running >= _MOST:
            raise Conflict("console.export.busy")

        async def step(connection: Connection) -> None:
            if unmasked and not await self._is_admin(connection, person):
                raise NotAllowed("console.export.admins")
            detail = f"{form} {'unmasked' if unmasked else 'masked'} {wanted.address}".strip()
            deed = Deed(str(person.id), "claims.exported", detail=detail)
            await put_deed(connection, office.bot, deed, office.clock())

        await office.database.write(step)
        name = f"claims-{office.clock().astimezone(person.clock):%Y%m%d-%H%M}.{form}"
        if form == _JSON:
            parts = self._json(person, wanted, unmasked=unmasked)
            return Export(name, "application/json", self._counted(parts))
        teller = RowTeller(office, person, shown if unmasked else masked)
        sheet = self._sheets[form](teller.head())
        return Export(name, sheet.media, self._counted(self._table(person, wanted, teller, sheet)))

    async def _is_admin(self, connection: Connection, person: Person) -> bool:
        return await role_in(connection, self._office, person.id) is Role.ADMIN

    async def _counted(self, parts: AsyncIterator[bytes]) -> AsyncIterator[bytes]:
        self._running += 1
        try:
            async for part in parts:
                yield part
        finally:
            self._running -= 1

    async def _table(
        self, person: Person, wanted: Wanted, teller: RowTeller, sheet: Sheet
    ) -> AsyncIterator[bytes]:
        try:
            async for page in self._pages(person, wanted, _PAGE):
                if part := await asyncio.to_thread(_added, teller, sheet, page):
                    yield part
            ending = sheet.end()
            while last := await asyncio.to_thread(_next, ending):
                yield last
        finally:
            sheet.close()

    async def _json(
        self, person: Person, wanted: Wanted, *, unmasked: bool
    ) -> AsyncIterator[bytes]:
        between = b"[\n"
        async for page in self._pages(person, wanted, _WHOLE):
            whole = await self._office.database.read(partial(_whole, claims=page))
            for text in await asyncio.to_thread(_texts, whole, unmasked=unmasked):
                yield between + text
                between = b",\n"
        yield b"\n]\n" if between == b",\n" else b"[]\n"

    async def _pages(
        self, person: Person, wanted: Wanted, limit: int
    ) -> AsyncIterator[Sequence[ListedClaim]]:
        office, chosen, after = self._office, wanted.chosen(person.id), 0
        while True:
            page = await office.database.read(
                partial(claims_page, bot=office.bot, wanted=chosen, after=after, limit=limit)
            )
            if page.claims:
                yield page.claims
            if page.last is None:
                return
            after = page.last


def _added(teller: RowTeller, sheet: Sheet, page: Sequence[ListedClaim]) -> bytes:
    return sheet.add([teller.row(each) for each in page])


def _next(parts: Iterator[bytes]) -> bytes:
    """Return the next part; empty at the end, since no exception of that kind leaves a thread."""
    return next(parts, b"")


async def _whole(connection: Connection, claims: Sequence[ListedClaim]) -> list[WholeClaim]:
    return [await whole_claim(connection, each.claim) for each in claims]


def _texts(claims: Sequence[WholeClaim], *, unmasked: bool) -> list[bytes]:
    mask = shown if unmasked else masked
    return [
        json.dumps(masked_object(whole_object(each), mask), ensure_ascii=False).encode()
        for each in claims
    ]

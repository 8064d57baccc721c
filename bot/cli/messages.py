"""`python -m bot messages`: every message in and out, the oldest first."""

import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from bot.cli.opening import WRONG_USE, end, settings_or_end, with_database
from bot.cli.showing import moment_shown, one_line
from bot.domain.numbers import read_number
from bot.services.claim_json import PAGE, message_object
from bot.storage.claim_lists import claim_numbered
from bot.storage.claims import claim_by_id
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.storage.messages import LoggedMessage, logged_messages


def print_messages(chat: int | None, number: str | None, *, as_json: bool) -> None:
    """Print messages of a chat, of a claim, or all: one line each, read page by page."""
    read = read_number(number) if number else None
    if number and read is None:
        end(f"{number} is no claim number; one looks like PA-7K3M-4QXW-X", WRONG_USE)

    async def work(database: Database) -> bool:
        pages = _Pages(chat)
        if read is not None and not await database.read(lambda c: pages.only(c, read)):
            return False
        while page := await database.read(pages.turn):
            for message in page:
                print(_line(message, pages.number(message), as_json=as_json))
        return True

    if not with_database(settings_or_end(), work):
        end(f"there is no claim {read}")


@dataclass(slots=True)
class _Pages:
    """Where the reading is, and the numbers of the claims met."""

    chat: int | None
    claim: int | None = None
    after: int = 0
    numbers: dict[int, str] = field(default_factory=dict)

    async def only(self, connection: Connection, number: str) -> bool:
        """Read only one claim's messages; False: there is no such claim."""
        claim = await claim_numbered(connection, number)
        self.claim = claim.id if claim else None
        return claim is not None

    async def turn(self, connection: Connection) -> Sequence[LoggedMessage]:
        """Return the next page."""
        page = await logged_messages(
            connection, chat=self.chat, claim=self.claim, after=self.after, limit=PAGE
        )
        for message in page:
            if message.claim is not None and message.claim not in self.numbers:
                claim = await claim_by_id(connection, message.bot, message.claim)
                self.numbers[message.claim] = claim.number if claim else ""
        self.after = page[-1].id if page else self.after
        return page

    def number(self, message: LoggedMessage) -> str | None:
        """Return the number of a message's claim."""
        return self.numbers.get(message.claim) if message.claim is not None else None


def _line(message: LoggedMessage, number: str | None, *, as_json: bool) -> str:
    if as_json:
        return json.dumps(message_object(message, number), ensure_ascii=False)
    sign = ">" if message.incoming else "<"
    where = f"{message.chat} {number}" if number else f"{message.chat}"
    return f"{moment_shown(message.at)} {where} {sign} {one_line(message.text)}"

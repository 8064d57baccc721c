"""`/console` in the chat: a link that opens the console once, for whoever asked."""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from bot.domain.console import LINK_GOOD_FOR, Person
from bot.domain.messages import Button, Message
from bot.services.console_door import hash_of, new_token
from bot.services.conversation import Office, Sender
from bot.services.desk import Desk
from bot.services.exchange import Exchange
from bot.services.preferences import new_customer
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection
from bot.storage.console import Link, links_since, put_link
from bot.storage.customers import find_customer
from bot.storage.outbox import put_messages

# Links that one person may ask for, and in which time.
_MOST_LINKS: Final = 5
_IN: Final = timedelta(minutes=15)
_LONGEST_NAME: Final = 64


@dataclass(frozen=True, slots=True)
class Address:
    """Where the console is reached.

    Attributes:
        base: such as https://help.example.org, without a slash at the end; empty: nowhere.
        is_local: whether only this machine reaches it.
    """

    base: str
    is_local: bool

    @property
    def is_https(self) -> bool:
        """Whether a Mini App can be opened, and cookies are kept from the open wire."""
        return self.base.startswith("https://")


class ConsoleLinks:
    """Hands out links."""

    def __init__(self, office: Office, desk: Desk, address: Address) -> None:
        self._office, self._desk, self._address = office, desk, address

    async def ask(self, sender: Sender, name: str) -> None:
        """Answer `/console` in a private chat; `name` is that of the Telegram account."""
        office, now, library = self._office, self._office.clock(), self._office.library()

        async def step(connection: Connection) -> None:
            known = await find_customer(connection, office.bot, sender.chat)
            customer = known or new_customer(office.bot, sender.chat, sender.language)
            ex = Exchange(connection, customer, now, library, office.catalog)
            person = Person(
                sender.chat, name[:_LONGEST_NAME], customer.language, customer.clock.key
            )
            message = await self._answer(ex, person)
            # Not through `close`: the words of this message are not kept, they hold the link.
            await put_messages(connection, office.bot, [message], now)

        await office.database.write(step)

    async def _answer(self, ex: Exchange, person: Person) -> Message:
        address = self._address
        if await self._desk.role_in(ex.connection, person.id) is None:
            await self._note(ex, "console.refused")
            return _said(ex, "console.staff_only")
        if not address.base:
            return _said(ex, "console.closed")
        asked = await links_since(ex.connection, ex.bot, person.id, ex.now - _IN)
        if asked >= _MOST_LINKS:
            await self._note(ex, "console.too_many_links")
            return _said(ex, "console.too_many_links")
        token = new_token()
        link = Link(hash_of(token), person, ex.now, ex.now + LINK_GOOD_FOR)
        await put_link(ex.connection, ex.bot, link)
        await self._note(ex, "console.link")
        return _with_link(ex, address, f"{address.base}/console/login/{token}")

    async def _note(self, ex: Exchange, action: str) -> None:
        await put_deed(ex.connection, ex.bot, Deed(str(ex.chat), action), ex.now)


def _said(ex: Exchange, key: str) -> Message:
    return Message(ex.chat, "\n".join(ex.lines(key).lines))


def _with_link(ex: Exchange, address: Address, link: str) -> Message:
    key = "console.link_local" if address.is_local else "console.link"
    rows: tuple[tuple[Button, ...], ...] = ()
    if address.is_https:
        rows = ((Button(ex.label("console.open_app"), app=f"{address.base}/console/app/"),),)
    text = "\n".join(ex.lines(key, link=link).lines)
    return Message(ex.chat, text, rows, good_for=int(LINK_GOOD_FOR.total_seconds()))

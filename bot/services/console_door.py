"""The doors of the console: a link from the bot, a Mini App; sessions, and who may stay in."""

import hashlib
import hmac
import secrets
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Final

from bot.domain.console import LINK_GOOD_FOR, Face, Person, Session, zone_named
from bot.domain.errors import NotAllowed
from bot.domain.init_data import Opener, opener_of
from bot.domain.languages import Language, language_of_app
from bot.domain.lifecycle import Role
from bot.services.conversation import Office
from bot.services.desk import Desk
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection
from bot.storage.console import (
    change_session,
    end_session,
    end_sessions,
    find_session,
    mark_seen,
    put_entry,
    put_session,
    spend_link,
)
from bot.storage.customers import find_customer

# Bytes of a token; 256 bits cannot be guessed.
_TOKEN_BYTES: Final = 32
_LONGEST_TOKEN: Final = 100
_LONGEST_NAME: Final = 64
_LONGEST_PAGE: Final = 40
# A session's last use is written at most this often.
_SEEN_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Opened:
    """A session that has just begun, with the token that nobody keeps but its cookie."""

    token: str
    session: Session


def hash_of(token: str) -> str:
    """Return the form in which a token is kept."""
    return hashlib.sha256(token.encode()).hexdigest()


def csrf_of(token: str) -> str:
    """Return what every form of a session carries; it tells nothing of the token."""
    return hmac.new(token.encode(), b"console form", hashlib.sha256).hexdigest()


def new_token() -> str:
    """Return a token for a link or a session."""
    return secrets.token_urlsafe(_TOKEN_BYTES)


class ConsoleDoor:
    """Lets agents and admins in, and looks again at every request."""

    def __init__(self, office: Office, desk: Desk, key: bytes) -> None:
        """Guard the console.

        Args:
            office (Office): what every service works with.
            desk (Desk): knows who may act as what.
            key (bytes): of `init_data_key`.
        """
        self._office, self._desk, self._key = office, desk, key

    async def by_link(self, token: str, zone: str) -> Opened:
        """Spend a link and open a session for whom it was made.

        Raises:
            NotAllowed: unknown, spent, too old, or its person works here no longer.
        """
        now = self._office.clock()

        async def step(connection: Connection) -> Opened | None:
            person = await spend_link(connection, self._office.bot, _hash(token), now)
            if person is None or await self._desk.role_in(connection, person.id) is None:
                return None
            person = replace(person, zone=zone_named(zone) or person.zone)
            return await self._open(connection, Face.BROWSER, person, now)

        return self._checked(await self._office.database.write(step), "console.link_over")

    async def by_app(self, init_data: str, zone: str) -> Opened:
        """Exchange what Telegram told a Mini App for a session; the same is never taken again.

        Raises:
            NotAllowed: forged, too old, used before, or not of the team.
        """
        now = self._office.clock()
        opener = opener_of(init_data, self._key, now)
        if opener is None:
            raise NotAllowed("console.app_over")
        digest = hash_of(opener.signature)

        async def step(connection: Connection) -> Opened | None:
            bot = self._office.bot
            if await self._desk.role_in(connection, opener.id) is None:
                return None
            if not await put_entry(connection, bot, digest, opener.id, now + 2 * LINK_GOOD_FOR):
                return None
            person = await self._person(connection, opener, zone)
            return await self._open(connection, Face.APP, person, now)

        return self._checked(await self._office.database.write(step), "console.app_over")

    async def session(self, token: str, face: Face, *, active: bool = True) -> Session | None:
        """Return the session of a token; None: there is none, it is over, or rights are gone.

        Args:
            token (str): of the cookie.
            face (Face): where it was sent.
            active (bool): the person did something; else only the page asked.
        """
        office, now, digest = self._office, self._office.clock(), _hash(token)

        async def read(connection: Connection) -> tuple[Session | None, Role | None]:
            found = await find_session(connection, office.bot, digest, face)
            role = await self._desk.role_in(connection, found.person.id) if found else None
            return found, role

        found, role = await office.database.read(read)
        if found is None:
            return None
        is_over = found.is_over(now) or role is None
        found = replace(found, role=role or Role.AGENT)
        if not is_over and not (active and now - found.seen_at >= _SEEN_EVERY):
            return found

        async def step(connection: Connection) -> None:
            if is_over:
                await end_session(connection, digest)
            else:
                await mark_seen(connection, digest, now)

        await office.database.write(step)
        return None if is_over else found

    async def refuse(self, session: Session, page: str) -> None:
        """Keep in the audit that somebody wanted what is for admins only."""
        office = self._office
        deed = Deed(str(session.person.id), "console.admin_refused", detail=page[:_LONGEST_PAGE])
        await office.database.write(lambda c: put_deed(c, office.bot, deed, office.clock()))

    async def leave(self, session: Session, *, everywhere: bool = False) -> None:
        """Close a session, or every session of its person."""
        office, now, person = self._office, self._office.clock(), session.person.id

        async def step(connection: Connection) -> None:
            if everywhere:
                await end_sessions(connection, office.bot, person)
            else:
                await end_session(connection, session.hash)
            await put_deed(connection, office.bot, Deed(str(person), "console.left"), now)

        await office.database.write(step)

    async def prefer(self, session: Session, language: str, zone: str) -> None:
        """Keep language and clock of a session; what is not known stays as it was."""
        person = session.person
        known = language in set(Language)
        chosen = Language(language) if known else person.language

        async def step(connection: Connection) -> None:
            await change_session(connection, session.hash, chosen, zone_named(zone) or person.zone)

        await self._office.database.write(step)

    async def _person(self, connection: Connection, opener: Opener, zone: str) -> Person:
        known = await find_customer(connection, self._office.bot, opener.id)
        language = known.language if known else language_of_app(opener.language)
        clock = zone_named(zone) or (known.clock.key if known else "")
        return Person(opener.id, opener.name[:_LONGEST_NAME], language, clock)

    async def _open(
        self, connection: Connection, face: Face, person: Person, now: datetime
    ) -> Opened:
        token = new_token()
        session = Session(hash_of(token), face, person, now, now)
        await put_session(connection, self._office.bot, session)
        deed = Deed(str(person.id), "console.entered", detail=face.value)
        await put_deed(connection, self._office.bot, deed, now)
        return Opened(token, session)

    def _checked(self, opened: Opened | None, key: str) -> Opened:
        if opened is None:
            raise NotAllowed(key)
        return opened


def _hash(token: str) -> str:
    return hash_of(token[:_LONGEST_TOKEN])

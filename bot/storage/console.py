"""Links and sessions of the console; of every token only the hash is here."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.console import Face, Person, Session
from bot.domain.languages import Language
from bot.storage.bulks import forget_bulks, purge_bulks
from bot.storage.connection import Connection, Row
from bot.storage.console_views import forget_views
from bot.storage.micros import from_micros, to_micros

_PUT_LINK = """
    INSERT INTO console_link (hash, bot_id, person, name, language, zone, made_at, ends_at)
    VALUES (:hash, :bot, :person, :name, :language, :zone, :made_at, :ends_at)
"""
_COUNT_LINKS = """
    SELECT COUNT(*) AS found FROM console_link
    WHERE bot_id = :bot AND person = :person AND made_at > :since
"""
_SPEND_LINK = """
    UPDATE console_link SET spent_at = :now
    WHERE hash = :hash AND bot_id = :bot AND spent_at IS NULL AND ends_at >= :now
    RETURNING person, name, language, zone
"""
_PUT_ENTRY = """
    INSERT INTO console_entry (hash, bot_id, person, ends_at)
    VALUES (:hash, :bot, :person, :ends_at) ON CONFLICT (hash) DO NOTHING
"""
_PUT_SESSION = """
    INSERT INTO console_session (hash, bot_id, face, person, name, language, zone, began_at,
        seen_at)
    VALUES (:hash, :bot, :face, :person, :name, :language, :zone, :now, :now)
"""
_SESSION = "SELECT * FROM console_session WHERE hash = :hash AND bot_id = :bot AND face = :face"
_SEEN = "UPDATE console_session SET seen_at = :now WHERE hash = :hash"
_PREFER = "UPDATE console_session SET language = :language, zone = :zone WHERE hash = :hash"
_END = "DELETE FROM console_session WHERE hash = :hash"
_END_ALL = "DELETE FROM console_session WHERE bot_id = :bot AND person = :person"
_DROP_LINKS = "DELETE FROM console_link WHERE bot_id = :bot AND person = :person"
_DROP_ENTRIES = "DELETE FROM console_entry WHERE bot_id = :bot AND person = :person"
_PURGE = (
    "DELETE FROM console_link WHERE ends_at < :before",
    "DELETE FROM console_entry WHERE ends_at < :before",
    "DELETE FROM console_session WHERE seen_at < :before",
)


@dataclass(frozen=True, slots=True)
class Link:
    """A link that opens a session once.

    Attributes:
        hash: SHA-256 of its token, hexadecimal.
        made_at: aware.
        ends_at: aware.
    """

    hash: str
    person: Person
    made_at: datetime
    ends_at: datetime


async def put_link(connection: Connection, bot: int, link: Link) -> None:
    """Keep a new link."""
    person = link.person
    await connection.run(
        _PUT_LINK,
        hash=link.hash,
        bot=bot,
        person=person.id,
        name=person.name,
        language=person.language.value,
        zone=person.zone,
        made_at=to_micros(link.made_at),
        ends_at=to_micros(link.ends_at),
    )


async def links_since(connection: Connection, bot: int, person: int, since: datetime) -> int:
    """Return how many links somebody asked for after a moment."""
    since_at = to_micros(since)
    row = await connection.one(_COUNT_LINKS, bot=bot, person=person, since=since_at)
    return int(row["found"]) if row else 0


async def spend_link(connection: Connection, bot: int, hash: str, now: datetime) -> Person | None:
    """Return for whom a link was made and spend it; None: unknown, spent or too old."""
    row = await connection.one(_SPEND_LINK, hash=hash, bot=bot, now=to_micros(now))
    return _person(row) if row else None


async def put_entry(
    connection: Connection, bot: int, hash: str, person: int, ends_at: datetime
) -> bool:
    """Keep that a Mini App's data were exchanged; False: they were before."""
    stored = await connection.run(
        _PUT_ENTRY, hash=hash, bot=bot, person=person, ends_at=to_micros(ends_at)
    )
    return stored == 1


async def put_session(connection: Connection, bot: int, session: Session) -> None:
    """Keep a session that begins."""
    person = session.person
    await connection.run(
        _PUT_SESSION,
        hash=session.hash,
        bot=bot,
        face=session.face.value,
        person=person.id,
        name=person.name,
        language=person.language.value,
        zone=person.zone,
        now=to_micros(session.began_at),
    )


async def find_session(connection: Connection, bot: int, hash: str, face: Face) -> Session | None:
    """Return a session by the hash of its token."""
    row = await connection.one(_SESSION, hash=hash, bot=bot, face=face.value)
    if row is None:
        return None
    began_at, seen_at = from_micros(row["began_at"]), from_micros(row["seen_at"])
    return Session(row["hash"], face, _person(row), began_at, seen_at)


async def mark_seen(connection: Connection, hash: str, now: datetime) -> None:
    """Keep that the person of a session did something."""
    await connection.run(_SEEN, hash=hash, now=to_micros(now))


async def change_session(connection: Connection, hash: str, language: Language, zone: str) -> None:
    """Keep which language and clock the person of a session wants."""
    await connection.run(_PREFER, hash=hash, language=language.value, zone=zone)


async def end_session(connection: Connection, hash: str) -> None:
    """Close one session."""
    await connection.run(_END, hash=hash)


async def end_sessions(connection: Connection, bot: int, person: int) -> int:
    """Close every session of a person; return how many."""
    return await connection.run(_END_ALL, bot=bot, person=person)


async def drop_links(connection: Connection, bot: int, person: int) -> None:
    """Delete the links that a person asked for; none of them opens anything any more."""
    await connection.run(_DROP_LINKS, bot=bot, person=person)


async def forget_person(connection: Connection, bot: int, person: int) -> None:
    """Delete what the console keeps of a person."""
    for statement in (_END_ALL, _DROP_LINKS, _DROP_ENTRIES):
        await connection.run(statement, bot=bot, person=person)
    await forget_views(connection, bot, person)
    await forget_bulks(connection, bot, person)


async def purge_console(connection: Connection, before: datetime) -> None:
    """Delete links, exchanged data and sessions that were over before a moment."""
    for statement in _PURGE:
        await connection.run(statement, before=to_micros(before))
    await purge_bulks(connection, before)


def _person(row: Row) -> Person:
    return Person(row["person"], row["name"], Language(row["language"]), row["zone"])

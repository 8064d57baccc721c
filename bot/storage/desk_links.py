"""Which message of a customer's chat stands for which of the agents' group, and the other way."""

import json
from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.messages import FileKind, OutgoingFile
from bot.storage.connection import Connection, Row

_PUT = """
    INSERT INTO desk_link (bot_id, claim_id, role, from_chat, from_id, to_chat, outbox_id, key,
        words, reply_to, file)
    VALUES (:bot, :claim, :role, :from_chat, :from_id, :to_chat, :outbox, :key, :words, :reply_to,
        :file)
"""
_WAITING = """
    SELECT * FROM desk_link WHERE claim_id = :claim AND role = 'words' AND outbox_id IS NULL
    ORDER BY id
"""
_POSTED = "UPDATE desk_link SET outbox_id = :outbox, key = :key WHERE id = :id"
_OF_OUTBOX = "SELECT * FROM desk_link WHERE outbox_id = :outbox ORDER BY id"
_SENT = "UPDATE desk_link SET to_id = :sent WHERE id = :id"
_FROM = """
    SELECT * FROM desk_link WHERE bot_id = :bot AND from_chat = :chat AND from_id = :message
    ORDER BY id DESC LIMIT 1
"""
_TO = """
    SELECT * FROM desk_link WHERE bot_id = :bot AND to_chat = :chat AND to_id = :message
    ORDER BY id DESC LIMIT 1
"""
_REWORD = "UPDATE desk_link SET words = :words WHERE id = :id"

WORDS = "words"
NOTE = "note"
PROMPT_NOTE = "prompt_note"
PROMPT_ASK = "prompt_ask"


@dataclass(frozen=True, slots=True)
class Link:
    """One message as it was written, and where it went.

    Attributes:
        claim: id of the claim that it is about.
        from_chat: Telegram id of the chat in which it was written.
        from_id: its id there; 0: it was no message, such as a tapped button.
        to_chat: chat to which it goes.
        to_id: its id there; None until it is sent. Several may go as one message.
        role: `words`, `note` for the team, or a prompt that an agent answers.
        outbox: id of the row that carries it; None while it waits to go with others.
        key: by which that row is edited.
        words: redacted text.
        reply_to: message of the chat to which it goes that this answers; 0 is none.
        file: what came with the text.
    """

    claim: int
    from_chat: int
    from_id: int
    to_chat: int
    to_id: int | None = None
    role: str = WORDS
    outbox: int | None = None
    key: str = ""
    words: str = ""
    reply_to: int = 0
    file: OutgoingFile | None = None
    id: int = 0


async def put_desk_link(connection: Connection, bot: int, link: Link) -> None:
    """Keep a link."""
    await connection.run(
        _PUT,
        bot=bot,
        claim=link.claim,
        role=link.role,
        from_chat=link.from_chat,
        from_id=link.from_id,
        to_chat=link.to_chat,
        outbox=link.outbox,
        key=link.key,
        words=link.words,
        reply_to=link.reply_to,
        file=_file_text(link.file),
    )


async def waiting_words(connection: Connection, claim: int) -> list[Link]:
    """Return what a customer wrote about a claim and agents have not been sent, in order."""
    return [_link(row) for row in await connection.all(_WAITING, claim=claim)]


async def words_posted(
    connection: Connection, links: Sequence[Link], outbox: int, key: str
) -> None:
    """Remember with which message some words go."""
    for link in links:
        await connection.run(_POSTED, id=link.id, outbox=outbox, key=key)


async def links_of_outbox(connection: Connection, outbox: int) -> list[Link]:
    """Return what goes with one message, in order."""
    return [_link(row) for row in await connection.all(_OF_OUTBOX, outbox=outbox)]


async def links_sent(connection: Connection, outbox: int, ids: Sequence[int]) -> None:
    """Remember the ids that Telegram gave: the items of an album have one each."""
    place = 0
    for row in await connection.all(_OF_OUTBOX, outbox=outbox):
        await connection.run(_SENT, id=row["id"], sent=ids[min(place, len(ids) - 1)])
        place += bool(row["file"])


async def link_from(connection: Connection, bot: int, chat: int, message: int) -> Link | None:
    """Return where a message that was written in a chat went."""
    row = await connection.one(_FROM, bot=bot, chat=chat, message=message) if message else None
    return _link(row) if row else None


async def link_to(connection: Connection, bot: int, chat: int, message: int) -> Link | None:
    """Return what a message of the bot in a chat stands for."""
    row = await connection.one(_TO, bot=bot, chat=chat, message=message) if message else None
    return _link(row) if row else None


async def reword(connection: Connection, link: Link, words: str) -> None:
    """Keep what an edited message says now."""
    await connection.run(_REWORD, id=link.id, words=words)


def _file_text(file: OutgoingFile | None) -> str:
    return json.dumps([file.kind.value, file.name, file.telegram_id]) if file else ""


def _link(row: Row) -> Link:
    file = None
    if row["file"]:
        kind, name, telegram_id = json.loads(row["file"])
        file = OutgoingFile(FileKind(kind), name, telegram_id=telegram_id)
    return Link(
        claim=row["claim_id"],
        from_chat=row["from_chat"],
        from_id=row["from_id"],
        to_chat=row["to_chat"],
        to_id=row["to_id"],
        role=row["role"],
        outbox=row["outbox_id"],
        key=row["key"],
        words=row["words"],
        reply_to=row["reply_to"],
        file=file,
        id=row["id"],
    )

"""Versions of articles that admins sent, and the questions that no article answered."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.storage.connection import Connection, Row
from bot.storage.micros import from_micros, to_micros

_PUT = """
    INSERT INTO article_version (bot_id, file, content, before, author, state, at)
    VALUES (:bot, :file, :content, :before, :author, :state, :at)
    RETURNING id
"""
_ONE = "SELECT * FROM article_version WHERE bot_id = :bot AND id = :id"
_OF_FILE = """
    SELECT * FROM article_version WHERE bot_id = :bot AND file = :file AND state <> 'offered'
    ORDER BY id DESC LIMIT :limit
"""
_MOVE = """
    UPDATE article_version SET state = :state WHERE bot_id = :bot AND id = :id AND state = :was
"""
_QUESTIONS = """
    SELECT id, text, language, nearest, score FROM unanswered
    WHERE bot_id = :bot AND settled = 0 ORDER BY id DESC LIMIT :limit
"""
_ALL_QUESTIONS = """
    SELECT id, text, language, nearest, score FROM unanswered
    WHERE settled = 0 ORDER BY id DESC LIMIT :limit
"""
_SETTLE = "UPDATE unanswered SET settled = 1 WHERE bot_id = :bot AND id = :id"


class VersionState(StrEnum):
    """What became of a version."""

    OFFERED = "offered"
    LIVE = "live"
    DROPPED = "dropped"
    UNDONE = "undone"


@dataclass(frozen=True, slots=True)
class ArticleVersion:
    """One version of one article.

    Attributes:
        id: ours; 0 before it is stored.
        file: path inside the knowledge folder.
        content: the whole file.
        before: the file that it replaces; empty if it is new.
        author: Telegram id of the admin.
        at: when it was sent, UTC.
    """

    id: int
    file: str
    content: str
    before: str
    author: int
    state: VersionState
    at: datetime


async def put_version(connection: Connection, bot: int, version: ArticleVersion) -> int:
    """Store a version; return its id."""
    row = await connection.one(
        _PUT,
        bot=bot,
        file=version.file,
        content=version.content,
        before=version.before,
        author=version.author,
        state=version.state.value,
        at=to_micros(version.at),
    )
    if row is None:
        raise RuntimeError("a version of an article got no id")
    return int(row["id"])


async def version_of(connection: Connection, bot: int, version: int) -> ArticleVersion | None:
    """Return a version; None if there is none with this id."""
    row = await connection.one(_ONE, bot=bot, id=version)
    return _version(row) if row else None


async def versions_of(
    connection: Connection, bot: int, file: str, limit: int = 10
) -> tuple[ArticleVersion, ...]:
    """Return the versions of an article that were decided on, the newest first."""
    rows = await connection.all(_OF_FILE, bot=bot, file=file, limit=limit)
    return tuple(_version(row) for row in rows)


async def move_version(
    connection: Connection, bot: int, version: int, was: VersionState, state: VersionState
) -> bool:
    """Give a version another state; False if it is in a third one meanwhile."""
    moved = await connection.run(_MOVE, bot=bot, id=version, was=was.value, state=state.value)
    return moved == 1


async def open_questions(connection: Connection, bot: int, limit: int = 500) -> Sequence[Row]:
    """Return questions without an answer that no admin has dealt with, the newest first."""
    return await connection.all(_QUESTIONS, bot=bot, limit=limit)


async def all_open_questions(connection: Connection, limit: int) -> Sequence[Row]:
    """Return the same of every bot of the database, for a report."""
    return await connection.all(_ALL_QUESTIONS, limit=limit)


async def settle_question(connection: Connection, bot: int, question: int) -> None:
    """Take a question off the list."""
    await connection.run(_SETTLE, bot=bot, id=question)


def _version(row: Row) -> ArticleVersion:
    return ArticleVersion(
        id=row["id"],
        file=row["file"],
        content=row["content"],
        before=row["before"],
        author=row["author"],
        state=VersionState(row["state"]),
        at=from_micros(row["at"]),
    )

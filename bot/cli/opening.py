"""Opens settings and database for a command, and ends it with a sentence when that fails."""

import asyncio
import sys
from collections.abc import Awaitable, Callable
from pathlib import Path
from typing import NoReturn, TypeVar

import typer

from bot.settings import Settings, SettingsError, load_settings
from bot.storage.database import Database, open_database, sqlite_path
from bot.storage.errors import DatabaseAway, DatabaseRefusedError

BAD_OUTCOME = 1
WRONG_USE = 2

_T = TypeVar("_T")


def end(text: str, code: int = BAD_OUTCOME) -> NoReturn:
    """Say on the error stream why the command ends, and end it."""
    print(text, file=sys.stderr)
    raise typer.Exit(code)


def settings_or_end() -> Settings:
    """Return the settings; a wrong one ends the command with code 2."""
    try:
        return load_settings()
    except SettingsError as error:
        end(str(error), WRONG_USE)


def with_database(settings: Settings, work: Callable[[Database], Awaitable[_T]]) -> _T:
    """Run `work` on the database of the settings and return its value.

    A file that does not exist is not made: the command ends with code 1, as it does for a
    database that cannot be opened.
    """
    try:
        refuse_missing(settings.database)
        return asyncio.run(_opened(settings.database, work))
    except (DatabaseAway, DatabaseRefusedError) as error:
        end(str(error))


def evidence_key(settings: Settings) -> Path:
    """Return the file with the key of the evidence."""
    return settings.kept_in / "evidence.key"


def refuse_missing(url: str) -> None:
    """Make sure that an SQLite file is there.

    Raises:
        DatabaseRefusedError: it is not; the text says what to do.
    """
    if url.startswith("sqlite:") and not (path := sqlite_path(url)).exists():
        raise DatabaseRefusedError(
            f"there is no database at {path} yet: the first `python -m bot run` makes it. "
            "BOT_TOKEN, BOT_DATA_DIR and BOT_DATABASE_URL choose which database is meant."
        )


async def _opened(url: str, work: Callable[[Database], Awaitable[_T]]) -> _T:
    database = await open_database(url)
    try:
        return await work(database)
    finally:
        await database.close()

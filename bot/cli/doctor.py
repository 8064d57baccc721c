"""`python -m bot doctor`: looks at everything the bot needs and says what to mend."""

import asyncio
import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from datetime import UTC, datetime

import typer

from bot.cli.checkups import (
    Kept,
    look_at_database,
    look_at_evidence,
    look_at_folders,
    look_at_reading,
    look_at_settings,
    look_inside,
)
from bot.cli.custody_log import look_at_custody
from bot.cli.findings import Finding, State
from bot.cli.opening import BAD_OUTCOME, refuse_missing
from bot.cli.sources import look_at_sources
from bot.settings import Settings, SettingsError, load_settings
from bot.storage.database import open_database, sqlite_path
from bot.storage.errors import DatabaseAway, DatabaseRefusedError
from bot.storage.sqlite_files import sqlite_fault

_DAMAGED = "stop the bot and put the last backup in place: python -m bot restore FILE --force"


def examine(*, as_json: bool) -> None:
    """Print what was found; exit code 1: something must be mended."""
    found = list(_findings())
    if as_json:
        bad = any(each.state is State.PROBLEM for each in found)
        findings = [asdict(each) for each in found]
        print(json.dumps({"ok": not bad, "findings": findings}, ensure_ascii=False, indent=1))
    else:
        _print(found)
    if any(each.state is State.PROBLEM for each in found):
        raise typer.Exit(BAD_OUTCOME)


def _findings() -> Iterator[Finding]:
    try:
        settings = load_settings()
    except SettingsError as error:
        for line in str(error).splitlines():
            yield Finding("settings", State.PROBLEM, line, "correct it and look again")
        return
    yield from look_at_settings(settings)
    yield from look_at_folders(settings)
    yield from _database_and_evidence(settings)
    yield look_at_reading()


def _database_and_evidence(settings: Settings) -> Iterator[Finding]:
    try:
        refuse_missing(settings.database)
    except DatabaseRefusedError as error:
        yield Finding("database", State.NOTE, str(error))
        return
    fault = _fault(settings.database)
    if fault:
        yield Finding("database", State.PROBLEM, f"the file is damaged: {fault}", _DAMAGED)
        return
    try:
        kept = asyncio.run(_kept(settings.database))
    except (DatabaseAway, DatabaseRefusedError) as error:
        yield Finding("database", State.PROBLEM, str(error), "see docs/operations.md, Database")
        return
    yield from look_at_database(kept)
    yield from look_at_custody(kept.custody)
    yield look_at_sources(settings, kept.sources, datetime.now(UTC))
    yield from look_at_evidence(settings, kept.stored)


def _fault(url: str) -> str:
    return sqlite_fault(sqlite_path(url)) if url.startswith("sqlite:") else ""


async def _kept(url: str) -> Kept:
    database = await open_database(url)
    try:
        return await look_inside(database)
    finally:
        await database.close()


def _print(found: Sequence[Finding]) -> None:
    for each in found:
        print(f"{each.state:8} {each.about:9} {each.text}")
        if each.todo:
            print(f"{'':18} > {each.todo}")
    problems = sum(each.state is State.PROBLEM for each in found)
    print(f"to be mended: {problems}")

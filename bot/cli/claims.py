"""`python -m bot claims`: the claims as tables, JSON and CSV."""

import csv
import json
import sys
from pathlib import Path
from typing import TextIO

from bot.cli.claim_pages import print_claim, print_claims
from bot.cli.formats import ExportFormat, ListFormat
from bot.cli.opening import WRONG_USE, end, settings_or_end, with_database
from bot.cli.showing import output
from bot.domain.casework import FiledClaim
from bot.domain.numbers import read_number
from bot.services.claim_json import (
    Object,
    WholeClaim,
    claim_object,
    each_claim,
    whole_claim,
    whole_object,
)
from bot.storage.claim_lists import EVERY_CLAIM, ClaimFilter, claim_numbered
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.writers.tables import FOR_EXCEL, safe_cell

_COLUMNS = (
    "number", "kind", "type", "status", "outcome", "priority", "filing", "wanted_minor",
    "currency", "region", "language", "chat", "agent", "agent_id", "version", "filed_at",
    "due_at", "due_for", "first_response_at", "closed_at", "merged_into", "escalated_at", "facts",
    "older_facts",
)  # fmt: skip


def list_claims(wanted: ClaimFilter, form: ListFormat) -> None:
    """Print the claims that are wanted, in the order of filing."""

    async def work(database: Database) -> None:
        match form:
            case ListFormat.TABLE:
                print_claims([claim async for claim in each_claim(database, wanted)])
            case ListFormat.CSV:
                await _write_csv(database, wanted, sys.stdout)
            case ListFormat.JSON:
                await _write_json(database, wanted, sys.stdout, whole=False)

    with_database(settings_or_end(), work)


def show_claim(number: str, *, as_json: bool) -> None:
    """Print one claim with all that belongs to it; exit code 1: there is none."""
    read = read_number(number)
    if read is None:
        end(f"{number} is no claim number; one looks like PA-7K3M-4QXW-X", WRONG_USE)

    async def step(connection: Connection) -> WholeClaim | None:
        claim = await claim_numbered(connection, read)
        return await whole_claim(connection, claim) if claim else None

    async def work(database: Database) -> WholeClaim | None:
        return await database.read(step)

    found = with_database(settings_or_end(), work)
    if found is None:
        end(f"there is no claim {read}")
    if as_json:
        print(json.dumps(whole_object(found), ensure_ascii=False, indent=1))
    else:
        print_claim(found)


def export_claims(form: ExportFormat, path: Path | None) -> None:
    """Write every claim: JSON with all that belongs to each, CSV one row a claim.

    A file is readable by its owner only.
    """
    encoding = FOR_EXCEL if form is ExportFormat.CSV else "utf-8"

    async def work(database: Database) -> int:
        with output(path, encoding) as file:
            if form is ExportFormat.CSV:
                return await _write_csv(database, EVERY_CLAIM, file)
            return await _write_json(database, EVERY_CLAIM, file, whole=True)

    try:
        count = with_database(settings_or_end(), work)
    except OSError as error:
        if path is None:
            raise
        end(f"{path}: {error.strerror}")
    if path is not None:
        print(f"{count} claims written to {path}")


async def _write_json(
    database: Database, wanted: ClaimFilter, file: TextIO, *, whole: bool
) -> int:
    """Write a JSON list, a claim at a time, and return how many."""
    count = 0
    async for claim in each_claim(database, wanted):
        value = await _whole(database, claim) if whole else claim_object(claim)
        file.write(",\n" if count else "[\n")
        file.write(json.dumps(value, ensure_ascii=False))
        count += 1
    file.write("\n]\n" if count else "[]\n")
    return count


async def _whole(database: Database, claim: FiledClaim) -> Object:
    async def step(connection: Connection) -> WholeClaim:
        return await whole_claim(connection, claim)

    return whole_object(await database.read(step))


async def _write_csv(database: Database, wanted: ClaimFilter, file: TextIO) -> int:
    """Write one row a claim under a heading, and return how many."""
    writer = csv.DictWriter(file, _COLUMNS)
    writer.writeheader()
    count = 0
    async for claim in each_claim(database, wanted):
        cells = claim_object(claim)
        for name in ("facts", "older_facts"):
            cells[name] = json.dumps(cells[name], ensure_ascii=False)
        writer.writerow({name: safe_cell(value) for name, value in cells.items()})
        count += 1
    return count

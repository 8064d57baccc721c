"""`python -m bot evidence check`: whether a seal that somebody holds is in the custody log."""

from bot.cli.custody_log import CustodyLog, custody_log, look_at_custody
from bot.cli.findings import State
from bot.cli.opening import WRONG_USE, end, settings_or_end, with_database
from bot.cli.showing import moment_shown
from bot.domain.custody import Entry, read_seal
from bot.storage.connection import Connection
from bot.storage.custody import entry_sealed
from bot.storage.database import Database
from bot.storage.micros import from_micros

_UNKNOWN = (
    "no entry of the custody log has this seal. Either it was copied wrongly, or it comes from "
    "another database, or the log was cut or rewritten after it was told, or an older backup was "
    "put in place."
)


def check_seal(seal: str) -> None:
    """Say which entry a seal belongs to, and whether the log is whole; exit code 1: it is not."""
    digits = read_seal(seal)
    if not digits:
        end("a seal has 16 to 64 digits of 0-9 and a-f, such as 9f86-d081-884c-7d65", WRONG_USE)

    async def step(connection: Connection) -> tuple[Entry | None, CustodyLog]:
        return await entry_sealed(connection, digits), await custody_log(connection)

    async def work(database: Database) -> tuple[Entry | None, CustodyLog]:
        return await database.read(step)

    entry, log = with_database(settings_or_end(), work)
    faults = [each.text for each in look_at_custody(log) if each.state is State.PROBLEM]
    if faults:
        end("\n".join(faults))
    if entry is None:
        end(_UNKNOWN)
    told = f"{moment_shown(from_micros(entry.at))} UTC, {entry.handled.act}"
    print(f"The seal is that of entry {entry.number} of {log.head.entries}: {told}.")
    print("Everything up to it is as it was then, and so is what came after.")

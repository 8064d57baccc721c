"""The custody log, followed from its first entry to its last."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from bot.cli.findings import Finding, State
from bot.domain.custody import BEGINNING, Head, follows
from bot.storage.connection import Connection
from bot.storage.custody import Disagreements, custody_head, custody_page, disagreements

# Entries read at once: 100,000 are followed in some two seconds and in little memory.
_PAGE = 5_000
# Numbers named in one finding.
_MOST_NAMED = 5
_ASK = "put the last backup in place that agrees, or find out who changed the database"


@dataclass(frozen=True, slots=True)
class CustodyLog:
    """What was found.

    Attributes:
        followed: the end that was reached from the beginning.
        broken_at: number of the first entry that does not follow; 0: all do.
        head: the end as the database remembers it.
        disagreements: between the log and the files.
    """

    followed: Head
    broken_at: int
    head: Head
    disagreements: Disagreements


async def custody_log(connection: Connection) -> CustodyLog:
    """Follow the log from the beginning, and compare it with the files at hand."""
    followed, broken_at = Head(0, BEGINNING), 0
    while not broken_at and (page := await custody_page(connection, followed.entries, _PAGE)):
        for entry in page:
            if not follows(followed, entry):
                broken_at = followed.entries + 1
                break
            followed = Head(entry.number, entry.seal)
    return CustodyLog(
        followed,
        broken_at,
        await custody_head(connection),
        await disagreements(connection, _MOST_NAMED),
    )


def look_at_custody(log: CustodyLog) -> Iterator[Finding]:
    """Say whether the log is whole, and whether the files are those that it knows."""
    faults = tuple(_faults(log))
    for fault in faults:
        yield Finding("custody", State.PROBLEM, fault, _ASK)
    if not faults:
        text = f"{log.head.entries} entries follow each other; the last seal is {log.head.seal}"
        yield Finding("custody", State.OK, text)
    if log.disagreements.older:
        text = f"{log.disagreements.older} files came before the log began"
        yield Finding("custody", State.NOTE, text)


def _faults(log: CustodyLog) -> Iterator[str]:
    found = log.disagreements
    if log.broken_at:
        yield f"entry {log.broken_at} is missing or was changed"
    elif log.followed != log.head:
        entries = f"it ends at {log.followed.entries} of {log.head.entries} entries"
        yield f"the end of the log was cut off or changed: {entries}"
    if found.lost_seals:
        named = ", ".join(found.lost_seals)
        yield f"seals that customers were told are not in the log: {named}"
    for ids, text in (
        (found.swapped, "files are not those that were received"),
        (found.unlogged, "files came in behind the log's back"),
        (found.vanished, "files are gone and nobody took them out"),
    ):
        if ids:
            yield f"{text}: {_named(ids)}"


def _named(ids: Iterable[int]) -> str:
    return ", ".join(map(str, ids))

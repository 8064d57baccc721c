"""Words to claims: the index behind the console's search, the same on both engines."""

import json
from collections.abc import AsyncIterator, Iterable, Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from bot.domain.kept_facts import every_fact
from bot.storage.claim_queue import COLUMNS, Queued, queued_of_row
from bot.storage.connection import Connection, Row
from bot.storage.micros import to_micros

_DONE: Final = "SELECT changed_at, claim_id, message_id FROM claim_term_done WHERE bot_id = :bot"
_MARK: Final = """
    INSERT INTO claim_term_done (bot_id, changed_at, claim_id, message_id)
    VALUES (:bot, :changed, :claim, :message)
    ON CONFLICT (bot_id) DO UPDATE SET changed_at = excluded.changed_at,
        claim_id = excluded.claim_id, message_id = excluded.message_id
"""
_CHANGED: Final = """
    SELECT id, changed_at, number, provider, agent_name FROM claim
    WHERE bot_id = :bot AND (changed_at, id) > (:changed, :claim) AND changed_at <= :until
    ORDER BY changed_at, id LIMIT :limit
"""
_SAID: Final = """
    SELECT id, claim_id, text FROM message
    WHERE bot_id = :bot AND id > :message AND claim_id IS NOT NULL AND at <= :until
    ORDER BY id LIMIT :limit
"""
_FACTS: Final = "SELECT facts FROM claim_facts WHERE claim_id = :claim"
_NOTES: Final = "SELECT note FROM claim_event WHERE claim_id = :claim AND note <> ''"
_WORDS: Final = "SELECT text FROM message WHERE claim_id = :claim"
_FILES: Final = "SELECT name, reading FROM evidence WHERE claim_id = :claim"
_PUT: Final = """
    INSERT INTO claim_term (term, claim_id) VALUES (:term, :claim)
    ON CONFLICT (term, claim_id) DO NOTHING
"""


@dataclass(frozen=True, slots=True)
class Done:
    """Up to where the index goes: the last claim by its change, the last message."""

    changed: int = 0
    claim: int = 0
    message: int = 0


@dataclass(frozen=True, slots=True)
class Words:
    """Texts of one claim that are not in the index yet."""

    claim: int
    texts: tuple[str, ...]


async def find_done(connection: Connection, bot: int) -> Done:
    """Return up to where the index of a bot goes."""
    row = await connection.one(_DONE, bot=bot)
    return Done(row["changed_at"], row["claim_id"], row["message_id"]) if row else Done()


async def unindexed(
    connection: Connection, bot: int, done: Done, until: datetime, limit: int
) -> tuple[list[Words], Done]:
    """Return what is to be added next, and up to where the index goes then.

    Args:
        connection (Connection): of the step.
        bot (int): Telegram id of the bot.
        done (Done): up to where it goes.
        until (datetime): aware; what is newer may have neighbours that are not committed yet.
        limit (int): most claims, and most messages.
    """
    values = {"bot": bot, "until": to_micros(until), "limit": limit}
    claims = await connection.all(_CHANGED, changed=done.changed, claim=done.claim, **values)
    said = await connection.all(_SAID, message=done.message, **values)
    words = [Words(row["id"], tuple([text async for text in _texts(connection, row)]))
             for row in claims]  # fmt: skip
    words += [Words(row["claim_id"], (row["text"],)) for row in said]
    last = claims[-1] if claims else {"changed_at": done.changed, "id": done.claim}
    message = said[-1]["id"] if said else done.message
    return words, Done(last["changed_at"], last["id"], message)


async def _texts(connection: Connection, row: Row) -> AsyncIterator[str]:
    claim = row["id"]
    for name in ("number", "provider", "agent_name"):
        yield row[name]
    for facts in await connection.all(_FACTS, claim=claim):
        for text in _values(every_fact(facts["facts"])):
            yield text
    for note in await connection.all(_NOTES, claim=claim):
        yield note["note"]
    for said in await connection.all(_WORDS, claim=claim):
        yield said["text"]
    for file in await connection.all(_FILES, claim=claim):
        yield file["name"]
        for text in _values(json.loads(file["reading"] or "null")):
            yield text


def _values(value: Any) -> Iterator[str]:  # any JSON value
    """Return every text inside a JSON value; the names of its fields are ours."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, dict | list):
        for each in value.values() if isinstance(value, dict) else value:
            yield from _values(each)


async def put_terms(connection: Connection, claim: int, terms: Iterable[int]) -> None:
    """Add terms to a claim."""
    for term in terms:
        await connection.run(_PUT, term=term, claim=claim)


async def mark_done(connection: Connection, bot: int, done: Done) -> None:
    """Keep up to where the index goes."""
    await connection.run(
        _MARK, bot=bot, changed=done.changed, claim=done.claim, message=done.message
    )


# The term of each further condition is a parameter of its own: t1, t2 ...
_ALSO = " AND EXISTS (SELECT 1 FROM claim_term WHERE term = :one AND claim_id = f.claim_id)"
_HOLDING = """ WHERE bot_id = :bot AND id IN (
    SELECT f.claim_id FROM claim_term f WHERE f.term = :t0<also>
    ORDER BY f.claim_id DESC LIMIT :limit) ORDER BY id DESC"""


async def claims_with(
    connection: Connection, bot: int, terms: Sequence[int], limit: int
) -> list[Queued]:
    """Return the claims that hold all of some terms, the latest filed first; at least one term."""
    also = "".join(_ALSO.replace(":one", f":t{at}") for at in range(1, len(terms)))
    sql = COLUMNS + _HOLDING.replace("<also>", also)
    values = {f"t{at}": term for at, term in enumerate(terms)}
    return [
        queued_of_row(row) for row in await connection.all(sql, bot=bot, limit=limit, **values)
    ]

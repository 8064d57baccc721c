"""Counts over many claims, each read from an index: by kind, by time taken, by promise kept."""

from collections import defaultdict
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from functools import cache

from bot.domain.figure_bins import BUCKETS, Bins
from bot.storage.connection import Connection
from bot.storage.micros import to_micros

_SECOND = 1_000_000
_QUARTER = 900 * _SECOND
# Begins a statement: the stretch in which a moment lies, on a clock that may change three times.
_SELECT_BIN = """
    SELECT (({at} + CASE WHEN {at} < :until0 THEN CAST(:ahead0 AS BIGINT)
        WHEN {at} < :until1 THEN CAST(:ahead1 AS BIGINT)
        WHEN {at} < :until2 THEN CAST(:ahead2 AS BIGINT)
        ELSE CAST(:ahead3 AS BIGINT) END) / 86400000000 - :first_day) / :span
"""
_CLAIMS = f"""
    {_SELECT_BIN.format(at="filed_at")} AS bin, kind, rating, COUNT(*) AS found FROM claim
    WHERE bot_id = :bot AND filed_at >= :start GROUP BY 1, 2, 3
"""
_TARGETS = f"""
    {_SELECT_BIN.format(at="ended_at")} AS bin, target, state, COUNT(*) AS found FROM claim_target
    WHERE bot_id = :bot AND ended_at >= :start AND state IN ('met', 'late') GROUP BY 1, 2, 3
"""
_ANSWERS = f"""
    {_SELECT_BIN.format(at="quarter")} AS bin, SUM(answered) AS answered,
        SUM(unanswered) AS unanswered, SUM(to_person) AS to_person
    FROM answer_count WHERE bot_id = :bot AND quarter >= :start GROUP BY 1
"""
_COUNT = """
    INSERT INTO answer_count (bot_id, quarter, answered, unanswered, to_person)
    VALUES (:bot, :quarter, :answered, :unanswered, :to_person)
    ON CONFLICT (bot_id, quarter) DO UPDATE
    SET answered = answer_count.answered + excluded.answered,
        unanswered = answer_count.unanswered + excluded.unanswered,
        to_person = answer_count.to_person + excluded.to_person
"""

# By stretch and name; how many.
Counts = Mapping[tuple[int, str], int]
# By stretch: bucket of the time taken, and how many.
Spans = Mapping[int, list[tuple[int, int]]]


@dataclass(frozen=True, slots=True)
class ClaimCounts:
    """Claims filed in a range.

    Attributes:
        kinds: by stretch and kind.
        ratings: by stretch and rating, of those that were rated.
    """

    kinds: Counts
    ratings: Counts


async def claim_counts(connection: Connection, bot: int, bins: Bins) -> ClaimCounts:
    """Return how many claims of each kind were filed, and how their customers rated them."""
    kinds: dict[tuple[int, str], int] = defaultdict(int)
    ratings: dict[tuple[int, str], int] = defaultdict(int)
    for row in await connection.all(_CLAIMS, bot=bot, **_values(bins)):
        kinds[int(row["bin"]), row["kind"]] += row["found"]
        if row["rating"]:
            ratings[int(row["bin"]), row["rating"]] += row["found"]
    return ClaimCounts(kinds, ratings)


async def first_responses(connection: Connection, bot: int, bins: Bins) -> Spans:
    """Return how long claims filed in a range waited for the first words of a person."""
    return await _spans(connection, _spans_sql("first_response_at", ""), bot, bins)


async def resolutions(connection: Connection, bot: int, bins: Bins) -> Spans:
    """Return how long claims filed in a range took until they were resolved."""
    sql = _spans_sql("closed_at", "AND status = 'resolved'")
    return await _spans(connection, sql, bot, bins)


async def kept_promises(connection: Connection, bot: int, bins: Bins) -> Counts:
    """Return how often what was promised was kept or late: by stretch, and `target.state`."""
    rows = await connection.all(_TARGETS, bot=bot, **_values(bins))
    return {(int(row["bin"]), f"{row['target']}.{row['state']}"): row["found"] for row in rows}


async def answer_counts(connection: Connection, bot: int, bins: Bins) -> Counts:
    """Return what became of questions: by stretch, and answered, unanswered or to_person."""
    return {
        (int(row["bin"]), name): int(row[name])
        for row in await connection.all(_ANSWERS, bot=bot, **_values(bins))
        for name in ("answered", "unanswered", "to_person")
    }


async def count_answers(
    connection: Connection, bot: int, counts: Mapping[str, int], now: datetime
) -> None:
    """Count what became of questions: answered, unanswered, to_person."""
    at = to_micros(now)
    names = {name: counts.get(name, 0) for name in ("answered", "unanswered", "to_person")}
    await connection.run(_COUNT, bot=bot, quarter=at - at % _QUARTER, **names)


async def _spans(connection: Connection, sql: str, bot: int, bins: Bins) -> Spans:
    found: dict[int, list[tuple[int, int]]] = defaultdict(list)
    for row in await connection.all(sql, bot=bot, **_values(bins)):
        found[int(row["bin"])].append((int(row["bucket"]), row["found"]))
    return found


@cache
def _spans_sql(until: str, more: str) -> str:
    """Return a statement of constant parts that counts spans from filing, in buckets."""
    span, cases, before, floor = f"({until} - filed_at)", [], 0, 0
    for end, step in BUCKETS:
        inside = f"{before} + ({span} - {floor * _SECOND}) / {step * _SECOND}"
        cases.append(f"WHEN {span} < {end * _SECOND} THEN {inside}")
        before, floor = before + (end - floor) // step, end
    return f"""
        {_SELECT_BIN.format(at="filed_at")} AS bin, CASE {" ".join(cases)} ELSE {before} END
            AS bucket, COUNT(*) AS found FROM claim
        WHERE bot_id = :bot AND filed_at >= :start AND {until} >= filed_at {more} GROUP BY 1, 2
    """


def _values(bins: Bins) -> dict[str, object]:
    values: dict[str, object] = {
        "start": to_micros(bins.start), "first_day": bins.first_day, "span": bins.span,
    }  # fmt: skip
    *changes, (_, last) = bins.offsets()
    for place, (until, ahead) in enumerate(changes):
        values[f"until{place}"] = to_micros(until)
        values[f"ahead{place}"] = int(ahead.total_seconds()) * _SECOND
    values[f"ahead{len(changes)}"] = int(last.total_seconds()) * _SECOND
    return values

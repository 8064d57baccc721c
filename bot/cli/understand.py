"""`python -m bot understand`: messages to routes, facts and urgency, one JSON line each."""

import json
from collections.abc import Iterable, Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

from bot.understanding.answers import stated
from bot.understanding.building import build_understanding
from bot.understanding.reading import Understanding
from knowledge.library import load_library
from knowledge.search import open_search

CACHE = Path("var") / "knowledge"
ZONE = ZoneInfo("Asia/Shanghai")
"""Dates are written in the zone of most customers; a message may carry another offset."""

_ARTICLES = 3


def understand(
    input: Path,
    output: Path,
    *,
    cache: Path | None = CACHE,
) -> int:
    """Read each message of a JSONL file and write what was understood.

    Args:
        input (Path): lines `{"id", "text", "now"}`; without `now` the present counts.
        output (Path): gets `{"id", "intent", "confidence", "faq", "slots", "urgent"}` lines.
        cache (Path or None): folder that keeps what was learnt.

    Returns:
        int: how many messages were read.

    Raises:
        ValueError: a line is no such JSON object.
        KnowledgeError: the knowledge base is broken.
    """
    library = load_library(cache=cache)
    search = open_search(library, cache)

    def articles(text: str) -> list[tuple[str, float]]:
        return [(found.entry, found.score) for found in search.rank(text, _ARTICLES)]

    reader = build_understanding(library, cache=cache, ranker=articles)
    with input.open(encoding="utf-8") as lines, output.open("w", encoding="utf-8") as answers:
        count = 0
        for answer in _answers(lines, reader):
            answers.write(json.dumps(answer, ensure_ascii=False) + "\n")
            count += 1
    return count


def _answers(lines: Iterable[str], reader: Understanding) -> Iterator[dict[str, object]]:
    for number, line in enumerate(lines, start=1):
        if not line.strip():
            continue
        try:
            message = json.loads(line)
            text, now = message["text"], message.get("now")
            at = datetime.fromisoformat(now) if now else datetime.now(UTC)
        except (ValueError, KeyError, TypeError) as error:
            right = 'write {"id": "1", "text": "...", "now": "2026-11-22T10:00:00+08:00"}'
            raise ValueError(f"line {number}: {error!r}; {right}") from error
        reading = reader.read(text, now=at, zone=ZONE)
        yield {
            "id": message.get("id"),
            "intent": reading.intent.value,
            "confidence": round(reading.confidence, 4),
            "faq": [name for name, _ in reading.articles],
            "slots": stated(reading, zone=ZONE),
            "urgent": reading.urgent,
            "dangers": sorted(reading.dangers),
        }

"""`python -m knowledge unanswered`: questions without an answer, the most frequent first."""

import json

from bot.cli.opening import settings_or_end, with_database
from bot.storage.article_versions import all_open_questions
from bot.storage.database import Database
from knowledge.grouping import Group, Unanswered, grouped

# Questions that are read at most, the newest.
_MOST = 5_000
_THOUSANDTHS = 1000


def print_unanswered(*, as_json: bool) -> None:
    """Print the groups of open questions: how often, the question, the nearest article.

    Args:
        as_json (bool): one JSON object a line.
    """

    async def work(database: Database) -> list[Unanswered]:
        rows = await database.read(lambda connection: all_open_questions(connection, _MOST))
        return [
            Unanswered(
                row["id"], row["text"], row["language"], row["nearest"],
                row["score"] / _THOUSANDTHS,
            )
            for row in rows
        ]  # fmt: skip

    for group in grouped(with_database(settings_or_end(), work)):
        print(_as_json(group) if as_json else _as_text(group))


def _as_text(group: Group) -> str:
    first = group.first
    nearest = f"{first.nearest or '-'} ({first.score:.2f})"
    return f"{len(group.questions):4}  {' '.join(first.text.split())}  [{nearest}]"


def _as_json(group: Group) -> str:
    first = group.first
    content = {
        "count": len(group.questions),
        "question": first.text,
        "others": [each.text for each in group.questions[1:]],
        "language": first.language,
        "nearest": first.nearest,
        "score": first.score,
    }
    return json.dumps(content, ensure_ascii=False)

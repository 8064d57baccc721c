"""What admins read about articles: findings, problems of an edit, its effect, open questions."""

from collections.abc import Mapping, Sequence

from bot.services.exchange import Exchange
from bot.texts.shown import Lines, Shown, Value
from knowledge.effects import Change, Effect, Turn
from knowledge.grouping import Group
from knowledge.matching.ranker import Ranked
from knowledge.problem_words import problem_text
from knowledge.problems import Problem

# Lines of a list in one message, so that it can be read on a phone.
MOST_PROBLEMS = 5
MOST_CHANGES = 8
MOST_GROUPS = 6
# Characters of a question that is shown in a list.
_LONGEST_QUESTION = 60


def title_of(ex: Exchange, name: str) -> str:
    """Return an article's title in the admin's language; its name if it is gone."""
    article = ex.library.article(name, ex.voice.language.facts)
    return ex.tables.written(article.title) if article else name


def shortened(question: str) -> str:
    """Return a question that fits into a line of a list."""
    plain = " ".join(question.split())
    if len(plain) <= _LONGEST_QUESTION:
        return plain
    return plain[: _LONGEST_QUESTION - 1] + "…"


def findings(ex: Exchange, ranked: Sequence[Ranked]) -> Lines:
    """Return the articles that a question finds, with their confidence."""
    return Lines(
        tuple(
            Shown(
                ex.line(
                    "knowledge.found_line",
                    n=n,
                    title=title_of(ex, one.entry),
                    score=f"{one.score:.2f}",
                )
            )
            for n, one in enumerate(ranked, 1)
        )
    )


def problem_lines(problems: Sequence[Problem], ex: Exchange) -> Lines:
    """Return what is wrong, as an editor can jump to it, in the editor's language."""
    chinese = ex.voice.language.is_chinese
    shown = [Shown(problem_text(each, chinese=chinese)) for each in problems[:MOST_PROBLEMS]]
    if len(problems) > MOST_PROBLEMS:
        shown.append(Shown(f"… +{len(problems) - MOST_PROBLEMS}"))
    return Lines(tuple(shown))


def effect_values(ex: Exchange, effect: Effect) -> Mapping[str, Value]:
    """Return the figures of a replay, and the answers that change."""
    return {
        "asked": effect.asked,
        "same": effect.asked - len(effect.changes),
        "better": effect.count(Turn.BETTER),
        "worse": effect.count(Turn.WORSE),
        "other": effect.count(Turn.OTHER),
        "changes": Lines(tuple(_change(ex, each) for each in effect.changes[:MOST_CHANGES])),
    }


def _change(ex: Exchange, change: Change) -> Shown:
    unsure = ex.line("knowledge.no_answer")
    return Shown(
        ex.line(
            "knowledge.change_line",
            turn=ex.line(f"knowledge.turn.{change.turn}"),
            question=shortened(change.question),
            old=title_of(ex, change.old) if change.old else unsure,
            new=title_of(ex, change.new) if change.new else unsure,
        )
    )


def group_lines(ex: Exchange, groups: Sequence[Group]) -> Lines:
    """Return the most frequent open questions."""
    return Lines(
        tuple(
            Shown(
                ex.line(
                    "knowledge.group_line",
                    n=n,
                    count=len(group.questions),
                    question=shortened(group.first.text),
                )
            )
            for n, group in enumerate(groups[:MOST_GROUPS], 1)
        )
    )

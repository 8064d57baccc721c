"""What is wrong in a file, in the language of the admin who reads it."""

import re
import tomllib
from functools import cache
from importlib import resources

from knowledge.problems import Problem

_PLACE = re.compile(r"<(\w+)>")


def problem_text(problem: Problem, *, chinese: bool) -> str:
    """Return file, line, column, what is wrong, and what would be right.

    Args:
        problem (Problem): says it in English.
        chinese (bool): say it in Chinese; words that have no Chinese stay as they are.
    """
    if not chinese:
        return str(problem)
    place = f"{problem.file}:{problem.line}:{problem.column}"
    what = f"{place}：{in_chinese(problem.what)}"
    return f"{what}；{in_chinese(problem.instead)}" if problem.instead else what


def in_chinese(words: str) -> str:
    """Return the words of a problem in Chinese, or as they are where they have none."""
    for pattern, chinese in _patterns():
        if match := pattern.fullmatch(words):
            return _PLACE.sub(lambda place: match[place[1]], chinese)
    return words


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], str], ...]:
    """English patterns with their Chinese; the longer ones, which say more, come first."""
    text = resources.files(__package__).joinpath("problem_words.toml").read_text("utf-8")
    words: dict[str, str] = tomllib.loads(text)["words"]
    longest_first = sorted(words.items(), key=lambda pair: -len(_PLACE.sub("", pair[0])))
    return tuple((_pattern(english), chinese) for english, chinese in longest_first)


def _pattern(english: str) -> re.Pattern[str]:
    parts = _PLACE.split(english)
    return re.compile(
        "".join(
            f"(?P<{part}>.*?)" if number % 2 else re.escape(part)
            for number, part in enumerate(parts)
        ),
        re.DOTALL,
    )

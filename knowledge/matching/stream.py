"""The engine on any index, as a program to talk to: JSON lines in, JSON lines out."""

import json
from collections.abc import Iterable
from typing import TextIO

from pydantic import BaseModel, ConfigDict, Field

from knowledge.matching.ranker import Example, Ranker

_MOST_ENTRIES = 1000
"""Entries given for one question at most."""


class _Line(BaseModel):
    """A phrasing of the index, as written by others."""

    model_config = ConfigDict(extra="ignore", coerce_numbers_to_str=True)

    entry: str
    text: str
    lang: str = ""


class _Question(BaseModel):
    """A question, as written by others."""

    model_config = ConfigDict(extra="ignore")

    qid: str | int
    text: str
    top: int = Field(default=3, ge=1, le=_MOST_ENTRIES)


def read_examples(lines: Iterable[str]) -> list[Example]:
    """Return the phrasings of an index, one JSON object a line.

    Raises:
        pydantic.ValidationError: a line is not such an object.
    """
    found = (_Line.model_validate_json(line) for line in lines if line.strip())
    return [Example(line.entry, line.text, line.lang) for line in found]


def serve(ranker: Ranker, questions: Iterable[str], answers: TextIO) -> None:
    """Say that the index is ready, then answer each question with one line, flushed at once.

    Raises:
        pydantic.ValidationError: a line is not a question.
    """
    _say(answers, {"ready": True})
    for line in questions:
        if line.strip():
            question = _Question.model_validate_json(line)
            ranked = [list(one) for one in ranker.rank(question.text, question.top)]
            _say(answers, {"qid": question.qid, "ranked": ranked})


def _say(answers: TextIO, value: dict[str, object]) -> None:
    answers.write(json.dumps(value, ensure_ascii=False) + "\n")
    answers.flush()

"""An article: a TOML head between lines of `+++`, then Markdown that Telegram can show."""

import json
import re
import tomllib
from datetime import date
from pathlib import PurePosixPath
from typing import Annotated, Literal, TypeVar

from pydantic import Field, StringConstraints, ValidationError

from bot.domain.kinds import ClaimKind
from knowledge.problems import KnowledgeError, Problem
from knowledge.records.base import Record, Text
from knowledge.records.policy import ArticleName

FOLDER = "articles"
FENCE = "+++"

_TOML_PLACE = re.compile(r" \(at (?:line (\d+), column (\d+)|end of document)\)")

Headed = TypeVar("Headed", bound=Record)
Phrasing = Annotated[str, StringConstraints(strip_whitespace=True, min_length=1)]


class Article(Record):
    """One answer in one language.

    Attributes:
        name: the file's name, the same in both languages.
        asked_as: the question in customers' own words.
        opens: the guide that the answer leads into.
        sources: `table:id` of the facts it rests on, or `general`.
        body: Markdown with references such as `{channel:cn-12315}`.
        body_line: line of the file on which the body begins, from 1.
    """

    name: ArticleName
    language: Literal["zh", "en"]
    title: Text
    asked_as: tuple[Phrasing, ...] = Field(min_length=1)
    opens: ClaimKind | None = None
    sources: tuple[Text, ...] = Field(min_length=1)
    reviewed_on: date
    body: Text
    body_line: int

    def file(self) -> str:
        """Return its path inside the knowledge folder."""
        return f"{FOLDER}/{self.language}/{self.name}.md"


def compiled_article(text: str, file: str) -> str:
    """Return a file as JSON: what `read_article` takes.

    Raises:
        KnowledgeError: no head, or the head is no TOML.
    """
    lines = text.splitlines()
    if not lines or lines[0].strip() != FENCE:
        raise _broken(file, 1, 1, "the file does not begin with a line of +++", "begin with +++")
    end = next((n for n, line in enumerate(lines[1:], 1) if line.strip() == FENCE), None)
    if end is None:
        what = "the head does not end"
        raise _broken(file, 1, 1, what, "write a line of +++ before the body")
    try:
        head = tomllib.loads("\n".join(lines[1:end]) + "\n")
    except tomllib.TOMLDecodeError as error:
        place = _TOML_PLACE.search(str(error))
        line, column = (int(place[1]), int(place[2])) if place and place[1] else (end - 1, 1)
        what = _TOML_PLACE.sub("", str(error))
        raise _broken(file, line + 1, column, what, "see another article's head") from error
    path = PurePosixPath(file)
    start = next((n for n in range(end + 1, len(lines)) if lines[n].strip()), end + 1)
    head |= {"name": path.stem, "language": path.parent.name}
    head |= {"body": "\n".join(lines[start:]).strip(), "body_line": start + 1}
    return json.dumps(head, ensure_ascii=False, default=str)


def read_article(compiled: str, text: str, file: str) -> Article:
    """Return an article.

    Raises:
        KnowledgeError: the head breaks its model; all problems at once.
    """
    return read_headed(Article, compiled, text, file)


def read_headed(model: type[Headed], compiled: str, text: str, file: str) -> Headed:
    """Return a file with a head as a record of a model.

    Args:
        model (type): of the record.
        compiled (str): of `compiled_article`.
        text (str): the whole file, to name places in.
        file (str): its path inside the knowledge folder.

    Raises:
        KnowledgeError: the head breaks its model; all problems at once.
    """
    try:
        return model.model_validate_json(compiled)
    except ValidationError as error:
        raise KnowledgeError(
            [
                Problem(
                    file, *_place(text, detail["loc"]), f"{_field(detail['loc'])}: {detail['msg']}"
                )
                for detail in error.errors(include_url=False)
            ]
        ) from error


def _field(path: tuple[str | int, ...]) -> str:
    return ".".join(str(step) for step in path)


def _place(text: str, path: tuple[str | int, ...]) -> tuple[int, int]:
    field = re.compile(rf"\s*{re.escape(str(path[0]))}\s*=") if path else re.compile("$")
    for number, line in enumerate(text.splitlines(), 1):
        if field.match(line):
            return number, 1
    return 1, 1


def _broken(file: str, line: int, column: int, what: str, instead: str) -> KnowledgeError:
    return KnowledgeError([Problem(file, line, column, what, instead)])

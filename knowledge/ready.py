"""Ready answers of agents: a TOML head, then plain text with places that a claim's facts fill."""

import re
from datetime import date
from typing import Annotated, Final, Literal

from pydantic import Field

from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Outcome
from knowledge.articles import read_headed
from knowledge.records.base import Record, Text
from knowledge.records.policy import ArticleName

FOLDER = "ready"

PLACE: Final = re.compile(r"\{([a-z_]+)\}")
PLACES: Final = (
    # Filled from the claim, the tables and the agent where these are known.
    "agent", "amount", "days", "hotline", "n", "next_due", "police", "provider", "tail", "waited",
    "who",
    # Only the agent knows.
    "by", "date", "gap", "items", "next", "question", "rest", "words",
)  # fmt: skip
"""What may stand in braces. Source: the texts for agents, docs/operations.md "Ready answers"."""


class ReadyAnswer(Record):
    """One ready answer in one language.

    Attributes:
        name: the file's name, the same in both languages.
        title: what agents choose it by.
        kind: of the claims that it is for; `other` fits all.
        outcome: with which a claim is resolved by it; None where it resolves nothing.
        place: in the list of its kind, from 1.
        body: plain text with places such as `{amount}` and references such as
            `{channel:cn-12315}`.
        body_line: line of the file on which the body begins, from 1.
    """

    name: ArticleName
    language: Literal["zh", "en"]
    title: Text
    kind: ClaimKind
    outcome: Outcome | None = None
    place: Annotated[int, Field(ge=1, le=99)]
    reviewed_on: date
    body: Text
    body_line: int

    def file(self) -> str:
        """Return its path inside the knowledge folder."""
        return f"{FOLDER}/{self.language}/{self.name}.md"

    @property
    def places(self) -> tuple[str, ...]:
        """What is to be filled in, in order, each once."""
        return tuple(dict.fromkeys(PLACE.findall(self.body)))


def read_ready(compiled: str, text: str, file: str) -> ReadyAnswer:
    """Return a ready answer.

    Raises:
        KnowledgeError: the head breaks its model; all problems at once.
    """
    return read_headed(ReadyAnswer, compiled, text, file)


def open_places(text: str) -> tuple[str, ...]:
    """Return the places that a text still holds in braces, each once."""
    return tuple(name for name in dict.fromkeys(PLACE.findall(text)) if name in PLACES)

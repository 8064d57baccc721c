"""What invented customers and agents say, read from the file beside this one."""

import tomllib
from pathlib import Path
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Outcome

Tongue = Literal["zh", "hant", "en"]


class _Read(BaseModel):
    model_config = ConfigDict(extra="forbid", frozen=True)


class Script(_Read):
    """A matter: what is said first, and what is answered when it is asked for.

    Attributes:
        opening: first words; {amount}, {count}, {merchant}, {payee}, {day} are filled in.
        answers: field to words, or to the name of a choice.
        merchants: who was paid; one is picked.
        weight: how often it comes.
        times: its sums are so much larger than those of a small purchase.
    """

    kind: ClaimKind
    region: str
    tongue: Tongue
    currency: str
    opening: str
    answers: dict[str, str] = Field(default_factory=dict)
    merchants: tuple[str, ...]
    weight: int
    times: int


class People(_Read):
    """Who lives in a region: the language of their apps, names with spaces between."""

    language: str
    names: str


class Lines(_Read):
    """What agents say in one language, and what customers reply."""

    asks: tuple[str, ...]
    says: tuple[str, ...]
    solved: str
    replies: tuple[str, ...]


class Agents(_Read):
    """The team."""

    names: tuple[str, ...]
    notes: tuple[str, ...]
    zh: Lines
    hant: Lines
    en: Lines

    def lines(self, tongue: Tongue) -> Lines:
        """Return what is said in one language."""
        return {"zh": self.zh, "hant": self.hant, "en": self.en}[tongue]


class Question(_Read):
    """What somebody in a region asks."""

    region: str
    words: str


class Reports(Question):
    """Who says that something is down: how many, from how many minutes ago on."""

    people: int
    ago: int


class Incident(_Read):
    """What an admin writes after /incident, and how many minutes ago."""

    ago: int
    order: str


class Play(_Read):
    """Everything that is said."""

    customers: dict[str, People]
    visitors: dict[str, People]
    agents: Agents
    outcomes: dict[ClaimKind, Annotated[tuple[Outcome, ...], Field(min_length=1)]]
    unanswered: tuple[Question, ...]
    reports: tuple[Reports, ...]
    incidents: tuple[Incident, ...]
    matters: tuple[Script, ...]


PLAY: Final = Play.model_validate(
    tomllib.loads((Path(__file__).parent / "scripts.toml").read_text("utf-8"))
)
"""What the file holds."""

"""What the records of all tables share."""

from datetime import date
from enum import StrEnum
from typing import Annotated, Self

from pydantic import BaseModel, ConfigDict, StringConstraints, model_validator

GENERAL_KNOWLEDGE = "general knowledge"

Id = Annotated[str, StringConstraints(pattern=r"^[a-z0-9][a-z0-9_-]*$")]
Text = Annotated[str, StringConstraints(min_length=1, pattern=r"\S")]
Phone = Annotated[
    str,
    StringConstraints(pattern=r"^(?:[+#*(]?\d(?:[ ()\-]*\d){2,}|\d{3,6}(?: / \d{3,6})*)$"),
]
Address = Annotated[str, StringConstraints(pattern=r"^https?://\S+$")]
AsOf = Annotated[str, StringConstraints(pattern=r"^\d{4}(?:-\d{2}(?:-\d{2})?)?$")]
Duration = Annotated[str, StringConstraints(pattern=r"^P(?:[1-9]\d*[YMWD]|T[1-9]\d*[HM])$")]
Region = Annotated[
    str, StringConstraints(pattern=r"^(?:[A-Z]{2}|INTL|GLOBAL-CARD|GLOBAL-PAYPAL)$")
]


class Confidence(StrEnum):
    """How sure the research was."""

    HIGH = "high"
    MEDIUM = "medium"
    LOW = "low"


class Status(StrEnum):
    """A rule that changed."""

    CHECK_NEW_RULE = "check_new_rule"
    SUPERSEDED_CHECK = "superseded_check"


class Record(BaseModel):
    """Anything read from a table: unchangeable, no field unknown."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Words(Record):
    """A text in both languages."""

    zh: Text
    en: Text

    def text(self, language: str) -> str:
        """Return the text for `zh`, `zh-Hans`, `zh-Hant` or `en`."""
        return self.zh if language.startswith("zh") else self.en


class WordLists(Record):
    """A list in both languages, entry by entry the same unless it is only matched."""

    zh: tuple[Text, ...]
    en: tuple[Text, ...]

    def text(self, language: str) -> tuple[str, ...]:
        """Return the list for `zh`, `zh-Hans`, `zh-Hant` or `en`."""
        return self.zh if language.startswith("zh") else self.en

    def both(self) -> tuple[str, ...]:
        """Return the entries of both languages, for matching."""
        return self.zh + self.en


class SameLengthLists(WordLists):
    """A list in both languages that is shown: entry by entry the same."""

    @model_validator(mode="after")
    def _same_length(self) -> Self:
        if len(self.zh) != len(self.en):
            raise ValueError(f"{len(self.zh)} entries in Chinese, {len(self.en)} in English")
        return self


class Fact(Record):
    """A checked fact: where it was seen, and how old it is.

    Attributes:
        verified: seen in an official text, a law, or two independent pages.
        source: what was seen, or `general knowledge`.
        as_of: date of the information, not of the check.
        confidence: how sure the research was.
        status: set when the rule has changed since.
    """

    verified: bool
    source: Text
    as_of: AsOf
    confidence: Confidence = Confidence.MEDIUM
    status: Status | None = None

    @model_validator(mode="after")
    def _marked_truly(self) -> Self:
        if self.verified and self.source.strip() == GENERAL_KNOWLEDGE:
            raise ValueError("verified, but the source is general knowledge")
        if self.verified and self.status is Status.SUPERSEDED_CHECK:
            raise ValueError("a superseded rule cannot be verified")
        return self


class Meta(Record):
    """Head of a table; notes for editors beside the fields used here are let through."""

    model_config = ConfigDict(frozen=True, extra="ignore")

    checked_on: date


class HintMeta(Meta):
    """Head of a table whose unverified values carry a hint."""

    show_unverified_hint: Words

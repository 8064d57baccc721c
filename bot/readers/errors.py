"""Why a file cannot be read, as a key of the sentence that says what to send instead."""

from collections.abc import Mapping
from enum import StrEnum

from bot.domain.errors import SupportError


class Refusal(StrEnum):
    """Reasons for which a file is refused."""

    EMPTY = "empty"
    TOO_LARGE = "too_large"
    PICTURE = "picture"
    UNKNOWN_TYPE = "unknown_type"
    UNKNOWN_LAYOUT = "unknown_layout"
    DAMAGED = "damaged"
    UNSAFE = "unsafe"
    NESTED_ARCHIVE = "nested_archive"
    OTHER_ARCHIVE = "other_archive"
    NO_STATEMENT_INSIDE = "no_statement_inside"
    PASSWORD_NEEDED = "password_needed"  # nosec B105 - a reason, no secret
    PASSWORD_WRONG = "password_wrong"  # nosec B105
    NO_TEXT = "no_text"


class Unreadable(SupportError):  # noqa: N818 - reads as a sentence where it is raised
    """A file was refused.

    Attributes:
        refusal: the reason; `statements.refused.<refusal>` is the sentence.
    """

    def __init__(self, refusal: Refusal, values: Mapping[str, str] | None = None) -> None:
        super().__init__(f"statements.refused.{refusal}", values)
        self.refusal = refusal

    def __reduce__(self) -> tuple[type["Unreadable"], tuple[Refusal, dict[str, str]]]:
        """Cross a process border with all values."""
        return type(self), (self.refusal, self.values)

"""What is wrong in a file of the knowledge base, and where."""

from collections.abc import Sequence
from dataclasses import dataclass
from enum import StrEnum


class Severity(StrEnum):
    """Whether a problem stops the load."""

    ERROR = "error"
    NOTE = "note"


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing to mend, as an editor can jump to it.

    Attributes:
        file: path inside the knowledge folder, such as `tables/channels.yaml`.
        line: counted from 1.
        column: counted from 1.
        what: what is wrong.
        instead: what would be right; empty where `what` says it.
        severity: an error stops the load, a note is only listed.
    """

    file: str
    line: int
    column: int
    what: str
    instead: str = ""
    severity: Severity = Severity.ERROR

    def __str__(self) -> str:
        text = f"{self.file}:{self.line}:{self.column}: {self.what}"
        return f"{text}; {self.instead}" if self.instead else text


class KnowledgeError(ValueError):
    """The knowledge base cannot be loaded.

    Attributes:
        problems: everything found, in the order of the files.
    """

    def __init__(self, problems: Sequence[Problem]) -> None:
        super().__init__("\n".join(str(problem) for problem in problems))
        self.problems = tuple(problems)

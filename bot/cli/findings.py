"""What `python -m bot doctor` says about one thing it looked at."""

from dataclasses import dataclass
from enum import StrEnum


class State(StrEnum):
    """How a finding is."""

    OK = "ok"
    NOTE = "note"
    PROBLEM = "problem"


@dataclass(frozen=True, slots=True)
class Finding:
    """One thing that was looked at.

    Attributes:
        about: which part.
        text: what was found.
        todo: what to do about it; empty where nothing is to be done.
    """

    about: str
    state: State
    text: str
    todo: str = ""

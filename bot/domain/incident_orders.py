"""What an admin writes after `/incident`: read into one order, or not understood."""

import re
from dataclasses import dataclass
from datetime import time
from typing import Final

from bot.domain.incident_log import Nature

# Characters of an admin's words for customers: what a phone shows without scrolling.
LONGEST_WORDS: Final = 300
# Characters of whose word it is.
LONGEST_SOURCE: Final = 60

_NATURES: Final = {
    "outage": Nature.OUTAGE, "down": Nature.OUTAGE, "故障": Nature.OUTAGE,
    "partial": Nature.PARTIAL, "部分": Nature.PARTIAL,
    "maintenance": Nature.MAINTENANCE, "维护": Nature.MAINTENANCE, "維護": Nature.MAINTENANCE,
    "attack": Nature.ATTACK, "攻击": Nature.ATTACK, "攻擊": Nature.ATTACK,
}  # fmt: skip
_CLOSE: Final = ("close", "结束", "結束")
_STILL: Final = ("still", "还没好", "還沒好")
_MERGE: Final = ("merge", "合并", "合併")
_LINES: Final = {
    "zh": "zh", "en": "en",
    "source": "source", "来源": "source", "來源": "source",
    "next": "next_by", "下次": "next_by",
}  # fmt: skip
_WORDS = re.compile(rf"^\s*({'|'.join(_LINES)})\s*[:：]\s*(.*?)\s*$", re.IGNORECASE)
_CLOCK = re.compile(r"([01]?\d|2[0-3])[:：]([0-5]\d)")
_NUMBER = re.compile(r"#?(\d{1,12})")


@dataclass(frozen=True, slots=True)
class Words:
    """What customers shall read; empty where nothing was written.

    Attributes:
        zh: one line in Chinese.
        en: one line in English.
        source: whose word it is, a name that needs no translation.
        next_by: time of day by which they hear more.
    """

    zh: str = ""
    en: str = ""
    source: str = ""
    next_by: time | None = None

    @property
    def is_too_long(self) -> bool:
        """Whether one of them is longer than customers would read."""
        return max(len(self.zh), len(self.en)) > LONGEST_WORDS or len(self.source) > LONGEST_SOURCE


@dataclass(frozen=True, slots=True)
class Declare:
    """Declare an incident of a provider, by the name that was written."""

    name: str
    nature: Nature
    words: Words
    since: time | None = None


@dataclass(frozen=True, slots=True)
class Correct:
    """Change what an incident is, or its words; None and empty stay as they are."""

    incident: int
    nature: Nature | None
    words: Words


@dataclass(frozen=True, slots=True)
class Merge:
    """Let an incident follow another one from now on."""

    incident: int
    into: int


@dataclass(frozen=True, slots=True)
class Close:
    """Say that an incident is over."""

    incident: int


@dataclass(frozen=True, slots=True)
class Still:
    """Tell who waits that it is not over, and by when they hear more."""

    incident: int
    next_by: time | None = None


Order = Declare | Correct | Merge | Close | Still


def read_order(text: str) -> Order | None:
    """Return the order that a text gives; None: it cannot be read as one."""
    first, *rest = text.strip().split("\n")
    words = _words(rest)
    parts = first.split()
    if not parts or words is None:
        return None
    numbers = [int(found[1]) for part in parts if (found := _NUMBER.fullmatch(part))]
    match parts[0].lower():
        case verb if verb in _CLOSE:
            return Close(numbers[0]) if len(parts) == 2 and len(numbers) == 1 else None
        case verb if verb in _STILL:
            is_one = (
                len(parts) == 2 and len(numbers) == 1 and words == Words(next_by=words.next_by)
            )
            return Still(numbers[0], words.next_by) if is_one else None
        case verb if verb in _MERGE:
            is_pair = len(parts) == 3 and len(numbers) == 2 and numbers[0] != numbers[1]
            return Merge(*numbers) if is_pair else None
    if _NUMBER.fullmatch(parts[0]):
        return _correction(parts, numbers, words)
    return _declaration(parts, words)


def _correction(parts: list[str], numbers: list[int], words: Words) -> Correct | None:
    nature = _NATURES.get(parts[1].lower()) if len(parts) == 2 else None
    if len(parts) > 2 or (len(parts) == 2 and nature is None):
        return None
    return Correct(numbers[0], nature, words) if nature or words != Words() else None


def _declaration(parts: list[str], words: Words) -> Declare | None:
    since = _clock(parts[-1])
    if since is not None:
        parts = parts[:-1]
    nature = _NATURES.get(parts[-1].lower()) if parts else None
    name = " ".join(parts[:-1])
    return Declare(name, nature, words, since) if nature and name else None


def _words(lines: list[str]) -> Words | None:
    """Return what stands behind `zh:` and `en:`; None: there is something else."""
    found: dict[str, str] = {}
    for line in lines:
        if not line.strip():
            continue
        said = _WORDS.match(line)
        if said is None:
            return None
        found[_LINES[said[1].lower()]] = said[2]
    next_by = _clock(found.get("next_by", ""))
    if found.get("next_by") and next_by is None:
        return None
    return Words(found.get("zh", ""), found.get("en", ""), found.get("source", ""), next_by)


def _clock(text: str) -> time | None:
    found = _CLOCK.fullmatch(text)
    return time(int(found[1]), int(found[2])) if found else None

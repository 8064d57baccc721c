"""The custody log: what was done with evidence, each entry sealed with the hash of the one before.

An entry holds ids and hashes only, so that a customer can be forgotten without breaking the log.
`docs/decisions/0012-custody-log.md` says how anybody can check it.
"""

import hashlib
import json
import re
from dataclasses import dataclass
from enum import StrEnum

# What the first entry stands on.
BEGINNING = "0" * 64

# Digits of a seal that stand in a message; the whole one stands in the claim.
_SHORT = 16
_GROUP = 4


class Act(StrEnum):
    """What was done."""

    RECEIVED = "received"
    FILED = "filed"
    SHOWN = "shown"
    EXPORTED = "exported"
    REMOVED = "removed"
    EXPIRED = "expired"
    FORGOTTEN = "forgotten"


# After one of these the file is gone.
ENDINGS = frozenset({Act.REMOVED, Act.EXPIRED, Act.FORGOTTEN})


@dataclass(frozen=True, slots=True)
class Handled:
    """One act on one file, or on a claim without files.

    Attributes:
        act: one of `Act`; in a log that was tampered with it may be anything.
        evidence: id of the file; 0: of none.
        claim: id of the claim; 0: of none.
        sha256: of the file; empty: of none.
        by: Telegram id of the agent; 0: the customer, or the bot itself.
    """

    act: str
    evidence: int = 0
    claim: int = 0
    sha256: str = ""
    by: int = 0


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of the log.

    Attributes:
        number: counts from 1 without a gap.
        bot: Telegram id of the bot.
        at: microseconds since 1970, UTC, as they are sealed.
        seal: hash of this entry and of the seal before; 64 hexadecimal digits.
    """

    number: int
    bot: int
    handled: Handled
    at: int
    seal: str


@dataclass(frozen=True, slots=True)
class Head:
    """The end of the log: how many entries, and the seal of the last."""

    entries: int
    seal: str


def seal_of(before: str, number: int, bot: int, handled: Handled, at: int) -> str:
    """Return the seal of an entry.

    Args:
        before (str): seal of the entry before; `BEGINNING` for the first.
        number (int): of the entry.
        bot (int): Telegram id of the bot.
        handled (Handled): what was done.
        at (int): when, in microseconds since 1970, UTC.
    """
    parts = [
        before, number, bot, handled.act, handled.evidence, handled.claim, handled.sha256,
        handled.by, at,
    ]  # fmt: skip
    # A log that was tampered with may hold bytes where a text was.
    written = json.dumps(parts, separators=(",", ":"), default=repr)
    return hashlib.sha256(written.encode()).hexdigest()


def follows(before: Head, entry: Entry) -> bool:
    """Whether an entry is the next one after a head, and unchanged."""
    expected = seal_of(before.seal, before.entries + 1, entry.bot, entry.handled, entry.at)
    return entry.number == before.entries + 1 and entry.seal == expected


def short_seal(seal: str) -> str:
    """Return a seal as a message shows it, such as 9f86-d081-884c-7d65; nothing for none."""
    digits = seal[:_SHORT]
    return "-".join(digits[place : place + _GROUP] for place in range(0, len(digits), _GROUP))


def read_seal(text: str) -> str:
    """Return the digits of a seal that somebody typed; empty: it is none, or too short."""
    digits = re.sub(r"[\s\-–—]", "", text).lower()
    return digits if re.fullmatch(rf"[0-9a-f]{{{_SHORT},64}}", digits) else ""

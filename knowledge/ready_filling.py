"""Which ready answers fit a claim, and one with its places and references filled in."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Final

from bot.domain.kinds import ClaimKind
from knowledge.ready import PLACE, ReadyAnswer
from knowledge.snapshot import Library
from knowledge.values import REFERENCE, Doubt, Reader, values

_BETWEEN: Final = " / "  # several numbers of one reference


@dataclass(frozen=True, slots=True)
class FilledIn:
    """A ready answer with what is known.

    Attributes:
        text: plain; a place that is open still stands in its braces.
        open: names of the places that are still to be filled in, in order.
        doubts: which hints the values of the tables need.
    """

    text: str
    open: tuple[str, ...]
    doubts: frozenset[Doubt]


def answers_for(library: Library, kind: ClaimKind, language: str) -> tuple[ReadyAnswer, ...]:
    """Return the ready answers for a kind of claim, then those for every kind.

    Args:
        library (Library): all of them.
        kind (ClaimKind): of the claim.
        language (str): of their words: `zh`, `zh-Hans`, `zh-Hant` or `en`.
    """
    facts = "zh" if language.startswith("zh") else "en"
    fitting = [
        each
        for each in library.ready.values()
        if each.language == facts and each.kind in (kind, ClaimKind.OTHER)
    ]
    return tuple(sorted(fitting, key=lambda each: (each.kind is not kind, each.place)))


def fill_in(
    answer: ReadyAnswer,
    library: Library,
    reader: Reader,
    known: Mapping[str, str],
    convert: Callable[[str], str] = str,
) -> FilledIn:
    """Return a ready answer with its places and references filled in.

    Args:
        answer (ReadyAnswer): in the reader's language.
        library (Library): values of its references.
        reader (Reader): the customer.
        known (Mapping): place to value; a place without one stays open.
        convert (callable): script of the file to that of the reader; values stay as they are.
    """
    pieces: list[str] = []
    doubts: set[Doubt] = set()
    end = 0
    for match in re.finditer(f"{REFERENCE.pattern}|{PLACE.pattern}", answer.body):
        pieces += [convert(answer.body[end : match.start()])]
        end = match.end()
        if match[4] is not None:
            pieces.append(known.get(match[4]) or match[0])
            continue
        found = values(library, reader, match[1], match[2], match[3] or "")
        doubts |= {each.doubt for each in found if each.doubt}
        pieces.append(_BETWEEN.join(f"{each.text}{'*' if each.doubt else ''}" for each in found))
    pieces.append(convert(answer.body[end:]))
    opened = tuple(name for name in answer.places if not known.get(name))
    return FilledIn("".join(pieces).strip(), opened, frozenset(doubts))

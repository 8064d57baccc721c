"""Which phrasings do not find their own article: the part of `knowledge check` that asks."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple

from knowledge.matching.calibration import Thresholds, Trial, calibrated, trials
from knowledge.matching.ranker import Example


class Theft(NamedTuple):
    """A phrasing that finds another article when it is left out."""

    entry: str
    text: str
    taken_by: str


class SearchReport(NamedTuple):
    """How well the phrasings lead to their articles.

    Attributes:
        asked: phrasings left out and asked.
        first, third: how many found their own article first, and among the first three.
        unreachable: articles that none of their phrasings found first.
        thefts: phrasings that another article took.
        thresholds: calibrated on the same phrasings.
    """

    asked: int
    first: int
    third: int
    unreachable: tuple[str, ...]
    thefts: tuple[Theft, ...]
    thresholds: Thresholds


def search_report(examples: Sequence[Example]) -> SearchReport:
    """Ask every phrasing of an index that does not hold it, one fifth at a time."""
    done = trials(examples)
    hits = Counter(trial.example.entry for trial in done if _is_first(trial))
    entries = dict.fromkeys(example.entry for example in examples)
    return SearchReport(
        asked=len(done),
        first=hits.total(),
        third=sum(trial.example.entry in trial.found for trial in done),
        unreachable=tuple(entry for entry in entries if not hits[entry]),
        thefts=tuple(
            Theft(trial.example.entry, trial.example.text, trial.found[0])
            for trial in done
            if not _is_first(trial)
        ),
        thresholds=calibrated(examples),
    )


def _is_first(trial: Trial) -> bool:
    return trial.found[:1] == (trial.example.entry,)

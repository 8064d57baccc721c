"""What the learned weights look at: how a query and one text of the index agree."""

from collections.abc import Callable

import numpy as np
import numpy.typing as npt
from rapidfuzz import fuzz, process

from knowledge.matching.index import Index, Similarity, one_each
from knowledge.matching.views import View

NAMES = (
    "letters",
    "meanings",
    "sound",
    "ratio",
    "meant_ratio",
    "word_set",
    "word_sort",
    "sound_ratio",
    "letters_of_query",
    "letters_of_text",
    "meanings_of_query",
    "meanings_of_text",
    "sound_of_query",
    "sound_of_text",
    "length",
    "asks_same",
    "asks_other",
    "acts_same",
    "acts_other",
    "exact",
)
"""One name for each column of `features`; each value lies between 0 and 1."""

_MOST_KINDS = 3
"""Kinds of question or action that count; more say that a text is long."""

Scorer = Callable[..., float]
Features = npt.NDArray[np.float64]
Places = npt.NDArray[np.int64]


def features(index: Index, view: View, near: Similarity, places: Places) -> Features:
    """Return one row of `NAMES` for each of the texts at `places`."""
    solid = [index.solid[place] for place in places]
    stems = [index.stems[place] for place in places]
    meant = [index.meant[place] for place in places]
    heard = [index.heard[place] for place in places]
    sound = " ".join(view.syllables)
    lengths = index.lengths[places]
    own = len(view.solid)
    asks, acts = index.asks[places], index.acts[places]
    columns = [
        near.letters[places],
        near.meanings[places],
        near.sound[places],
        _ratios(view.solid, solid, fuzz.ratio),
        _ratios(one_each(view.meanings), meant, fuzz.ratio),
        _ratios(view.stems, stems, fuzz.token_set_ratio),
        _ratios(view.stems, stems, fuzz.token_sort_ratio),
        _ratios(sound, heard, fuzz.ratio) if sound else np.zeros(len(places)),
        near.of_letters[places] / max(near.letters_whole, 1.0),
        near.of_letters[places] / np.maximum(index.letter_units.masses[places], 1.0),
        near.of_meanings[places] / max(near.meanings_whole, 1.0),
        near.of_meanings[places] / np.maximum(index.meaning_units.masses[places], 1.0),
        near.of_sound[places] / max(near.sound_whole, 1.0),
        near.of_sound[places] / np.maximum(index.sound_units.masses[places], 1.0),
        np.minimum(lengths, own) / np.maximum(np.maximum(lengths, own), 1),
        _share(asks & np.uint64(view.asks)),
        _share(asks ^ np.uint64(view.asks)),
        _share(acts & np.uint64(view.acts)),
        _share(acts ^ np.uint64(view.acts)),
        np.fromiter((text == view.solid for text in solid), np.float64, len(solid)),
    ]
    return np.stack(columns, axis=1)


def _share(bits: npt.NDArray[np.uint64]) -> Features:
    return np.minimum(np.bitwise_count(bits), _MOST_KINDS) / _MOST_KINDS


def _ratios(query: str, texts: list[str], scorer: Scorer) -> Features:
    scores: Features = process.cdist([query], texts, scorer=scorer, dtype=np.float64)[0]
    return scores / 100

"""The texts of an index, seen in every way and ready to be scored."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple, Self
from zlib import crc32

import numpy as np
import numpy.typing as npt

from knowledge.matching.grams import Keys, letter_grams, letter_units, token_grams
from knowledge.matching.postings import Counted, Postings, Scores, counted
from knowledge.matching.views import View, views

_LONGEST_TOKENS = 3
_WORD_PLANE = 0xF0000
_WORD_PLANE_SIZE = 0xFFFE


class Similarity(NamedTuple):
    """How near a query is to every text of the index, by each of its views.

    Attributes:
        letters, meanings, sound: cosines, 0 to 1.
        of_letters, of_meanings, of_sound: rarity shared with each text.
        letters_whole, meanings_whole, sound_whole: rarity of the query.
    """

    letters: Scores
    meanings: Scores
    sound: Scores
    of_letters: Scores
    letters_whole: float
    of_meanings: Scores
    meanings_whole: float
    of_sound: Scores
    sound_whole: float


@dataclass(frozen=True, slots=True)
class Index:
    """Every text of a knowledge base.

    Attributes:
        letters, meanings, sound: n-grams for cosines.
        letter_units, meaning_units, sound_units: single units for coverage.
        solid, stems, meant, heard: strings that fuzzy ratios compare.
        asks, acts: kinds of question and action, a bit each.
        lengths: characters of `solid`.
    """

    letters: Postings
    meanings: Postings
    sound: Postings
    letter_units: Postings
    meaning_units: Postings
    sound_units: Postings
    solid: list[str]
    stems: list[str]
    meant: list[str]
    heard: list[str]
    asks: npt.NDArray[np.uint64]
    acts: npt.NDArray[np.uint64]
    lengths: npt.NDArray[np.int64]

    @classmethod
    def build(cls, texts: Sequence[str]) -> Self:
        """Index texts; their places are how they are named from now on."""
        seen = views(texts)
        count = len(seen)
        letters = [view.letters for view in seen]
        meant = [view.meanings for view in seen]
        sound = [view.syllables for view in seen]
        return cls(
            letters=Postings.cosine(letter_grams(letters), count),
            meanings=Postings.cosine(token_grams(meant, _LONGEST_TOKENS), count),
            sound=Postings.cosine(token_grams(sound, _LONGEST_TOKENS), count),
            letter_units=Postings.coverage(letter_units(letters), count),
            meaning_units=Postings.coverage(token_grams(meant, 1), count),
            sound_units=Postings.coverage(token_grams(sound, 1), count),
            solid=[view.solid for view in seen],
            stems=[view.stems for view in seen],
            meant=[one_each(view.meanings) for view in seen],
            heard=[" ".join(view.syllables) for view in seen],
            asks=np.array([view.asks for view in seen], np.uint64),
            acts=np.array([view.acts for view in seen], np.uint64),
            lengths=np.array([len(view.solid) for view in seen], np.int64),
        )

    def chinese(self) -> int:
        """Return how many texts are Chinese."""
        return sum(map(bool, self.heard))

    def nearness(self, asked: "Asked") -> Scores:
        """Return the sum of the cosines of a query with every text."""
        return (
            self.letters.cosines(asked.letters)
            + self.meanings.cosines(asked.meanings)
            + self.sound.cosines(asked.sound)
        )

    def similarity(self, asked: "Asked") -> Similarity:
        """Compare a query with every text."""
        return Similarity(
            self.letters.cosines(asked.letters),
            self.meanings.cosines(asked.meanings),
            self.sound.cosines(asked.sound),
            *self.letter_units.shared(asked.letter_units),
            *self.meaning_units.shared(asked.meaning_units),
            *self.sound_units.shared(asked.sound_units),
        )


class Asked(NamedTuple):
    """The n-grams of one question.

    Attributes:
        letters, meanings, sound: for cosines, with how often each occurs.
        letter_units, meaning_units, sound_units: for coverage.
    """

    letters: Counted
    meanings: Counted
    sound: Counted
    letter_units: Keys
    meaning_units: Keys
    sound_units: Keys

    @classmethod
    def of(cls, view: View) -> Self:
        """Return the n-grams of a text."""
        meanings = token_grams([view.meanings], _LONGEST_TOKENS).keys
        sound = token_grams([view.syllables], _LONGEST_TOKENS).keys
        return cls(
            counted(letter_grams([view.letters]).keys),
            counted(meanings),
            counted(sound),
            np.unique(letter_units([view.letters]).keys),
            np.unique(meanings[: len(view.meanings)]),
            np.unique(sound[: len(view.syllables)]),
        )


def one_each(tokens: Sequence[str]) -> str:
    """Return one character for each token, so that a fuzzy ratio counts a word as one."""
    return "".join(
        token if len(token) == 1 else chr(_WORD_PLANE + crc32(token.encode()) % _WORD_PLANE_SIZE)
        for token in tokens
    )

"""Question in, entries out, best first, with a confidence comparable across questions."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from typing import NamedTuple, Self

import numpy as np

from knowledge.matching.classifier import GONE, Classifier, landmarks_of
from knowledge.matching.domain import Domain, everyday
from knowledge.matching.features import NAMES, Features, features
from knowledge.matching.grams import Numbers
from knowledge.matching.index import Asked, Index, Similarity
from knowledge.matching.pooling import NOWHERE, best_of, pooled
from knowledge.matching.postings import Scores
from knowledge.matching.trust import Query, evidence
from knowledge.matching.views import View, views
from knowledge.matching.weights import Row, Weights, learned, regime

_CANDIDATES = 60
_CANDIDATES_OF_MANY = 40
"""Texts that are looked at closely, where each is its entry, and where entries have several; more
change no first place on the development data."""
_MEANT_SHARE = _SOUND_SHARE = 0.7
"""Weight of meanings and sound beside letters in choosing candidates (docs/decisions/0006)."""
_SEVERAL = 2.0
"""Examples an entry, on average, from which on entries are learned rather than compared."""
_SHORTEST = 2
"""Characters of the shortest text that can be answered with any confidence."""


class Example(NamedTuple):
    """One phrasing of an entry."""

    entry: str
    text: str
    lang: str


class Ranked(NamedTuple):
    """An entry and its score, 0 to 1; the first score of a ranking is its confidence."""

    entry: str
    score: float


class Reason(NamedTuple):
    """Why an entry stands where it does.

    Attributes:
        entry: its name.
        score: as in `Ranked`.
        phrasing: the text of the entry that is nearest to the question.
        parts: feature, its value, and what it adds to the score; the largest first.
    """

    entry: str
    score: float
    phrasing: str
    parts: tuple[tuple[str, float, float], ...]


class Found(NamedTuple):
    """Everything that was worked out for one question.

    Attributes:
        places: texts that were looked at closely.
        rows: their features.
        pair_scores: their scores.
        ranking: the score of each entry, in log odds.
        evidence: what the confidence is made of.
    """

    places: Numbers
    rows: Features
    pair_scores: Scores
    ranking: Scores
    evidence: Row


@dataclass(frozen=True, slots=True)
class Ranker:
    """A knowledge base that can be asked.

    Attributes:
        texts: every phrasing.
        entries: names of the entries.
        owners: entry of each phrasing.
        sizes: how many phrasings each entry has.
        index: the phrasings, ready to be compared with.
        domain: what the index is about, against everyday questions.
        classifier: fitted on the phrasings, where entries have several.
    """

    texts: list[str]
    entries: list[str]
    owners: Numbers
    sizes: Numbers
    index: Index
    domain: Domain
    classifier: Classifier | None

    @classmethod
    def build(cls, examples: Sequence[Example], strange: Index | None = None) -> Self:
        """Index the examples and learn what tells the entries apart.

        Args:
            examples: the phrasings.
            strange: questions on other topics; None stands for the shipped list.
        """
        found = cls._indexed(examples, everyday() if strange is None else strange)
        if not len(found.texts) >= _SEVERAL * len(found.entries) > _SEVERAL:
            return found
        return replace(found, classifier=_fitted(found.index, found.texts, found.owners))

    @classmethod
    def _indexed(cls, examples: Sequence[Example], strange: Index) -> Self:
        texts = [example.text for example in examples]
        entries = list(dict.fromkeys(example.entry for example in examples))
        number = {entry: place for place, entry in enumerate(entries)}
        owners = np.array([number[example.entry] for example in examples], np.int64)
        index = Index.build(texts)
        sizes = np.bincount(owners, minlength=len(entries))
        return cls(texts, entries, owners, sizes, index, Domain.of(index, strange), None)

    def renewed(self, examples: Sequence[Example]) -> Self:
        """Return a ranker for changed examples at once, without learning again.

        What was learned of phrasings that are still there is kept, new ones weigh as much as old
        ones usually do. Half a second for 4,000 phrasings instead of ten; `build` does it well.
        """
        fresh = self._indexed(examples, self.domain.everyday)
        if self.classifier is None:
            return fresh
        places = {(example.entry, example.text): at for at, example in enumerate(examples)}
        columns = {entry: at for at, entry in enumerate(fresh.entries)}
        names = [
            (self.entries[owner], text)
            for owner, text in zip(self.owners, self.texts, strict=True)
        ]
        kept = self.classifier.moved(
            [places.get(name, GONE) for name in names],
            [columns.get(entry, GONE) for entry in self.entries],
            len(fresh.entries),
        )
        known = set(names)
        new = [at for name, at in places.items() if name not in known]
        usual = self.classifier.usual_weight(self.owners)
        added = np.array(new, np.int64)
        return replace(fresh, classifier=kept.widened(added, fresh.owners[added], usual))

    def rank(self, text: str, top: int = 3) -> tuple[Ranked, ...]:
        """Return the best entries for a question, at most `top`."""
        if not self.entries:
            return ()
        view = views([text])[0]
        found = self.found(view)
        order = np.argsort(-found.ranking, kind="stable")[:top]
        confidence = self._confidence(view, found)
        falls = np.exp(found.ranking[order] - found.ranking[order[0]])
        return tuple(
            Ranked(self.entries[place], round(confidence * float(fall), 6))
            for place, fall in zip(order, falls, strict=True)
        )

    def explain(self, text: str, top: int = 3) -> tuple[Reason, ...]:
        """Return the best entries, each with its nearest phrasing and what spoke for it."""
        view = views([text])[0]
        ranked = self.rank(text, top)
        if not ranked:
            return ()
        found = self.found(view)
        weights = self.weights(view)
        owners = [self.entries[owner] for owner in self.owners[found.places]]
        reasons = []
        for entry, score in ranked:
            own = [row for row, owner in enumerate(owners) if owner == entry]
            if own:
                best = max(own, key=lambda row: float(found.pair_scores[row]))
                phrasing = self.texts[found.places[best]]
                parts = _parts(found.rows[best], weights)
            else:
                phrasing, parts = "", ()
            reasons.append(Reason(entry, score, phrasing, parts))
        return tuple(reasons)

    def weights(self, view: View) -> Weights:
        """Return the weights for a question of this kind."""
        return learned()[regime(chinese=view.is_chinese, many=self.classifier is not None)]

    def found(self, view: View, weights: Weights | None = None) -> Found:
        """Return everything there is to know about a question; training gives its own weights."""
        weights = weights or self.weights(view)
        asked = Asked.of(view)
        near = self.index.similarity(asked)
        places = _candidates(near, self.classifier is not None)
        rows = features(self.index, view, near, places)
        pair_scores = weights.scores(rows)
        owners = self.owners[places]
        if self.classifier is None:
            ranking = best_of(owners, pair_scores, len(self.entries), NOWHERE)
        else:
            table = pooled(
                nearness(near), self.owners, (places, pair_scores), self.classifier, self.sizes
            )
            ranking = table @ weights.pool
        first = np.flatnonzero(owners == ranking.argmax())
        best = first if len(first) else np.arange(len(places))
        best = best[pair_scores[best].argmax()]
        query = Query(len(view.meanings), self.domain.closeness(asked, chinese=view.is_chinese))
        proof = evidence(query, rows, (int(best), float(pair_scores[best])), ranking)
        return Found(places, rows, pair_scores, ranking, proof)

    def _confidence(self, view: View, found: Found) -> float:
        if len(view.solid) < _SHORTEST or found.rows[:, 0].max() + found.rows[:, 2].max() == 0:
            return 0.0
        weights = self.weights(view)
        odds = float(found.evidence @ weights.trust) + weights.doubt
        return 1 / (1 + float(np.exp(-np.clip(odds, -30, 30))))


def nearness(near: Similarity) -> Scores:
    """Return the sum of the cosines with every text: what the classifier is fitted on."""
    return near.letters + near.meanings + near.sound


def _candidates(near: Similarity, many: bool) -> Numbers:
    mix = near.letters + _MEANT_SHARE * near.meanings + _SOUND_SHARE * near.sound
    count = min(_CANDIDATES_OF_MANY if many else _CANDIDATES, len(mix))
    return np.argpartition(-mix, count - 1)[:count]


def _fitted(index: Index, texts: list[str], owners: Numbers) -> Classifier:
    landmarks = landmarks_of(owners)
    near = np.empty((len(texts), len(landmarks)), np.float32)
    for place, view in enumerate(views(texts)):
        near[place] = index.nearness(Asked.of(view))[landmarks]
    return Classifier.fit(near, owners, landmarks)


def _parts(row: Row, weights: Weights) -> tuple[tuple[str, float, float], ...]:
    parts = zip(NAMES, map(float, row), map(float, weights.shares(row)), strict=True)
    return tuple(sorted(parts, key=lambda part: -abs(part[2])))

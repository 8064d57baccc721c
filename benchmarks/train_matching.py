"""Learn the weights of the matching engine from development data.

    python benchmarks/train_matching.py PATH_TO_DATA [--out FILE] [--half 0|1]

With --half, one half of the Chinese entries is used, so that the other half can be
measured on (`benchmarks/matching.py --half`).
"""

import argparse
import json
import random
import sys
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from typing import NamedTuple

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.damage import CHINESE, typos
from benchmarks.matching_data import (
    Chinese,
    Draw,
    English,
    off_topic,
    shown_everyday,
    unseen_english,
)
from benchmarks.matching_fits import Choice, Table, listwise, logistic
from knowledge.matching import features, pooling, trust
from knowledge.matching.index import Asked as Grams
from knowledge.matching.pooling import pooled
from knowledge.matching.ranker import Found, Ranker, nearness
from knowledge.matching.views import views
from knowledge.matching.weights import WEIGHTS_FILE, Row, Weights

_WRONG_IN_SCOPE = 0.3
"""How much a wrong answer to a question in scope still counts as in scope: rejecting is about
scope, being right is a plus."""
_SMOOTH_PAIRS = 0.03
"""Weight of the squared norm; 0.01 to 0.3 differ by half a point, on other people's questions and
on our own articles alike."""
_EXACT = 10.0
"""Log odds of a word-for-word question; training never sees one."""


class Asked(NamedTuple):
    """A knowledge base, built, and questions to it."""

    ranker: Ranker
    questions: list[tuple[str, str]]


def damaged(
    draw: Draw, ways: Iterable[Callable[[str, random.Random], str]], seed: int
) -> list[tuple[str, str]]:
    """Return the questions, and each once more, damaged in one of the ways."""
    chance = random.Random(seed)
    kinds = list(ways)
    worse = [
        (kinds[place % len(kinds)](text, chance), entry)
        for place, (text, entry) in enumerate(draw.questions)
    ]
    return draw.questions + worse


def spread(pool: Row) -> Row:
    """Return the pool of English entries for Chinese ones, whose nearness has one cosine more.

    English texts are near by letters and meanings, Chinese ones by sound too, so the same weight
    would count half as much again. Measured on the project's own phrasings, a fifth left out:
    86 % of the Chinese ones find their article first, 85 % without it.
    """
    shares = np.ones(len(pooling.NAMES))
    shares[pooling.NAMES.index("nearest")] = 2 / 3
    return pool * shares


def blank(pool: Sequence[float] = (1.0, 0.0, 0.0, 0.0, 0.0)) -> Weights:
    """Return weights to start from."""
    even = np.zeros(len(features.NAMES))
    even[0] = 1.0
    flat = np.zeros((len(even), len(even)))
    return Weights(even, flat, np.array(pool), np.zeros(len(trust.NAMES)), 0.0)


def pair_choices(asked: Asked, *, chinese: bool) -> list[Choice]:
    """Return the candidates of each question, and which of them are right."""
    choices = []
    for view, (_, entry) in zip(
        views([text for text, _ in asked.questions]), asked.questions, strict=True
    ):
        if view.is_chinese != chinese:
            continue
        found = asked.ranker.found(view, blank())
        right = np.array(
            [asked.ranker.entries[owner] == entry for owner in asked.ranker.owners[found.places]]
        )
        if right.any() and not right.all():
            choices.append((found.rows, right))
    return choices


def pool_choices(asked: Asked, rough: Weights) -> list[Choice]:
    """Return the pooled values of all entries for each question, and which is right."""
    choices = []
    ranker = asked.ranker
    names = np.array(ranker.entries)
    for view, (_, entry) in zip(
        views([text for text, _ in asked.questions]), asked.questions, strict=True
    ):
        near = ranker.index.similarity(Grams.of(view))
        found = ranker.found(view, blank())
        table = pooled(
            nearness(near),
            ranker.owners,
            (found.places, rough.scores(found.rows)),
            ranker.classifier,
            ranker.sizes,
        )
        choices.append((table, names == entry))
    return choices


def trust_of(askeds: Sequence[Asked], strange: list[str], weights: Weights) -> tuple[Table, float]:
    """Return weights of the confidence: questions in scope against questions that are not."""
    rows, label, mass = [], [], []
    for asked in askeds:
        share = len(asked.questions) / len(strange)
        ask = [*asked.questions, *((text, "") for text in strange)]
        for view, (_, entry) in zip(views([text for text, _ in ask]), ask, strict=True):
            found: Found = asked.ranker.found(view, weights)
            right = asked.ranker.entries[int(found.ranking.argmax())] == entry
            inside = 1.0 if right else _WRONG_IN_SCOPE if entry else 0.0
            rows += [found.evidence, found.evidence]
            label += [1.0, 0.0]
            weight = 1.0 if entry else share
            mass += [inside * weight, (1 - inside) * weight]
    return logistic(np.array(rows), np.array(label), np.array(mass))


def as_table(weights: Weights) -> dict[str, dict[str, float]]:
    """Return weights by name, as the file holds them."""

    def named(names: tuple[str, ...], row: Table) -> dict[str, float]:
        return {name: round(float(value), 4) for name, value in zip(names, row, strict=True)}

    sure = named(trust.NAMES, weights.trust) | {"doubt": round(weights.doubt, 4)}
    return {
        "pair": named(features.NAMES, weights.pair),
        "bend": named(
            tuple(
                f"{one} {other}"
                for place, one in enumerate(features.NAMES)
                for other in features.NAMES[place:]
            ),
            weights.bend[np.triu_indices(len(features.NAMES))],
        ),
        "pool": named(pooling.NAMES, weights.pool),
        "trust": sure,
    }


def bent(choices: Sequence[Choice]) -> tuple[Table, Table]:
    """Return weights of single features and of pairs; a word-for-word question is far ahead."""
    size = len(features.NAMES)
    one, other = np.triu_indices(size)
    wide = [(np.hstack([rows, rows[:, one] * rows[:, other]]), good) for rows, good in choices]
    found = listwise(wide, _SMOOTH_PAIRS)
    pair, bend = found[:size], np.zeros((size, size))
    bend[one, other] = found[size:]
    exact = features.NAMES.index("exact")
    bend[exact] = bend[:, exact] = 0.0
    pair[exact] = _EXACT
    return pair, bend


def train(data: Path, half: int | None) -> dict[str, Weights]:
    """Return the weights of every regime."""
    strange = off_topic(2)
    strange["en"] += unseen_english(data)[::2]
    chinese, english = Chinese(data), English(data)

    def zh(seed: int, size: int) -> Asked:
        draw = chinese.draw(seed, size, half)
        return Asked(
            Ranker.build(draw.examples, shown_everyday()), damaged(draw, CHINESE.values(), seed)
        )

    def en(seed: int, each: int | None, *, named: bool) -> Asked:
        draw = english.draw(seed, each, 600, named=named)
        return Asked(Ranker.build(draw.examples, shown_everyday()), damaged(draw, [typos], seed))

    zh_one = [zh(seed, size) for seed, size in ((11, 200), (12, 200), (13, 400), (14, 1000))]
    en_one = [en(21, 0, named=True), en(22, 1, named=False), en(23, 1, named=False)]
    en_many = [
        en(31, 3, named=True),
        en(32, 3, named=False),
        en(33, 10, named=True),
        en(34, 30, named=True),
    ]
    found = {}
    for name, askeds in (("zh-one", zh_one), ("en-one", en_one), ("en-many", en_many)):
        lang = name[:2]
        choices = [one for asked in askeds for one in pair_choices(asked, chinese=lang == "zh")]
        pair, bend = bent(choices)
        pool = np.array([0.0, 0.0, 1.0, 0.0, 0.0])
        rough = Weights(pair, bend, pool, blank().trust, 0.0)
        if name == "en-many":
            pool = listwise([one for asked in askeds for one in pool_choices(asked, rough)])
        rough = Weights(pair, bend, pool, blank().trust, 0.0)
        sure, doubt = trust_of(askeds, strange[lang], rough)
        found[name] = Weights(pair, bend, pool, sure, doubt)
        print(name, len(choices), "choices")
    many = found["en-many"]
    found["zh-many"] = Weights(
        found["zh-one"].pair, found["zh-one"].bend, spread(many.pool), many.trust, many.doubt
    )
    return found


def main() -> None:
    """Train, and write the weights with where they come from."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path, help="folder with banking77_train.jsonl, ...")
    parser.add_argument("--out", type=Path, default=WEIGHTS_FILE)
    parser.add_argument("--half", type=int, choices=(0, 1))
    arguments = parser.parse_args()
    regimes = {
        name: as_table(found) for name, found in train(arguments.data, arguments.half).items()
    }
    source = (
        "Learned by benchmarks/train_matching.py from BANKING77 (train), CLINC150 (off-topic) and "
        "question pairs of the ATEC 2018 contest; no text of them is in here."
    )
    text = json.dumps({"source": source, "regimes": regimes}, indent=1, ensure_ascii=False)
    arguments.out.write_text(text + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()

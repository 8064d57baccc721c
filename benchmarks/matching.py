"""How well the engine finds the right entry, beside rapidfuzz alone and BM25, in one run.

    python benchmarks/matching.py PATH_TO_DATA [--weights FILE] [--half 0|1] [--draws 4]

PATH_TO_DATA holds banking77_train.jsonl, oos_en_dev.jsonl and atec_dev_pairs.jsonl. With --half
the half of the Chinese entries that was not trained on is measured.
"""

import argparse
import random
import statistics
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parents[1]))

from benchmarks.damage import CHINESE, all_pinyin, typos
from benchmarks.matching_baselines import BASELINES, Matcher, ours
from benchmarks.matching_data import Chinese, Draw, English, off_topic, rows, unseen_english
from benchmarks.matching_speed import speed_table
from knowledge.library import load_library
from knowledge.matching import weights
from knowledge.matching.ranker import Example
from knowledge.search import examples_of

Questions = Sequence[tuple[str, str]]
Hits = tuple[float, float]
BUILDERS: dict[str, Callable[[Sequence[Example]], Matcher]] = {"ours": ours, **BASELINES}


def hits(matcher: Matcher, questions: Questions) -> Hits:
    """Return the share found first, and among the first three, in percent."""
    first = third = 0
    for text, entry in questions:
        names = [name for name, _ in matcher(text, 3)]
        first += names[:1] == [entry]
        third += entry in names
    return 100 * first / len(questions), 100 * third / len(questions)


def accepted(matcher: Matcher, questions: Questions, strange: Sequence[str]) -> float:
    """Return the share of off-topic questions above the cut that keeps 95 % of the others."""
    inside = [matcher(text, 1)[0][1] for text, _ in questions]
    cut = float(np.percentile(inside, 5))
    return 100 * float(np.mean([matcher(text, 1)[0][1] >= cut for text in strange]))


def damaged(
    questions: Questions, way: Callable[[str, random.Random], str], seed: int
) -> Questions:
    """Return the questions, each damaged."""
    chance = random.Random(seed)
    return [(way(text, chance), entry) for text, entry in questions]


def row(name: str, cells: dict[str, list[Hits]]) -> None:
    """Print one line: each matcher's mean over draws, with the spread of its first figure."""
    out = []
    for found in cells.values():
        first = [hit[0] for hit in found]
        spread = statistics.stdev(first) if len(first) > 1 else 0.0
        third = statistics.mean(hit[1] for hit in found)
        out.append(f"{statistics.mean(first):5.1f} ±{spread:3.1f} /{third:5.1f}")
    print(f"{name:34}", "  ".join(f"{cell:19}" for cell in out))


def measure(name: str, draws: Sequence[Draw], ways: dict[str, Callable[..., str] | None]) -> None:
    """Print a line for each way of damage."""
    built = [{who: build(draw.examples) for who, build in BUILDERS.items()} for draw in draws]
    for way, damage in ways.items():
        cells: dict[str, list[Hits]] = {who: [] for who in BUILDERS}
        for seed, (draw, matchers) in enumerate(zip(draws, built, strict=True)):
            asked = damaged(draw.questions, damage, seed) if damage else draw.questions
            for who, matcher in matchers.items():
                cells[who].append(hits(matcher, asked))
        row(f"{name}{way}", cells)


def rejection(name: str, draws: Sequence[Draw], strange: Sequence[str]) -> None:
    """Print how many off-topic questions each matcher lets through."""
    cells = {
        who: [accepted(build(draw.examples), draw.questions, strange) for draw in draws]
        for who, build in BUILDERS.items()
    }
    means = [f"{statistics.mean(found):5.1f} ±{np.std(found):3.1f}" for found in cells.values()]
    print(f"{name:34}", "  ".join(f"{cell:19}" for cell in means))


def main() -> None:
    """Measure, and print one table."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("data", type=Path)
    parser.add_argument("--weights", type=Path, default=weights.WEIGHTS_FILE)
    parser.add_argument("--half", type=int, choices=(0, 1), help="the half that was trained on")
    parser.add_argument("--draws", type=int, default=4)
    parser.add_argument("--only", choices=("en", "zh", "speed"))
    arguments = parser.parse_args()
    weights.WEIGHTS_FILE = arguments.weights
    strange = off_topic(3)
    strange["en"] += unseen_english(arguments.data)[1::2]
    half = None
    if arguments.half is not None:
        half = 1 - arguments.half
    print(f"{'first ± spread / first three, %':34}", "  ".join(f"{who:19}" for who in BUILDERS))
    if arguments.only in (None, "en"):
        english = English(arguments.data)
        seeds = range(100, 100 + arguments.draws)
        for label, each in (("names only", 0), ("3 examples", 3)):
            measure(f"English, {label}", [english.draw(s, each) for s in seeds], {"": None})
        ten = [english.draw(seed, 10) for seed in seeds]
        measure("English, 10 examples", ten, {"": None, ", typos": typos})
        rejection("English, 10: off-topic accepted", ten, strange["en"])
        rejection(
            "English, 3: off-topic accepted", [english.draw(s, 3) for s in seeds], strange["en"]
        )
        measure("English, 70 % of all", [english.draw(100, None)], {"": None})
    if arguments.only in (None, "zh"):
        chinese = Chinese(arguments.data)
        draws = [chinese.draw(seed, 200, half) for seed in range(100, 100 + arguments.draws)]
        ways = {"": None} | {f", {way}": damage for way, damage in CHINESE.items()}
        measure("Chinese, 200 entries", draws, ways | {", all pinyin": all_pinyin})
        rejection("Chinese: off-topic accepted", draws, strange["zh"])
    if arguments.only in (None, "speed"):
        pairs = rows(arguments.data / "atec_dev_pairs.jsonl")
        texts = list(dict.fromkeys(text for pair in pairs for text in (pair["a"], pair["b"])))
        speed_table(texts, [tuple(one) for one in examples_of(load_library())])


if __name__ == "__main__":
    main()

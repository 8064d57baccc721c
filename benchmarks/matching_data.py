"""Small knowledge bases and questions, drawn from the development data."""

import json
import random
from functools import lru_cache
from pathlib import Path
from typing import NamedTuple

from knowledge.matching.domain import everyday_questions
from knowledge.matching.index import Index
from knowledge.matching.ranker import Example
from knowledge.matching.text import plain


class Draw(NamedTuple):
    """A knowledge base and questions to it, each with the entry that is right."""

    examples: list[Example]
    questions: list[tuple[str, str]]


def rows(path: Path) -> list[dict[str, str]]:
    """Return the lines of a JSONL file."""
    return [json.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]


class Chinese:
    """Question pairs: the right side is the only phrasing of an entry, the left side asks it."""

    def __init__(self, folder: Path) -> None:
        """Group the pairs, so that no entry of a draw has the meaning of another."""
        self._parent: dict[str, str] = {}
        pairs = [pair for pair in rows(folder / "atec_dev_pairs.jsonl") if pair["label"]]
        self._pairs = []
        for pair in pairs:
            left, right = plain(pair["a"]), plain(pair["b"])
            self._parent[self._group(left)] = self._group(right)
            if left.replace(" ", "") != right.replace(" ", ""):
                self._pairs.append((pair["a"], pair["b"], left))
        groups = sorted({self._group(left) for *_, left in self._pairs})
        random.Random(5).shuffle(groups)
        self._half = {group: place % 2 for place, group in enumerate(groups)}

    def _group(self, line: str) -> str:
        self._parent.setdefault(line, line)
        while self._parent[line] != line:
            line = self._parent[line]
        return line

    def draw(self, seed: int, size: int = 200, half: int | None = None) -> Draw:
        """Return `size` entries and a question for each; `half` 0 or 1 keeps to half of them."""
        pairs = self._pairs[:]
        random.Random(seed).shuffle(pairs)
        taken: dict[str, tuple[str, str]] = {}
        for asked, entry, left in pairs:
            group = self._group(left)
            if half in (None, self._half[group]) and len(taken) < size:
                taken.setdefault(group, (asked, entry))
        found = Draw([], [])
        for place, (asked, entry) in enumerate(taken.values()):
            found.examples.append(Example(f"e{place}", entry, "zh"))
            found.questions.append((asked, f"e{place}"))
        return found


class English:
    """BANKING77: an intent is an entry, some of its questions are phrasings, others ask it."""

    def __init__(self, folder: Path) -> None:
        """Read the training part."""
        self._questions: dict[str, list[str]] = {}
        for row in rows(folder / "banking77_train.jsonl"):
            self._questions.setdefault(row["intent"], []).append(row["text"])

    def draw(self, seed: int, each: int | None, asked: int = 1000, *, named: bool = True) -> Draw:
        """Return entries of `each` phrasings (None: 70 % of all), their names too if `named`."""
        chance = random.Random(seed)
        found = Draw([], [])
        for intent, texts in sorted(self._questions.items()):
            texts = texts[:]
            chance.shuffle(texts)
            kept = len(texts) * 7 // 10
            own = texts[: kept if each is None else min(each, kept)]
            names = [intent.replace("_", " ")] if named else []
            found.examples.extend(Example(intent, text, "en") for text in names + own)
            found.questions.extend((text, intent) for text in texts[kept:])
        chance.shuffle(found.questions)
        del found.questions[asked:]
        return found


def off_topic(part: int) -> dict[str, list[str]]:
    """Return a quarter (0 to 3) of the questions that no payment FAQ answers, by language.

    Two are shown to the engine as everyday questions, the third trains the confidence, the last
    measures it.
    """
    found: dict[str, list[str]] = {"en": [], "zh": []}
    for line in everyday_questions()[part::4]:
        found["en" if line.isascii() else "zh"].append(line)
    return found


@lru_cache(maxsize=1)
def shown_everyday() -> Index:
    """Return the two quarters that the engine is shown."""
    return Index.build(
        [line for part in (0, 1) for found in off_topic(part).values() for line in found]
    )


def unseen_english(folder: Path) -> list[str]:
    """Return the off-topic questions that are not shipped."""
    return [row["text"] for row in rows(folder / "oos_en_dev.jsonl")[1::2]]

"""Reads fresh made-up screenshots and counts what came out right.

python -m benchmarks.screenshots --seed 7 --count 60 [--hard] [--dev FOLDER] [--keep FOLDER]
"""

import argparse
import json
import random
import resource
import time
from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

from benchmarks.screen_cases import Case, new_case
from benchmarks.screen_others import bill_list, sentences
from benchmarks.screen_pages import CHINESE
from benchmarks.screen_pages_abroad import ABROAD, ENGLISH
from benchmarks.screen_render import Drawing, random_look
from bot.readers.screens.reading import ScreenshotReading
from bot.readers.screenshots import read_screenshot, warm

JPEG = b"\xff\xd8"
FIELDS = ("amount_minor", "currency", "time", "merchant", "txn_id", "merchant_order_id", "status")


@dataclass
class Score:
    """Counts by field: asked, right, answered wrongly."""

    asked: Counter[str] = field(default_factory=Counter)
    right: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    seconds: list[float] = field(default_factory=list)

    def count(self, name: str, expected: object, found: object) -> bool:
        """Count one field and say whether it was right; nothing shown counts when answered."""
        if expected is not None:
            self.asked[name] += 1
            self.right[name] += expected == found
        if found is not None and expected != found:
            self.wrong[name] += 1
        return expected == found

    def table(self) -> str:
        """Return the counts as lines."""
        lines = [
            f"{name:18} {self.right[name]:4}/{self.asked[name]:<4}"
            f" {self.right[name] / self.asked[name]:7.1%}  wrong {self.wrong[name]}"
            for name in (*FIELDS, "kind", "list_row")
            if self.asked[name]
        ]
        cpu = sorted(self.seconds)
        memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        lines.append(
            f"CPU s a picture: mean {mean(cpu):.2f}, 95 % {cpu[int(len(cpu) * 0.95)]:.2f},"
            f" most {cpu[-1]:.2f}; memory {memory} MB"
        )
        return "\n".join(lines)


def timed(data: bytes, score: Score) -> ScreenshotReading:
    started = time.process_time()
    reading = read_screenshot(data)
    score.seconds.append(time.process_time() - started)
    return reading


def compare(
    name: str, expected: dict[str, object], reading: ScreenshotReading, score: Score
) -> None:
    bad = {
        one: (expected[one], getattr(reading, one))
        for one in FIELDS
        if not score.count(one, expected[one], getattr(reading, one))
    }
    score.count("kind", "payment", reading.kind.value)
    if bad:
        print(name, bad)


def payment(case: Case, at: int, options: argparse.Namespace, score: Score) -> None:
    page = case.random.choice((*CHINESE, *CHINESE, *ABROAD))
    language = (
        "en"
        if page.__name__ in ENGLISH
        else {"hong_kong": "hk", "taiwan": "tw"}.get(page.__name__, "zh")
    )
    draw = Drawing(random_look(case.random, hard=options.hard), language)
    page(case, draw)
    data = draw.sent()
    if page.__name__ == "bank" and case.time is None:
        case.moment()
    name = f"{options.seed}-{at:03}-{page.__name__}"
    keep(options, name, data)
    compare(name, {one: getattr(case, one) for one in FIELDS}, timed(data, score), score)


def other(case: Case, at: int, options: argparse.Namespace, score: Score) -> None:
    kind = case.random.choice(("bill_list", "freeze_notice", "other"))
    draw = Drawing(random_look(case.random, hard=options.hard), "zh")
    listed = bill_list(case, draw) if kind == "bill_list" else sentences(case, draw, kind) or []
    data = draw.sent()
    name = f"{options.seed}-{at:03}-{kind}"
    keep(options, name, data)
    reading = timed(data, score)
    if not score.count("kind", kind, reading.kind.value):
        print(name, "read as", reading.kind)
    found = [(row.merchant, row.amount_minor) for row in reading.rows]
    for row in listed:
        if not score.count("list_row", row, row if row in found else None):
            print(name, "not read:", row)


def keep(options: argparse.Namespace, name: str, data: bytes) -> None:
    if options.keep:
        options.keep.mkdir(parents=True, exist_ok=True)
        (options.keep / f"{name}.{'jpg' if data[:2] == JPEG else 'png'}").write_bytes(data)


def main() -> None:
    options = argparse.ArgumentParser()
    options.add_argument("--seed", type=int, default=1)
    options.add_argument("--count", type=int, default=40)
    options.add_argument("--hard", action="store_true")
    options.add_argument("--dev", type=Path, help="folder with pictures and truth.json")
    options.add_argument("--keep", type=Path, help="folder for the pictures made")
    chosen = options.parse_args()
    score = Score()
    warm()
    if chosen.dev:
        truth = json.loads((chosen.dev / "truth.json").read_text())
        for name, expected in truth.items():
            compare(name, expected, timed((chosen.dev / name).read_bytes(), score), score)
    else:
        random_ = random.Random(chosen.seed)
        for at in range(chosen.count):
            case = new_case(random_)
            (other if at % 8 == 7 else payment)(case, at, chosen, score)
    print(score.table())


if __name__ == "__main__":
    main()

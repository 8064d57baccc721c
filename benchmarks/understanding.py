"""Score what the bot understands: intents, false accepts, facts, urgency, articles.

    python -m benchmarks.understanding [--data dev.jsonl] [--answers out.jsonl] [--mistakes]

Without `--answers` the messages are read by `python -m bot understand`'s function first. The
rules of scoring are those of the message bank: a wrong value is a false find and a miss; optional
slots may be left out; ignored slots are not scored.
"""

import argparse
import json
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from bot.cli.understand import CACHE, understand
from knowledge.library import load_library

HERE = Path(__file__).parent
BANK = HERE / "data" / "messages.jsonl"
NOT_RANKED = 99
NOW = "2026-11-22T10:00:00+08:00"
OFF_TOPIC = frozenset({"out_of_scope", "smalltalk", "abuse", "clarify"})
HARMLESS_MERCHANTS = frozenset({"超市", "商店", "商家", "店", "便利店", "shop", "store"})

Row = Mapping[str, Any]  # Any: one JSON line of the bank, or of the answers


@dataclass
class Score:
    """What was counted over a bank."""

    right: Counter[str] = field(default_factory=Counter)
    asked: Counter[str] = field(default_factory=Counter)
    exact: int = 0
    pairs: Counter[tuple[str, str]] = field(default_factory=Counter)
    accepted: int = 0
    turned_away: int = 0
    negatives: int = 0
    found: Counter[str] = field(default_factory=Counter)
    wrong: Counter[str] = field(default_factory=Counter)
    missed: Counter[str] = field(default_factory=Counter)
    urgent: Counter[tuple[bool, bool]] = field(default_factory=Counter)
    ranks: list[int] = field(default_factory=list)
    mistakes: list[str] = field(default_factory=list)


def lines_of(path: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in path.read_text("utf-8").splitlines() if line.strip()]


def answered(messages: Sequence[Row]) -> dict[str, dict[str, Any]]:
    with tempfile.TemporaryDirectory() as folder:
        asked, got = Path(folder) / "in.jsonl", Path(folder) / "out.jsonl"
        asked.write_text(
            "".join(
                json.dumps({"id": one["id"], "text": one["text"], "now": NOW}) + "\n"
                for one in messages
            ),
            "utf-8",
        )
        started = time.process_time()
        understand(asked, got)
        spent = time.process_time() - started
        print(f"{len(messages)} messages, {spent:.1f} s CPU with loading", file=sys.stderr)
        return {one["id"]: one for one in lines_of(got)}


def judge(
    messages: Iterable[Row], answers: Mapping[str, Row], topics: Mapping[str, Sequence[str]]
) -> Score:
    score = Score()
    for message in messages:
        answer = answers.get(message["id"], {"intent": None, "slots": {}})
        _judge_intent(score, message, answer)
        if message.get("kind") != "negative":
            _judge_slots(score, message, answer.get("slots") or {})
        if not message.get("urgent_optional"):
            wanted, got = bool(message.get("urgent")), bool(answer.get("urgent"))
            score.urgent[wanted, got] += 1
            if wanted != got:
                score.mistakes.append(f"{message['id']} urgent -> {got}: {message['text'][:70]}")
        if right := topics.get(message.get("faq_topic", "")):
            ranked = list(answer.get("faq") or [])
            places = [place for place, name in enumerate(ranked, start=1) if name in right]
            score.ranks.append(min(places, default=NOT_RANKED))
    return score


def _judge_intent(score: Score, message: Row, answer: Row) -> None:
    wanted = message["intent"]
    fitting = {wanted, *message.get("acceptable_intents", ())}
    got = (answer["intent"] or "clarify") if answer else "missing"
    good = got in fitting
    for group in ("all", f"language {message['lang']}", f"route {wanted}"):
        score.asked[group] += 1
        score.right[group] += good
    score.exact += got == wanted
    score.pairs[wanted, wanted if good else got] += 1
    if wanted == "out_of_scope":
        score.negatives += 1
        score.accepted += got not in OFF_TOPIC and not good
    elif wanted not in OFF_TOPIC:
        score.turned_away += got in {"out_of_scope", "abuse"} and not good
    if not good:
        score.mistakes.append(f"{message['id']} {wanted} -> {got}: {message['text'][:70]}")


def _judge_slots(score: Score, message: Row, got: Row) -> None:
    wanted: Row = message.get("slots", {})
    optional, ignored = message.get("slots_optional", ()), message.get("slots_ignore", ())
    if {"order_ref", "transaction_id"} & set(ignored):
        ignored = [*ignored, "order_ref", "transaction_id"]
    for name in sorted({*wanted, *got} - set(ignored)):
        value, right = got.get(name), wanted.get(name)
        if right is None and name in {"order_ref", "transaction_id"}:
            other = "transaction_id" if name == "order_ref" else "order_ref"
            right = wanted.get(other)
        accepted = message.get("slots_accept", {}).get(name, [])
        if value is not None and (_same(name, value, right) or value in accepted):
            score.found[name] += right is not None
        elif value is None:
            twin = {"order_ref": "transaction_id", "transaction_id": "order_ref"}.get(name, "")
            if name not in optional and not (twin and got.get(twin) == right):
                score.missed[name] += 1
                score.mistakes.append(f"{message['id']} {name}: missed {right!r}")
        elif not (right is None and _harmless(name, value, got)):
            score.wrong[name] += 1
            score.missed[name] += right is not None
            score.mistakes.append(f"{message['id']} {name}: {value!r}, right is {right!r}")


def _same(name: str, value: Any, right: Any) -> bool:
    if name == "merchant" and right is not None:
        one, other = str(value).lower(), str(right).lower()
        return one in other or other in one
    return bool(value == right)


def _harmless(name: str, value: Any, got: Row) -> bool:
    if name == "count":
        return bool(value == 1)
    if name == "total_minor":
        return bool(value == got.get("amount_minor", 0) * got.get("count", 0))
    return name == "merchant" and value in HARMLESS_MERCHANTS


def share(part: float, whole: float) -> str:
    return f"{100 * part / whole:5.1f} %" if whole else "    -"


def macro_f1(pairs: Mapping[tuple[str, str], int]) -> float:
    routes = {wanted for wanted, _ in pairs}
    scores = []
    for route in routes:
        right = pairs.get((route, route), 0)
        asked = sum(count for (wanted, _), count in pairs.items() if wanted == route)
        given = sum(count for (_, got), count in pairs.items() if got == route)
        scores.append(2 * right / (asked + given) if asked + given else 0.0)
    return sum(scores) / len(scores)


def show(score: Score, *, mistakes: bool) -> None:
    for group in sorted(score.asked):
        print(f"{group:32} {share(score.right[group], score.asked[group])} {score.asked[group]:5}")
    print(f"{'on the intent alone':32} {share(score.exact, score.asked['all'])}")
    print(f"{'mean F1 over routes':32} {macro_f1(score.pairs):.3f}")
    print(f"{'off-topic given a route':32} {share(score.accepted, score.negatives)}")
    real = sum(n for (wanted, _), n in score.pairs.items() if wanted not in OFF_TOPIC)
    print(f"{'real matters turned away':32} {share(score.turned_away, real)}")
    urgent = score.urgent
    hits = urgent[True, True]
    print(f"{'urgent recall':32} {share(hits, hits + urgent[True, False])}")
    print(f"{'urgent precision':32} {share(hits, hits + urgent[False, True])}")
    totals: dict[str, int] = defaultdict(int)
    for name in sorted({*score.found, *score.wrong, *score.missed}):
        found, wrong, missed = score.found[name], score.wrong[name], score.missed[name]
        both = f"{share(found, found + wrong)} {share(found, found + missed)}"
        print(f"{'slot ' + name:32} {both} {found:5}")
        totals["found"] += found
        totals["wrong"] += wrong
        totals["missed"] += missed
    found = totals["found"]
    print(f"{'slots, precision':32} {share(found, found + totals['wrong'])}")
    print(f"{'slots, recall':32} {share(found, found + totals['missed'])}")
    if score.ranks:
        for depth in (1, 3):
            hits = sum(rank <= depth for rank in score.ranks)
            print(f"{f'right article among the first {depth}':32} {share(hits, len(score.ranks))}")
    if mistakes:
        print("\n".join(score.mistakes))


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=BANK, help="messages with their meaning")
    parser.add_argument("--answers", type=Path, help="answers already written, JSONL")
    parser.add_argument("--mistakes", action="store_true", help="list every mistake")
    options = parser.parse_args()
    messages = lines_of(options.data)
    if options.answers:
        answers = {one["id"]: one for one in lines_of(options.answers)}
    else:
        answers = answered(messages)
    topics = load_library(cache=CACHE).tables.topics.topics
    show(judge(messages, answers, topics), mistakes=options.mistakes)


if __name__ == "__main__":
    main()

"""Quality and speed of reading statements, on invented files and on a folder with answers.

python benchmarks/statements.py [--data FOLDER] [--seeds 8] [--other-words] [--speed]
    [--keep FOLDER]
"""

import argparse
import json
import random
import resource
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import statement_banks as banks
import statement_cards as cards
import statement_interchange as interchange
import statement_wallets as wallets
from statement_cases import ASKED, CONFIRMED, SETTLED, Can, Group, Row, Story, take_other_words

sys.path.insert(0, str(Path(__file__).parent.parent))
from bot.domain.duplicates import Confidence, Duplicate, find_duplicates
from bot.readers.statements.reading import read_statement

Write = Callable[[list[Row], random.Random], bytes]
_ZH = Can("zh", closes=True)
_DAY_ZH = Can("zh", precision="day")
_EN = Can("en", currency="EUR")
_DAY_EN = Can("en", precision="day")

FORMATS: dict[str, tuple[Write, Can]] = {
    "alipay_2021.csv": (wallets.alipay_2021, _ZH),
    "alipay_2023.csv": (wallets.alipay_2023, _ZH),
    "alipay_web.txt": (wallets.alipay_web, Can("zh", closes=True, tells_refunds=True)),
    "wechat.csv": (wallets.wechat_csv, Can("zh", tells_refunds=True)),
    "wechat_2025.xlsx": (wallets.wechat_2025, Can("zh", tells_refunds=True)),
    "wechat_2026.xlsx": (wallets.wechat_2026, Can("zh", tells_refunds=True)),
    "jd.csv": (wallets.jd, Can("zh", tells_refunds=True)),
    "meituan.csv": (wallets.meituan, Can("zh")),
    "icbc.csv": (banks.icbc, _DAY_ZH),
    "boc_debit.csv": (banks.boc, Can("zh")),
    "boc_credit.csv": (cards.boc_credit, _DAY_ZH),
    "cmb_credit.csv": (cards.cmb_credit, _DAY_ZH),
    "cmb_debit.csv": (cards.cmb_debit, _DAY_ZH),
    "abc_debit.csv": (cards.abc_debit, Can("zh")),
    "bocom_debit.csv": (cards.bocom_debit, Can("zh")),
    "bocom_credit.csv": (cards.bocom_credit, _DAY_ZH),
    "cgb_credit.csv": (cards.cgb_credit, _DAY_ZH),
    "hsbc_hk.csv": (cards.hsbc, Can("en", precision="day", pending=True)),
    "paypal_us.csv": (banks.paypal_us, Can("en", pending=True)),
    "paypal_eu.csv": (banks.paypal_eu, Can("en", pending=True)),
    "paypal_statement.csv": (banks.paypal_statement, Can("en", goods=False)),
    "revolut.csv": (banks.revolut, Can("en")),
    "wise.csv": (banks.wise, _DAY_EN),
    "stripe.csv": (banks.stripe, Can("en", precision="minute", closes=True, tells_refunds=True)),
    "ofx1.ofx": (interchange.ofx, _DAY_EN),
    "ofx2.ofx": (interchange.ofx2, _DAY_EN),
    "qif.qif": (interchange.qif, _DAY_EN),
    "camt053.xml": (interchange.camt, Can("en", precision="day", pending=True)),
    "mt940.sta": (interchange.mt940, _DAY_EN),
}
TELLS_NO_REFUND_ROWS = {"stripe.csv"}


@dataclass(frozen=True)
class Case:
    """One file and what must be found in it."""

    name: str
    data: bytes
    rows: int
    groups: list[Group]
    number_of: dict[str, int]


def case(name: str, seed: int) -> Case:
    write, can = FORMATS[name]
    story = Story(seed, can)
    groups = story.make(flood=seed % 3 == 0)
    rows = [row for group in groups for row in group.rows]
    if name in TELLS_NO_REFUND_ROWS:
        rows = [row for row in rows if row.kind == "charge"]
    rows.sort(key=lambda row: row.at, reverse=story.rng.random() < 0.6)
    numbers = {row.txn: number for number, row in enumerate(rows, 1)}
    return Case(name, write(rows, story.rng), len(rows), groups, numbers)


def judge(one: Case, found: tuple[Duplicate, ...]) -> Counter[str]:
    """Count right, wrong, missed, claimed questions, claimed settled ones, wrong money."""
    score: Counter[str] = Counter()
    claimed = {d.rows: d for d in found if d.confidence is not Confidence.POSSIBLE}
    wanted = 0
    for group in one.groups:
        rows = tuple(sorted(one.number_of[txn] for txn in group.extra or []))
        everything = {one.number_of.get(row.txn, 0) for row in group.rows}
        touched = [d for r, d in claimed.items() if len(everything & set(r)) > 1]
        match group.verdict:
            case "confirmed":
                wanted += group.minor
                score["groups"] += 1
                hit = claimed.get(rows) or _equal(one, group, claimed)
                score["right" if hit else "missed"] += 1
                score["money wrong"] += bool(hit) and hit.extra_minor != group.minor
                score["row wrong"] += bool(touched) and not hit
            case "asked" | "settled" | "":
                label = {ASKED: "asked", SETTLED: "settled", "": "innocent"}[group.verdict]
                score[label] += 1
                score[f"{label} claimed"] += bool(touched)
                score["row wrong"] += len(touched)
                score["certain wrong"] += any(d.confidence is Confidence.CERTAIN for d in touched)
    known = {
        tuple(sorted(one.number_of[t] for t in g.extra))
        for g in one.groups
        if g.verdict == CONFIRMED
    }
    score["wrong"] = sum(rows not in known for rows in claimed)
    score["files"] = 1
    score["file money right"] = sum(d.extra_minor for d in claimed.values()) == wanted
    return score


def _equal(one: Case, group: Group, claimed: dict[tuple[int, ...], Duplicate]) -> Duplicate | None:
    """Where a file tells only days, any rows of the group that are as many are as right."""
    if FORMATS[one.name][1].precision != "day":
        return None
    charges = {one.number_of[row.txn] for row in group.rows if row.kind == "charge"}
    fitting = (d for rows, d in claimed.items() if set(rows) <= charges)
    return next((d for d in fitting if len(d.rows) == len(group.extra)), None)


def run(seeds: range, keep: Path | None, *, explain: bool = False) -> Counter[str]:
    total: Counter[str] = Counter()
    for name in FORMATS:
        own: Counter[str] = Counter()
        for seed in seeds:
            one = case(name, seed)
            if keep:
                (keep / f"{seed}_{name}").write_bytes(one.data)
            read = read_statement(one.data, name)
            own["files with all rows"] += len(read.transactions) == one.rows
            found = find_duplicates(read.transactions)
            own += judge(one, found)
            if explain:
                _explain(one, found)
        print(f"{name:22}", _figures(own))
        total += own
    return total


def _explain(one: Case, found: tuple[Duplicate, ...]) -> None:
    wanted = {
        tuple(sorted(one.number_of[txn] for txn in group.extra)): group.minor
        for group in one.groups
        if group.verdict == CONFIRMED
    }
    claimed = {d.rows: d for d in found if d.confidence is not Confidence.POSSIBLE}
    for rows, minor in wanted.items():
        if rows not in claimed or claimed[rows].extra_minor != minor:
            group = next(
                g for g in one.groups if set(rows) <= {one.number_of.get(r.txn) for r in g.rows}
            )
            print("  missed", one.name, rows, minor, *group.rows, sep="\n     ")
    for rows, duplicate in claimed.items():
        if rows not in wanted:
            print("  wrong", one.name, duplicate.why, *duplicate.charges, sep="\n     ")


def _figures(score: Counter[str]) -> str:
    precision = score["right"] / max(1, score["right"] + score["wrong"])
    recall = score["right"] / max(1, score["groups"])
    return (
        f"rows {score['files with all rows']}/{score['files']} P {precision:.4f} R {recall:.4f} "
        f"certain wrong {score['certain wrong']} asked claimed {score['asked claimed']}/"
        f"{score['asked']} "
        f"settled claimed {score['settled claimed']}/{score['settled']} innocent claimed "
        f"{score['innocent claimed']}/{score['innocent']} money {score['file money right']}/"
        f"{score['files']}"
    )


def folder(path: Path) -> None:
    """Judge a folder with answers.json: groups, ask, resolved, rows for each file."""
    total: Counter[str] = Counter()
    for name, key in json.loads((path / "answers.json").read_text()).items():
        read = read_statement(path / name)
        found = find_duplicates(read.transactions)
        claimed = {d.rows: d for d in found if d.confidence is not Confidence.POSSIBLE}
        wanted = {tuple(sorted(g["rows"])) for g in key["groups"]}
        total["files with all rows"] += len(read.transactions) == key["rows"]
        total["files"] += 1
        total["groups"] += len(wanted)
        total["right"] += len(wanted & set(claimed))
        total["wrong"] += len(set(claimed) - wanted)
        for label, listed in (("asked", key["ask"]), ("settled", key["resolved"])):
            total[label] += len(listed)
            total[f"{label} claimed"] += sum(
                any(len(set(one) & set(rows)) > 1 for rows in claimed) for one in listed
            )
        total["file money right"] += (
            sum(d.extra_minor for d in claimed.values()) == key["extra_minor_total"]
        )
    print(f"{path.name:22}", _figures(total))


def speed() -> None:
    """CPU seconds of files with 5,000 and 100,000 rows."""
    for name, rows in (
        ("alipay_2023.csv", 5_000),
        ("wechat_2026.xlsx", 5_000),
        ("alipay_2023.csv", 100_000),
    ):
        data = large(name, rows)
        started = time.process_time()
        read = read_statement(data, name)
        parsed = time.process_time()
        find_duplicates(read.transactions)
        ended = time.process_time()
        peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024
        print(
            f"{name} {len(read.transactions)} rows: read {parsed - started:.2f} s, "
            f"compared {ended - parsed:.2f} s, peak {peak} MB"
        )


def large(name: str, wanted: int) -> bytes:
    write, can = FORMATS[name]
    rows = list(_many(can, wanted))
    return write(rows, random.Random(0))


def _many(can: Can, wanted: int) -> Iterator[Row]:
    seed, made = 0, 0
    while made < wanted:
        for group in Story(seed, can).make():
            for row in group.rows:
                made += 1
                if made <= wanted:
                    yield row
        seed += 1


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path)
    parser.add_argument("--seeds", type=int, default=8)
    parser.add_argument("--first-seed", type=int, default=0)
    parser.add_argument("--speed", action="store_true")
    parser.add_argument("--explain", action="store_true", help="print what was judged wrongly")
    parser.add_argument("--keep", type=Path, help="folder for the invented files")
    parser.add_argument("--other-words", action="store_true", help="other shops, goods, plans")
    options = parser.parse_args()
    if options.other_words:
        take_other_words()
    if options.data:
        folder(options.data)
    if options.speed:
        speed()
    else:
        seeds = range(options.first_seed, options.first_seed + options.seeds)
        print("all".ljust(22), _figures(run(seeds, options.keep, explain=options.explain)))


if __name__ == "__main__":
    main()

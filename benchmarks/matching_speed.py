"""CPU time and memory of the engine, each index in a process of its own."""

import json
import resource
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from benchmarks.matching_data import rows

_ENTRIES = 10_000
_ASKED = 1000


def speed_table(data: Path) -> None:
    """Print load, memory and time of a query for 10,000 entries."""
    pairs = rows(data / "atec_dev_pairs.jsonl")
    texts = list(dict.fromkeys(text for pair in pairs for text in (pair["a"], pair["b"])))
    with tempfile.TemporaryDirectory() as folder:
        index, asked = Path(folder) / "index.jsonl", Path(folder) / "asked.jsonl"
        _write(index, texts[:_ENTRIES])
        _write(asked, texts[_ENTRIES : _ENTRIES + _ASKED])
        subprocess.run([sys.executable, __file__, str(index), str(asked)], check=True)


def _write(path: Path, texts: list[str]) -> None:
    lines = [
        json.dumps({"id": str(place), "entry": f"e{place}", "text": text, "lang": "zh"})
        for place, text in enumerate(texts)
    ]
    path.write_text("\n".join(lines), encoding="utf-8")


def measured(index: Path, asked: Path) -> None:
    """Print the figures of one index, in this process."""
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    began = time.process_time()
    import numpy as np

    from knowledge.matching.ranker import Ranker
    from knowledge.matching.stream import read_examples

    imported = time.process_time()
    ranker = Ranker.build(read_examples(index.read_text(encoding="utf-8").splitlines()))
    built = time.process_time()
    spent = []
    for row in rows(asked):
        start = time.process_time()
        ranker.rank(row["text"], 3)
        spent.append(1000 * (time.process_time() - start))
    above = (resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before) / 1024
    half, most, all_but_one = np.percentile(spent, [50, 99, 99.9])
    print(f"\n{len(ranker.entries)} entries, {len(ranker.texts)} phrasings, CPU:")
    print(f"import {imported - began:.2f} s, load {built - imported:.2f} s, memory {above:.0f} MB")
    print(f"query {half:.2f} ms median, {most:.2f} ms p99, {all_but_one:.2f} ms p99.9")


if __name__ == "__main__":
    sys.path.insert(0, str(Path(__file__).parents[1]))
    measured(Path(sys.argv[1]), Path(sys.argv[2]))

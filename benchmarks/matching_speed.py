"""CPU time and memory of the engine, each index in a process of its own."""

import json
import os
import subprocess
import sys
import tempfile
from pathlib import Path

_ENTRIES = 10_000
_ASKED = 1000
_ROOT = Path(__file__).parents[1]
_MEMORY = r'int(re.search(r"VmHWM:\s+(\d+)", open("/proc/self/status").read())[1])'
_BARE = f"import re; print({_MEMORY})"
_MEASURED = f"""
import json, re, sys, time
began = time.process_time()
import numpy as np
from knowledge.matching.ranker import Example, Ranker
imported = time.process_time()
with open(sys.argv[1], encoding="utf-8") as lines:
    ranker = Ranker.build([Example(*json.loads(line)) for line in lines])
built = time.process_time()
with open(sys.argv[2], encoding="utf-8") as lines:
    asked = [json.loads(line) for line in lines]
spent = []
for text in asked:
    start = time.process_time()
    ranker.rank(text, 3)
    spent.append(1000 * (time.process_time() - start))
memory = {_MEMORY}
times = [float(each) for each in np.percentile(spent, [50, 99, 99.9])]
print(json.dumps([imported - began, built - imported, memory, *times]))
"""


def speed_table(texts: list[str], own: list[tuple[str, str, str]]) -> None:
    """Print load, memory and time of a query, for 10,000 entries and for the bot's articles."""
    many = [(f"e{place}", text, "zh") for place, text in enumerate(texts[:_ENTRIES])]
    asked = texts[_ENTRIES : _ENTRIES + _ASKED]
    print(f"\n{'CPU, one core':34} import s  load s  MB above Python  median, p99, p99.9 ms")
    _line(f"{len(many)} entries", many, asked)
    entries = len({entry for entry, *_ in own})
    _line(f"own: {entries} entries, {len(own)} texts", own, [text for _, text, _ in own])


def _line(name: str, examples: list[tuple[str, str, str]], asked: list[str]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        index, questions = Path(folder) / "index.jsonl", Path(folder) / "asked.jsonl"
        index.write_text("\n".join(map(json.dumps, examples)), encoding="utf-8")
        questions.write_text("\n".join(map(json.dumps, asked)), encoding="utf-8")
        bare = int(_output([sys.executable, "-c", _BARE]))
        found = json.loads(_output([sys.executable, "-c", _MEASURED, str(index), str(questions)]))
    start, load, memory, *times = found
    above = (memory - bare) / 1024
    spent = ", ".join(f"{each:.2f}" for each in times)
    print(f"{name:34} {start:8.2f} {load:7.2f} {above:16.0f}  {spent}")


def _output(command: list[str]) -> str:
    alone = os.environ | {"OPENBLAS_NUM_THREADS": "1"}
    done = subprocess.run(
        command, cwd=_ROOT, env=alone, check=True, capture_output=True, text=True
    )
    return done.stdout

"""A ranker kept in one file, so that a start reads arrays instead of learning again."""

import contextlib
import hashlib
import os
import tempfile
import zipfile
from collections.abc import Mapping, Sequence
from dataclasses import fields
from pathlib import Path
from typing import IO, Any

import numpy as np
import numpy.typing as npt

from knowledge.matching.classifier import Classifier
from knowledge.matching.domain import Domain
from knowledge.matching.index import Index
from knowledge.matching.postings import Postings
from knowledge.matching.ranker import Ranker

FORMAT = 2
"""Raised whenever the code would compute other arrays from the same sources."""
_PREFIX = "search-"
_HERE = Path(__file__).parent
_SOURCES = ("concepts.toml", "syllables.txt", "off_topic.txt", "weights.json")
_DIVIDER = "\n"

# Any: NumPy arrays of whatever type, under the name they are kept by.
Arrays = Mapping[str, npt.NDArray[Any]]


def key_of(fingerprint: str) -> str:
    """Return the hash of everything a ranker is made from, given the hash of its phrasings."""
    whole = hashlib.sha256(f"{FORMAT} {np.__version__} {fingerprint}".encode())
    for name in _SOURCES:
        whole.update((_HERE / name).read_bytes())
    return whole.hexdigest()[:24]


def keep(folder: Path, key: str, ranker: Ranker, cuts: Sequence[float]) -> None:
    """Keep a ranker and its thresholds; older ones go. A folder without room is no failure."""
    arrays = {
        **_of_index("ours", ranker.index),
        **_of_index("everyday", ranker.domain.everyday),
        "texts": _of_lines(ranker.texts),
        "entries": _of_lines(ranker.entries),
        "owners": ranker.owners,
        "cuts": np.array(cuts),
    }
    if ranker.classifier is not None:
        arrays["landmarks"] = ranker.classifier.landmarks
        arrays["weights"] = ranker.classifier.weights
    with contextlib.suppress(OSError):
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(dir=folder, suffix=".draft", delete=False) as draft:
            _write(draft, arrays)
        os.replace(draft.name, folder / f"{_PREFIX}{key}.npz")
        for older in folder.glob(f"{_PREFIX}*.npz"):
            if older.stem != f"{_PREFIX}{key}":
                older.unlink(missing_ok=True)


def kept(folder: Path, key: str) -> tuple[Ranker, tuple[float, ...]] | None:
    """Return the kept ranker and its thresholds; None where there is none, or it is broken."""
    try:
        with (
            (folder / f"{_PREFIX}{key}.npz").open("rb") as file,
            np.load(file, allow_pickle=False) as found,
        ):
            arrays = {name: found[name] for name in found.files}
        return _ranker(arrays), tuple(map(float, arrays["cuts"]))
    except (OSError, ValueError, KeyError, EOFError, zipfile.BadZipFile):
        return None


def _write(file: IO[bytes], arrays: Arrays) -> None:
    """Write what `np.load` reads; `np.savez` itself takes one of its options for an array."""
    with zipfile.ZipFile(file, "w") as archive:
        for name, array in arrays.items():
            with archive.open(f"{name}.npy", "w", force_zip64=True) as part:
                np.lib.format.write_array(part, array, allow_pickle=False)


def _ranker(arrays: Arrays) -> Ranker:
    index = _index("ours", arrays)
    entries = _lines(arrays["entries"])
    owners = arrays["owners"]
    classifier = None
    if "weights" in arrays:
        classifier = Classifier(arrays["landmarks"], arrays["weights"])
    return Ranker(
        texts=_lines(arrays["texts"]),
        entries=entries,
        owners=owners,
        sizes=np.bincount(owners, minlength=len(entries)),
        index=index,
        domain=Domain.of(index, _index("everyday", arrays)),
        classifier=classifier,
    )


def _of_index(name: str, index: Index) -> dict[str, npt.NDArray[Any]]:
    found: dict[str, npt.NDArray[Any]] = {}
    for field in fields(index):
        value = getattr(index, field.name)
        place = f"{name}.{field.name}"
        if isinstance(value, Postings):
            parts = value._asdict().items()
            found |= {f"{place}.{part}": np.asarray(held) for part, held in parts}
        else:
            found[place] = _of_lines(value) if isinstance(value, list) else value
    return found


def _index(name: str, arrays: Arrays) -> Index:
    # Any: postings, lists and arrays, each under the field it was kept for.
    found: dict[str, Any] = {}
    for field in fields(Index):
        place = f"{name}.{field.name}"
        if f"{place}.keys" in arrays:
            held = Postings._make(arrays[f"{place}.{part}"] for part in Postings._fields)
            found[field.name] = held._replace(unseen=float(held.unseen))
        elif arrays[place].dtype == np.uint8:
            found[field.name] = _lines(arrays[place])
        else:
            found[field.name] = arrays[place]
    return Index(**found)


def _of_lines(lines: list[str]) -> npt.NDArray[np.uint8]:
    joined = _DIVIDER.join(line.replace(_DIVIDER, " ") for line in lines)
    return np.frombuffer(joined.encode(), np.uint8)


def _lines(held: npt.NDArray[np.uint8]) -> list[str]:
    return held.tobytes().decode().split(_DIVIDER)

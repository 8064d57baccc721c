"""The knowledge files, parsed once: JSON kept beside the hash of each file it came from."""

import contextlib
import hashlib
import json
import os
import tempfile
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from knowledge import articles, tables
from knowledge.problems import KnowledgeError, Problem

CACHE_NAME = "knowledge.json"
FORMAT = 1
"""Raised whenever parsing changes, so that an older cache is not read."""


@dataclass(frozen=True, slots=True)
class Compiled:
    """All files of the knowledge base.

    Attributes:
        texts: path inside the folder to the text.
        json: path to the parsed content.
        fingerprint: hash of all texts.
    """

    texts: Mapping[str, str]
    json: Mapping[str, str]
    fingerprint: str


KNOWLEDGE_ENDS = (".yaml", ".md")


def knowledge_folders(folder: Path) -> list[Path]:
    """Return the folders that hold the tables, and articles and ready answers by language."""
    places = (folder / "tables", *folder.glob("articles/*"), *folder.glob("ready/*"))
    return [each for each in places if each.is_dir()]


def knowledge_files(folder: Path) -> list[Path]:
    """Return the tables, articles and ready answers of a folder, sorted."""
    written = ("tables/*.yaml", "articles/*/*.md", "ready/*/*.md")
    return sorted(path for pattern in written for path in folder.glob(pattern))


def compile_folder(folder: Path, cache: Path | None) -> Compiled:
    """Return the files of a folder, parsing only those that are not in the cache.

    Args:
        folder (Path): holds `tables/`, `articles/` and `ready/`.
        cache (Path or None): folder for `knowledge.json`; None keeps nothing.

    Raises:
        KnowledgeError: files that cannot be parsed; all problems at once.
    """
    kept = _read_cache(cache)
    texts: dict[str, str] = {}
    parsed: dict[str, str] = {}
    hashes: dict[str, str] = {}
    problems: list[Problem] = []
    for path in knowledge_files(folder):
        file = path.relative_to(folder).as_posix()
        raw = path.read_bytes()
        hashes[file] = hashlib.sha256(raw).hexdigest()
        try:
            texts[file] = raw.decode()
            known = kept.get(file, {})
            hit = known.get("hash") == hashes[file]
            parsed[file] = known["json"] if hit else _parsed(texts[file], file)
        except UnicodeDecodeError as error:
            line = raw.count(b"\n", 0, error.start) + 1
            problems.append(Problem(file, line, 1, "this is not UTF-8", "save the file as UTF-8"))
        except KnowledgeError as error:
            problems += error.problems
    if problems:
        raise KnowledgeError(problems)
    _write_cache(cache, kept, hashes, parsed)
    whole = hashlib.sha256(json.dumps(hashes, sort_keys=True).encode()).hexdigest()
    return Compiled(texts, parsed, whole)


def _parsed(text: str, file: str) -> str:
    if file.endswith(".md"):
        return articles.compiled_article(text, file)
    return tables.compiled_table(text, file)


def _read_cache(cache: Path | None) -> dict[str, dict[str, str]]:
    """Return the kept files; nothing where the cache is missing, broken or of another format."""
    if cache is None:
        return {}
    try:
        content = json.loads((cache / CACHE_NAME).read_bytes())
    except (OSError, ValueError):
        return {}
    if not isinstance(content, dict) or content.get("format") != FORMAT:
        return {}
    files: dict[str, dict[str, str]] = content["files"]
    return files


def _write_cache(
    cache: Path | None,
    kept: Mapping[str, Mapping[str, str]],
    hashes: Mapping[str, str],
    parsed: Mapping[str, str],
) -> None:
    """Keep the parsed files, whole or not at all; an unwritable folder is no failure."""
    files = {file: {"hash": hashes[file], "json": parsed[file]} for file in parsed}
    if cache is None or files == kept:
        return
    with contextlib.suppress(OSError):
        cache.mkdir(parents=True, exist_ok=True)
        with tempfile.NamedTemporaryFile(
            "w", dir=cache, prefix=CACHE_NAME, encoding="utf-8", delete=False
        ) as draft:
            json.dump({"format": FORMAT, "files": files}, draft, ensure_ascii=False)
        os.replace(draft.name, cache / CACHE_NAME)

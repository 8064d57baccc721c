"""The library: tables and articles read from their files, as a whole or not at all."""

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from knowledge import articles, ready, tables
from knowledge.articles import Article
from knowledge.compiled import Compiled, compile_folder
from knowledge.links import broken_links
from knowledge.problems import KnowledgeError, Problem
from knowledge.ready import ReadyAnswer
from knowledge.snapshot import Library

__all__ = ["FOLDER", "Library", "library_of", "load_library"]

FOLDER = Path(__file__).parent

Written = TypeVar("Written", Article, ReadyAnswer)


def load_library(folder: Path = FOLDER, cache: Path | None = None) -> Library:
    """Return the library of a folder.

    Args:
        folder (Path): holds `tables/`, `articles/` and `ready/`.
        cache (Path or None): folder that keeps the parsed files; None parses them each time.

    Raises:
        KnowledgeError: something is wrong; all problems at once.
    """
    return library_of(compile_folder(folder, cache))


def library_of(compiled: Compiled) -> Library:
    """Return the library of parsed files.

    Raises:
        KnowledgeError: a file breaks its model, or a name leads nowhere; all problems at once.
    """
    prefix, suffix = f"{tables.FOLDER}/", ".yaml"
    texts = {
        file.removeprefix(prefix).removesuffix(suffix): text
        for file, text in compiled.texts.items()
        if file.startswith(prefix)
    }
    parsed = {name: compiled.json[tables.file_of(name)] for name in texts}
    read = tables.read_tables(parsed, texts)
    problems = [
        tables.problem_at(flaw.table, texts[flaw.table], flaw.path, flaw.what, flaw.instead)
        for flaw in broken_links(read)
    ]
    found, broken = _written(compiled, articles.FOLDER, articles.read_article)
    answers, wrong = _written(compiled, ready.FOLDER, ready.read_ready)
    if problems or broken or wrong:
        raise KnowledgeError([*problems, *broken, *wrong])
    return Library(read, found, compiled.fingerprint, answers)


def _written(
    compiled: Compiled, folder: str, read: Callable[[str, str, str], Written]
) -> tuple[dict[tuple[str, str], Written], list[Problem]]:
    """Return the files of a folder by name and language, and what is wrong with them."""
    found: dict[tuple[str, str], Written] = {}
    problems: list[Problem] = []
    for file, content in compiled.json.items():
        if not file.startswith(f"{folder}/"):
            continue
        try:
            one = read(content, compiled.texts[file], file)
        except KnowledgeError as error:
            problems += error.problems
        else:
            found[one.name, one.language] = one
    return found, problems

"""An edited article or ready answer before it goes live: its problems, and what it would make."""

import contextlib
import hashlib
import os
import re
import tempfile
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from knowledge import articles, ready
from knowledge.check import problems_of
from knowledge.compiled import Compiled, compile_folder
from knowledge.library import library_of
from knowledge.problems import KnowledgeError, Problem, Severity
from knowledge.snapshot import Library

LARGEST_ARTICLE = 64_000
"""Bytes of an article's file; ten times the longest there is."""

_FILE = re.compile(r"(?:articles|ready)/(?:zh|en)/[a-z0-9]+(?:-[a-z0-9]+)*\.md")


@dataclass(frozen=True, slots=True)
class Proposal:
    """An edit that was checked against everything else.

    Attributes:
        file: path inside the knowledge folder.
        text: the whole new file.
        before: the file as it is; empty if it is new.
        problems: errors that the edit brings, none if it may go live.
        library: what would be known with it; None while there are problems.
    """

    file: str
    text: str
    before: str
    problems: tuple[Problem, ...]
    library: Library | None


def article_file(name: str, language: str) -> str:
    """Return the path of an article inside the knowledge folder."""
    return f"{articles.FOLDER}/{language}/{name}.md"


def ready_file(name: str, language: str) -> str:
    """Return the path of a ready answer inside the knowledge folder."""
    return f"{ready.FOLDER}/{language}/{name}.md"


def read_article_text(folder: Path, file: str) -> str:
    """Return an article's file; empty if there is none.

    Raises:
        ValueError: the path is none of an article.
    """
    path = _path(folder, file)
    return path.read_text("utf-8") if path.is_file() else ""


def write_article_text(folder: Path, file: str, text: str) -> None:
    """Write an article's file, whole or not at all; an empty text takes it away.

    Raises:
        ValueError: the path is none of an article.
        OSError: the folder cannot be written.
    """
    path = _path(folder, file)
    if not text:
        path.unlink(missing_ok=True)
        return
    path.parent.mkdir(parents=True, exist_ok=True)
    draft = tempfile.NamedTemporaryFile(  # noqa: SIM115 - closed before it is moved
        "w", dir=path.parent, prefix=".", suffix=".draft", encoding="utf-8", delete=False
    )
    try:
        with draft:
            draft.write(text)
            draft.flush()
            os.fsync(draft.fileno())
        os.chmod(draft.name, 0o644)
        os.replace(draft.name, path)
    except BaseException:
        with contextlib.suppress(OSError):
            os.unlink(draft.name)
        raise


def propose(folder: Path, file: str, text: str, today: date, cache: Path | None) -> Proposal:
    """Check an edited or new article against the whole folder.

    Args:
        folder (Path): the knowledge folder.
        file (str): path of the article inside it.
        text (str): the whole new file.
        today (date): what the age of a fact is reckoned from.
        cache (Path or None): folder that keeps the parsed files.

    Raises:
        ValueError: the path is none of an article.
        KnowledgeError: the folder is broken already; mend that first.
    """
    before = read_article_text(folder, file)
    compiled = compile_folder(folder, cache)
    known = frozenset(_errors(compiled, today))
    try:
        edited = _edited(compiled, file, text)
        library = library_of(edited)
    except KnowledgeError as error:
        return Proposal(file, text, before, error.problems, None)
    new = tuple(each for each in _errors(edited, today) if each not in known or each.file == file)
    return Proposal(file, text, before, new, None if new else library)


def _edited(compiled: Compiled, file: str, text: str) -> Compiled:
    parsed = articles.compiled_article(text, file)
    whole = hashlib.sha256(f"{compiled.fingerprint} {file} {text}".encode()).hexdigest()
    texts, contents = {**compiled.texts, file: text}, {**compiled.json, file: parsed}
    return Compiled(texts, contents, whole)


def _errors(compiled: Compiled, today: date) -> list[Problem]:
    found = problems_of(library_of(compiled), compiled.texts, today)
    return [each for each in found if each.severity is Severity.ERROR]


def _path(folder: Path, file: str) -> Path:
    if not _FILE.fullmatch(file):
        raise ValueError(f"{file!r} is no path of an article, such as articles/zh/two-factor.md")
    return folder / file

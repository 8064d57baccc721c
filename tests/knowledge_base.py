"""The project's own knowledge base, loaded once a process, and copies of it to break."""

import atexit
import contextlib
import functools
import shutil
import tempfile
from pathlib import Path

from knowledge.compiled import CACHE_NAME
from knowledge.library import FOLDER, Library, load_library

# What `python -m bot prepare` compiles; shared by all runs, since learning takes long.
KNOWLEDGE = FOLDER.parent / "var" / "knowledge"


@functools.cache
def cache_folder() -> Path:
    """Parsed files, shared by the tests of one process; what `bot prepare` parsed is there."""
    folder = Path(tempfile.mkdtemp(prefix="knowledge-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    with contextlib.suppress(FileNotFoundError):
        shutil.copy(KNOWLEDGE / CACHE_NAME, folder)
    return folder


@functools.cache
def library() -> Library:
    """The tables and articles of the project."""
    return load_library(cache=cache_folder())


def copy_of_the_tables(folder: Path) -> Path:
    """Copy the tables, without articles, to a folder where they may be broken."""
    library()
    shutil.copytree(FOLDER / "tables", folder / "tables")
    return folder


def write_article(folder: Path, name: str, text: str, languages: tuple[str, ...]) -> None:
    """Put an article into a copy, the same text for each language."""
    for language in languages:
        path = folder / "articles" / language / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")

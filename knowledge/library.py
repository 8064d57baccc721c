"""The library: tables and articles read from their files, as a whole or not at all."""

from pathlib import Path

from knowledge import articles, tables
from knowledge.articles import Article
from knowledge.compiled import Compiled, compile_folder
from knowledge.links import broken_links
from knowledge.problems import KnowledgeError, Problem
from knowledge.snapshot import Library

__all__ = ["FOLDER", "Library", "library_of", "load_library"]

FOLDER = Path(__file__).parent


def load_library(folder: Path = FOLDER, cache: Path | None = None) -> Library:
    """Return the library of a folder.

    Args:
        folder (Path): holds `tables/` and `articles/`.
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
    found, broken = _articles(compiled)
    if problems or broken:
        raise KnowledgeError([*problems, *broken])
    return Library(read, found, compiled.fingerprint)


def _articles(compiled: Compiled) -> tuple[dict[tuple[str, str], Article], list[Problem]]:
    found: dict[tuple[str, str], Article] = {}
    problems: list[Problem] = []
    for file, content in compiled.json.items():
        if not file.startswith(f"{articles.FOLDER}/"):
            continue
        try:
            article = articles.read_article(content, compiled.texts[file], file)
        except KnowledgeError as error:
            problems += error.problems
        else:
            found[article.name, article.language] = article
    return found, problems

"""Everything that `knowledge check` finds in the files, apart from the search."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path

from knowledge.check_bodies import body_problems
from knowledge.check_facts import fact_notes
from knowledge.check_heads import head_problems
from knowledge.check_ready import ready_problems
from knowledge.check_texts import text_problems
from knowledge.compiled import compile_folder
from knowledge.library import FOLDER, library_of
from knowledge.problems import KnowledgeError, Problem
from knowledge.snapshot import Library


def check(today: date, folder: Path = FOLDER, cache: Path | None = None) -> tuple[Problem, ...]:
    """Return what is wrong with the knowledge base, errors and notes, by file and line.

    Args:
        today (date): what the age of a fact is reckoned from.
        folder (Path): holds `tables/` and `articles/`.
        cache (Path or None): folder that keeps the parsed files.
    """
    try:
        compiled = compile_folder(folder, cache)
        library = library_of(compiled)
    except KnowledgeError as error:
        return error.problems
    return problems_of(library, compiled.texts, today)


def problems_of(library: Library, texts: Mapping[str, str], today: date) -> tuple[Problem, ...]:
    """Return what is wrong in a library that could be loaded, by file and line.

    Args:
        library (Library): as loaded.
        texts (Mapping): path of each file to its text, to name places in.
        today (date): what the age of a fact is reckoned from.
    """
    problems = [
        *head_problems(library, texts),
        *(
            problem
            for article in library.articles.values()
            for problem in body_problems(article, library, today)
        ),
        *ready_problems(library, today),
        *text_problems(library.tables, texts),
        *fact_notes(library, texts, today),
    ]
    return tuple(sorted(problems, key=lambda each: (each.file, each.line, each.column)))

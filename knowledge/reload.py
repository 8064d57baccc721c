"""Watches the knowledge files: an edit is live within a second, as a whole or not at all."""

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from knowledge.compiled import KNOWLEDGE_ENDS, knowledge_folders
from knowledge.library import FOLDER, load_library
from knowledge.problems import KnowledgeError, Problem
from knowledge.snapshot import Library

LOOK_EVERY = 1.0
"""Seconds between looks at the files. Source: docs/design.md section 4, "within a second"."""

Stamp = tuple[tuple[str, int, int], ...]


class LibraryWatcher:
    """Holds the last good library of a folder.

    Attributes:
        problems: what is wrong with the files as they are now; empty while they are good.
    """

    def __init__(
        self, clock: Callable[[], float], folder: Path = FOLDER, cache: Path | None = None
    ) -> None:
        """Load the library.

        Args:
            clock (callable): monotonic seconds.
            folder (Path): holds `tables/` and `articles/`.
            cache (Path or None): folder that keeps the parsed files.

        Raises:
            KnowledgeError: the files are broken and there is no earlier library to keep.
        """
        self._clock, self._folder, self._cache = clock, folder, cache
        self._stamp = _stamp(folder)
        self._library = load_library(folder, cache)
        self._looked_at = clock()
        self.problems: tuple[Problem, ...] = ()

    def current(self) -> Library:
        """Return the library of the files; of a broken edit, the last good one.

        The files are looked at once a second at most; a look costs about a millisecond, and only
        a changed file is parsed.
        """
        if self._clock() - self._looked_at < LOOK_EVERY:
            return self._library
        self._looked_at = self._clock()
        stamp = _stamp(self._folder)
        if stamp != self._stamp:
            self._stamp = stamp
            self._reload()
        return self._library

    def _reload(self) -> None:
        try:
            self._library = load_library(self._folder, self._cache)
        except KnowledgeError as error:
            self.problems = error.problems
        else:
            self.problems = ()


def _stamp(folder: Path) -> Stamp:
    """Return name, time and size of every file; a file that vanishes meanwhile is left out."""
    found = []
    for place in knowledge_folders(folder):
        for entry in os.scandir(place):
            if not entry.name.endswith(KNOWLEDGE_ENDS):
                continue
            with contextlib.suppress(FileNotFoundError):
                status = entry.stat()
                found.append((entry.path, status.st_mtime_ns, status.st_size))
    return tuple(sorted(found))

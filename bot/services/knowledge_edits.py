"""Edits of articles by admins: checked, replayed, written, undone; every version is kept."""

import asyncio
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from bot.services.conversation import Office
from bot.services.understanding import Interpreter
from bot.storage.article_versions import ArticleVersion, VersionState, open_questions, version_of
from knowledge.editing import with_phrasing
from knowledge.effects import Effect, effect_of
from knowledge.grouping import Unanswered
from knowledge.library import FOLDER
from knowledge.problems import KnowledgeError, Problem
from knowledge.proposals import (
    Proposal,
    article_file,
    propose,
    read_article_text,
    write_article_text,
)

# Recent questions that an edit is tried on, and that the list is made of.
_MOST_QUESTIONS = 500
_THOUSANDTHS = 1000


@dataclass(frozen=True, slots=True)
class Shelf:
    """Where the knowledge files are.

    Attributes:
        folder: holds `tables/` and `articles/`.
        cache: keeps the parsed files; None parses them each time.
    """

    folder: Path = FOLDER
    cache: Path | None = None


@dataclass(frozen=True, slots=True)
class Checked:
    """An edit and what it would do.

    Attributes:
        proposal: with its problems.
        effect: None while there are problems.
        elsewhere: problems of other files, which keep any edit from going live.
    """

    proposal: Proposal | None
    effect: Effect | None
    elsewhere: tuple[Problem, ...] = ()


class KnowledgeEdits:
    """Reads and writes the knowledge folder for the admins; the slow part beside the loop."""

    def __init__(self, office: Office, interpreter: Interpreter, shelf: Shelf) -> None:
        self._office, self._interpreter, self._shelf = office, interpreter, shelf

    async def text(self, file: str) -> str:
        """Return an article's file; empty if there is none."""
        return await asyncio.to_thread(read_article_text, self._shelf.folder, file)

    async def checked(self, file: str, text: str) -> Checked:
        """Check an edit and replay questions on it."""
        questions = [each.text for each in await self.questions()]
        return await asyncio.to_thread(self._checked, file, text, questions)

    async def exists(self, name: str, question: Unanswered) -> bool:
        """Whether there is an article of this name in the language of a question."""
        library = self._office.library()
        return library.article(name, _language_of(question)) is not None

    async def with_question(self, name: str, question: Unanswered) -> Checked:
        """Check what it does to add a question to an article, in the question's language."""
        file = article_file(name, _language_of(question))
        before = await self.text(file)
        return await self.checked(file, with_phrasing(before, question.text))

    async def write(self, file: str, text: str) -> None:
        """Write an article's file, whole or not at all."""
        await asyncio.to_thread(write_article_text, self._shelf.folder, file, text)

    async def version(self, number: str) -> ArticleVersion | None:
        """Return a stored version; None if a button names none."""
        if not number.isdecimal():
            return None
        read = partial(version_of, bot=self._office.bot, version=int(number))
        return await self._office.database.read(read)

    async def questions(self) -> Sequence[Unanswered]:
        """Return the open questions without an answer, the newest first."""
        read = partial(open_questions, bot=self._office.bot, limit=_MOST_QUESTIONS)
        rows = await self._office.database.read(read)
        return [
            Unanswered(
                row["id"], row["text"], row["language"], row["nearest"],
                row["score"] / _THOUSANDTHS,
            )
            for row in rows
        ]  # fmt: skip

    def _checked(self, file: str, text: str, questions: Sequence[str]) -> Checked:
        shelf, today = self._shelf, self._office.clock().date()
        try:
            proposal = propose(shelf.folder, file, text, today, shelf.cache)
        except KnowledgeError as error:
            return Checked(None, None, error.problems)
        if proposal.library is None:
            return Checked(proposal, None)
        before = self._office.library()
        effect, _ = effect_of(self._interpreter.search, before, proposal.library, questions)
        return Checked(proposal, effect)


def _language_of(question: Unanswered) -> str:
    return "en" if question.text.isascii() else "zh"


def version_from(
    proposal: Proposal, author: int, now: datetime, state: VersionState
) -> ArticleVersion:
    """Return an edit as a version to be stored."""
    return ArticleVersion(0, proposal.file, proposal.text, proposal.before, author, state, now)

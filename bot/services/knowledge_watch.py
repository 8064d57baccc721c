"""Looks after the knowledge files: an edit is taken over, a broken one is told to the admins."""

import asyncio
import logging
from collections.abc import Callable

from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.services.conversation import Office
from bot.services.staff_rights import admins_in
from bot.services.understanding import Interpreter
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.storage.errors import DatabaseAway
from bot.storage.outbox import put_messages
from bot.texts.shown import Value
from knowledge.problem_words import in_chinese
from knowledge.problems import KnowledgeError, Problem
from knowledge.snapshot import Library
from knowledge.tables import MODELS

LOOK_EVERY = 1.0
"""Seconds between looks at the files. Source: docs/design.md section 4, "within a second"."""

_LOG = logging.getLogger(__name__)

Problems = tuple[Problem, ...]


class KnowledgeWatch:
    """Follows the knowledge folder while the bot runs."""

    def __init__(
        self, office: Office, interpreter: Interpreter, problems: Callable[[], Problems]
    ) -> None:
        """Begin with files that are good.

        Args:
            office (Office): whose library is followed, whose admins are told.
            interpreter (Interpreter): takes over what is edited.
            problems (callable): gives what is wrong with the files as they are.
        """
        self._office, self._interpreter, self._problems = office, interpreter, problems
        self._told: Problems = ()
        self._of_phrasings: Problems = ()
        self._good = ("", office.clock())

    async def run(self) -> None:
        """Look once a second, until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            try:
                await self.look()
            except (OSError, DatabaseAway) as error:  # it is looked again in a second
                _LOG.warning("knowledge files not looked at reason=%s", type(error).__name__)

    async def look(self) -> None:
        """Take over an edit, or tell the admins once what is wrong with it."""
        library = await asyncio.to_thread(self._office.library)
        try:
            await self._interpreter.follow(library)
            self._of_phrasings = ()
        except KnowledgeError as error:
            self._of_phrasings = error.problems
        problems = self._problems() or self._of_phrasings
        if problems != self._told:
            _LOG.warning("knowledge files problems=%d", len(problems))
            await self._tell(problems, library)
            self._told = problems
        if not problems and library.fingerprint != self._good[0]:
            self._good = (library.fingerprint, self._office.clock())

    async def _tell(self, problems: Problems, library: Library) -> None:
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            messages = []
            for admin in sorted(await admins_in(connection, office)):
                known = await find_customer(connection, office.bot, admin)
                person = known or Customer(office.bot, admin, Language.SIMPLIFIED)
                text = self._text(problems, library, person)
                messages.append(Message(admin, text, priority=Priority.DESK))
            await put_messages(connection, office.bot, messages, now)

        await office.database.write(step)

    def _text(self, problems: Problems, library: Library, admin: Customer) -> str:
        fill = self._office.catalog.fill
        if not problems:
            return "\n".join(fill("knowledge.mended", admin.language).lines)
        said = in_chinese if admin.language.is_chinese else str
        first, broken = problems[0], {each.file for each in problems}
        good_at = self._good[1].astimezone(admin.clock)
        values: dict[str, Value] = {
            "file": first.file,
            "line": first.line,
            "column": first.column,
            "what": said(first.what),
            "instead": said(first.instead) or None,
            "more": len(problems) - 1 or None,
            "good_at": f"{good_at:%m-%d %H:%M}",
            "others": len(library.articles) + len(MODELS) - len(broken),
        }
        return "\n".join(fill("knowledge.broken", admin.language, values).lines)

"""Looks after the knowledge files: an edit is taken over, a broken one is told to the admins."""

import asyncio
import logging
from collections.abc import Callable

from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.services.conversation import Office
from bot.services.understanding import Interpreter
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.storage.outbox import put_messages
from bot.texts.shown import Value
from knowledge.problems import Problem

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

    async def run(self) -> None:
        """Look once a second, until it is cancelled."""
        while True:
            await asyncio.sleep(LOOK_EVERY)
            await self.look()

    async def look(self) -> None:
        """Take over an edit, or tell the admins once what is wrong with it."""
        library = await asyncio.to_thread(self._office.library)
        problems = self._problems()
        if problems != self._told:
            _LOG.warning("knowledge files problems=%d", len(problems))
            await self._tell(problems)
            self._told = problems
        await self._interpreter.follow(library)

    async def _tell(self, problems: Problems) -> None:
        office, now = self._office, self._office.clock()

        async def step(connection: Connection) -> None:
            messages = []
            for admin in sorted(office.admins):
                known = await find_customer(connection, office.bot, admin)
                language = known.language if known else Language.SIMPLIFIED
                text = self._text(problems, language)
                messages.append(Message(admin, text, priority=Priority.DESK))
            await put_messages(connection, office.bot, messages, now)

        await office.database.write(step)

    def _text(self, problems: Problems, language: Language) -> str:
        fill = self._office.catalog.fill
        if not problems:
            return "\n".join(fill("knowledge.mended", language).lines)
        first = problems[0]
        values: dict[str, Value] = {
            "file": first.file,
            "line": first.line,
            "column": first.column,
            "what": first.what,
            "instead": first.instead or None,
            "more": len(problems) - 1 or None,
        }
        return "\n".join(fill("knowledge.broken", language, values).lines)

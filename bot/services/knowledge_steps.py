"""One act of an admin on the knowledge as one written step."""

from collections.abc import Awaitable, Callable
from typing import Protocol

from bot.domain.lifecycle import Role
from bot.domain.taps import Tap
from bot.services.conversation import Office, Sender
from bot.services.exchange import Choice, Exchange
from bot.services.preferences import new_customer
from bot.services.staff_rights import role_in
from bot.storage.article_versions import ArticleVersion, VersionState, move_version
from bot.storage.audit import Deed, put_deed
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.texts.shown import Value

VERB = "kb"
"""What the buttons of the knowledge begin with."""

Doing = Callable[[Exchange], Awaitable[None]]


class Steps(Protocol):
    """Runs what an admin does: in the chat, or in the console."""

    async def say(self, sender: Sender, key: str, **values: Value) -> None:
        """Answer with one text."""

    async def do(self, sender: Sender, doing: Doing) -> None:
        """Run one written step: what is stored and what is said, all at once."""


class AdminSteps:
    """Runs what an admin does, and refuses everybody else."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def is_admin(self, sender: Sender) -> bool:
        """Whether somebody in a private chat is an admin."""
        office = self._office
        role = await office.database.read(lambda c: role_in(c, office, sender.chat))
        return role is Role.ADMIN

    async def refuse(self, sender: Sender, subject: str = "knowledge") -> None:
        """Tell somebody else, kindly, that this is for admins; kept in the audit."""

        async def doing(ex: Exchange) -> None:
            deed = Deed(str(sender.chat), f"{subject}.refused")
            await put_deed(ex.connection, ex.bot, deed, ex.now)
            ex.say("knowledge.refused")

        await self.do(sender, doing)

    async def say(self, sender: Sender, key: str, **values: Value) -> None:
        """Answer with one text."""

        async def doing(ex: Exchange) -> None:
            ex.say(key, **values)

        await self.do(sender, doing)

    async def do(self, sender: Sender, doing: Doing) -> None:
        """Run one written step: what is stored and what is said, all at once."""
        office = self._office
        now, library = office.clock(), office.library()

        async def step(connection: Connection) -> None:
            known = await find_customer(connection, office.bot, sender.chat)
            person = known or new_customer(office.bot, sender.chat, sender.language)
            ex = Exchange(connection, person, now, library, office.catalog)
            await doing(ex)
            await ex.close()

        await office.database.write(step)


async def decide(
    ex: Exchange, version: ArticleVersion, state: VersionState, key: str, *choices: Choice
) -> None:
    """Give a version another state, keep who did it, and say so."""
    if not await move_version(ex.connection, ex.bot, version.id, version.state, state):
        ex.say("knowledge.decided")
        return
    await note(ex, state, version.file)
    ex.say(key, *choices, file=version.file)


async def note(ex: Exchange, state: VersionState, file: str) -> None:
    """Keep in the audit what an admin did to a file."""
    deed = Deed(str(ex.chat), f"knowledge.{state}", file)
    await put_deed(ex.connection, ex.bot, deed, ex.now)


def undo_choice(ex: Exchange, version: int) -> Choice:
    """Return the button that takes an edit back."""
    return ex.label("knowledge.button.undo_this"), Tap(VERB, ("undo", str(version)))

"""What the agents' group and the bot's rights in it need, said so that anybody can mend it."""

import html
from dataclasses import dataclass
from functools import partial

from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.services.conversation import Office
from bot.services.desk_backlog import Backlog
from bot.services.staff_rights import role_in
from bot.storage.connection import Connection
from bot.storage.desk_topics import note_topics
from bot.storage.outbox import put_messages


@dataclass(frozen=True, slots=True)
class GroupRights:
    """The agents' group as Telegram shows it to the bot.

    Attributes:
        is_found: the bot is in it.
        moved_to: id of the supergroup that it became; 0: it did not.
        is_forum: it has topics.
        is_admin: the bot is one there; what is none sees only replies to it, by default.
        reads_all: privacy mode is switched off at @BotFather.
        can_topics: may open and close topics.
        can_pin: may pin messages.
        can_delete: may delete messages, and so topics with all that is in them.
    """

    is_found: bool = True
    moved_to: int = 0
    is_forum: bool = False
    is_admin: bool = False
    reads_all: bool = False
    can_topics: bool = False
    can_pin: bool = False
    can_delete: bool = False

    @property
    def has_topics(self) -> bool:
        """Whether claims can have topics."""
        return self.is_found and self.is_forum and self.can_topics


@dataclass(frozen=True, slots=True)
class Asked:
    """Where somebody wrote `/start`, and in which language they are answered."""

    chat: int
    language: Language
    thread: int = 0


class DeskRights:
    """Remembers what the group can do, and tells staff what to mend."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def is_staff(self, person: int) -> bool:
        """Whether somebody belongs to the team."""
        read = partial(role_in, office=self._office, person=person)
        return await self._office.database.read(read) is not None

    async def note(self, rights: GroupRights) -> None:
        """Remember whether claims can have topics."""
        await self._office.database.write(partial(self._note, rights=rights))

    async def tell(self, rights: GroupRights, asked: Asked) -> None:
        """Answer `/start` of staff, and remember what was seen."""
        text = "\n".join(html.escape(line, quote=False) for line in self.lines(rights, asked))
        message = Message(asked.chat, text, thread=asked.thread, priority=Priority.ANSWER)

        async def step(connection: Connection) -> None:
            await self._note(connection, rights)
            await put_messages(connection, self._office.bot, [message], self._office.clock())

        await self._office.database.write(step)

    def lines(self, rights: GroupRights, asked: Asked) -> list[str]:
        """Return what is said, plain: all is well, or what to mend, step by step."""
        troubles = self._troubles(rights)
        say = self._office.catalog.line
        if not troubles:
            return [say("desk.rights.good", asked.language)]
        steps = [
            f"{place}. {say(f'desk.rights.{trouble}', asked.language, id=str(rights.moved_to))}"
            for place, trouble in enumerate(troubles, 1)
        ]
        head, again = "desk.rights.head", "desk.rights.again"
        return [say(head, asked.language), *steps, say(again, asked.language)]

    def _troubles(self, rights: GroupRights) -> list[str]:
        if not self._office.agents_chat:
            return ["no_group"]
        if rights.moved_to:
            return ["moved"]
        if not rights.is_found:
            return ["missing"]
        found = [] if rights.is_forum else ["no_forum"]
        if not rights.is_admin:
            return [*found, "no_admin" if rights.reads_all else "no_admin_private"]
        wanted = {
            "no_topics_right": rights.can_topics or not rights.is_forum,
            "no_pin": rights.can_pin,
            "no_delete": rights.can_delete,
        }
        return found + [name for name, is_there in wanted.items() if not is_there]

    async def _note(self, connection: Connection, rights: GroupRights) -> None:
        office = self._office
        if office.agents_chat:
            has = rights.has_topics
            await note_topics(connection, office.bot, office.agents_chat, has=has)
            if has:
                await Backlog(office).begin(connection, office.clock())

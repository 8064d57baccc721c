"""A claim goes from hand to hand in the group: offered to a colleague, handed up, given back."""

import html
from datetime import timedelta
from typing import Final

from bot.domain.errors import Conflict
from bot.domain.lifecycle import Action
from bot.domain.messages import Button, Message
from bot.domain.taps import Tap
from bot.services.desk import Agent, Desk
from bot.services.desk_acts import Acts
from bot.services.desk_passing import Written
from bot.storage.audit import Deed, latest_actor, put_deed
from bot.storage.connection import Connection
from bot.storage.outbox import put_messages

_OFFERED: Final = "claim.offer"
# So long a colleague may still take what was offered.
_STANDS: Final = timedelta(hours=24)


class DeskHands:
    """What buttons of the group do with who has a claim; each is one written step."""

    def __init__(self, acts: Acts, desk: Desk) -> None:
        self._acts, self._desk = acts, desk

    async def offer(self, agent: Agent, number: str, written: Written) -> None:
        """Ask in the topic who takes a claim over; whoever taps gets it.

        Raises:
            NotAllowed: they may not pass it on.
        """
        await self._desk.allowed(agent, Action.PASS_ON)
        office = self._acts.office
        say, language = office.catalog.line, office.agents_language
        text = html.escape(say("desk.offered", language, agent=agent.name), quote=False)
        taking = Tap("desk", ("accept", number)).encode()
        accept = Button(say("desk.accept", language), data=taking)
        message = Message(written.chat, text, ((accept,),), thread=written.thread)

        async def step(connection: Connection) -> None:
            claim = await self._acts.claim(connection, number)
            deed = Deed(str(agent.id), _OFFERED, claim.number)
            await put_deed(connection, office.bot, deed, office.clock())
            await put_messages(connection, office.bot, [message], office.clock())

        await office.database.write(step)

    async def accept(self, agent: Agent, number: str) -> None:
        """Take over what a colleague offered; in their name, since the button proves nothing.

        Raises:
            SupportError: nobody offered it lately, or whoever did may not pass it on.
        """
        office = self._acts.office
        since = office.clock() - _STANDS

        async def offered(connection: Connection) -> str | None:
            claim = await self._acts.claim(connection, number)
            return await latest_actor(connection, office.bot, (_OFFERED, claim.number), since)

        giver = await office.database.read(offered)
        if giver is None:
            raise Conflict("desk.not_offered")
        await self._desk.moves.pass_on(Agent(int(giver), ""), number, agent)

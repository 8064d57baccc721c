"""Agents block customers who only disturb, undo it, and report them to the admins."""

import html
from collections.abc import Sequence
from dataclasses import replace
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.customers import Customer
from bot.domain.errors import Conflict
from bot.domain.languages import Language
from bot.domain.lifecycle import Action
from bot.domain.messages import Button, Message, Priority
from bot.domain.taps import Tap
from bot.services.conversation import Office
from bot.services.desk import Agent, Desk
from bot.services.desk_acts import Act, Acts, Telling
from bot.services.desk_passing import Written
from bot.services.desk_topics import desk_message, for_agents
from bot.services.exchange import Exchange
from bot.services.staff_rights import admins_in, role_in
from bot.storage.audit import Deed, put_deed
from bot.storage.blocks import Block, drop_block, put_block
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.storage.outbox import put_messages

VERB: Final = "spam"
"""What the buttons about a disturbing customer begin with."""


class SpamDesk:
    """What agents do about a customer who only disturbs; each act is one written step."""

    def __init__(self, office: Office, desk: Desk) -> None:
        self._office, self._desk, self._acts = office, desk, Acts(office)

    async def ask(self, agent: Agent, number: str, place: Written) -> None:
        """Ask whether to block or to report, below the card of a claim.

        Raises:
            SupportError: not allowed.
        """
        await self._desk.allowed(agent, Action.NOTE)
        line, language = self._office.catalog.line, self._office.agents_language
        buttons = [
            Button(line(f"spam.{verb}", language), data=_data(verb, number))
            for verb in ("block", "report")
        ]
        text = html.escape(line("spam.ask", language, number=number), quote=False)
        rows = tuple((each,) for each in buttons)
        message = Message(place.chat, text, rows, thread=place.thread, reply_to=place.id)

        async def step(connection: Connection) -> None:
            await put_messages(connection, self._office.bot, [message], self._office.clock())

        await self._office.database.write(step)

    async def block(self, agent: Agent, number: str) -> None:
        """Answer a customer no more; the claim's timeline and the audit keep who did it.

        Raises:
            SupportError: not allowed, not found, blocked already, or somebody of the team.
        """

        async def doing(ex: Exchange, claim: FiledClaim) -> None:
            if await role_in(ex.connection, self._office, claim.chat) is not None:
                raise Conflict("spam.is_staff")
            block = Block(claim.chat, claim.id, agent.id)
            if not await put_block(ex.connection, ex.bot, block, ex.now):
                raise Conflict("spam.blocked_already")
            await _note(ex, claim, agent, "blocked")
            await _show(ex, claim, "spam.blocked", agent, ("undo",))

        await self._act(agent, number, "spam.blocked", doing)

    async def undo(self, agent: Agent, number: str) -> None:
        """Answer a customer again.

        Raises:
            SupportError: not allowed, not found, or not blocked.
        """

        async def doing(ex: Exchange, claim: FiledClaim) -> None:
            if not await drop_block(ex.connection, ex.bot, claim.chat):
                raise Conflict("spam.not_blocked")
            await _note(ex, claim, agent, "unblocked")
            await _show(ex, claim, "spam.unblocked", agent, ())

        await self._act(agent, number, "spam.unblocked", doing)

    async def report(self, agent: Agent, number: str) -> None:
        """Tell the admins, in their private chats, who look and decide.

        Raises:
            SupportError: not allowed or not found.
        """

        async def doing(ex: Exchange, claim: FiledClaim) -> None:
            for admin in sorted(await admins_in(ex.connection, self._office) - {agent.id}):
                await self._tell_admin(ex, claim, agent, admin)
            await _note(ex, claim, agent, "reported")
            await _show(ex, claim, "spam.reported", agent, ())

        await self._act(agent, number, "spam.reported", doing)

    async def _act(self, agent: Agent, number: str, key: str, doing: Telling) -> None:
        note = self._office.catalog.line(key, self._office.agents_language, agent=agent.name)
        act = Act(Action.NOTE, tell=doing, note=note)
        # A page that is older than the claim does not matter here: nothing of the claim changes.
        await self._acts.act(replace(agent, seen=None), number, act)

    async def _tell_admin(self, ex: Exchange, claim: FiledClaim, agent: Agent, admin: int) -> None:
        known = await find_customer(ex.connection, ex.bot, admin)
        person = known or Customer(ex.bot, admin, Language.SIMPLIFIED)
        line = self._office.catalog.line
        text = line("spam.report_to", person.language, agent=agent.name, number=claim.number)
        block = Button(line("spam.block", person.language), data=_data("block", claim.number))
        message = Message(
            admin, html.escape(text, quote=False), ((block,),), priority=Priority.DESK
        )
        await put_messages(ex.connection, ex.bot, [message], ex.now)


def _data(verb: str, number: str) -> str:
    return Tap(VERB, (verb, number)).encode()


async def _note(ex: Exchange, claim: FiledClaim, agent: Agent, action: str) -> None:
    deed = Deed(str(agent.id), f"spam.{action}", claim.number, str(claim.chat))
    await put_deed(ex.connection, ex.bot, deed, ex.now)


async def _show(
    ex: Exchange, claim: FiledClaim, key: str, agent: Agent, verbs: Sequence[str]
) -> None:
    """Show in the group what was done, with what can be done about it."""
    if not ex.agents_chat:
        return
    desk = for_agents(ex, claim)
    buttons = [
        Button(desk.label(f"spam.{verb}"), data=_data(verb, claim.number)) for verb in verbs
    ]
    message = await desk_message(ex, claim, desk.line(key, agent=agent.name))
    shown = replace(message, buttons=tuple((each,) for each in buttons))
    await put_messages(ex.connection, ex.bot, [shown], ex.now)

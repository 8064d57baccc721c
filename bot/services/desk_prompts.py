"""What agents are asked in their group after a button: to write something, or to choose."""

import html
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.lifecycle import Action, Outcome
from bot.domain.messages import Button, Message
from bot.domain.taps import Tap
from bot.services.conversation import Office
from bot.services.desk import Agent, Desk
from bot.services.desk_acts import Acts
from bot.services.desk_duplicates import possible_twins
from bot.services.desk_passing import Written
from bot.storage.connection import Connection
from bot.storage.desk_links import PROMPT_ASK, PROMPT_NOTE, Link, put_desk_link
from bot.storage.outbox import put_messages

PURPOSES: Final = {
    "note": Action.NOTE,
    "ask": Action.ASK,
    "escalate": Action.ESCALATE,
    "hand_back": Action.HAND_BACK,
    "reopen": Action.REOPEN,
    "same_as": Action.RESOLVE,
}
"""What an agent may be asked to write, and the action that it leads to."""


class DeskPrompts:
    """Asks agents in their group; each question is one written step."""

    def __init__(self, office: Office, desk: Desk) -> None:
        self._office, self._desk, self._acts = office, desk, Acts(office)

    async def prompt(self, agent: Agent, number: str, written: Written, purpose: str) -> None:
        """Ask an agent to write something: what they answer to it is that.

        Args:
            agent (Agent): who tapped.
            number (str): of the claim.
            written (Written): the message with the button.
            purpose (str): one of `PURPOSES`.

        Raises:
            SupportError: not allowed or not found.
        """
        role = PROMPT_ASK if purpose == "ask" else PROMPT_NOTE
        await self._desk.allowed(agent, PURPOSES[purpose])

        async def step(connection: Connection) -> None:
            claim = await self._acts.claim(connection, number)
            name = html.escape(agent.name, quote=False)
            line = self._line(f"desk.write.{purpose}")
            text = f'<a href="tg://user?id={agent.id}">{name}</a> {line}'
            message = Message(written.chat, text, thread=written.thread, asks_reply=True)
            now = self._office.clock()
            [outbox] = await put_messages(connection, self._office.bot, [message], now)
            link = Link(
                claim.id, written.chat, 0, written.chat, role=role, outbox=outbox, words=purpose
            )
            await put_desk_link(connection, self._office.bot, link)

        await self._office.database.write(step)

    async def ask_outcome(self, agent: Agent, number: str, written: Written) -> None:
        """Ask an agent how a claim was resolved.

        Raises:
            NotAllowed: they may not resolve it.
        """
        await self._desk.allowed(agent, Action.RESOLVE)
        rows = tuple(
            (Button(self._line(f"claims.outcome.{each}"), data=_tap(each, number)),)
            for each in Outcome
        )
        text = html.escape(self._line("desk.choose_outcome", number=number), quote=False)
        message = Message(written.chat, text, rows, thread=written.thread, reply_to=written.id)

        async def step(connection: Connection) -> None:
            await put_messages(connection, self._office.bot, [message], self._office.clock())

        await self._office.database.write(step)

    async def ask_twin(self, agent: Agent, number: str, written: Written) -> None:
        """Ask an agent which claim one is a duplicate of: those it can be, or another number.

        Raises:
            SupportError: they may not resolve it, or there is no such claim.
        """
        await self._desk.allowed(agent, Action.RESOLVE)
        text = html.escape(self._line("desk.choose_twin", number=number), quote=False)

        async def step(connection: Connection) -> None:
            claim = await self._acts.claim(connection, number)
            twins = await possible_twins(connection, claim)
            rows = [(self._twin_button(claim.number, each),) for each in twins]
            other = Tap("desk", ("same_as", claim.number)).encode()
            rows.append((Button(self._line("desk.other_number"), data=other),))
            message = Message(
                written.chat, text, tuple(rows), thread=written.thread, reply_to=written.id
            )
            await put_messages(connection, self._office.bot, [message], self._office.clock())

        await self._office.database.write(step)

    def _twin_button(self, number: str, other: FiledClaim) -> Button:
        label = self._line(
            "desk.twin",
            number=other.number,
            kind=self._line(f"kind.{other.kind}"),
            status=self._line(f"console.status.{other.status}"),
        )
        return Button(label, data=Tap("desk", ("twin", number, other.number)).encode())

    def _line(self, key: str, **values: str) -> str:
        return self._office.catalog.line(key, self._office.agents_language, **values)


def _tap(verb: str, number: str) -> str:
    return Tap("desk", (verb, number)).encode()

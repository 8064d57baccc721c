"""What is written in the agents' group: what goes to the customer, what stays with the team."""

import html
from dataclasses import dataclass
from datetime import timedelta
from functools import partial
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.errors import Conflict, NotAllowed, SupportError
from bot.domain.lifecycle import Action, Outcome
from bot.domain.messages import Message
from bot.domain.redaction import redact
from bot.services.conversation import Office
from bot.services.desk import Agent, Desk
from bot.services.desk_acts import Acts
from bot.services.desk_passing import (
    LONGEST_CAPTION,
    LONGEST_TEXT,
    Written,
    names_of,
    pass_edit,
    pass_to_customer,
)
from bot.services.exchange import Exchange
from bot.services.ready_desk import ReadyDesk
from bot.storage.audit import Deed, deeds_since, put_deed
from bot.storage.claims import claim_by_id
from bot.storage.connection import Connection
from bot.storage.desk_links import (
    NOTE,
    PROMPT_ASK,
    PROMPT_NOTE,
    WORDS,
    Link,
    link_from,
    link_to,
    put_desk_link,
)
from bot.storage.desk_topics import number_of_topic
from bot.storage.messages import claim_of_message
from bot.storage.outbox import put_messages
from bot.texts.dividing import units

# What begins so stays with the team. A slash alone is a command to the bot, and no customer's.
NOTE_MARKS: Final = ("//", "／／")
_COMMAND: Final = "/"
_REFUSED: Final = "desk.refused"
# Somebody without rights is told once in this time: the group's few messages are for claims.
_TOLD_AGAIN: Final = timedelta(minutes=10)
_MOVES: Final = frozenset({"escalate", "hand_back", "reopen", "same_as"})
# Characters of a number as somebody types it.
_LONGEST_NUMBER: Final = 40
_PROMPTS: Final = (PROMPT_NOTE, PROMPT_ASK)


@dataclass(frozen=True, slots=True)
class _About:
    """What a message in the group is about, and what it is by what it answers."""

    number: str
    role: str = WORDS
    purpose: str = ""


class DeskTalk:
    """Reads what is written in the agents' group; each message is one written step."""

    def __init__(self, office: Office, desk: Desk, ready: ReadyDesk) -> None:
        self._office, self._desk, self._acts = office, desk, Acts(office)
        self._ready = ready

    async def heard(self, agent: Agent, written: Written) -> bool:
        """Pass a message to the customer, or keep it; True: it was kept as a note."""
        try:
            if await self._ready.took(agent, written.chat, written.reply_to, written.text):
                return False
        except SupportError as refused:
            await self._complain(agent, written, refused)
            return False
        about = await self._office.database.read(partial(self._about, written=written))
        if about is None:
            return False
        is_note = about.role in (NOTE, PROMPT_NOTE) or written.text.startswith(NOTE_MARKS)
        try:
            await self._desk.allowed(agent, Action.NOTE)
            if about.purpose in _MOVES:
                await self._move(agent, about, written)
            elif is_note:
                await self._note(agent, about.number, written)
            else:
                _check(written)
                await self._say(agent, about, written)
        except SupportError as refused:
            await self._complain(agent, written, refused)
            return False
        return is_note

    async def edited(self, agent: Agent, written: Written) -> None:
        """Let the customer see the edit of what was passed to them."""
        office = self._office
        if await office.database.read(lambda c: self._acts.role_in(c, agent.id)) is None:
            return
        try:
            if written.text.startswith((_COMMAND, *NOTE_MARKS)):
                raise Conflict("desk.sent_already")
            _check(written)
        except Conflict as refused:
            if await self._office.database.read(partial(self._was_passed, written=written)):
                await self._complain(agent, written, refused)
            return
        await self._office.database.write(partial(self._edit, agent=agent, written=written))

    async def _about(self, connection: Connection, written: Written) -> _About | None:
        bot, chat, replied = self._office.bot, written.chat, written.reply_to
        link = await link_to(connection, bot, chat, replied)
        link = link or await link_from(connection, bot, chat, replied)
        claim = await claim_by_id(connection, bot, link.claim) if link else None
        if link is not None and claim is not None:
            return _About(claim.number, link.role, link.words if link.role in _PROMPTS else "")
        number = await claim_of_message(connection, bot, chat, replied) if replied else None
        number = number or await number_of_topic(connection, bot, chat, written.thread)
        return _About(number) if number else None

    async def _note(self, agent: Agent, number: str, written: Written) -> None:
        async def kept(ex: Exchange, claim: FiledClaim, _: str) -> None:
            link = Link(claim.id, written.chat, written.id, written.chat, role=NOTE, outbox=0)
            await put_desk_link(ex.connection, ex.bot, link)

        words = written.text.lstrip("/／").strip() or names_of(written.files) or "-"
        await self._desk.note(agent, number, words, kept)

    async def _move(self, agent: Agent, about: _About, written: Written) -> None:
        moves, reason = self._desk.moves, written.text.lstrip("/／").strip()
        match about.purpose:
            case "escalate":
                await moves.escalate(agent, about.number, reason)
            case "hand_back":
                await moves.hand_back(agent, about.number, reason)
            case "same_as":
                outcome, number = Outcome.DUPLICATE, reason[:_LONGEST_NUMBER]
                await self._desk.resolve(agent, about.number, outcome, of=number or "-")
            case _:
                await moves.reopen(agent, about.number, reason)

    async def _say(self, agent: Agent, about: _About, written: Written) -> None:
        asks = about.role == PROMPT_ASK

        async def passed(ex: Exchange, claim: FiledClaim, said: str) -> None:
            words = said if written.text else ""
            number = claim.number if asks else ""
            await pass_to_customer(ex, claim, written, _markup(ex, agent, words, number))

        doing = self._desk.ask if asks else self._desk.say
        await doing(agent, about.number, written.text or names_of(written.files), passed)

    async def _was_passed(self, connection: Connection, written: Written) -> bool:
        link = await link_from(connection, self._office.bot, written.chat, written.id)
        return link is not None and link.role == WORDS

    async def _edit(self, connection: Connection, agent: Agent, written: Written) -> None:
        link = await link_from(connection, self._office.bot, written.chat, written.id)
        claim = await claim_by_id(connection, self._office.bot, link.claim) if link else None
        if link is None or claim is None or link.role != WORDS:
            return
        ex = await self._acts.exchange(connection, claim, self._office.clock())
        words = redact(written.text).text
        said = _markup(ex, agent, words)
        await pass_edit(ex, written, said, f"{ex.line('claims.corrects')}{said}")

    async def _complain(self, agent: Agent, written: Written, refused: SupportError) -> None:
        """Say at once, under the message, why it did not reach the customer."""
        is_stranger = isinstance(refused, NotAllowed)

        async def step(connection: Connection) -> None:
            bot, now = self._office.bot, self._office.clock()
            actor = str(agent.id)
            told = is_stranger and await deeds_since(
                connection, bot, actor, _REFUSED, now - _TOLD_AGAIN
            )
            if is_stranger:
                await put_deed(connection, bot, Deed(actor, _REFUSED, detail="say"), now)
            if not told:
                text = html.escape(self._line(refused.key, **refused.values), quote=False)
                message = Message(written.chat, text, thread=written.thread, reply_to=written.id)
                await put_messages(connection, bot, [message], now)

        await self._office.database.write(step)

    def _line(self, key: str, **values: str) -> str:
        return self._office.catalog.line(key, self._office.agents_language, **values)


def _markup(ex: Exchange, agent: Agent, words: str, number: str = "") -> str:
    """Return what an agent wrote as the customer reads it; a question names its claim."""
    if number and words:
        asked = ex.lines("claims.asks", number=number, agent=agent.name, question=words)
        return "\n".join(asked.lines)
    return "\n".join(ex.lines("claims.says", agent=agent.name, text=words).lines)


def _check(written: Written) -> None:
    """Refuse what cannot go to a customer as it is.

    Raises:
        Conflict: a command, something that is neither text nor file, or too long.
    """
    if written.text.startswith(_COMMAND):
        raise Conflict("desk.not_a_command")
    if written.is_other:
        raise Conflict("desk.only_words_and_files")
    longest = LONGEST_CAPTION if written.files else LONGEST_TEXT
    if units(written.text) > longest:
        raise Conflict("desk.too_long", {"most": str(longest)})

"""Everything a customer can do, each as one written step; what the chat handlers call."""

from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from functools import partial

from bot.domain.customers import Customer, Mode
from bot.domain.languages import Language
from bot.domain.redaction import Secret, redact
from bot.domain.taps import decode
from bot.services import evidence, guides
from bot.services.commands import is_command, run_command
from bot.services.editing import edit
from bot.services.exchange import Exchange, Received
from bot.services.file_keeping import SentFile, keep, refuse
from bot.services.file_passwords import took_password
from bot.services.following import VAGUE, earlier_of, goes_on, joined, together
from bot.services.happenings import happened
from bot.services.hearing import Heard, asks_articles
from bot.services.listening import listen
from bot.services.password_box import PasswordBox
from bot.services.preferences import new_customer
from bot.services.tapping import tapped
from bot.services.turned_away import turn_away
from bot.services.types_found import wants_filed
from bot.services.understanding import NO_RANKING, Interpreter
from bot.storage.blocks import block_of
from bot.storage.connection import Connection
from bot.storage.customers import find_customer
from bot.storage.database import Database
from bot.storage.drafts import active_draft
from bot.storage.events import Event
from bot.texts.catalog import Catalog
from bot.understanding.intents import Danger
from bot.understanding.reading import Reading
from bot.understanding.wishes import wish_in
from knowledge.library import Library

# Longer texts are answered with a request to shorten them, characters. Telegram's own limit.
_LONGEST_TEXT = 4096

# What a blocked customer may do all the same: their data are theirs.
_ALWAYS = frozenset({"forget", "privacy"})

Doing = Callable[[Exchange], Awaitable[None]]


@dataclass(frozen=True, slots=True)
class Sender:
    """Who wrote, from which message.

    Attributes:
        chat: Telegram id of the private chat.
        language: of the app, as an IETF tag; empty where it is not given.
        message_id: Telegram id of the message; 0 for a tapped button.
        reply_to: Telegram id of the message that it answers; 0 is none.
    """

    chat: int
    language: str = ""
    message_id: int = 0
    reply_to: int = 0


@dataclass(frozen=True, slots=True)
class Office:
    """What every service works with.

    Attributes:
        bot: Telegram id of the bot.
        database: where all is kept.
        library: gives the tables and articles of this moment.
        catalog: the texts.
        clock: gives the moment, aware.
        agents_chat: Telegram id of the agents' group; 0 is none.
        staff: Telegram ids of agents and admins in the settings; others are in the database.
        admins: Telegram ids of admins in the settings; who may do what says `staff_rights`.
        agents_language: in which agents are spoken to.
        console: address of the agents' console; empty: there is none.
        passwords: of locked statements, until their jobs end.
    """

    bot: int
    database: Database
    library: Callable[[], Library]
    catalog: Catalog
    clock: Callable[[], datetime]
    agents_chat: int = 0
    staff: frozenset[int] = frozenset()
    admins: frozenset[int] = frozenset()
    agents_language: Language = Language.SIMPLIFIED
    console: str = ""
    passwords: PasswordBox = field(default_factory=PasswordBox, repr=False)


class Conversation:
    """Answers customers."""

    def __init__(self, office: Office, interpreter: Interpreter) -> None:
        self._office = office
        self._interpreter = interpreter

    async def text(self, sender: Sender, text: str) -> None:
        """Answer a text; what it means is found out before the step."""
        heard = await self._heard(sender, text)
        passwords = self._office.passwords

        async def doing(ex: Exchange) -> None:
            reading = heard.reading
            ex.is_pressing = reading.is_pressing
            steers = reading.wish is not None or Danger.DISTRESS in reading.dangers
            if steers or not await took_password(ex, text, passwords):
                await listen(ex, heard)

        await self._step(sender, doing, heard)

    async def tap(self, sender: Sender, data: str) -> None:
        """Do what a button says."""
        tap = decode(data)

        async def doing(ex: Exchange) -> None:
            if tap is not None:
                await tapped(ex, tap)

        await self._step(sender, doing, always=tap is not None and tap.verb in _ALWAYS)

    async def files(self, sender: Sender, files: Sequence[SentFile], caption: str) -> None:
        """Take files, and read what was written under them."""
        heard = await self._heard(sender, caption) if caption.strip() else None

        async def doing(ex: Exchange) -> None:
            spoken = heard is not None and await _speaks(ex)
            if heard is None or not spoken:
                await evidence.receive(ex, files)
                return
            kept = await keep(ex, files)
            if kept.refusal:
                refuse(ex, kept.refusal)
            await listen(ex, heard)

        await self._step(sender, doing, heard)

    async def voice(self, sender: Sender, file: SentFile) -> None:
        """Keep a voice message for a person; it is not understood."""

        async def doing(ex: Exchange) -> None:
            if ex.customer.mode is Mode.PERSON and ex.customer.mode_claim:
                await evidence.receive(ex, [file])
                return
            kept = await keep(ex, [file])
            if kept.refusal:
                refuse(ex, kept.refusal)
            evidence.voice(ex)

        await self._step(sender, doing)

    async def command(self, sender: Sender, name: str, argument: str) -> None:
        """Do what a slash command says; one that is a word of the dialogue is heard as that."""
        if not is_command(name) and (wish_in(name) or wants_filed(name)):
            await self.text(sender, name)
            return
        doing = partial(run_command, name=name, argument=argument[:64])
        await self._step(sender, doing, always=name in _ALWAYS)

    async def edited(self, sender: Sender, text: str) -> None:
        """Correct an answer by the edit of the message behind it."""
        heard = await self._heard(sender, text)
        received = Received(
            sender.message_id, heard.message, edit_of=sender.message_id, secrets=heard.secrets
        )
        pressing = heard.reading.is_pressing
        await self._do(sender, partial(edit, heard=heard), received, is_pressing=pressing)

    async def event(self, event: Event) -> None:
        """Take the result of a job, a timer that is due, or news of the sender."""

        async def doing(ex: Exchange) -> None:
            await happened(ex, event)
            if await block_of(ex.connection, ex.bot, ex.chat) is not None:
                ex.messages = [each for each in ex.messages if each.chat != ex.chat]

        await self._do(Sender(event.chat), doing, Received(), always=True)

    async def _heard(self, sender: Sender, text: str) -> Heard:
        redacted = redact(text[:_LONGEST_TEXT])
        customer, in_guide = await self._office.database.read(
            partial(_known, bot=self._office.bot, chat=sender.chat)
        )
        known = customer or new_customer(self._office.bot, sender.chat, sender.language)
        secrets = redacted.found
        heard = self._understood(redacted.text, secrets, known, in_guide=in_guide)
        earlier = None if in_guide else earlier_of(known, self._office.clock())
        if earlier is None or not goes_on(earlier, heard):
            return heard
        both = joined(earlier, redacted.text)
        if not earlier.article and self._read(both, known).intent in VAGUE:
            return heard
        whole = self._understood(both, secrets, known, in_guide=False)
        return together(earlier, heard, whole)

    def _read(self, text: str, customer: Customer) -> Reading:
        return self._interpreter.read(text, customer, self._office.clock())

    def _understood(
        self, text: str, secrets: frozenset[Secret], customer: Customer, *, in_guide: bool
    ) -> Heard:
        reading = self._read(text, customer)
        wanted = asks_articles(reading, text, in_guide=in_guide)
        ranking = self._interpreter.rank(text) if wanted else NO_RANKING
        return Heard(text, secrets, reading, ranking.ranked, ranking.answer_at, ranking.suggest_at)

    async def _step(
        self,
        sender: Sender,
        doing: Doing,
        heard: Heard | None = None,
        *,
        always: bool = False,
    ) -> None:
        received, is_pressing = Received(sender.message_id, reply_to=sender.reply_to), False
        if heard is not None:
            received = replace(received, text=heard.message, secrets=heard.secrets)
            is_pressing = heard.reading.is_pressing
        await self._do(sender, doing, received, is_pressing=is_pressing, always=always)

    async def _do(
        self,
        sender: Sender,
        doing: Doing,
        received: Received,
        *,
        is_pressing: bool = False,
        always: bool = False,
    ) -> None:
        """Run one written step: the customer, what they did, what is said, all at once.

        Of a blocked customer only what may `always` be done is done; `is_pressing` words are shown
        to agents.
        """
        office = self._office
        now, library = office.clock(), office.library()

        async def step(connection: Connection) -> None:
            customer = await self._customer(connection, sender)
            ex = Exchange(
                connection, customer, now, library, office.catalog, received,
                agents_chat=office.agents_chat, agents_language=office.agents_language,
                console=office.console,
            )  # fmt: skip
            block = None if always else await block_of(connection, office.bot, sender.chat)
            if block is not None:
                await turn_away(ex, block, is_pressing=is_pressing)
                return
            await doing(ex)
            await ex.close()

        await office.database.write(step)

    async def _customer(self, connection: Connection, sender: Sender) -> Customer:
        known = await find_customer(connection, self._office.bot, sender.chat)
        return known or new_customer(self._office.bot, sender.chat, sender.language)


async def _speaks(ex: Exchange) -> bool:
    """Whether a caption opens something; inside a guide or with a person it only names a file."""
    at_work = ex.customer.adding_to or ex.customer.mode_claim
    return not at_work and await guides.active(ex) is None


async def _known(connection: Connection, bot: int, chat: int) -> tuple[Customer | None, bool]:
    """Return a customer, and whether a guide waits for an answer of theirs."""
    customer = await find_customer(connection, bot, chat)
    return customer, await active_draft(connection, bot, chat) is not None

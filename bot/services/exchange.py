"""One thing a customer did and what it leads to, inside one written step."""

import re
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime

from bot.dialogue.drafts import Draft
from bot.dialogue.replies import Reply
from bot.domain.customers import Customer
from bot.domain.languages import Language
from bot.domain.messages import Button, Message, Priority
from bot.domain.redaction import Secret
from bot.domain.taps import Tap
from bot.services.table_values import TableValues
from bot.storage.connection import Connection
from bot.storage.customers import forget_customer, put_customer
from bot.storage.drafts import StoredDraft
from bot.storage.figures import count_answers
from bot.storage.messages import LoggedMessage, log_message
from bot.storage.outbox import put_messages
from bot.texts.catalog import Catalog
from bot.texts.facts import Setting
from bot.texts.layouts import arranged
from bot.texts.shown import Lines, Rendered, Value
from bot.texts.speech import Said, Speech
from bot.texts.wording import Voice
from knowledge.library import Library

_TAGS = re.compile(r"<[^>]+>")
# Buttons that only copy something cannot be typed.
Choice = tuple[str, Tap]


@dataclass(frozen=True, slots=True)
class Received:
    """What came from the customer.

    Attributes:
        message_id: Telegram id of the message; 0 for a tapped button.
        text: redacted.
        edit_of: Telegram id of the message that it replaces; None is a new one.
        reply_to: Telegram id of the message that it answers; 0 is none.
        secrets: kinds of secrets that were masked in it.
    """

    message_id: int = 0
    text: str = ""
    edit_of: int | None = None
    reply_to: int = 0
    secrets: frozenset[Secret] = frozenset()


@dataclass(slots=True)
class Exchange:
    """Everything the parts of a service need while they answer one customer.

    Attributes:
        connection: of the written step.
        customer: changed by `update`, stored by `close`.
        now: moment of the exchange, aware.
        received: what came.
        messages: what goes out, in order.
        agents_chat: Telegram id of the agents' group; 0 is none.
        agents_language: in which agents are spoken to.
        console: address of the agents' console; empty: there is none.
        offered: buttons under the last message of this exchange.
        is_pressing: a danger was told; the answer goes before those of everybody else.
        forgotten: the customer had everything deleted; nothing is stored of this exchange.
        claim: claim to which what was said belongs.
        counts: what became of questions, for the figures: answered, unanswered, to_person.
    """

    connection: Connection
    customer: Customer
    now: datetime
    library: Library
    catalog: Catalog
    received: Received = field(default_factory=Received)
    messages: list[Message] = field(default_factory=list)
    agents_chat: int = 0
    agents_language: Language = Language.SIMPLIFIED
    console: str = ""
    claim: int | None = None
    offered: tuple[tuple[str, str], ...] | None = None
    is_pressing: bool = False
    forgotten: bool = False
    counts: Counter[str] = field(default_factory=Counter)

    @property
    def bot(self) -> int:
        """Telegram id of the bot."""
        return self.customer.bot

    @property
    def chat(self) -> int:
        """Telegram id of the chat."""
        return self.customer.chat

    @property
    def voice(self) -> Voice:
        """To whom the bot speaks."""
        customer = self.customer
        return Voice(customer.language, customer.region, customer.clock, self.now)

    @property
    def tables(self) -> TableValues:
        """The fact tables in the customer's language."""
        return TableValues(self.library, self.catalog, self.voice)

    def for_agents(self, zone: str) -> "Exchange":
        """Return the same step as it is told to agents: in their language, by their clock."""
        reader = replace(self.customer, language=self.agents_language, zone=zone)
        return replace(self, customer=reader, messages=[])

    def update(self, **changes: object) -> None:
        """Change what is known about the customer."""
        self.customer = replace(self.customer, **changes)  # type: ignore[arg-type]  # callers name fields

    def setting(
        self,
        values: Mapping[str, Value] | None = None,
        offers: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
    ) -> Setting:
        """Return what texts are composed with."""
        return Setting(self.voice, self.tables.provider_name, values or {}, offers or {})

    def label(self, key: str, **values: Value) -> str:
        """Return the label of a button."""
        return Speech(self.catalog).label(key, self.setting(), values)

    def line(self, key: str, **values: Value) -> str:
        """Return a text of one line, plain."""
        return self.catalog.line(key, self.voice.language, self.voice.region, **values)

    def lines(self, key: str, **values: Value) -> Rendered:
        """Return a text in Telegram HTML, with the tables' common values."""
        return Speech(self.catalog).lines(key, self.setting(self.tables.common()), values)

    def say(self, key: str, *choices: Choice, **values: Value) -> None:
        """Answer with one text and some buttons."""
        self.say_rendered(self.lines(key, **values), *choices)

    def say_rendered(self, rendered: Rendered, *choices: Choice) -> None:
        """Answer with rendered lines and some buttons."""
        buttons = [Button(label, data=tap.encode()) for label, tap in choices]
        self.send(Speech(self.catalog).say(rendered, arranged(buttons), self.setting()))

    def say_rows(self, rendered: Rendered, rows: tuple[tuple[Button, ...], ...]) -> None:
        """Answer with rendered lines and rows of buttons."""
        self.send(Speech(self.catalog).say(rendered, rows, self.setting()))

    def send(
        self,
        said: Said,
        *,
        claim_number: str = "",
        priority: Priority = Priority.ANSWER,
        good_for: int = 0,
    ) -> None:
        """Answer with a composed message; `good_for` seconds, 0 is for ever."""
        message = Message(
            self.chat,
            said.text,
            said.buttons,
            priority=priority,
            claim_number=claim_number,
            good_for=good_for,
        )
        self.messages.append(message)
        self.offered = tuple(
            (button.label, button.data) for row in said.buttons for button in row if button.data
        )

    def compose(
        self,
        stored: StoredDraft,
        replies: tuple[Reply, ...],
        values: Mapping[str, Value],
        offers: Mapping[str, tuple[tuple[str, str], ...]] | None = None,
    ) -> Said:
        """Return the replies of a guide as a message."""
        draft: Draft = stored.draft
        every = {**self.tables.of_draft(draft), **values}
        setting = self.setting(every, offers)
        return Speech(self.catalog).compose(str(stored.id), draft, replies, setting)

    async def close(self) -> None:
        """Store the customer and what was said both ways; the messages wait to be sent."""
        if self.forgotten:
            await forget_customer(self.connection, self.bot, self.chat)
            await put_messages(self.connection, self.bot, self.messages, self.now)
            return
        if self.offered is not None:
            self.update(offered=self.offered)
        await put_customer(self.connection, self.customer, self.now)
        if self.counts:
            await count_answers(self.connection, self.bot, self.counts, self.now)
        if self.received.text:
            await log_message(self.connection, self._incoming())
        if self.is_pressing:
            self.messages = [replace(one, priority=Priority.URGENT) for one in self.messages]
        ids = await put_messages(self.connection, self.bot, self.messages, self.now)
        for message, outbox in zip(self.messages, ids, strict=True):
            if message.text:
                await log_message(self.connection, self._outgoing(message, outbox))

    def _incoming(self) -> LoggedMessage:
        return LoggedMessage(
            bot=self.bot,
            chat=self.chat,
            incoming=True,
            text=self.received.text,
            at=self.now,
            telegram_id=self.received.message_id or None,
            edit_of=self.received.edit_of,
            claim=self.claim,
            secrets=self.received.secrets,
        )

    def _outgoing(self, message: Message, outbox: int) -> LoggedMessage:
        return LoggedMessage(
            bot=self.bot,
            chat=message.chat,
            incoming=False,
            text=plain_text(message.text),
            at=self.now,
            outbox=outbox,
            claim=self.claim,
        )


def plain_text(markup: str) -> str:
    """Return Telegram HTML as plain text."""
    text = _TAGS.sub("", markup)
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


NOTHING = Lines(())

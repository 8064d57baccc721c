"""What happens to the agents' group: a topic is gone, or cannot be opened, or it lags."""

import html
import logging
from functools import partial
from typing import Final

from bot.domain.lifecycle import is_open
from bot.domain.messages import Message, Priority
from bot.domain.numbers import read_number
from bot.services.conversation import Office
from bot.services.desk_acts import Acts
from bot.services.desk_backlog import BACKLOG_DUE, Backlog
from bot.services.desk_lag import LAG_DUE, LAG_KEY, lag, lag_text, look_again
from bot.services.desk_notices import put_new_card
from bot.services.desk_topics import open_topic
from bot.storage.audit import Card, card_of
from bot.storage.claims import claim_by_id, claim_by_number
from bot.storage.connection import Connection
from bot.storage.desk_topics import (
    claim_of_key,
    has_topics,
    move_card,
    note_topics,
    number_of_topic,
)
from bot.storage.events import Event
from bot.storage.outbox import put_messages
from bot.storage.undelivered import drop_edits, drop_thread, redirect_thread, rehold_thread

# What the sender leaves in the lane of the group, see `bot.gateway.settling`.
PLACES: Final = frozenset({"outbox.thread_missing", "outbox.topic_refused", BACKLOG_DUE, LAG_DUE})

_LOG = logging.getLogger(__name__)


class DeskPlaces:
    """Mends the places of claims; each event is one written step."""

    def __init__(self, office: Office) -> None:
        self._office, self._backlog = office, Backlog(office)

    async def event(self, event: Event) -> None:
        """Take one of `PLACES`."""
        write = self._office.database.write
        match event.kind:
            case "outbox.thread_missing":
                await write(partial(self._gone, event=event))
            case "outbox.topic_refused":
                await write(partial(self._refused, event=event))
            case "desk.backlog":
                await write(self._backlog.go_on)
            case _:
                await write(self._follow_lag)

    async def _gone(self, connection: Connection, event: Event) -> None:
        """Open a topic anew that somebody deleted, with its card and what waited for it."""
        bot, chat, old = self._office.bot, event.chat, int(event.payload["thread"])
        number = str(event.payload["claim"]) or await number_of_topic(connection, bot, chat, old)
        read = read_number(number) if number else None
        claim = await claim_by_number(connection, bot, read) if read else None
        card = await card_of(connection, claim.id) if claim else None
        if claim is None or card is None:
            await drop_thread(connection, bot, chat, old)
            return
        await drop_edits(connection, bot, chat, card.key)
        if card.thread != old:
            # It was opened anew already; this waited for the earlier one.
            await self._follow(connection, card, old)
            return
        if not is_open(claim.status):
            await drop_thread(connection, bot, chat, old)
            return
        _LOG.info("topic opened anew claim=%s", claim.id)
        ex = await Acts(self._office).exchange(connection, claim, self._office.clock())
        await rehold_thread(connection, bot, chat, old, -claim.id)
        await open_topic(ex, claim, card)
        await put_new_card(ex, claim, Card(chat, -claim.id, card.key), Priority.ANSWER)

    async def _follow(self, connection: Connection, card: Card, old: int) -> None:
        move = redirect_thread if card.thread >= 0 else rehold_thread
        await move(connection, self._office.bot, card.chat, old, card.thread)

    async def _refused(self, connection: Connection, event: Event) -> None:
        """Do without topics, and say once what is to be mended."""
        bot, chat = self._office.bot, event.chat
        claim = await claim_by_id(connection, bot, claim_of_key(str(event.payload["key"])))
        if claim is not None:
            await move_card(connection, claim.id, 0)
            await redirect_thread(connection, bot, chat, -claim.id, 0)
        if await has_topics(connection, bot, chat):
            await note_topics(connection, bot, chat, has=False)
            language = self._office.agents_language
            text = html.escape(self._office.catalog.line("desk.no_topics", language), quote=False)
            message = Message(chat, text, priority=Priority.ANSWER)
            await put_messages(connection, bot, [message], self._office.clock())

    async def _follow_lag(self, connection: Connection) -> None:
        """Show how long the group lags by now, or that it has caught up."""
        office = self._office
        bot, chat, now = office.bot, office.agents_chat, office.clock()
        behind = await lag(connection, bot, chat, now)
        if behind is None:
            text = office.catalog.line("desk.caught_up", office.agents_language)
        else:
            page = f"{office.console}/console/" if office.console else ""
            text = lag_text(office.catalog, office.agents_language, "desk.lags", behind, page)
            await look_again(connection, bot, chat, now)
        await drop_edits(connection, bot, chat, LAG_KEY)
        message = Message(chat, text, edit_of=LAG_KEY, priority=Priority.ANSWER)
        await put_messages(connection, bot, [message], now)

"""Open claims that stand outside of topics get theirs once the group can have topics again."""

import html
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.messages import Message, Priority
from bot.services.conversation import Office
from bot.services.desk_acts import Acts
from bot.services.desk_lag import lag
from bot.services.desk_notices import put_new_card
from bot.services.desk_topics import card_key, for_agents, open_topic, priority_of
from bot.services.exchange import Exchange
from bot.storage.audit import Card, card_of
from bot.storage.connection import Connection
from bot.storage.desk_topics import has_topics, outside_topics, place_card
from bot.storage.outbox import put_messages
from bot.storage.timers import Timer, schedule_new
from bot.storage.undelivered import drop_edits

BACKLOG_DUE: Final = "desk.backlog"
"""Kind of the event at which the next claims get their topics."""

# A claim takes four calls (topic, card, pin, a word on the card that it had): four claims leave
# some of a minute's 20 to what is said. Source: docs/operations.md, "Rates".
_AT_ONCE: Final = 4
_EVERY: Final = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Backlog:
    """Gives claims their topics, the oldest urgent ones first, some each minute."""

    office: Office

    async def begin(self, connection: Connection, now: datetime) -> None:
        """Have it done, if any open claim stands outside of topics."""
        office = self.office
        if await outside_topics(connection, office.bot, office.agents_chat, 1):
            await self._look_at(connection, now)

    async def go_on(self, connection: Connection) -> None:
        """Give the next claims their topics, unless the group lags or can have none any more."""
        office, now = self.office, self.office.clock()
        bot, chat = office.bot, office.agents_chat
        if not chat or not await has_topics(connection, bot, chat):
            return
        if await lag(connection, bot, chat, now) is not None:
            await self._look_at(connection, now + _EVERY)
            return
        found = await outside_topics(connection, bot, chat, _AT_ONCE + 1)
        for claim in found[:_AT_ONCE]:
            ex = await Acts(office).exchange(connection, claim, now)
            await _give_topic(ex, claim)
        if len(found) > _AT_ONCE:
            await self._look_at(connection, now + _EVERY)

    async def _look_at(self, connection: Connection, due: datetime) -> None:
        chat = self.office.agents_chat
        timer = Timer(f"backlog:{chat}", chat, BACKLOG_DUE, due)
        await schedule_new(connection, self.office.bot, timer)


async def _give_topic(ex: Exchange, claim: FiledClaim) -> None:
    earlier = await card_of(ex.connection, claim.id)
    card = Card(ex.agents_chat, -claim.id, card_key(claim))
    if earlier is not None and earlier.chat == card.chat:
        await drop_edits(ex.connection, ex.bot, card.chat, card.key)
        plain = for_agents(ex, claim).line("desk.has_topic", number=claim.number)
        text = html.escape(plain, quote=False)
        moved = Message(card.chat, text, edit_of=card.key, priority=Priority.REMINDER)
        await put_messages(ex.connection, ex.bot, [moved], ex.now)
    await place_card(ex.connection, claim.id, card)
    await open_topic(ex, claim, card)
    await put_new_card(ex, claim, card, priority_of(claim))

"""News of a provider for everybody who wants to hear them, a few chats each second."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from bot.storage.connection import Connection
from bot.storage.events import Event, put_event
from bot.storage.timers import Timer, schedule
from bot.storage.watches import Part, watchers

# The lane of what belongs to no chat. Telegram gives nobody this id.
NO_CHAT: Final = 0
TELL_MORE: Final = "radar.tell"
TELL_ONE: Final = "outage.tell"

# Chats told each second: well under half of what Telegram lets a bot send, so that answers never
# wait for a turn. 10,000 people hear it within 17 minutes.
_A_SECOND: Final = 10
_PAUSE: Final = timedelta(seconds=1)


class News(StrEnum):
    """What is told: declared, another than was thought, not over, over, nobody reports any."""

    DECLARED = "declared"
    CHANGED = "changed"
    STILL = "still"
    BACK = "back"
    QUIET = "quiet"


@dataclass(frozen=True, slots=True)
class Telling:
    """News that are being told.

    Attributes:
        provider: id of the tables.
        after: Telegram id of the chat that heard it last; 0 is none.
        before: only who asked before this moment; None is everybody.
    """

    provider: str
    news: News
    after: int = 0
    before: datetime | None = None


async def begin_telling(connection: Connection, bot: int, telling: Telling, now: datetime) -> None:
    """Tell the next chats in their own lanes, and set the timer for those after them.

    A step writes both or nothing, so that a crash tells nobody twice and forgets nobody.
    """
    part = Part(telling.after, telling.before or now, _A_SECOND)
    chats = await watchers(connection, bot, telling.provider, part)
    values = {"provider": telling.provider, "news": telling.news.value}
    for chat in chats:
        await put_event(connection, bot, Event(chat, TELL_ONE, values))
    if len(chats) < _A_SECOND:
        return
    before = (telling.before or now).isoformat()
    payload = {**values, "after": chats[-1], "before": before}
    key = f"{TELL_MORE}:{telling.provider}:{telling.news}"
    await schedule(connection, bot, Timer(key, NO_CHAT, TELL_MORE, now + _PAUSE, payload))


def telling_of(event: Event) -> Telling:
    """Return the news that a due timer goes on with."""
    values = event.payload
    return Telling(
        str(values["provider"]),
        News(values["news"]),
        int(values["after"]),
        datetime.fromisoformat(str(values["before"])),
    )

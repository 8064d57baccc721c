"""When the agents' group lags: it takes 20 messages a minute in all, and says so itself."""

from datetime import datetime, timedelta
from typing import Final

from bot.domain.languages import Language
from bot.domain.messages import Message, Priority
from bot.services.exchange import Exchange
from bot.storage.connection import Connection
from bot.storage.outbox import put_messages
from bot.storage.timers import Timer, schedule_new
from bot.storage.undelivered import waiting_since
from bot.texts.catalog import Catalog

LAG_DUE: Final = "desk.lag"
# From so long a wait on the group says that it lags, and each minute for how long.
_FROM: Final = timedelta(minutes=1)
_AGAIN: Final = timedelta(minutes=1)
_MINUTE: Final = timedelta(minutes=1)
LAG_KEY: Final = "lag"


async def lag(connection: Connection, bot: int, chat: int, now: datetime) -> timedelta | None:
    """Return how long the agents' group lags; None: it does not.

    Cards that follow a change, and pins, may wait: they hold up nobody.
    """
    since = await waiting_since(connection, bot, chat, Priority.DESK)
    if since is None or now - since < _FROM:
        return None
    return now - since


async def lag_lines(ex: Exchange, number: str) -> list[str]:
    """Return what a card says of the lag, with the claim's page in the console; Telegram HTML.

    Args:
        ex (Exchange): as agents are told of it.
        number (str): of the claim.
    """
    behind = await lag(ex.connection, ex.bot, ex.agents_chat, ex.now)
    if behind is None:
        return []
    page = f"{ex.console}/console/claim/{number}" if ex.console else ""
    return lag_text(ex.catalog, ex.voice.language, "desk.card_lags", behind, page).split("\n")


async def watch_lag(ex: Exchange) -> None:
    """Say at the top of the group that it lags; the timer that is set then follows it."""
    chat = ex.agents_chat
    behind = await lag(ex.connection, ex.bot, chat, ex.now)
    if behind is not None and await look_again(ex.connection, ex.bot, chat, ex.now):
        page = f"{ex.console}/console/" if ex.console else ""
        text = lag_text(ex.catalog, ex.agents_language, "desk.lags", behind, page)
        message = Message(chat, text, key=LAG_KEY, priority=Priority.ANSWER)
        await put_messages(ex.connection, ex.bot, [message], ex.now)


async def look_again(connection: Connection, bot: int, chat: int, now: datetime) -> bool:
    """Have the lag looked at in a minute; False: it is being looked at already."""
    timer = Timer(f"lag:{chat}", chat, LAG_DUE, now + _AGAIN)
    return await schedule_new(connection, bot, timer)


def lag_text(catalog: Catalog, language: Language, key: str, behind: timedelta, page: str) -> str:
    """Return what is said of a lag; Telegram HTML. `page` is one of the console, or empty."""
    values = {"minutes": behind // _MINUTE, "console": page or None}
    return "\n".join(catalog.fill(key, language, values).lines)

"""What is known about a customer."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from zoneinfo import ZoneInfo

from bot.domain.languages import Language
from bot.domain.regions import zone_of

_CHINESE_CLOCK = ZoneInfo("Asia/Shanghai")


class Mode(StrEnum):
    """Who talks to the customer."""

    BOT = "bot"
    PERSON = "person"


@dataclass(frozen=True, slots=True)
class Customer:
    """A person in a private chat.

    Attributes:
        bot: Telegram id of the bot.
        chat: Telegram id of the chat, which is that of the person.
        language: chosen, or that of the app.
        language_chosen: False: only guessed from the app.
        region: ISO 3166 alpha-2 or EU; empty while unknown.
        region_chosen: False: only guessed.
        zone: IANA name of the customer's clock; empty takes the region's.
        offered: (label, data) of the buttons under the last message.
        mode: whether the bot answers or an agent does.
        mode_claim: id of the claim that the agent talks about.
        adding_to: id of the claim that the next words and files go to.
        pending: another matter that was offered, as JSON; empty is none.
        misses: answers in a row that did not help.
        adverts: advertisements sent so far.
        earlier: what they wrote last, where the next message may go on with it, as JSON.
        seen_at: last time they wrote.
    """

    bot: int
    chat: int
    language: Language
    language_chosen: bool = False
    region: str = ""
    region_chosen: bool = False
    zone: str = ""
    offered: tuple[tuple[str, str], ...] = ()
    mode: Mode = Mode.BOT
    mode_claim: int | None = None
    adding_to: int | None = None
    pending: str = ""
    misses: int = 0
    adverts: int = 0
    earlier: str = ""
    seen_at: datetime | None = None

    @property
    def clock(self) -> ZoneInfo:
        """The time zone in which the customer's words about time are read.

        Who writes Chinese and has told no region lives by UTC+8, with few exceptions.
        """
        if self.zone:
            return ZoneInfo(self.zone)
        if not self.region and self.language.is_chinese:
            return _CHINESE_CLOCK
        return zone_of(self.region)

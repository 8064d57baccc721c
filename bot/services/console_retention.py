"""What is kept for how long, how much there is of it, and what goes next."""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from bot.domain.console import Person
from bot.services.console_voice import ConsoleVoice
from bot.services.conversation import Office
from bot.services.retention import (
    CLAIMS_KEPT,
    DRAFTS_KEPT,
    MESSAGES_KEPT,
    TRAY_KEPT,
    Retention,
)
from bot.storage.kept import Kept, kept_now
from bot.storage.retention import Expired

# None: as long as nobody deletes it, or for good; the text of the line says which.
_KEPT_FOR: Final[dict[str, timedelta | None]] = {
    "messages": MESSAGES_KEPT,
    "tray": TRAY_KEPT,
    "drafts": DRAFTS_KEPT,
    "closed": CLAIMS_KEPT,
    "files": None,
    "open": None,
    "unanswered": None,
    "audit": None,
    "custody": None,
}


@dataclass(frozen=True, slots=True)
class KeptLine:
    """One kind of what is kept.

    Attributes:
        what: in words; how_long: the promise of the privacy notice, in words.
        count: how many there are.
        oldest: the first moment; empty: there is none.
        due: how many go with the next purge.
        goes: when the oldest goes; empty: never by itself.
    """

    what: str
    how_long: str
    count: int
    oldest: str
    due: int
    goes: str


class ConsoleRetention:
    """Reads what is kept."""

    def __init__(self, office: Office) -> None:
        self._office = office

    async def lines(self, person: Person) -> list[KeptLine]:
        """Return a line for each kind."""
        office, teller = self._office, ConsoleVoice(self._office, person)
        expired = await Retention(office.database).due(office.clock())
        kept = await office.database.read(lambda c: kept_now(c, office.bot))
        due = _due(expired)
        return [_line(teller, name, kept[name], due.get(name, 0)) for name in _KEPT_FOR]


def _due(expired: Expired) -> dict[str, int]:
    return {
        "messages": expired.messages,
        "tray": len(expired.tray),
        "drafts": len(expired.drafts),
        "closed": len(expired.claims),
        "files": len(expired.files) - len(expired.tray),
    }


def _line(teller: ConsoleVoice, name: str, kept: Kept, due: int) -> KeptLine:
    span = _KEPT_FOR[name]
    goes: datetime | None = kept.oldest + span if kept.oldest and span else None
    return KeptLine(
        what=teller.line(f"console.kept.{name}"),
        how_long=teller.line(f"console.kept_for.{name}", count=_count(span)),
        count=kept.count,
        oldest=teller.when(kept.oldest) if kept.oldest else "",
        due=due,
        goes=teller.when(goes) if goes else "",
    )


def _count(span: timedelta | None) -> str:
    """Return how many days; hours where it is one day."""
    if span is None:
        return ""
    return str(span.days if span > timedelta(days=1) else int(span / timedelta(hours=1)))

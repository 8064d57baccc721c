"""An incident: a disturbance at a provider that touches many customers, and what became of it."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from bot.domain.languages import Language


class Nature(StrEnum):
    """What an incident is; `reports`: customers' reports suggest it and nobody has declared it."""

    REPORTS = "reports"
    OUTAGE = "outage"
    PARTIAL = "partial"
    MAINTENANCE = "maintenance"
    ATTACK = "attack"


class IncidentAction(StrEnum):
    """What happened to an incident."""

    SUSPECTED = "incident.suspected"
    CALMED = "incident.calmed"
    DECLARED = "incident.declared"
    CORRECTED = "incident.corrected"
    MERGED = "incident.merged"
    CLOSED = "incident.closed"
    STILL = "incident.still"
    TOLD = "incident.told"


@dataclass(frozen=True, slots=True)
class Incident:
    """One disturbance of one provider.

    Attributes:
        id: ours; 0 before it is stored.
        provider: id of the tables.
        nature: what it is.
        zh: an admin's words for customers in Chinese; empty where none were written.
        en: the same in English.
        since: when it began.
        calm_since: reports are as usual again since then; None they are not, or none came.
        closed_at: when it was over; None it is open.
        merged_into: id of the incident that it follows: same words, closed together.
        source: whose word an admin gives, such as the provider's own page; empty: our people's.
        checked_at: when an admin last said something of it.
        next_at: by when customers were promised the next word; None: nothing was promised.
    """

    id: int
    provider: str
    nature: Nature
    since: datetime
    zh: str = ""
    en: str = ""
    calm_since: datetime | None = None
    closed_at: datetime | None = None
    merged_into: int | None = None
    source: str = ""
    checked_at: datetime | None = None
    next_at: datetime | None = None

    @property
    def is_declared(self) -> bool:
        """Whether an admin stands behind it."""
        return self.nature is not Nature.REPORTS

    def words(self, language: Language) -> str:
        """Return the admin's words in the language of a customer."""
        return self.en if language is Language.ENGLISH else self.zh

"""What the console's pages of the office work with, put together."""

from dataclasses import dataclass
from typing import Self

from bot.services.console_audit import ConsoleAudit
from bot.services.console_outages import ConsoleOutages
from bot.services.console_retention import ConsoleRetention
from bot.services.console_team_page import ConsoleTeamPage
from bot.services.conversation import Office
from bot.services.staff import Staff


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """The services behind outages, team, audit and retention."""

    outages: ConsoleOutages
    staff: Staff
    people: ConsoleTeamPage
    audit: ConsoleAudit
    retention: ConsoleRetention

    @classmethod
    def of(cls, office: Office) -> Self:
        """Return the services of one office."""
        staff = Staff(office)
        return cls(
            ConsoleOutages(office),
            staff,
            ConsoleTeamPage(office, staff),
            ConsoleAudit(office),
            ConsoleRetention(office),
        )

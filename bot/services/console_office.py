"""What the console's pages of the office work with, put together."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Self

from bot.services.console_audit import ConsoleAudit
from bot.services.console_editing import ConsoleEditing
from bot.services.console_knowledge import ConsoleKnowledge
from bot.services.console_outages import ConsoleOutages
from bot.services.console_retention import ConsoleRetention
from bot.services.console_tables import ConsoleTables
from bot.services.console_team_page import ConsoleTeamPage
from bot.services.conversation import Office
from bot.services.knowledge_edits import Shelf
from bot.services.staff import Staff
from bot.services.understanding import Interpreter


@dataclass(frozen=True, slots=True)
class OfficeParts:
    """The services behind outages, team, audit, retention and the knowledge."""

    outages: ConsoleOutages
    staff: Staff
    people: ConsoleTeamPage
    audit: ConsoleAudit
    retention: ConsoleRetention
    knowledge: ConsoleKnowledge
    editing: ConsoleEditing
    tables: ConsoleTables

    @classmethod
    def of(cls, office: Office, interpreter: Callable[[], Interpreter], shelf: Shelf) -> Self:
        """Return the services of one office.

        Args:
            office (Office): what every service works with.
            interpreter (callable): gives what finds articles.
            shelf (Shelf): where the knowledge files are.
        """
        staff = Staff(office)
        return cls(
            ConsoleOutages(office),
            staff,
            ConsoleTeamPage(office, staff),
            ConsoleAudit(office),
            ConsoleRetention(office),
            ConsoleKnowledge(office, interpreter),
            ConsoleEditing(office, interpreter, shelf),
            ConsoleTables(office, shelf),
        )

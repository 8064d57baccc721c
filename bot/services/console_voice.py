"""How somebody in the console is spoken to: their language, their clock, the tables' names."""

from dataclasses import dataclass
from datetime import datetime

from bot.domain.console import Person
from bot.services.conversation import Office
from bot.services.table_values import TableValues
from bot.texts.wording import Voice, clock_text, day_text


@dataclass(frozen=True, slots=True)
class ConsoleVoice:
    """Puts values into somebody's words."""

    office: Office
    person: Person

    @property
    def voice(self) -> Voice:
        """Language and clock, at this moment."""
        person = self.person
        return Voice(person.language, "", person.clock, self.office.clock())

    @property
    def tables(self) -> TableValues:
        """The fact tables in their language."""
        return TableValues(self.office.library(), self.office.catalog, self.voice)

    def line(self, key: str, **values: str) -> str:
        """Return one sentence."""
        return self.office.catalog.line(key, self.person.language, **values)

    def when(self, moment: datetime) -> str:
        """Return day and time."""
        return f"{day_text(moment, self.voice)} {clock_text(moment, self.voice)}"

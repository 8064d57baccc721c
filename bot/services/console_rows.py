"""One claim as one row of a table: in the language and on the clock of whoever exports it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final

from bot.domain.console import Person
from bot.domain.currencies import minor_digits
from bot.domain.money import Money
from bot.services.console_facts import FactTeller, Mask
from bot.services.conversation import Office
from bot.services.table_values import TableValues
from bot.storage.claim_exports import ListedClaim
from bot.texts.wording import Voice

_COLUMNS: Final = (
    "number", "kind", "status", "outcome", "priority", "amount", "currency", "region",
    "language", "chat", "agent", "filed", "due", "changed", "rating", "facts",
)  # fmt: skip
_ID_DIGITS: Final = 10


class RowTeller:
    """Puts claims into rows."""

    def __init__(self, office: Office, person: Person, mask: Mask) -> None:
        self._catalog, self._mask = office.catalog, mask
        self._voice = Voice(person.language, "", person.clock, office.clock())
        tables = TableValues(office.library(), office.catalog, self._voice)
        self._facts = FactTeller(office.catalog, tables, mask)

    def head(self) -> Sequence[str]:
        """Return the names of the columns."""
        zone = self._voice.zone.key
        return [self._line(f"console.column.{name}", zone=zone) for name in _COLUMNS]

    def row(self, listed: ListedClaim) -> Sequence[object]:
        """Return a claim as the cells of its row."""
        claim, wanted = listed.claim, listed.claim.wanted
        return (
            claim.number,
            self._line(f"kind.{claim.kind}"),
            self._line(f"console.status.{claim.status}"),
            self._line(f"claims.outcome.{claim.outcome}") if claim.outcome else "",
            self._line(f"desk.priority.{claim.priority}"),
            _amount(wanted) if wanted else "",
            wanted.currency if wanted else "",
            claim.region,
            claim.language.value,
            self._mask(f"{claim.chat:0{_ID_DIGITS}}"),
            claim.agent_name,
            self._when(claim.filed_at),
            self._when(claim.due_at),
            self._when(listed.changed_at),
            self._line(f"console.rating.{listed.rating}") if listed.rating else "",
            self._facts.line(claim.kind, claim.facts, claim.older),
        )

    def _when(self, moment: datetime) -> str:
        return f"{moment.astimezone(self._voice.zone):%Y-%m-%d %H:%M}"

    def _line(self, key: str, **values: str) -> str:
        return self._catalog.line(key, self._voice.language, **values)


def _amount(money: Money) -> float:
    """Return an amount as a spreadsheet counts with it."""
    digits = minor_digits(money.currency)
    return float(money.minor / 10**digits)

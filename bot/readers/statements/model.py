"""What comes out of reading a statement."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from bot.domain.transactions import Transaction


class Caution(StrEnum):
    """What a reader noticed; `statements.warning.<caution>` is the sentence."""

    IDS_RUINED = "ids_ruined"
    FEWER_ROWS = "fewer_rows"
    CUT_OFF = "cut_off"
    ROWS_UNREAD = "rows_unread"
    DATE_ORDER = "date_order"
    SECONDS_LOST = "seconds_lost"
    ONLY_DAYS = "only_days"
    PENDING = "pending"
    PAGES_UNREAD = "pages_unread"
    OTHER_FILES = "other_files"
    BY_NAMES = "by_names"


@dataclass(frozen=True, slots=True)
class Warned:
    """A caution and what the placeholders of its sentence are filled with."""

    caution: Caution
    values: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class StatementFile:
    """A statement that was read.

    Attributes:
        name: of the file, or of the entry in its archive.
        format: name of the layout, as in the table of layouts.
        transactions: every data row, in the order of the file.
        period: first and last day that its rows tell, in the zone of the statement.
        warnings: what the customer should know.
        sha256: of the bytes that were read, in hex: evidence points back to them.
    """

    name: str
    format: str
    transactions: tuple[Transaction, ...]
    period: tuple[date, date] | None
    warnings: tuple[Warned, ...]
    sha256: str

"""A table with named columns, and the rows of it that are transactions."""

import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import tzinfo
from itertools import islice

from bot.domain.transactions import Kind, Precision, Source, State, Transaction
from bot.readers.statements.amounts import minor_units
from bot.readers.statements.cells import column_name, is_nothing, is_ruined, plain
from bot.readers.statements.model import Caution
from bot.readers.statements.times import CHINA, DayOrder, in_utc, read_time

Grid = Callable[[], Iterator[tuple[int, Sequence[str]]]]
"""Makes a fresh walk over the lines of a table: line number from 1, cells."""

HEADER_WITHIN = 100
"""Lines in which the header stands; the longest preamble seen has 24."""

MAX_COLUMNS = 200
"""Of a header; the widest seen, of Stripe, has 60."""

MAX_CELL = 500
"""Characters of a cell that are looked at; the longest name of goods seen has 190."""

_SAMPLE_ROWS = 20_000
"""Rows that a decision about the whole file looks at."""

_PROGRESS_EVERY = 2_000
"""Rows between two calls of the progress callback."""

_TIMELY = re.compile(r"[\d#]")
_STATED = re.compile(r"共\s*[:：]?\s*(\d+)\s*(?:笔|条)")
_LEAST_FILLED = 3
"""Filled cells of the shortest data row: time, amount and one more."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How one bank or wallet writes its table.

    Attributes:
        name: of the format, shown to the customer.
        needs: columns that together tell this layout from all others.
        read: table to transactions.
        source: wallet, bank or merchant.
        zone: of times that name none.
        currency: of amounts that name none.
        translations: names of columns in other languages to the names used here.
    """

    name: str
    needs: tuple[str, ...]
    read: "Callable[[Table], Iterable[Transaction]]"
    source: Source = Source.BANK
    zone: tzinfo = CHINA
    currency: str = "CNY"
    translations: Mapping[str, str] = field(default_factory=dict)

    def matches(self, names: frozenset[str]) -> bool:
        """All columns are there, some perhaps in another language."""
        return all(
            any(column_name(one) in names for one in need.split("|")) for need in self.needs
        )


class Table:
    """Rows under a header; collects what was noticed while they are read."""

    def __init__(self, layout: Layout, grid: Grid, header_line: int, names: Sequence[str]) -> None:
        self.layout = layout
        self.header: Sequence[str] = names
        self.cautions: dict[Caution, dict[str, str]] = {}
        self.day_order = DayOrder.DAY_FIRST
        self.decimal_comma = False
        self.zone = layout.zone
        self.progress: Callable[[int], None] | None = None
        self.unread: list[int] = []
        self.file = ""
        self._grid = grid
        self._header_line = header_line
        self._names = list(names)
        self._index = {name: index for index, name in reversed(list(enumerate(names)))}
        self._number = self._line = 0

    def title(self) -> str:
        """Everything above the header, as one text."""
        above = islice(self._grid(), 0, HEADER_WITHIN)
        return "\n".join(",".join(cells) for line, cells in above if line < self._header_line)

    def sample(self, time_column: str, column: str) -> list[str]:
        """Cells of one column of the first data rows, for decisions about the whole file."""
        rows = self._rows((time_column, column), count=False)
        return [cells[1] for _, cells in islice(rows, _SAMPLE_ROWS)]

    def column_like(self, pattern: re.Pattern[str]) -> str:
        """Name of the first column that fits, or nothing."""
        return next((name for name in self._names if pattern.search(name)), "")

    @property
    def is_chinese(self) -> bool:
        """The columns have Chinese names."""
        return any(re.search(r"[\u4e00-\u9fff]", name) for name in self.header)

    def glance(self, text: str) -> int | None:
        """Return the amount of a cell without remembering one that cannot be read."""
        currency = self.layout.currency
        return minor_units(text, currency, decimal_comma=self.decimal_comma)

    def records(self, *columns: str) -> Iterator[list[str]]:
        """Walk over the data rows; the first column named is the time of the row.

        Rows without a time or with hardly a filled cell are blanks, sums and footers. A dashed
        line ends the table.
        """
        for number, cells in self._rows(columns, count=True):
            if self.progress and number % _PROGRESS_EVERY == 0:
                self.progress(number)
            yield cells

    def _rows(self, columns: Sequence[str], *, count: bool) -> Iterator[tuple[int, list[str]]]:
        wanted = [self._find(column) for column in columns]
        number = 0
        for line, cells in self._grid():
            if line <= self._header_line or not cells:
                continue
            if cells[0].startswith("----") and self._is_footer(cells):
                return
            width = len(cells)
            found = [plain(cells[i][:MAX_CELL]) if 0 <= i < width else "" for i in wanted]
            if not _TIMELY.search(found[0]) or self._is_footer(cells):
                continue
            number += 1
            if count:
                self._number, self._line = number, line
            yield number, found

    def _is_footer(self, cells: Sequence[str]) -> bool:
        filled = sum(1 for cell in cells if cell and not cell.isspace())
        return filled < min(_LEAST_FILLED, len(self._names))

    def _find(self, column: str) -> int:
        for name in column.split("|"):
            if (index := self._index.get(column_name(name))) is not None:
                return index
        return -1

    def amount(self, text: str, currency: str = "") -> int:
        """Return the amount of a cell; one that cannot be read is 0 and remembered."""
        minor = minor_units(
            text, currency or self.layout.currency, decimal_comma=self.decimal_comma
        )
        if minor is None:
            if not self.unread or self.unread[-1] != self._number:
                self.unread.append(self._number)
            return 0
        return minor

    def ref(self, text: str) -> str:
        """Return a number as text; one that a spreadsheet has rounded is nothing."""
        if is_nothing(text):
            return ""
        if is_ruined(text):
            self.cautions[Caution.IDS_RUINED] = {}
            return ""
        return text

    def row(
        self, when: str, kind: Kind, amount: int, state: State = State.DONE, **more: str | int
    ) -> Transaction:
        """Return the transaction of the current row.

        Args:
            when: its time as written.
            kind: charge, refund, transfer or income.
            amount: minor units, of either sign.
            state: done, pending or closed.
            more: further fields of a transaction.
        """
        read = read_time(when, self.day_order)
        at, precision = (None, Precision.DAY) if read is None else read
        fields: dict[str, str | int] = {"currency": self.layout.currency, **more}
        return Transaction(
            row=self._number,
            line=self._line,
            kind=kind,
            state=state,
            at=in_utc(at, self.zone) if at else None,
            precision=precision,
            amount_minor=abs(amount),
            written_at=when,
            file=self.file,
            format=self.layout.name,
            source=self.layout.source,
            **fields,  # type: ignore[arg-type]  # names and types are checked by the readers' tests
        )

    def stated_rows(self) -> int:
        """How many rows the file says it has; 0 when it says nothing."""
        found = _STATED.search(self.title())
        return int(found[1]) if found else 0


def find_table(grid: Grid, layouts: Iterable[Layout]) -> Table | None:
    """Return the table of a file: its header is known by the set of its column names."""
    layouts = tuple(layouts)
    for line, cells in islice(grid(), HEADER_WITHIN):
        if not 2 < len(cells) <= MAX_COLUMNS:
            continue
        names = [column_name(cell) for cell in cells]
        for layout in layouts:
            own = [layout.translations.get(name, name) for name in names]
            if layout.matches(frozenset(own)):
                table = Table(layout, grid, line, own)
                table.header = names
                return table
    return None

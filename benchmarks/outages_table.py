"""A table of figures by rule, as Markdown."""

from collections.abc import Iterator
from dataclasses import dataclass, field


@dataclass(slots=True)
class Table:
    """Figures by rule, in the order in which they came."""

    rows: dict[str, dict[str, str]] = field(default_factory=dict)

    def note(self, rule: str, column: str, figure: str) -> None:
        """Keep a figure."""
        self.rows.setdefault(rule, {})[column] = figure

    def lines(self) -> Iterator[str]:
        """Return the table as Markdown."""
        columns = list(next(iter(self.rows.values())))
        yield "| rule | " + " | ".join(columns) + " |"
        yield "| --- " * (len(columns) + 1) + "|"
        for rule, row in self.rows.items():
            yield f"| {rule} | " + " | ".join(row.get(column, "") for column in columns) + " |"

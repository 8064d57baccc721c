"""Which charges of a statement are one charge taken twice, and how sure that is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from bot.domain.comparing import Charge, Confidence, Finding, Why, compare
from bot.domain.merging import one_of_each
from bot.domain.refunds import returned_minor
from bot.domain.transactions import Transaction

__all__ = ["Confidence", "Duplicate", "Why", "find_duplicates"]


@dataclass(frozen=True, slots=True)
class Duplicate:
    """Charges of which only the first is owed.

    Attributes:
        charges: all of them, the earliest first; fully refunded ones are left out.
        extra: how many were too many.
        extra_minor: what is still to be given back, in minor units, refunds taken off.
        currency: ISO 4217.
        confidence: certain and probable ones fill a claim, possible ones are asked about.
        why: key of the sentence that says why.
        values: what its placeholders are filled with.
    """

    charges: tuple[Transaction, ...]
    extra: int
    extra_minor: int
    currency: str
    confidence: Confidence
    why: Why
    values: Mapping[str, str] = field(default_factory=dict)

    @property
    def rows(self) -> tuple[int, ...]:
        """Data rows of the first charge's file, from 1, ascending."""
        return self.rows_in(self.charges[0].file)

    def rows_in(self, file: str) -> tuple[int, ...]:
        """Data rows of one file, from 1, ascending."""
        return tuple(sorted(charge.row for charge in self.charges if charge.file == file))


def find_duplicates(transactions: Iterable[Transaction]) -> tuple[Duplicate, ...]:
    """Return what was charged more than once, the earliest first.

    Args:
        transactions: rows of one or several statements of one customer.
    """
    rows = one_of_each(transactions)
    returned = returned_minor(rows)
    charges = [
        Charge(row, row.at, back)
        for row, back in zip(rows, returned, strict=True)
        if row.is_open_charge and row.at
    ]
    found = [duplicate for finding in compare(charges) if (duplicate := _duplicate(finding))]
    return tuple(sorted(found, key=lambda one: (one.charges[0].at, one.rows)))


def _duplicate(finding: Finding) -> Duplicate | None:
    """A fully refunded charge leaves; one stays owed. None: nothing is left to give back."""
    charges = [charge for charge in finding.charges if charge.left > 0]
    if len(charges) < 2:
        return None
    extra_minor = sum(charge.left for charge in charges) - charges[0].row.amount_minor
    if extra_minor <= 0:
        return None
    first = charges[0].row
    values = {
        "times": str(len(charges)),
        "extra": str(len(charges) - 1),
        "payee": first.payee or first.goods,
        "order": first.order_ref,
        "seconds": str(int((charges[-1].at - charges[0].at).total_seconds())),
        "minutes": str(max(1, round((charges[-1].at - charges[0].at).total_seconds() / 60))),
    }
    return Duplicate(
        tuple(charge.row for charge in charges),
        len(charges) - 1,
        extra_minor,
        first.currency,
        finding.confidence,
        finding.why,
        values,
    )

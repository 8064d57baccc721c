"""Which items of a checklist the files at hand stand for.

A caption or file name that names an item ticks that item, an exported statement ticks the
statement. Pictures of charges tick the charges when they show two of them: one proves nothing
about a charge taken twice. Every other picture ticks the next item in order.
"""

from collections.abc import Sequence
from dataclasses import dataclass

from bot.domain.evidence import EvidenceForm

# The item that says how often was charged. Id of evidence.yaml.
CHARGES_ITEM = "duplicate_debit_list"
# Fewer charges than these show nothing twice.
_ENOUGH_CHARGES = 2
_STATEMENT_ITEMS = ("flow_export", "statement", "bank_statement")
# What a picture without a name most likely shows.
_LIKELY_PICTURES = ("transfer_receipt", "bill_detail", "freeze_notice", "order_page")
_STATEMENT_ENDINGS = (".csv", ".xlsx", ".xls", ".pdf", ".zip", ".ofx", ".qif", ".xml", ".txt")


@dataclass(frozen=True, slots=True)
class SeenCharges:
    """What is known of the charges on the files at hand.

    Attributes:
        shown: different charges that were read.
        pictures: how many pictures show charges.
        unread: pictures of which nothing is known.
    """

    shown: int = 0
    pictures: int = 0
    unread: int = 0

    @property
    def is_one(self) -> bool:
        """Whether exactly one is seen, and no picture may hold another."""
        return self.shown == 1 and not self.unread

    @property
    def is_enough(self) -> bool:
        """Whether two are seen, or may be on pictures that could not be read."""
        return self.shown + self.unread >= _ENOUGH_CHARGES


def ticked(
    items: Sequence[tuple[str, str, str]],
    files: Sequence[tuple[EvidenceForm, str, str]],
    charges: SeenCharges | None = None,
) -> frozenset[str]:
    """Return the ids of the items that are here.

    Args:
        items (sequence): (id, Chinese name, English name), the most important first.
        files (sequence): (form, caption or file name, type).
        charges (SeenCharges or None): what the files show; None is not known.
    """
    done: set[str] = set()
    loose = 0
    for form, name, _ in files:
        named = _named(items, name)
        if named:
            done.add(named)
        elif form is EvidenceForm.DOCUMENT and name.lower().endswith(_STATEMENT_ENDINGS):
            done |= {item for item, _, _ in items if item in _STATEMENT_ITEMS}
        elif form in (EvidenceForm.PHOTO, EvidenceForm.DOCUMENT):
            loose += 1
    if any(item == CHARGES_ITEM for item, _, _ in items):
        seen = charges or SeenCharges(unread=loose)
        if seen.is_enough:
            done.add(CHARGES_ITEM)
        loose -= _taken(seen)
    for item, _, _ in sorted(items, key=lambda each: each[0] not in _LIKELY_PICTURES):
        if loose > 0 and item not in done and item not in (*_STATEMENT_ITEMS, CHARGES_ITEM):
            done.add(item)
            loose -= 1
    return frozenset(done)


def _taken(seen: SeenCharges) -> int:
    """Return how many pictures stand for charges and for nothing else."""
    still_wanted = max(_ENOUGH_CHARGES - seen.shown, 0)
    return seen.pictures + min(seen.unread, still_wanted)


def _named(items: Sequence[tuple[str, str, str]], name: str) -> str:
    said = name.lower()
    for item, chinese, english in items:
        if chinese in said or english.lower() in said:
            return item
    return ""

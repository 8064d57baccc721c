"""Which items of a checklist the files at hand stand for.

What a picture shows is not known here: a caption or file name that names an item ticks that item,
an exported statement ticks the statement, every other picture the next item in order.
"""

from collections.abc import Sequence

from bot.domain.evidence import EvidenceForm

_STATEMENT_ITEMS = ("flow_export", "statement", "bank_statement")
# What a picture without a name most likely shows.
_LIKELY_PICTURES = ("transfer_receipt", "bill_detail", "freeze_notice", "order_page")
_STATEMENT_ENDINGS = (".csv", ".xlsx", ".xls", ".pdf", ".zip", ".ofx", ".qif", ".xml", ".txt")


def ticked(
    items: Sequence[tuple[str, str, str]], files: Sequence[tuple[EvidenceForm, str, str]]
) -> frozenset[str]:
    """Return the ids of the items that are here.

    Args:
        items (sequence): (id, Chinese name, English name), the most important first.
        files (sequence): (form, caption or file name, type).
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
    for item, _, _ in sorted(items, key=lambda each: each[0] not in _LIKELY_PICTURES):
        if loose and item not in done and item not in _STATEMENT_ITEMS:
            done.add(item)
            loose -= 1
    return frozenset(done)


def _named(items: Sequence[tuple[str, str, str]], name: str) -> str:
    said = name.lower()
    for item, chinese, english in items:
        if chinese in said or english.lower() in said:
            return item
    return ""

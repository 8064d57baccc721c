"""CAMT.052/053/054: XML of banks, whatever version its namespace names."""

import io
import re
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError  # nosec B405 - types only; defusedxml parses

from defusedxml.common import DefusedXmlException
from defusedxml.ElementTree import iterparse

from bot.domain.transactions import Transaction
from bot.readers.errors import Refusal, Unreadable
from bot.readers.statements.amounts import minor_units
from bot.readers.statements.postings import Posting, transaction
from bot.readers.statements.times import read_time

FORMAT = "camt"

_DEEPEST = 100
"""Elements inside each other; a real file has 12."""

_PENDING = frozenset({"PDNG", "INFO", "FUTR"})


def is_camt(text: str) -> bool:
    """The head of the text is one of CAMT."""
    return bool(re.search(r"camt\.05[234]|<(?:\w+:)?BkToCstmr", text[:4_000]))


def read(data: bytes) -> Iterator[Transaction]:
    """Read the entries of a CAMT file; a file cut off gives the entries before the cut.

    Raises:
        Unreadable: the XML defines entities, goes too deep, or holds no entry before it breaks.
    """
    row = depth = 0
    try:
        for event, element in iterparse(
            io.BytesIO(data), events=("start", "end"), forbid_dtd=True
        ):
            depth += 1 if event == "start" else -1
            if depth > _DEEPEST:
                raise Unreadable(Refusal.UNSAFE)
            if event == "end" and _name(element) == "Ntry":
                row += 1
                yield transaction(_posting(element, row), FORMAT)
                element.clear()
    except DefusedXmlException as error:
        raise Unreadable(Refusal.UNSAFE) from error
    except ParseError as error:
        if not row:
            raise Unreadable(Refusal.DAMAGED) from error


def _name(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]


def _find(element: Element, *path: str) -> Element | None:
    """The first element under these local names, each anywhere below the one before."""
    for name in path:
        found = next((e for e in element.iter() if e is not element and _name(e) == name), None)
        if found is None:
            return None
        element = found
    return element


def _text(element: Element, *path: str) -> str:
    found = _find(element, *path)
    return (found.text or "").strip() if found is not None else ""


def _posting(entry: Element, row: int) -> Posting:
    """The booking time is one of a batch, so only the day counts."""
    amount = _find(entry, "Amt")
    currency = (amount.get("Ccy") if amount is not None else "") or "EUR"
    debit = _text(entry, "CdtDbtInd") == "DBIT"
    minor = minor_units(_text(entry, "Amt"), currency) or 0
    day = (_text(entry, "BookgDt", "Dt") or _text(entry, "BookgDt", "DtTm"))[:10]
    read_at = read_time(day or _text(entry, "ValDt", "Dt"))
    others = ("Cdtr", "Dbtr") if debit else ("Dbtr", "Cdtr")
    return Posting(
        row=row,
        line=0,
        at=read_at[0] if read_at else None,
        amount=-minor if debit else minor,
        currency=currency,
        name=next((name for side in others if (name := _text(entry, side, "Nm"))), ""),
        memo=_text(entry, "RmtInf", "Ustrd") or _text(entry, "AddtlNtryInf"),
        ref=_text(entry, "AcctSvcrRef"),
        written_at=day,
        is_pending=(_text(entry, "Sts", "Cd") or _text(entry, "Sts")) in _PENDING,
    )

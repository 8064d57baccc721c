"""OFX 1 (SGML, no closing tags) and OFX 2 (XML): one reader for both, no entities."""

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime, timedelta, timezone
from html import unescape

from bot.domain.transactions import Transaction
from bot.readers.errors import Refusal, Unreadable
from bot.readers.statements.amounts import minor_units
from bot.readers.statements.postings import Posting, transaction
from bot.readers.statements.times import FIRST_YEAR, LAST_YEAR

FORMAT = "ofx"

_FIELD = re.compile(r"<([A-Z][A-Z0-9.]*)>([^<\r\n]*)", re.IGNORECASE)
_OPEN = re.compile(r"<STMTTRN>", re.IGNORECASE)
_CLOSE = re.compile(r"</STMTTRN>|</BANKTRANLIST>|</CCSTMTRS>|<LEDGERBAL>", re.IGNORECASE)
_ENTITY = re.compile(r"<!(?:ENTITY|DOCTYPE)", re.IGNORECASE)
_TIME = re.compile(r"(\d{8})(\d{6})?(?:\.\d+)?(?:\s*\[([+-]?\d+(?:\.\d+)?)(?::\w+)?\])?")
_NO_TIME = frozenset({"", "000000", "120000"})
"""Clocks that programs write for "only the day is known"."""

_NO_PURCHASE = frozenset(
    {"XFER", "DEP", "DIRECTDEP", "ATM", "CASH", "FEE", "SRVCHG", "INT", "DIV"}
)


def is_ofx(text: str) -> bool:
    """The head of the text is one of OFX."""
    head = text[:4_000].upper()
    return "<OFX>" in head or head.lstrip().startswith(("OFXHEADER", "<?OFX"))


def read(text: str) -> Iterator[Transaction]:
    """Read the bookings of an OFX file.

    Raises:
        Unreadable: the file defines entities.
    """
    if _ENTITY.search(text[:4_000]):
        raise Unreadable(Refusal.UNSAFE)
    starts = [found.end() for found in _OPEN.finditer(text)]
    currency = "EUR"
    postings: list[Posting] = []
    before, line = 0, 1
    ends = [*starts[1:], len(text)]
    for start, end in zip(starts, ends, strict=False):
        told = re.findall(r"<CURDEF>\s*([A-Za-z]{3})", text[before:start])
        currency = told[-1].upper() if told else currency
        line += text.count("\n", before, start)
        before = start
        block = text[start:end]
        if "<DTPOSTED>" in block.upper():
            postings.append(_posting(block, len(postings) + 1, line, currency))
    yield from (transaction(posting, FORMAT) for posting in _batches_are_days(postings))


def _posting(block: str, row: int, line: int, currency: str) -> Posting:
    closed = _CLOSE.search(block)
    fields: dict[str, str] = {}
    for name, value in _FIELD.findall(block[: closed.start()] if closed else block):
        fields.setdefault(name.upper(), unescape(value).strip())
    at, timed = _when(fields.get("DTPOSTED", ""))
    coin = fields.get("CURSYM", currency)
    return Posting(
        row=row,
        line=line,
        at=at,
        timed=timed,
        amount=minor_units(fields.get("TRNAMT", ""), coin) or 0,
        currency=coin,
        name=fields.get("NAME") or fields.get("PAYEE", ""),
        memo=fields.get("MEMO", ""),
        ref=fields.get("FITID", ""),
        written_at=fields.get("DTPOSTED", ""),
        is_transfer=fields.get("TRNTYPE", "").upper() in _NO_PURCHASE,
        is_pending=fields.get("TRNTYPE", "").upper() == "HOLD",
    )


def _when(text: str) -> tuple[datetime | None, bool]:
    found = _TIME.match(text)
    if not found:
        return None, False
    day, clock, offset = found.groups()
    timed = (clock or "") not in _NO_TIME
    try:
        at = datetime.strptime(day + (clock if timed else "000000"), "%Y%m%d%H%M%S")
        zone = timezone(timedelta(hours=float(offset))) if offset and timed else None
    except ValueError:
        return None, False
    if not FIRST_YEAR <= at.year <= LAST_YEAR:
        return None, False
    return (at.replace(tzinfo=zone) if zone else at), timed


def _batches_are_days(postings: list[Posting]) -> Iterator[Posting]:
    """One clock for many bookings is the time of a batch, not of the purchases."""
    clocks = Counter(posting.at.time() for posting in postings if posting.at and posting.timed)
    common = {clock for clock, times in clocks.items() if times > max(2, len(postings) // 4)}
    for posting in postings:
        if posting.timed and posting.at and posting.at.time() in common:
            yield replace(posting, timed=False, at=posting.at.replace(hour=0, minute=0, second=0))
        else:
            yield posting

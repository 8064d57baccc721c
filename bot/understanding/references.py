"""Order, claim and transaction numbers in a message."""

import re
from dataclasses import dataclass

from bot.domain.numerals import Span, fold
from bot.understanding.patterns import patterns

_NUMBERS = patterns("references")


@dataclass(frozen=True, slots=True)
class References:
    """The numbers a message gives, as written, and where all of them stand.

    Attributes:
        order_ref: of an order, a claim, a ticket or an invoice.
        transaction_id: of a movement of money.
        spans: every one found.
    """

    order_ref: str | None = None
    transaction_id: str | None = None
    spans: tuple[Span, ...] = ()


def references_in(text: str) -> References:
    """Return the references of a text; a date, a price or a word is none."""
    folded = fold(text)
    order, transaction, spans = None, None, []
    for match in _NUMBERS["transaction"].finditer(folded):
        if _is_reference(match["token"]):
            transaction = transaction or _written(text, match)
            spans.append(Span(*match.span()))
    for match in _NUMBERS["order"].finditer(folded):
        inside = any(span.start <= match.start("token") < span.end for span in spans)
        if _is_reference(match["token"]) and not inside:
            order = order or _written(text, match)
            spans.append(Span(*match.span()))
    for match in _unnamed(folded, text):
        if not any(span.start <= match.start() < span.end for span in spans):
            spans.append(Span(*match.span()))
            written = text[match.start() : match.end()]
            if written.lower().startswith("pa-") or _NUMBERS["numbered"].fullmatch(written):
                order = order or written
            else:
                transaction = transaction or written
    return References(order, transaction, tuple(spans))


def _unnamed(folded: str, text: str) -> list[re.Match[str]]:
    """Numbers that give themselves away by their form."""
    by_case = (_NUMBERS[name].finditer(text) for name in ("paypal", "numbered"))
    return [*_NUMBERS["bare"].finditer(folded), *(match for found in by_case for match in found)]


def _is_reference(token: str) -> bool:
    digits = sum(character.isdigit() for character in token)
    if digits < 3 or _NUMBERS["time_like"].fullmatch(token):
        return False
    return not _NUMBERS["amount_like"].fullmatch(token)


def _written(text: str, match: re.Match[str]) -> str:
    return text[match.start("token") : match.end("token")]

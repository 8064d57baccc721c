"""Order, claim and transaction numbers in a message."""

import re
from dataclasses import dataclass

from bot.domain.numerals import Span, fold

_TOKEN = r"(?P<token>[a-z0-9](?:[a-z0-9_]|[-./](?=[a-z0-9])){3,69})"
_ORDER = re.compile(
    r"(?:订单(?:编?号|编号)?|訂單(?:编?号|編号)?|(?<!回)单号|單号|工单(?:号)?|编号|編号|受理号|案件号|案号|登记号"
    r"|\border(?: (?:number|no|id|ref))?|\bticket(?: (?:number|no|id))?|\binvoice(?: (?:number|no))?"
    r"|\bcase(?: (?:number|no|id|ref))?|\bclaim(?: (?:number|no|id))?|\bbooking(?: (?:ref|number|no|id))?"
    r"|\bref(?:erence)?(?: (?:number|no|id))?|\bconfirmation(?: (?:number|no|code))?|\breport(?: (?:number|no))?)"
    rf"[\s:#.是为為=]{{0,4}}(?:is )?#?{_TOKEN}"
)
_TRANSACTION = re.compile(
    r"(?:交易(?:单|單)?(?:号|编号|id)|流水(?:号)?|商[户戶][单單]号|凭证号|参考号|\btransaction(?: (?:number|no|id|ref))?"
    r"|\btxn?(?: ?(?:id|no|hash))?|\bpayment (?:id|ref(?:erence)?)|\butr|\brrn|\bhash)"
    rf"[\s:#.是为為=]{{0,4}}(?:is )?#?{_TOKEN}"
)
_BARE = re.compile(
    r"(?<![\w.\-])(?P<token>\d{16,32}|(?:0x)?[0-9a-f]{64}|(?:pi|ch|py|cs|re|txn|po|dp|du)_[a-z0-9]{10,60}"
    r"|[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}|gpa\.\d{4}-\d{4}-\d{4}-\d{5}"
    r"|pa-[0-9a-z]{4}-[0-9a-z]{4}-[0-9a-z]|\d{6}-\d{15}|e\d{20}[a-z0-9]{11})(?![\w])"
)
_PAYPAL = re.compile(
    r"(?<![\w])(?=[0-9A-Z]{0,16}[0-9])(?=[0-9A-Z]{0,16}[A-Z])[0-9A-Z]{17}(?![\w])"
)
_TIME_LIKE = re.compile(r"\d{4}[-./]\d{1,2}[-./]\d{1,2}|\d{1,2}[a-z]{2}")
_AMOUNT_LIKE = re.compile(r"\d{1,3}(?:\.\d{1,2})?(?:usd|eur|gbp|cny|rmb|k)?|\d+\.\d{1,2}")


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
    for match in _TRANSACTION.finditer(folded):
        if _is_reference(match["token"]):
            transaction = transaction or _written(text, match)
            spans.append(Span(*match.span()))
    for match in _ORDER.finditer(folded):
        inside = any(span.start <= match.start("token") < span.end for span in spans)
        if _is_reference(match["token"]) and not inside:
            order = order or _written(text, match)
            spans.append(Span(*match.span()))
    for match in [*_BARE.finditer(folded), *_PAYPAL.finditer(text)]:
        if not any(span.start <= match.start() < span.end for span in spans):
            spans.append(Span(*match.span()))
            written = text[match.start() : match.end()]
            if written.lower().startswith("pa-"):
                order = order or written
            else:
                transaction = transaction or written
    return References(order, transaction, tuple(spans))


def _is_reference(token: str) -> bool:
    digits = sum(character.isdigit() for character in token)
    if digits < 3 or _TIME_LIKE.fullmatch(token):
        return False
    return not _AMOUNT_LIKE.fullmatch(token)


def _written(text: str, match: re.Match[str]) -> str:
    return text[match.start("token") : match.end("token")]

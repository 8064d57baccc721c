"""The facts that a message states; nothing is filled in from habit."""

import re
from dataclasses import dataclass, field
from datetime import datetime
from zoneinfo import ZoneInfo

from bot.domain.currencies import BY_COUNTRY
from bot.domain.moments import FoundMoment, Moment, Precision, read_moments
from bot.domain.money import FoundMoney
from bot.domain.numerals import Span, blanked, fold
from bot.understanding.amounts import amounts_in, dialled_in
from bot.understanding.counts import charge_count, counts_in
from bot.understanding.merchants import merchant_named
from bot.understanding.places import region_named
from bot.understanding.plain import is_traditional, shortened, simplified
from bot.understanding.provider_choice import ChosenProvider, chosen_provider
from bot.understanding.provider_names import ProviderIndex
from bot.understanding.references import references_in


@dataclass(frozen=True, slots=True)
class Facts:
    """What a message states.

    Attributes:
        provider: id of whose wallet or card took, held or froze the money.
        providers: ids of the look-alikes among which has to be asked.
        merchant: the shop's name as written.
        amount: one charge, or the only figure.
        total: a total the customer states.
        count: charges taken, the right one included.
        occurred: when it happened.
        order_ref: order, claim or ticket number, as written.
        transaction_id: reference of a movement of money, as written.
        region: ISO 3166 alpha-2, only when a place is named.
        own_payment: the customer paid or sent it (True), or says it was not them (False).
    """

    provider: str | None = None
    providers: tuple[str, ...] = ()
    merchant: str | None = None
    amount: FoundMoney | None = None
    total: FoundMoney | None = None
    count: int | None = None
    occurred: Moment | None = None
    order_ref: str | None = None
    transaction_id: str | None = None
    region: str | None = None
    own_payment: bool | None = None
    amounts: tuple[FoundMoney, ...] = field(default=(), repr=False)


_AS_LARGE_AS_AMOUNTS = 10
"""A smaller number is never taken for an amount without a unit."""
_CANTONESE = re.compile(r"[嘅咗唔冇喺啲嚟佢哋咩嘢啱]|俾人|八達通|蚊|轉數快|fps|payme")
_TO_COME = re.compile(
    r"(?:还要|又要|要|会|将|就要|自动|again |will |next |due |until |before |by )[^，。,.]{0,8}$"
    r"|\b(?:(?:have|has|need|needs|got|want|wants|supposed|going|ready) to|must|gotta|gonna|would"
    r"|ll|ship|deliver|arrive|should|promised|if (?:you|they|it)) [^，。,.]{0,32}$"
)
_BEFORE_A_DAY = 48
_STILL_TO_COME = re.compile(
    r"[^，。,.]{0,3}(?:还有|还在)"
    r"|[^，。,.]{0,6}(?:还要|又要|要(?:自动)?扣|到期|再扣|之前(?:要|还|必须))|\s?(?:will|is due)"
)
_NOT_ME = re.compile(
    r"不是(?:我|本人)|没(?:有)?(?:买|付|操作|授权|转)过|盗刷|被盗|被刷"
    r"|(?:was|is) ?n.?t me|not me|hacked"
    r"|never (?:made|took|ordered|booked|bought)|did ?n.?t (?:make|authori[sz]e|buy)"
    r"|unauthori[sz]ed|(?:someone|somebody|they) (?:else )?used my (?:card|account|wallet)"
)
_ME = re.compile(
    r"我(?:自己)?(?:刚)?(?:转|付|打|汇|扫|充|买)了?"
    r"|\bi (?:sent|paid|transferred|wired|bought|deposited)\b"
)


def read_facts(text: str, index: ProviderIndex, *, now: datetime, zone: ZoneInfo) -> Facts:
    """Return the facts of a message.

    Args:
        text: the message, redacted.
        index: every provider's names.
        now: when it was written, aware.
        zone: the customer's.
    """
    text = shortened(text)
    standard = simplified(text)
    folded = fold(standard)
    region = region_named(text)
    provider = chosen_provider(text, index, region=region)
    references = references_in(text)
    moments = read_moments(blanked(standard, references.spans), now=now, zone=zone)
    counts = counts_in(blanked(folded, references.spans))
    times = [Span(found.start, found.end) for found in moments]
    many = [count.span for count in counts if count.value >= _AS_LARGE_AS_AMOUNTS]
    taken = [*references.spans, *times, *many, *dialled_in(folded)]
    count = charge_count(folded, counts)
    money = amounts_in(
        standard,
        currency=expected_currency(text, provider, index, region),
        taken=taken,
        several=count is not None,
    )
    names = [Span(mention.start, mention.end) for mention in provider.mentions]
    return Facts(
        provider=provider.id,
        providers=provider.candidates,
        merchant=merchant_named(text, [*names, *references.spans, *times]),
        amount=money.one,
        total=money.total,
        count=count,
        occurred=_occurred(folded, moments),
        order_ref=references.order_ref,
        transaction_id=references.transaction_id,
        region=region,
        own_payment=_own_payment(folded),
        amounts=money.every,
    )


def expected_currency(
    text: str, provider: ChosenProvider, index: ProviderIndex, region: str | None
) -> str | None:
    """Return the currency that a bare figure or 元 means here; None where nothing tells."""
    if region and region in BY_COUNTRY:
        return BY_COUNTRY[region]
    country = index.countries.get(provider.id or "", "")
    if country in BY_COUNTRY:
        return BY_COUNTRY[country]
    if not re.search(r"[\u4e00-\u9fff]", text):
        return _of_pinyin(text)
    if is_traditional(text):
        return "HKD" if _CANTONESE.search(text.lower()) else "TWD"
    return "CNY"


def _of_pinyin(text: str) -> str | None:
    return "CNY" if re.search(r"(?i)\b(?:wo de|qian|le|kuai|zhuan|kou|yuan)\b", text) else None


def _occurred(folded: str, moments: tuple[FoundMoment, ...]) -> Moment | None:
    """The first time that is past: not one that a charge is still to come on."""
    for found in moments:
        before, after = (
            folded[max(0, found.start - _BEFORE_A_DAY) : found.start],
            folded[found.end :],
        )
        if _TO_COME.search(before) or _STILL_TO_COME.match(after):
            continue
        if found.moment.precision in {Precision.WEEK, Precision.MONTH}:
            continue
        return found.moment
    return next((found.moment for found in moments if _is_past(folded, found)), None)


def _is_past(folded: str, found: FoundMoment) -> bool:
    rough = found.moment.precision in {Precision.WEEK, Precision.MONTH}
    return rough and not _STILL_TO_COME.match(folded[found.end :])


def _own_payment(folded: str) -> bool | None:
    if _NOT_ME.search(folded):
        return False
    return True if _ME.search(folded) else None

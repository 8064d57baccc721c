"""What a screenshot says: values only, so that they pass between processes."""

from dataclasses import dataclass
from enum import StrEnum


class ScreenKind(StrEnum):
    """What a picture shows."""

    PAYMENT = "payment"
    BILL_LIST = "bill_list"
    FREEZE_NOTICE = "freeze_notice"
    OTHER = "other"


class PaymentStatus(StrEnum):
    """How far a payment got, as its page says."""

    SUCCESS = "success"
    REFUNDED = "refunded"
    CLOSED = "closed"
    PENDING = "pending"


@dataclass(frozen=True, slots=True)
class ListRow:
    """One payment of a bill list.

    Attributes:
        merchant: the name in the row; None when none was readable.
        amount_minor: in minor units of `currency`; negative is money that left.
        currency: ISO 4217 code, or None.
        time: as `ScreenshotReading.time`; None when the row shows no year.
        when: the words about time as they stand in the row.
        status: None when the row says nothing, which lists do for finished payments.
    """

    merchant: str | None
    amount_minor: int
    currency: str | None
    time: str | None
    when: str
    status: PaymentStatus | None


@dataclass(frozen=True, slots=True)
class ScreenshotReading:
    """The fields of one picture; None is "could not be read for sure".

    Attributes:
        kind: what the picture shows; only a payment has the fields below.
        amount_minor: amount paid, positive, in minor units of `currency`.
        currency: ISO 4217 code.
        time: `YYYY-MM-DD HH:MM[:SS]` or `YYYY-MM-DD`, in the zone of the app that was
            photographed, which the picture does not tell.
        merchant: who was paid, as the page names them.
        txn_id: the provider's transaction number.
        merchant_order_id: the merchant's order number.
        status: how far the payment got.
        lines: every line of text, top to bottom.
        rows: the payments of a bill list.
        clock: `HH:MM` of the phone, above everything else.
    """

    kind: ScreenKind
    amount_minor: int | None = None
    currency: str | None = None
    time: str | None = None
    merchant: str | None = None
    txn_id: str | None = None
    merchant_order_id: str | None = None
    status: PaymentStatus | None = None
    lines: tuple[str, ...] = ()
    rows: tuple[ListRow, ...] = ()
    clock: str = ""

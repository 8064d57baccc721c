"""What was read in a customer's file: values that pass between processes and are kept."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from pydantic import TypeAdapter, ValidationError

from bot.domain.comparing import Confidence
from bot.domain.money import Money

# Why a file was not read, beside the reasons of the readers themselves.
NO_OCR = "no_ocr"
UNREAD = "unread"
SWITCHED_OFF = "switched_off"
PASSWORD_NEEDED = "password_needed"  # nosec B105 - a reason, no secret
PASSWORD_WRONG = "password_wrong"  # nosec B105
# The bot was started again before the file was opened: it had the password in memory only.
PASSWORD_LOST = "password_lost"  # nosec B105
SHUT = (PASSWORD_NEEDED, PASSWORD_WRONG, PASSWORD_LOST)


class Told(StrEnum):
    """What the customer said about charges that only they can tell apart."""

    ONE = "one"
    SEVERAL = "several"
    UNSURE = "unsure"


@dataclass(frozen=True, slots=True)
class SeenPayment:
    """One payment on a picture; what could not be read for sure is empty.

    Attributes:
        amount: None where amount or currency is unsure.
        time: `YYYY-MM-DD HH:MM[:SS]` or `YYYY-MM-DD`, on the clock of the phone.
        merchant: as the picture names it.
        transaction_ref: the provider's number.
        order_ref: the merchant's number.
        status: success, refunded, closed or pending.
    """

    amount: Money | None = None
    time: str = ""
    merchant: str = ""
    transaction_ref: str = ""
    order_ref: str = ""
    status: str = ""


@dataclass(frozen=True, slots=True)
class FoundCharges:
    """Charges of a statement of which only the first is owed.

    Attributes:
        payee: who was paid, as the statement names them.
        each: amount of one charge.
        times: how often it was charged.
        extra: how many are too many.
        extra_minor: what is still to be given back, in minor units, refunds taken off.
        first_at: the earliest, UTC.
        last_at: the latest, UTC.
        day_only: the statement tells no clock times.
        rows: data rows of the file, from 1.
        confidence: possible ones are asked about, never claimed.
        why: key of the reason.
        values: what its placeholders are filled with.
        reference: the provider's number of the first charge that is too many.
        told: what the customer said; None: nothing yet.
    """

    payee: str
    each: Money
    times: int
    extra: int
    extra_minor: int
    first_at: datetime
    last_at: datetime
    day_only: bool
    rows: tuple[int, ...]
    confidence: Confidence
    why: str
    values: Mapping[str, str] = field(default_factory=dict)
    reference: str = ""
    told: Told | None = None

    @property
    def is_open(self) -> bool:
        """Whether only the customer can tell, and has not."""
        return self.confidence is Confidence.POSSIBLE and self.told is None

    @property
    def is_claimed(self) -> bool:
        """Whether it belongs into the claim."""
        return self.confidence is not Confidence.POSSIBLE or self.told is Told.ONE


@dataclass(frozen=True, slots=True)
class FileReading:
    """What a file says.

    Attributes:
        refused: why it was not read; empty: it was.
        screen: what a picture shows: payment, bill_list, freeze_notice, other.
        payments: of a picture, top to bottom.
        words: of a freeze notice, redacted.
        fingerprint: perceptual hash of a picture.
        clock: `HH:MM` of the phone, at the top of a screenshot.
        layout: whose statement it is; empty: no statement.
        rows: of a statement.
        found: charges that were taken more than once.
        cautions: names and values of what the customer should know about a statement.
        differs: facts of which the customer said something else.
        tries: passwords that did not open it.
        told: the customer was told what was read.
    """

    refused: str = ""
    screen: str = ""
    payments: tuple[SeenPayment, ...] = ()
    words: str = ""
    fingerprint: str = ""
    clock: str = ""
    layout: str = ""
    rows: int = 0
    found: tuple[FoundCharges, ...] = ()
    cautions: tuple[tuple[str, Mapping[str, str]], ...] = ()
    differs: tuple[str, ...] = ()
    tries: int = 0
    told: bool = False


_READING = TypeAdapter(FileReading)


def to_json(reading: FileReading) -> str:
    """Return the form in which a reading is stored."""
    return _READING.dump_json(reading, exclude_defaults=True).decode()


def from_json(text: str) -> FileReading:
    """Return a reading that was stored; one that an older version stored says nothing."""
    try:
        return _READING.validate_json(text)
    except ValidationError:
        return FileReading(told=True)


def from_values(values: object) -> FileReading:
    """Return a reading out of the values of a job's result.

    Raises:
        ValidationError: the worker sent something else.
    """
    return _READING.validate_python(values)


def to_values(reading: FileReading) -> dict[str, object]:
    """Return a reading as values that JSON can hold."""
    values: dict[str, object] = _READING.dump_python(reading, mode="json", exclude_defaults=True)
    return values

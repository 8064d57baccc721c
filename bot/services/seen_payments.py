"""What screenshots of payments and freeze notices add to the facts of a draft."""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from bot.domain.kinds import ClaimKind
from bot.domain.readings import FileReading, SeenPayment
from bot.services.exchange import Exchange
from bot.texts.shown import Lines, Shown
from bot.texts.wording import amount_text, clock_text, day_text
from knowledge.library import Library

# Kinds whose amount is a payment; elsewhere it is a balance, which no payment page tells.
_ABOUT_PAYMENTS = (
    ClaimKind.OUTAGE,
    ClaimKind.DUPLICATE_CHARGE,
    ClaimKind.FRAUD,
    ClaimKind.VANISHED_MERCHANT,
)
# Likeness from which a notice on a picture stands for a reason. Chosen above the 0.5 of pasted
# words: recognised text holds everything else that stood on the screen.
_REASON_LIKELY = 0.6
_MOST_LINES = 10
_NOT_PAID = ("refunded", "closed")
_STATES = {"success": "posted", "pending": "pending"}
_DAY_LENGTH = len("2026-11-22")

Facts = dict[str, JsonValue]


def facts_seen(readings: Sequence[FileReading], kind: ClaimKind, zone: ZoneInfo) -> Facts:
    """Return the facts on which all pictures agree; nothing is guessed.

    Args:
        readings (sequence): of every picture of a draft.
        kind (ClaimKind): of the draft.
        zone (ZoneInfo): of the customer's clock, in which the pictures' times are read.
    """
    if kind not in _ABOUT_PAYMENTS:
        return {}
    paid = paid_on(readings)
    if not paid:
        return {}
    facts: Facts = {}
    amounts = {each.amount for each in paid}
    names = {each.merchant for each in paid}
    if len(amounts) == 1 and (amount := amounts.pop()) is not None:
        facts["amount"] = amount.model_dump()
    if len(names) == 1 and (name := names.pop()):
        facts["merchant"] = facts["payee"] = name
    if (times := sorted(each.time for each in paid if each.time)) and len(times) == len(paid):
        facts["occurred"] = moment_value(times[0], zone)
    if references := [each.transaction_ref for each in paid if each.transaction_ref]:
        facts["transaction_id"] = references[0]
    if kind is ClaimKind.DUPLICATE_CHARGE:
        facts |= _repeats(paid, facts)
    return facts


def _repeats(paid: Sequence[SeenPayment], facts: Facts) -> Facts:
    found: Facts = {}
    if len(paid) > 1 and "amount" in facts and "merchant" in facts:
        found["count"] = len(paid)
    states = {_STATES.get(each.status, "") for each in paid}
    if len(states) == 1 and (state := states.pop()):
        found["posted"] = state
    return found


def paid_on(readings: Iterable[FileReading]) -> tuple[SeenPayment, ...]:
    """Return the payments on pictures that were not given back or called off."""
    return tuple(each for each in payments_on(readings) if each.status not in _NOT_PAID)


def payments_on(readings: Iterable[FileReading]) -> tuple[SeenPayment, ...]:
    """Return the payments that pictures show, each once.

    Of lists of bills only what stands in one of them more than once: the rest are other
    purchases, and two overlapping pictures show the same rows.
    """
    found: dict[object, SeenPayment] = {}
    lists: list[tuple[SeenPayment, ...]] = []
    for reading in readings:
        if reading.screen == "bill_list":
            lists.append(_repeated(reading.payments))
            continue
        for payment in reading.payments:
            known = payment.transaction_ref or (payment.amount, payment.time, payment.merchant)
            found.setdefault(known, payment)
    return tuple(found.values()) or max(lists, key=len, default=())


def failed_at(reading: FileReading, zone: ZoneInfo) -> list[datetime]:
    """Return when payments were tried that a picture calls failed or called off, to the minute."""
    return [
        datetime.fromisoformat(each.time).replace(tzinfo=zone)
        for each in reading.payments
        if each.status == "closed" and len(each.time) > _DAY_LENGTH
    ]


def _repeated(rows: Sequence[SeenPayment]) -> tuple[SeenPayment, ...]:
    counts = Counter((row.merchant, row.amount) for row in rows if row.merchant and row.amount)
    often = [alike for alike, count in counts.items() if count > 1]
    if len(often) != 1:
        return ()
    return tuple(row for row in rows if (row.merchant, row.amount) == often[0])


def moment_value(written: str, zone: ZoneInfo) -> JsonValue:
    """Return a time on the customer's clock as the value of a fact."""
    local = datetime.fromisoformat(written).replace(tzinfo=zone)
    precision = "day" if len(written) <= _DAY_LENGTH else "minute"
    return {"at": local.astimezone(UTC).isoformat(), "precision": precision}


def payment_lines(ex: Exchange, payments: Sequence[SeenPayment]) -> Lines:
    """Return a line for each payment that a picture shows."""
    lines = [_line(ex, each) for each in payments[:_MOST_LINES]]
    return Lines(tuple(Shown(line) for line in lines if line))


def _line(ex: Exchange, payment: SeenPayment) -> str:
    amount = amount_text(payment.amount, ex.voice) if payment.amount else ""
    when = ""
    if payment.time:
        zone = ex.customer.clock
        moment = datetime.fromisoformat(payment.time).replace(tzinfo=zone)
        clock = clock_text(moment, ex.voice) if len(payment.time) > _DAY_LENGTH else ""
        when = " ".join(part for part in (day_text(moment, ex.voice), clock) if part)
    parts = [part for part in (payment.merchant, amount, when) if part]
    return ("，" if ex.voice.language.is_chinese else ", ").join(parts)


def freeze_seen(readings: Iterable[FileReading], library: Library) -> Facts:
    """Return the reason that the notice on a picture names, where it is clear."""
    for reading in readings:
        matches = library.match_freeze(reading.words) if reading.words else ()
        if matches and matches[0].score >= _REASON_LIKELY:
            return {"freeze_reason": matches[0].reason.id, "app_message": reading.words}
    return {}

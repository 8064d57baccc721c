"""The table of charges of a claim pack: from statements, else screenshots, else what was told."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from bot.domain.duplicate_charge import DuplicateChargeClaim
from bot.domain.extra_charges import ExtraCharges
from bot.domain.money import Money
from bot.domain.packs import PackCharge, Pair
from bot.domain.readings import FileReading, FoundCharges, SeenPayment
from bot.services.pack_facts import Told
from bot.services.seen_payments import payments_on
from bot.services.statement_findings import claimed
from bot.texts.wording import amount_text, clock_text

_DAY_LENGTH = len("2026-11-22")

Charges = tuple[tuple[PackCharge, ...], tuple[Pair, ...]]


def charges_of(told: Told, readings: Sequence[FileReading]) -> Charges:
    """Return the lines of the table and what they come to; nothing where no charge is known."""
    claim = told.claim.claim
    found = claimed(readings)
    if isinstance(claim, DuplicateChargeClaim):
        if claim.findings:
            lines = [_finding(told, each, found) for each in claim.findings]
            sums = [_times(each.each, each.extra + 1) for each in claim.findings]
            return _with_totals(told, lines, sums)
        if found:
            lines = [_found(told, each) for each in found]
            return _with_totals(told, lines, [_times(each.each, each.times) for each in found])
    payments = payments_on(readings)
    if len(payments) > 1:
        lines = [_payment(told, each) for each in payments]
        return _with_totals(told, lines, [each.amount for each in payments if each.amount])
    if isinstance(claim, DuplicateChargeClaim) and claim.amount and claim.count:
        return _with_totals(told, [_told(told, claim)], [_times(claim.amount, claim.count)])
    return (), ()


def _times(money: Money, count: int) -> Money:
    return Money(minor=money.minor * count, currency=money.currency)


def _with_totals(told: Told, lines: Sequence[PackCharge], sums: Iterable[Money]) -> Charges:
    totals = [(told.ex.line("pack.total.count"), str(len(lines)))]
    by_currency: dict[str, int] = {}
    for each in sums:
        by_currency[each.currency] = by_currency.get(each.currency, 0) + each.minor
    for currency, minor in by_currency.items():
        text = amount_text(Money(minor=minor, currency=currency), told.voice)
        totals.append((told.ex.line("pack.total.sum"), text))
    wanted = told.claim.wanted
    if wanted is not None:
        totals.append((told.ex.line("pack.total.wanted"), amount_text(wanted, told.voice)))
    return tuple(lines), tuple(totals)


def _finding(told: Told, one: ExtraCharges, found: Sequence[FoundCharges]) -> PackCharge:
    seen = next(
        (each for each in found if (each.first_at, each.each) == (one.first_at, one.each)), None
    )
    if seen is not None:
        return _found(told, seen, one.wanted)
    return PackCharge(
        when=told.stamp(one.first_at),
        payee=one.payee,
        amount=amount_text(one.each, told.voice),
        reference="",
        note=told.ex.line("pack.charge.extra", extra=one.extra),
        wanted=amount_text(one.wanted, told.voice),
    )


def _found(told: Told, one: FoundCharges, wanted: Money | None = None) -> PackCharge:
    asked = wanted or Money(minor=one.extra_minor, currency=one.each.currency)
    return PackCharge(
        when=_day_or_minute(told, one.first_at, day_only=one.day_only),
        payee=one.payee,
        amount=amount_text(one.each, told.voice),
        reference=one.reference,
        note=_repeats(told, one),
        wanted=amount_text(asked, told.voice),
    )


def _repeats(told: Told, one: FoundCharges) -> str:
    if one.day_only or one.first_at == one.last_at:
        return told.ex.line("pack.charge.found", times=one.times, extra=one.extra)
    same_day = (
        one.last_at.astimezone(told.voice.zone).date()
        == one.first_at.astimezone(told.voice.zone).date()
    )
    last = clock_text(one.last_at, told.voice) if same_day else told.stamp(one.last_at)
    return told.ex.line("pack.charge.found_until", times=one.times, extra=one.extra, last=last)


def _day_or_minute(told: Told, moment: datetime, *, day_only: bool) -> str:
    return told.stamp(moment)[:_DAY_LENGTH] if day_only else told.stamp(moment)


def _payment(told: Told, one: SeenPayment) -> PackCharge:
    return PackCharge(
        when=one.time,
        payee=one.merchant,
        amount=amount_text(one.amount, told.voice) if one.amount else "",
        reference=one.transaction_ref or one.order_ref,
        note=told.ex.line(f"pack.state.{one.status}") if one.status else "",
        wanted="",
    )


def _told(told: Told, claim: DuplicateChargeClaim) -> PackCharge:
    return PackCharge(
        when=told.when(claim.occurred_at) if claim.occurred_at else "",
        payee=claim.merchant or "",
        amount=amount_text(claim.amount, told.voice) if claim.amount else "",
        reference=claim.reference or "",
        note=told.ex.line("pack.charge.told", times=claim.count),
        wanted=amount_text(claim.wanted, told.voice) if claim.wanted else "",
    )

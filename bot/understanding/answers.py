"""A reading as plain data, for `python -m bot understand` and for measurements."""

from zoneinfo import ZoneInfo

from bot.domain.currencies import minor_digits
from bot.domain.moments import Moment, Precision
from bot.domain.money import FoundMoney
from bot.understanding.intents import Intent
from bot.understanding.reading import Reading

_COUNTED = frozenset({Intent.DUPLICATE_CHARGE, Intent.FRAUD})
_SHOPPED = frozenset(
    {Intent.DUPLICATE_CHARGE, Intent.VANISHED_MERCHANT, Intent.FRAUD, Intent.CLAIM_STATUS}
)
_NOTHING_STATED = frozenset({Intent.SMALLTALK, Intent.OUT_OF_SCOPE, Intent.ABUSE})
_DATED = frozenset({Precision.MINUTE, Precision.HOUR, Precision.PART, Precision.DAY})


def stated(reading: Reading, *, zone: ZoneInfo) -> dict[str, str | int]:
    """Return the facts of a reading by name, only those that are stated exactly.

    Args:
        reading: of one message.
        zone: whose calendar dates are written in.
    """
    facts = reading.facts
    if reading.intent in _NOTHING_STATED:
        return {}
    found: dict[str, str | int | None] = {
        "provider": facts.provider,
        "merchant": facts.merchant if reading.intent in _SHOPPED else None,
        "order_ref": facts.order_ref,
        "transaction_id": facts.transaction_id,
        "region": facts.region,
        "count": facts.count if reading.intent in _COUNTED else None,
        **(_money(facts.amount, "amount_minor") if reading.intent is not Intent.FAQ else {}),
        **(_money(facts.total, "total_minor") if reading.intent is not Intent.FAQ else {}),
        **_when(facts.occurred, zone),
    }
    return {name: value for name, value in found.items() if value is not None}


def _money(found: FoundMoney | None, name: str) -> dict[str, str | int]:
    if found is None:
        return {}
    if found.money is None:
        return {name: int(found.amount.scaleb(minor_digits("")))}
    return {name: found.money.minor, "currency": found.money.currency}


def _when(moment: Moment | None, zone: ZoneInfo) -> dict[str, str]:
    if moment is None or moment.precision not in _DATED:
        return {}
    local = moment.at.astimezone(zone)
    day = {"occurred_on": local.date().isoformat()}
    if moment.precision is Precision.MINUTE:
        day["occurred_at"] = local.isoformat(timespec="seconds")
    return day

"""What understanding found in a message, as JSON values under the names that claims use."""

import re

from pydantic import JsonValue, TypeAdapter

from bot.domain.moments import Moment
from bot.understanding.reading import Reading
from knowledge.library import Library

_MOMENT = TypeAdapter(Moment)
_QUOTED = re.compile(r"[“\"「『]([^”\"」』]{6,300})[”\"」』]")
# A freeze reason is taken from this likeness on; below it the customer is asked for the message.
_REASON_LIKELY = 0.5
_LONGEST_WORDS = 2000


def facts_of(reading: Reading, text: str) -> dict[str, JsonValue]:
    """Return the facts that a message states; nothing is guessed.

    Args:
        reading (Reading): what understanding made of the text.
        text (str): redacted.
    """
    found = reading.facts
    facts: dict[str, JsonValue] = {"words": text.strip()[:_LONGEST_WORDS]}
    if found.amount is not None and found.amount.money is not None:
        facts["amount"] = found.amount.money.model_dump()
    if found.occurred is not None:
        facts["occurred"] = _MOMENT.dump_python(found.occurred, mode="json")
    for name, value in (
        ("provider", found.provider),
        ("merchant", found.merchant),
        ("count", found.count),
        ("transaction_id", found.transaction_id),
        ("order_ref", found.order_ref),
    ):
        if value is not None:
            facts[name] = value
    if found.own_payment is not None:
        facts["own_payment"] = "tricked" if found.own_payment else "not_me"
    return facts


def freeze_facts(text: str, library: Library) -> dict[str, JsonValue]:
    """Return the reason for a freeze that a pasted message points to, and the message itself."""
    quoted = _QUOTED.search(text)
    message = quoted[1] if quoted else text
    matches = library.match_freeze(message)
    if not matches or matches[0].score < _REASON_LIKELY:
        return {}
    return {
        "freeze_reason": matches[0].reason.id,
        "app_message": message.strip()[:_LONGEST_WORDS],
    }

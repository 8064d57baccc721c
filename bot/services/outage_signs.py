"""Reports that nobody was asked for: failed payments that customers tell of, or show."""

import re
from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Final

from bot.dialogue.drafts import Draft, answers
from bot.domain.customers import Mode
from bot.domain.kinds import ClaimKind
from bot.domain.moments import Moment, Precision
from bot.domain.readings import FileReading
from bot.services.exchange import Exchange
from bot.services.hearing import Heard, asks
from bot.services.opening import TOO_GENERAL
from bot.services.outage_reports import note
from bot.services.seen_payments import failed_at
from bot.services.types_found import type_of
from bot.storage.drafts import StoredDraft
from bot.understanding.intents import Intent

# A failure told of in another matter counts only where the text is surely about one. Chosen on
# the model conversations, as in `beside_guide`.
_SURE: Final = 0.75
# What failed longer ago says nothing of now.
_LATELY: Final = timedelta(hours=2)
# Clocks of phones and of pictures are a little off.
_AHEAD: Final = timedelta(minutes=10)
_FAILS: Final = re.compile(
    r"崩了|崩溃|宕机|挂了(?!失)|(?:付|支付|付款|转账|轉賬|轉帳|扫码|掃碼)(?:不了|不出去|总是失败|一直失败|失败|失敗)"
    r"|用不了|打不开|打不開|登不上|什么时候恢复|什麼時候恢復"
    r"|\b(?:is|are) down\b|not working|(?:payment|transfer)s? (?:keeps? failing|failed|fails?)\b",
    re.IGNORECASE,
)
_OF_A_DAY: Final = frozenset({Precision.DAY, Precision.PART})


async def heard_of_failure(ex: Exchange, stored: StoredDraft | None, heard: Heard) -> None:
    """Count a customer who asks whether a provider is down, or tells of a payment that failed."""
    if not _tells_of_failure(ex, stored, heard):
        return
    held = answers(stored.draft).values.get("provider") if stored is not None else None
    await _count(ex, heard.reading.facts.provider or held)


async def saw_failures(ex: Exchange, draft: Draft, readings: Iterable[FileReading]) -> None:
    """Count a customer whose pictures show a payment that has just failed."""
    moments = [moment for each in readings for moment in failed_at(each, ex.customer.clock)]
    if any(_is_lately(moment, ex.now) for moment in moments):
        await _count(ex, answers(draft).values.get("provider"))


async def _count(ex: Exchange, named: object) -> None:
    provider = ex.library.provider(str(named or ""))
    if provider is not None and provider.id not in TOO_GENERAL:
        await note(ex, provider.id)


def _tells_of_failure(ex: Exchange, stored: StoredDraft | None, heard: Heard) -> bool:
    reading = heard.reading
    if not _is_of_now(reading.facts.occurred, ex):
        return False
    match reading.intent:
        case Intent.OUTAGE_CHECK:
            sure = reading.confidence >= _SURE or asks(heard.text)
            if stored is None:
                # Its guide is begun, and counts; a person of ours has none.
                return ex.customer.mode is Mode.PERSON
            return stored.draft.kind is ClaimKind.OUTAGE or sure
        case Intent.DUPLICATE_CHARGE:
            kind = type_of(ClaimKind.DUPLICATE_CHARGE, reading, heard.text, ex.library)
            return kind == "not_credited" or _says_failed(heard)
        case Intent.FAQ | Intent.CLARIFY | Intent.OUT_OF_SCOPE:
            return _says_failed(heard)
        case _:
            return False


def _says_failed(heard: Heard) -> bool:
    """Whether a text that was taken for another matter says outright that a provider fails."""
    return heard.reading.facts.provider is not None and bool(_FAILS.search(heard.text))


def _is_of_now(said: Moment | None, ex: Exchange) -> bool:
    """Whether what was said can be of now; without a time it is."""
    if said is None:
        return True
    if said.precision in _OF_A_DAY:
        zone = ex.customer.clock
        return said.at.astimezone(zone).date() == ex.now.astimezone(zone).date()
    return _is_lately(said.at, ex.now)


def _is_lately(moment: datetime, now: datetime) -> bool:
    return -_AHEAD <= now - moment <= _LATELY

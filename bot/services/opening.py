"""Begins the guide that a text asks for, with the facts that it states."""

from bot.domain.kinds import ClaimKind
from bot.domain.regions import REGIONS
from bot.services import guides, preferences
from bot.services.claimed_facts import paid_facts
from bot.services.exchange import Exchange
from bot.services.facts_found import (
    freeze_facts,
    provider_facts,
)
from bot.services.hearing import Heard, asks, facts_in
from bot.services.offered_matter import keep_matter, kept_matter
from bot.services.sums_told import with_deposits, with_listed_total
from bot.services.types_found import (
    merchant_facts,
    outage_facts,
    platform_called,
    tells_last_use,
    type_of,
)
from bot.understanding.intents import Intent

GUIDES = {
    Intent.OUTAGE_CHECK: ClaimKind.OUTAGE,
    Intent.DUPLICATE_CHARGE: ClaimKind.DUPLICATE_CHARGE,
    Intent.FROZEN_ACCOUNT: ClaimKind.FROZEN_ACCOUNT,
    Intent.FRAUD: ClaimKind.FRAUD,
    Intent.VANISHED_PLATFORM: ClaimKind.VANISHED_PLATFORM,
    Intent.VANISHED_MERCHANT: ClaimKind.VANISHED_MERCHANT,
}


async def open_by_intent(ex: Exchange, heard: Heard) -> None:
    """Begin the guide that a text asks for, with the facts that it states."""
    kind, facts, type_ = matter_of(ex, heard)
    kept, _ = kept_matter(ex, kind)
    _guess_region(ex, heard)
    await guides.open_guide(ex, kind, _together(kept, facts), type_)


def _together(before: guides.Facts, now: guides.Facts) -> guides.Facts:
    """Return the facts of two messages: what was said last holds, the words are those of both."""
    words = [str(facts["words"]) for facts in (before, now) if facts.get("words")]
    return {**before, **now, **({"words": ". ".join(words)} if words else {})}


def keep_for_guide(ex: Exchange, heard: Heard, kind: ClaimKind) -> None:
    """Keep what a text states for the guide that its answer offers; a question is no story."""
    _, facts, type_ = matter_of(ex, heard, kind)
    if asks(heard.text):
        facts.pop("words", None)
    keep_matter(ex, kind, facts, type_)


def matter_of(
    ex: Exchange, heard: Heard, offered: ClaimKind | None = None
) -> tuple[ClaimKind, guides.Facts, str]:
    """Return the matter that a text speaks of: its kind, the facts stated, its variant."""
    kind = offered or GUIDES[heard.reading.intent]
    facts = facts_in(heard, ex.customer.region)
    type_ = type_of(kind, heard.reading, heard.text, ex.library)
    facts |= merchant_facts(heard.text, heard.reading, kind) | outage_facts(heard.text, kind)
    if kind is ClaimKind.VANISHED_PLATFORM and not tells_last_use(heard.text):
        facts.pop("occurred", None)
    if kind is ClaimKind.VANISHED_PLATFORM:
        facts = platform_called(heard.text) | with_deposits(facts, heard.text)
    if kind is ClaimKind.FRAUD:
        facts = with_listed_total(facts, heard.text, _currency(ex))
        facts = paid_facts(facts, heard.text, ex.now, ex.customer.clock)
    left_out = (*TOO_GENERAL, *_HELD) if kind is ClaimKind.VANISHED_PLATFORM else TOO_GENERAL
    if facts.get("provider") in left_out:
        del facts["provider"]
    if "next_due" in facts:
        facts.pop("amount", None)
    if kind is ClaimKind.FROZEN_ACCOUNT:
        facts |= freeze_facts(heard.text, ex.library)
    facts |= provider_facts(facts, ex.library)
    return kind, facts, type_


def _currency(ex: Exchange) -> str:
    return REGIONS[ex.customer.region].currency if ex.customer.region in REGIONS else ""


def _guess_region(ex: Exchange, heard: Heard) -> None:
    if ex.customer.region_chosen:
        return
    region = heard.reading.facts.region or ""
    provider = ex.library.provider(heard.reading.facts.provider or "")
    countries = provider.regions() if provider else ()
    if not region and not ex.customer.region and len(countries) == 1:
        region = countries[0]
    if region:
        preferences.set_region(ex, region)
        ex.update(region_chosen=False)


# "A bank card" says nothing about which bank: it is asked for.
TOO_GENERAL = ("bank_card_cn", "exchange_generic")
# What was held there, not who held it.
_HELD = ("usdt_onchain",)

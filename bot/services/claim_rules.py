"""Which rules of the deadline table hold for a claim, and from when they count."""

from datetime import datetime
from typing import Final

from bot.domain.casework import FiledClaim
from bot.domain.kinds import ClaimKind
from bot.domain.moments import Moment
from bot.domain.providers import ProviderKind
from knowledge.library import Library
from knowledge.records.deadlines import DeadlineRule
from knowledge.records.providers import Provider

_CARD: Final = "GLOBAL-CARD"
_PAYPAL: Final = "GLOBAL-PAYPAL"
_WITH_CARDS: Final = (ProviderKind.CARD_NETWORK, ProviderKind.BANK)
# Facts that say when it happened; a claim has one of them at most.
_WHEN: Final = ("occurred_at", "frozen_at", "noticed_at", "last_worked_at", "paid_at")
# How early planned maintenance must be announced helps nobody now.
_NOT_TOLD: Final = ("cn-maintenance-notice-5bd",)
# Rules of debits from an account, which a charge on a card is not.
_NOT_BY_CARD: Final = ("us-ach-60d",)
# Rules that only hold where the named reason froze the account.
_OF_REASON: Final = {
    "cn-court-freeze-1y": ("court_freeze",),
    "cn-freeze-6m": ("police_freeze",),
    "cn-stop-pay-48h": ("stop_payment_48h", "police_freeze"),
}
# Types of `cases.yaml` that an answer tells, whatever the type that was found in the words.
_TOLD: Final = {
    ("own_payment", "not_me"): "account_takeover",
    ("own_payment", "tricked"): "scam",
    ("delivered", "nothing"): "not_received",
    ("delivered", "service_stopped"): "not_received",
    ("delivered", "faulty"): "not_as_described",
}
# Types of which an answer tells nothing more.
_COMPLETE: Final = ("wrong_transfer",)


def rules_of(library: Library, claim: FiledClaim) -> tuple[DeadlineRule, ...]:
    """Return the rules that hold for a claim, in the order of the table."""
    also = _networks(library, claim)
    found = {
        rule.id
        for variant in _variants(library, claim)
        for rule in library.deadlines(claim.region, claim.kind, variant, also)
        if _holds(library, rule, claim)
    }
    return tuple(rule for rule in library.tables.deadlines.deadlines if rule.id in found)


def event_at(claim: FiledClaim) -> datetime | None:
    """Return when what the claim is about happened, aware; None where nobody said."""
    facts = claim.claim
    for name in _WHEN:
        moment = getattr(facts, name, None)
        if isinstance(moment, Moment):
            return moment.at
    charges = getattr(facts, "findings", ())
    return min((each.first_at for each in charges), default=None)


def _variants(library: Library, claim: FiledClaim) -> tuple[str, ...]:
    """Return the types of `cases.yaml` that the claim is of."""
    told = [type_ for (field, value), type_ in _TOLD.items() if claim.facts.get(field) == value]
    case = library.case_of(claim.type) if claim.type else None
    if case is not None and case.claim_kind() is claim.kind:
        return (case.type,) if case.type in _COMPLETE else tuple(dict.fromkeys((case.type, *told)))
    usual = library.case_of(claim.kind.value)
    if claim.kind is ClaimKind.FRAUD and told:
        return tuple(told)
    return tuple(dict.fromkeys((usual.type if usual is not None else "", *told)))


def _provider(library: Library, claim: FiledClaim) -> Provider | None:
    return library.provider(str(claim.facts.get("provider") or ""))


def _networks(library: Library, claim: FiledClaim) -> tuple[str, ...]:
    provider = _provider(library, claim)
    if provider is not None and provider.id == "paypal":
        return (_PAYPAL,)
    kind = provider.kind if provider is not None else None
    by_card = kind in _WITH_CARDS or claim.facts.get("paid_by") == "card"
    return (_CARD,) if by_card else ()


def _holds(library: Library, rule: DeadlineRule, claim: FiledClaim) -> bool:
    if rule.id in _NOT_TOLD:
        return False
    provider = _provider(library, claim)
    if rule.provider is not None and (provider is None or provider.id != rule.provider):
        return False
    if provider is not None and provider.kind is ProviderKind.CARD_NETWORK:
        other = rule.scheme is not None and provider.id != f"{rule.scheme}_card"
        if other or rule.id in _NOT_BY_CARD:
            return False
    if claim.kind is ClaimKind.FROZEN_ACCOUNT and rule.id in _OF_REASON:
        return claim.facts.get("reason") in _OF_REASON[rule.id]
    return True

"""What of a fact a customer may see, and whether it carries the hint "check on the official site".

Source of the rules: docs/design.md section 4; docs/writing.md section 4.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from knowledge.records.base import Fact, Status, Words
from knowledge.records.channels import Category, Channel
from knowledge.records.deadlines import DeadlineRule
from knowledge.records.providers import Provider

REVIEW_AFTER = timedelta(days=180)
"""After this a contact is shown with the hint. Source: docs/design.md section 4."""
DEADLINE_REVIEW_AFTER = timedelta(days=365)


@dataclass(frozen=True, slots=True)
class Shown:
    """A contact as a customer may see it.

    Attributes:
        phone: the number to call; empty where there is none to give.
        hint: the value was not checked or is old, and carries the hint.
        verified_phone: False when the number itself was never seen.
    """

    id: str
    name: Words
    phone: str
    url: str
    hours: Words | None
    hint: bool
    verified_phone: bool = True


def is_past_review(fact: Fact, checked_on: date, today: date) -> bool:
    """Say whether a fact should have been checked again; it is shown all the same.

    Police and emergency numbers never expire.
    """
    if isinstance(fact, Channel) and fact.category is Category.POLICE:
        return False
    allowed = DEADLINE_REVIEW_AFTER if isinstance(fact, DeadlineRule) else REVIEW_AFTER
    return today > checked_on + allowed


def needs_hint(fact: Fact, checked_on: date, today: date) -> bool:
    """Say whether a fact is shown with the hint."""
    unsure = not fact.verified or fact.status is not None
    return unsure or is_past_review(fact, checked_on, today)


def is_withheld(fact: Fact) -> bool:
    """Say whether a fact is not shown at all: its rule was superseded."""
    return fact.status is Status.SUPERSEDED_CHECK


def shown_channel(
    channel: Channel, others: Iterable[Channel], checked_on: date, today: date
) -> Shown:
    """Return a channel as it may be seen.

    Args:
        channel (Channel): whose number is wanted.
        others (iterable): channels of its region; one with a checked number for the same
            purpose keeps an unchecked number from being shown.
        checked_on (date): when the table was checked.
        today (date): what age is reckoned from.
    """
    phone, seen = channel.phone, True
    if phone is None and channel.phone_unverified and not _covered(channel, others):
        phone, seen = channel.phone_unverified, False
    return Shown(
        id=channel.id,
        name=channel.name,
        phone=phone or "",
        url=channel.url,
        hours=channel.hours,
        hint=needs_hint(channel, checked_on, today) or not seen,
        verified_phone=seen,
    )


def shown_hotline(
    provider: Provider, region_channels: Iterable[Channel], checked_on: date, today: date
) -> Shown:
    """Return a provider's hotline as it may be seen; no phone sends people to the app.

    Args:
        provider (Provider): whose hotline is wanted.
        region_channels (iterable): channels of its regions; a checked one keeps an unchecked
            number of the provider from being shown.
        checked_on (date): when the table was checked.
        today (date): what age is reckoned from.
    """
    phone, seen = provider.hotline, provider.hotline_verified
    if phone is None and provider.phone_unverified:
        covered = any(each.verified and each.phone for each in region_channels)
        phone, seen = (None, True) if covered else (provider.phone_unverified, False)
    old = is_past_review(provider, checked_on, today)
    return Shown(
        id=provider.id,
        name=provider.names,
        phone=phone or "",
        url=provider.help_url or "",
        hours=provider.hotline_hours,
        hint=bool(phone) and (not seen or old or provider.status is not None),
        verified_phone=seen,
    )


def _covered(channel: Channel, others: Iterable[Channel]) -> bool:
    purposes = set(channel.case_kinds)
    return any(
        each.verified and each.phone and purposes & set(each.case_kinds)
        for each in others
        if each.region == channel.region
    )

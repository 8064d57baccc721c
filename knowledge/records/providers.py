"""Providers: hotline, dispute path, emergency lock, status page, numbers, statement export."""

import re
from enum import StrEnum
from typing import Annotated, Self

from pydantic import AfterValidator, Field, model_validator

from bot.domain.providers import ProviderKind
from knowledge.records.base import Address, Fact, Id, Meta, Phone, Record, Text, Words


def _whole_pattern(pattern: str) -> str:
    try:
        re.compile(pattern)
    except re.error as error:
        raise ValueError(f"no regular expression: {error}") from error
    if not (pattern.startswith("^") and pattern.endswith("$")):
        raise ValueError("must match the whole number: begin with ^ and end with $")
    return pattern


Pattern = Annotated[str, AfterValidator(_whole_pattern)]


class StatusKind(StrEnum):
    """How a provider publishes its status."""

    STATUSPAGE_V2 = "statuspage-v2"
    RSS = "rss"
    ATOM = "atom"
    JSON = "json"
    HTML = "html"
    NONE = "none"


_SUMMARY = "/api/v2/summary.json"


class StatusPage(Record):
    """Where a provider says whether it works.

    Attributes:
        url: page for people.
        kind: how the feed is written; `html` and `none` have no feed, `json` is Apple's list.
        feed_url: what the bot reads, every few minutes.
    """

    url: Address | None
    kind: StatusKind
    feed_url: Address | None

    @model_validator(mode="after")
    def _feed_fits_its_kind(self) -> Self:
        feed = self.feed_url or ""
        has_feed = self.kind not in (StatusKind.HTML, StatusKind.NONE)
        if has_feed and not feed.startswith("https://"):
            raise ValueError(f"the kind {self.kind} needs a feed_url that begins with https://")
        if self.kind is StatusKind.STATUSPAGE_V2 and not feed.endswith(_SUMMARY):
            raise ValueError(f"the feed_url of {self.kind} ends in {_SUMMARY}")
        if feed and not has_feed:
            raise ValueError(f"the kind {self.kind} has no feed_url")
        return self


class TransactionId(Record):
    """What a provider's transaction number looks like; a miss never refuses a customer."""

    regex: Pattern | None
    description: Words | None


class PastIncident(Record):
    """A disturbance that the press reported."""

    date: Text
    summary: Words
    source: Text
    verified: bool


class Provider(Fact):
    """A wallet, bank, pay-later service, card network or exchange.

    Attributes:
        country: countries, divided by a slash; GLOBAL for everywhere.
        aliases: other names, misspelt ones too; only matched, never shown.
        hotline: missing means: send the customer to the app, look for no number.
        hotline_verified: whether the hotline itself was seen.
        verified_scope: which parts were seen; menu paths outside count as unverified.
        wrong_numbers_seen: numbers that the web gives and that must not be given.
        parent: a provider whose rules it shares; a match on the parent is never wrong.
    """

    id: Id
    kind: ProviderKind
    country: Text
    names: Words
    aliases: tuple[Text, ...]
    hotline: Phone | None
    hotline_verified: bool = False
    hotline_hours: Words | None
    help_url: Address | None
    dispute_path: Words
    status_page: StatusPage
    transaction_id: TransactionId
    statement_export: Words | None
    emergency_freeze: Words | None = None
    emergency_freeze_source: Text | None = None
    verified_scope: str = ""
    regulator_channel_ids: tuple[Id, ...] = ()
    wrong_numbers_seen: tuple[Text, ...] = ()
    wrong_numbers_note: Words | None = None
    phone_unverified: Text | None = None
    hotline_alt: Text | None = None
    hotline_alt_unverified: Text | None = None
    hotline_abroad_unverified: Text | None = None
    disambiguation_group: Id | None = None
    parent: Id | None = None
    member_ids: tuple[Id, ...] = ()
    address_regex: dict[str, Pattern] = Field(default_factory=dict)
    incidents: tuple[PastIncident, ...] = ()
    notes: Words | None = None
    status_note: Text | None = None
    operator: Text | None = None
    email: Text | None = None

    def regions(self) -> tuple[str, ...]:
        """Return the countries it works in, as two letters; none for a global one."""
        return tuple(part for part in self.country.split("/") if len(part) == 2)


class Disambiguation(Record):
    """Providers that share a name: the customer is asked before anything is answered."""

    ask: Words
    members: tuple[Id, ...]
    aliases: tuple[Text, ...]


class ProvidersMeta(Meta):
    """Head of the providers."""

    disambiguation: dict[Id, Disambiguation]
    fake_hotline_rule: Words


class Providers(Record):
    """The file `providers.yaml`."""

    meta: ProvidersMeta
    providers: tuple[Provider, ...]

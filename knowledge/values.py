"""References in an article, such as `{channel:cn-96110}`, to the values of the tables."""

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from datetime import date
from enum import StrEnum

from bot.domain.deadlines import Period
from knowledge.periods import period_words
from knowledge.records.base import Words
from knowledge.records.policy import Situation
from knowledge.records.providers import Provider
from knowledge.showing import is_past_review, is_withheld, needs_hint
from knowledge.snapshot import ELSEWHERE, Library

REFERENCE = re.compile(r"\{([a-z_]+):([A-Za-z0-9_-]+)(?:\.([a-z_]+))?\}")

_IN_THE_APP = Words(zh="官方 App 里的客服", en="customer service in the official app")
# Words of `verified_scope` that cover a path in a provider's app.
_SCOPES = {
    "dispute_path": ("dispute", "contest", "help path"),
    "emergency_freeze": ("freeze",),
    "statement_export": ("statement export", "PDF statements"),
}


class Doubt(StrEnum):
    """Which hint a value carries."""

    NONE = ""
    CONTACT = "contact"
    DEADLINE = "deadline"


@dataclass(frozen=True, slots=True)
class Reader:
    """For whom a text is rendered.

    Attributes:
        language: `zh`, `zh-Hans`, `zh-Hant` or `en`.
        region: where the customer is; empty if unknown.
        today: the customer's date; ages of facts are reckoned from it.
    """

    language: str
    region: str
    today: date


@dataclass(frozen=True, slots=True)
class Value:
    """What stands in place of a reference.

    Attributes:
        text: plain text.
        is_phone: it is a number to call.
        lead: text that stands on the line before, when a list of numbers is shown.
        region: where a channel answers; empty for what is not bound to a region.
    """

    text: str
    is_phone: bool = False
    doubt: Doubt = Doubt.NONE
    lead: str = ""
    region: str = ""


def values(library: Library, reader: Reader, kind: str, name: str, part: str) -> tuple[Value, ...]:
    """Return the values of a reference; several for `urgent`, none if it leads nowhere."""
    readers: dict[str, Callable[[Library, Reader, str, str], Iterator[Value]]] = {
        "channel": _channel,
        "provider": _provider,
        "deadline": _deadline,
        "freeze": _freeze,
        "urgent": _urgent,
    }
    read = readers.get(kind)
    return () if read is None else tuple(read(library, reader, name, part))


def _channel(library: Library, reader: Reader, name: str, part: str) -> Iterator[Value]:
    channel = library.channel(name)
    if channel is None:
        return
    shown = library.shown(channel, reader.today)
    doubt = Doubt.CONTACT if shown.hint else Doubt.NONE
    abroad = channel.phone_abroad if reader.region not in ("", channel.region) else None
    match part:
        case "name":
            yield Value(channel.name.text(reader.language))
        case "url" if channel.url:
            yield Value(channel.url, doubt=doubt)
        case "":
            phone = abroad or shown.phone
            text = phone or channel.url or channel.name.text(reader.language)
            region = "" if abroad or channel.region == ELSEWHERE else channel.region
            yield Value(text, is_phone=bool(phone), doubt=doubt, region=region)


def _provider(library: Library, reader: Reader, name: str, part: str) -> Iterator[Value]:
    provider = library.provider(name)
    if provider is None:
        return
    match part:
        case "name":
            yield Value(provider.names.text(reader.language))
        case "url" | "help_url" if provider.help_url:
            doubt = Doubt.NONE if provider.verified else Doubt.CONTACT
            yield Value(provider.help_url, doubt=doubt)
        case "hotline":
            shown = library.hotline(provider, reader.today)
            doubt = Doubt.CONTACT if shown.hint else Doubt.NONE
            text = shown.phone or _IN_THE_APP.text(reader.language)
            yield Value(text, is_phone=bool(shown.phone), doubt=doubt)
        case "dispute_path":
            yield from _path(library, reader, provider, part, provider.dispute_path)
        case "emergency_freeze":
            yield from _path(library, reader, provider, part, provider.emergency_freeze)
        case "statement_export":
            yield from _path(library, reader, provider, part, provider.statement_export)


def _path(
    library: Library, reader: Reader, provider: Provider, part: str, words: Words | None
) -> Iterator[Value]:
    if words is None:
        return
    checked_on = library.tables.providers.meta.checked_on
    seen = provider.verified and any(each in provider.verified_scope for each in _SCOPES[part])
    sure = seen and not is_past_review(provider, checked_on, reader.today)
    yield Value(words.text(reader.language), doubt=Doubt.NONE if sure else Doubt.CONTACT)


def _deadline(library: Library, reader: Reader, name: str, part: str) -> Iterator[Value]:
    rule = library.deadline_rules.get(name)
    if rule is None or is_withheld(rule):
        return
    unsure = needs_hint(rule, library.tables.deadlines.meta.checked_on, reader.today)
    doubt = Doubt.DEADLINE if unsure else Doubt.NONE
    match part:
        case "reference":
            yield Value(rule.legal_ref, doubt=doubt)
        case "effect":
            yield Value(rule.effect.text(reader.language), doubt=doubt)
        case "longest" if rule.max_limit:
            period = Period.of(rule.max_limit)
            yield Value(period_words(period, rule.day_type, reader.language), doubt=doubt)
        case "" if rule.limit:
            period = Period.of(rule.limit)
            yield Value(period_words(period, rule.day_type, reader.language), doubt=doubt)


def _freeze(library: Library, reader: Reader, name: str, part: str) -> Iterator[Value]:
    reason = library.freeze_reasons.get(name)
    if reason is None:
        return
    parts = {
        "name": reason.name,
        "explain": reason.explain,
        "typical_time": reason.typical_time,
        "who_can_unfreeze": reason.who_can_unfreeze,
        "scam_warning": reason.scam_warning,
    }
    if part in parts:
        plain = part == "name" or reason.verified
        doubt = Doubt.NONE if plain else Doubt.CONTACT
        yield Value(parts[part].text(reader.language), doubt=doubt)


def _urgent(library: Library, reader: Reader, name: str, part: str) -> Iterator[Value]:
    if name not in set(Situation) or part:
        return
    situation = Situation(name)
    for channel in library.urgent(reader.region, situation):
        lead = library.tables.urgent.lead(situation, channel).text(reader.language)
        for value in _channel(library, reader, channel.id, ""):
            has_more = value.is_phone or bool(channel.url)
            yield replace(value, text=value.text if has_more else "", lead=lead)

"""Everything the bot knows at one moment, and the questions it can be asked."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property

from bot.domain.calendars import Calendar
from bot.domain.kinds import ClaimKind
from bot.domain.providers import ProviderNames, plain_name
from knowledge.articles import Article
from knowledge.freeze_match import FreezeMatch, FreezeMatcher
from knowledge.ready import ReadyAnswer
from knowledge.records.calendars import RegionCalendar
from knowledge.records.channels import Category, Channel
from knowledge.records.deadlines import DeadlineRule
from knowledge.records.evidence import EvidenceCase, EvidenceItem
from knowledge.records.frauds import FraudType
from knowledge.records.freezes import FreezeReason
from knowledge.records.letters import LetterRule
from knowledge.records.policy import Case, Desk, ServiceLevel, Situation
from knowledge.records.providers import Disambiguation, Provider
from knowledge.service_levels import desk_of, service_level
from knowledge.showing import Shown, is_withheld, shown_channel, shown_hotline
from knowledge.tables import Tables
from knowledge.wrong_numbers import WrongNumber, find_wrong_number, wrong_numbers

ELSEWHERE = "INTL"


@dataclass(frozen=True, eq=False)
class Library:
    """Tables and articles of one moment; nothing in it changes, two of them are never equal.

    Attributes:
        tables: the fact tables as they stand in the files.
        articles: by name and language (`zh`, `en`).
        fingerprint: hash of all files; changes with any of them.
        ready: agents' ready answers by name and language.
    """

    tables: Tables = field(repr=False)
    articles: Mapping[tuple[str, str], Article] = field(repr=False)
    fingerprint: str
    ready: Mapping[tuple[str, str], ReadyAnswer] = field(default_factory=dict, repr=False)

    @cached_property
    def providers(self) -> Mapping[str, Provider]:
        """All providers by id."""
        return {each.id: each for each in self.tables.providers.providers}

    @cached_property
    def provider_names(self) -> ProviderNames:
        """Every name and alias of a provider."""
        owners: dict[str, list[str]] = {}
        for each in self.tables.providers.providers:
            for name in (each.names.zh, each.names.en, *each.aliases):
                ids = owners.setdefault(plain_name(name), [])
                if each.id not in ids:
                    ids.append(each.id)
        groups = self.tables.providers.meta.disambiguation
        for group in groups.values():
            owners |= {plain_name(alias): list(group.members) for alias in group.aliases}
        return ProviderNames(
            {name: tuple(ids) for name, ids in owners.items()},
            {name: group.members for name, group in groups.items()},
        )

    @cached_property
    def all_channels(self) -> Mapping[str, Channel]:
        """All channels by id."""
        return {each.id: each for each in self.tables.channels.channels}

    @cached_property
    def freeze_reasons(self) -> Mapping[str, FreezeReason]:
        """All freeze reasons by id."""
        return {each.id: each for each in self.tables.freeze_reasons.freeze_reasons}

    @cached_property
    def fraud_types(self) -> Mapping[str, FraudType]:
        """All kinds of fraud by id."""
        return {each.id: each for each in self.tables.fraud_steps.fraud_types}

    @cached_property
    def deadline_rules(self) -> Mapping[str, DeadlineRule]:
        """All deadlines by id, superseded ones too."""
        return {each.id: each for each in self.tables.deadlines.deadlines}

    @cached_property
    def cases(self) -> Mapping[str, Case]:
        """Every word of the tables and route of a message."""
        return {each.word: each for each in self.tables.cases.cases}

    @cached_property
    def evidence_cases(self) -> Mapping[str, EvidenceCase]:
        """All checklists by id."""
        return {each.id: each for each in self.tables.evidence.cases}

    @cached_property
    def _items(self) -> Mapping[str, EvidenceItem]:
        return {each.id: each for each in self.tables.evidence.items}

    def provider(self, provider_id: str) -> Provider | None:
        """Return a provider; None if the id is unknown."""
        return self.providers.get(provider_id)

    def channel(self, channel_id: str) -> Channel | None:
        """Return a channel; None if the id is unknown."""
        return self.all_channels.get(channel_id)

    def channels(self, region: str, category: Category | None = None) -> tuple[Channel, ...]:
        """Return the channels of a region, the most important first."""
        return self._channels_by_place.get((region, category), ())

    @cached_property
    def _channels_by_place(self) -> Mapping[tuple[str, Category | None], tuple[Channel, ...]]:
        found: dict[tuple[str, Category | None], list[Channel]] = {}
        for each in sorted(self.tables.channels.channels, key=lambda each: each.priority):
            for category in (None, each.category):
                found.setdefault((each.region, category), []).append(each)
        return {place: tuple(channels) for place, channels in found.items()}

    def urgent(self, region: str, situation: Situation) -> tuple[Channel, ...]:
        """Return whom to call at once, in order; an unknown region gets what helps anywhere."""
        if situation is Situation.DISTRESS:
            return self.crisis(region)
        regions = self.tables.urgent.regions
        listed = regions.get(region, regions[ELSEWHERE])
        ids = listed.get(situation) or listed[Situation.GENERAL]
        return tuple(self.all_channels[each] for each in ids)

    def for_danger_only(self, channel: Channel) -> bool:
        """Whether a number is for those in danger, and stops no payment."""
        return channel.id in self.tables.urgent.danger_only

    def crisis(self, region: str) -> tuple[Channel, ...]:
        """Return the crisis lines of a region; where none is listed, its police; else nothing."""
        listed = self.tables.channels.meta.crisis_by_region.get(region)
        if listed is None:
            return self.channels(region, Category.POLICE)[:1]
        return tuple(self.all_channels[each] for each in listed)

    def shown(self, channel: Channel, today: date) -> Shown:
        """Return a channel as a customer may see it."""
        checked_on = self.tables.channels.meta.checked_on
        return shown_channel(channel, self.channels(channel.region), checked_on, today)

    def hotline(self, provider: Provider, today: date) -> Shown:
        """Return a provider's hotline as a customer may see it."""
        near = [each for region in provider.regions() for each in self.channels(region)]
        return shown_hotline(provider, near, self.tables.providers.meta.checked_on, today)

    def letters(self, kind: ClaimKind) -> tuple[LetterRule, ...]:
        """Return the letters that a claim of a kind can need, in order."""
        return tuple(each for each in self.tables.letters.letters if each.kind is kind)

    def letter_channels(
        self, rule: LetterRule, region: str, categories: tuple[Category, ...]
    ) -> tuple[Channel, ...]:
        """Return the channels of some categories that take such a letter, the first first."""
        return tuple(
            each
            for category in categories
            for each in self.channels(region, category)
            if not is_withheld(each) and self._takes(each, rule)
        )

    def _takes(self, channel: Channel, rule: LetterRule) -> bool:
        return any(
            word in rule.also or self.cases[word].claim_kind() is rule.kind
            for word in channel.case_kinds
        )

    def match_freeze(self, text: str) -> tuple[FreezeMatch, ...]:
        """Return the freeze reasons that fit an app's message, the best first."""
        return self._freeze_matcher.ranked(text)

    @cached_property
    def _freeze_matcher(self) -> FreezeMatcher:
        return FreezeMatcher(self.tables.freeze_reasons.freeze_reasons)

    def is_wrong_number(self, text: str) -> WrongNumber | None:
        """Return the wrong number that a customer's text holds; None if it holds none."""
        return find_wrong_number(text, self._wrong_numbers)

    @cached_property
    def _wrong_numbers(self) -> Mapping[str, WrongNumber]:
        return wrong_numbers(self.tables)

    def sla(self, kind: ClaimKind, *, urgent: bool = False) -> ServiceLevel:
        """Return what we promise for a kind of claim; `other` stands for a kind not listed."""
        return service_level(self.tables.sla, kind, urgent=urgent)

    def desk(self, region: str) -> Desk:
        """Return the desk that serves a region."""
        return desk_of(self.tables.sla, region)

    def fraud_type(self, fraud_id: str) -> FraudType | None:
        """Return a kind of fraud; None if the id is unknown."""
        return self.fraud_types.get(fraud_id)

    def evidence_items(self, checklist: str) -> tuple[tuple[EvidenceItem, bool], ...]:
        """Return the items of a checklist, each with whether it is a must; nothing if unknown."""
        case = self.evidence_cases.get(checklist)
        if case is None:
            return ()
        must = [(self._items[each], True) for each in case.must]
        return (*must, *((self._items[each], False) for each in case.should))

    def deadlines(
        self, region: str, kind: ClaimKind, type_: str = "", also: tuple[str, ...] = ()
    ) -> tuple[DeadlineRule, ...]:
        """Return the rules that fit a claim; superseded ones are left out.

        Args:
            region (str): where the customer is.
            kind (ClaimKind): of the claim.
            type_ (str): variant as in `cases.yaml`; empty takes every variant of the kind.
            also (tuple): further regions, such as `GLOBAL-CARD` for a payment by card.
        """
        return tuple(
            rule
            for rule in self.tables.deadlines.deadlines
            if rule.region in (region, *also)
            and not is_withheld(rule)
            and any(self._fits(word, kind, type_) for word in rule.applies_to)
        )

    def _fits(self, word: str, kind: ClaimKind, type_: str) -> bool:
        case = self.cases[word]
        return case.claim_kind() is kind and type_ in ("", case.type)

    def case_of(self, word: str) -> Case | None:
        """Return the kind and type of claim for a word or route; None if it is unknown."""
        return self.cases.get(word)

    def disambiguation(self, name: str) -> Disambiguation | None:
        """Return what to ask about a group of providers, such as `gopay`."""
        return self.tables.providers.meta.disambiguation.get(name)

    def clock(self, region: str) -> RegionCalendar | None:
        """Return time zones and weekend of a region; None if it is unknown."""
        return next(
            (each for each in self.tables.calendars.regions if each.region == region), None
        )

    def calendar(self, region: str) -> Calendar:
        """Return the working days of a region; Saturday and Sunday off where it is unknown."""
        clock = self.clock(region)
        if clock is None:
            return Calendar()
        return clock.calendar(self.tables.calendars.holidays)

    def article(self, name: str, language: str) -> Article | None:
        """Return an article for `zh`, `zh-Hans`, `zh-Hant` or `en`; None if there is none."""
        return self.articles.get((name, "zh" if language.startswith("zh") else "en"))

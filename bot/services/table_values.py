"""What the texts show from the fact tables: whom to call, steps, dates, where to report.

Rules of showing: `knowledge.showing`. Every value here is ready for `Setting.values`.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from types import MappingProxyType
from zoneinfo import ZoneInfo

from bot.dialogue.drafts import Draft, answers
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.services.freeze_values import freeze_values
from bot.texts.catalog import Catalog, to_traditional
from bot.texts.shown import Lines, Shown, Value
from bot.texts.wording import Voice
from knowledge.library import Library
from knowledge.records.base import Words
from knowledge.records.channels import Category, Channel
from knowledge.records.policy import Situation
from knowledge.records.providers import Provider

# Reasons that only an authority can lift.
AUTHORITY = ("police_freeze", "court_freeze", "stop_payment_48h", "duanka_listing", "sanctions")
# Numbers to call at once in one message. Source: docs/writing.md, section 6.
_MOST_NUMBERS = 3
# Where the police's own number also checks who called. Source: channels.yaml, CN police.
_CHINA = "CN"

_SITUATIONS = {
    ClaimKind.FRAUD: Situation.FRAUD,
    ClaimKind.FROZEN_ACCOUNT: Situation.FREEZE,
}
_TAKEOVER = ("account_takeover", "sim_swap", "code_given")


@dataclass(frozen=True, slots=True)
class TableValues:
    """The library in the language of one reader.

    Attributes:
        library: tables and articles of this moment.
        catalog: the bot's own texts.
        voice: the reader.
    """

    library: Library
    catalog: Catalog
    voice: Voice

    @property
    def today(self) -> date:
        """The reader's date."""
        return self.voice.now.astimezone(self.voice.zone).date()

    def words(self, words: Words | None) -> str | None:
        """Return a text of the tables in the reader's language and script."""
        if words is None:
            return None
        return self.written(words.text(self.voice.language.facts))

    def written(self, text: str) -> str:
        """Return a Chinese text in the reader's script."""
        if self.voice.language.value == "zh-Hant":
            return to_traditional(text, self.voice.region)
        return text

    def provider_name(self, identifier: str) -> str:
        """Return a provider's name; what is no id is the customer's own word for it."""
        key = f"provider_offer.{identifier}"
        if self.catalog.has(key):
            return self.catalog.words(key, self.voice.language, self.voice.region)[0]
        provider = self.library.provider(identifier)
        return (self.words(provider.names) if provider else None) or identifier

    def phones(self, channels: Iterable[Channel]) -> Lines:
        """Return the numbers of channels, each for its own line, three at most."""
        shown = (self.library.shown(channel, self.today) for channel in channels)
        numbers = dict.fromkeys((each.phone, each.hint) for each in shown if each.phone)
        return Lines(
            tuple(
                Shown(phone, hint=hint, copy=True, code=True)
                for phone, hint in list(numbers)[:_MOST_NUMBERS]
            )
        )

    def phone(self, channel: Channel | None) -> Shown | None:
        """Return one channel's number for the middle of a sentence; None: it has none."""
        if channel is None:
            return None
        shown = self.library.shown(channel, self.today)
        return Shown(shown.phone, hint=shown.hint, copy=True) if shown.phone else None

    def common(self) -> Mapping[str, Value]:
        """Return what every text may need: crisis lines, police, numbers for danger."""
        voice = self.voice
        return _common(self.library, self.catalog, voice.language, voice.region, self.today)

    def reckoned_common(self) -> dict[str, Value]:
        """Return the common values, looked up anew."""
        region = self.voice.region
        crisis = self.library.crisis(region)
        listeners = [each for each in crisis if each.category is Category.MENTAL_HEALTH]
        rescuers = [each for each in crisis if each.category is not Category.MENTAL_HEALTH]
        return {
            "phones": self.urgent(Situation.FRAUD),
            "emergency": self.phones(
                filter(self.library.for_danger_only, self._urgent(Situation.FRAUD))
            ),
            "listener": self.phones(listeners),
            "rescuer": self.phones(rescuers),
            "police": self.phones(self.library.channels(region, Category.POLICE)[:1]),
            "legal": self.phone(_first(self.library.channels(region, Category.LEGAL_AID))),
            "complaint": self.complaint(),
            "say": self._say(),
            "check_with": self._check_with(),
        }

    def _check_with(self) -> Shown | None:
        """Return the number that tells whether a caller is the police; only China has one."""
        if self.voice.region != _CHINA:
            return None
        return self.phone(_first(self.library.channels(_CHINA, Category.POLICE)))

    def urgent(self, situation: Situation) -> Lines:
        """Return whom to call to stop a payment; nothing for a region that is not known."""
        return self.phones(
            each for each in self._urgent(situation) if not self.library.for_danger_only(each)
        )

    def banks_first(self) -> bool:
        """Whether a payment is stopped by the bank alone here, whose number is on the card."""
        first = self._urgent(Situation.FRAUD)[:1]
        return bool(first) and not self.phones(first).items

    def _urgent(self, situation: Situation) -> tuple[Channel, ...]:
        return self.library.urgent(self.voice.region, situation) if self.voice.region else ()

    def complaint(self, kind: ClaimKind | None = None) -> Shown | None:
        """Return where to complain about a provider or a merchant: a number, else an address."""
        if not self.voice.region:
            return None
        wanted = (
            (Category.CONSUMER, Category.FINANCIAL_REGULATOR)
            if kind is ClaimKind.VANISHED_MERCHANT
            else (Category.OMBUDSMAN, Category.FINANCIAL_REGULATOR, Category.CONSUMER)
        )
        for category in wanted:
            for channel in self.library.channels(self.voice.region, category):
                shown = self.library.shown(channel, self.today)
                if shown.phone:
                    return Shown(shown.phone, hint=shown.hint, copy=True)
                if shown.url:
                    return Shown(shown.url, hint=shown.hint)
        return None

    def _say(self) -> str:
        key = f"fraud.say_{self.voice.region}"
        key = key if self.catalog.has(key) else "fraud.say"
        return self.catalog.line(key, self.voice.language, self.voice.region)

    def of_provider(self, provider: Provider | None) -> dict[str, Value]:
        """Return a provider's hotline, menu paths and status page."""
        if provider is None:
            return {}
        hotline = self.library.hotline(provider, self.today)
        lock = self.words(provider.emergency_freeze)
        unsure = not provider.verified or "dispute" not in provider.verified_scope
        path = self.words(provider.dispute_path)
        return {
            "hotline": Shown(hotline.phone, hint=hotline.hint, copy=True)
            if hotline.phone
            else None,
            "emergency_freeze": Shown(lock, hint=not provider.verified) if lock else None,
            "dispute_path": Shown(path, hint=unsure) if path else None,
            "status_page": provider.status_page.url,
        }

    def of_freeze(self, reason_id: str) -> dict[str, Value]:
        """Return what is known of a reason for a freeze."""
        reason = self.library.freeze_reasons.get(reason_id)
        if reason is None:
            return {}
        return freeze_values(reason, self.voice, self.words, self.written)

    def report_step(self, draft: Draft) -> str:
        """Return where a scam or a vanished platform is reported, as one step."""
        region = self.voice.region
        address = self._report_address(draft)
        key = f"fraud.report.{region}"
        if not region or not self.catalog.has(key):
            key = "fraud.report.any" if address else "fraud.report.plain"
        rendered = self.catalog.entry(key, self.voice.language, region)
        text = rendered if isinstance(rendered, str) else ""
        if "{report_url}" in text and not address:
            plain = self.catalog.entry("fraud.report.plain", self.voice.language, region)
            return plain if isinstance(plain, str) else ""
        return text.replace("{report_url}", address)

    def _report_address(self, draft: Draft) -> str:
        for category in (Category.CYBER_REPORT, Category.ANTI_FRAUD, Category.POLICE):
            for channel in self.library.channels(self.voice.region, category):
                if channel.url:
                    return channel.url
        return ""

    def of_draft(self, draft: Draft) -> dict[str, Value]:
        """Return all that the texts of a draft may show from the tables."""
        held = answers(draft).values
        named = held.get("provider") or held.get("platform")
        provider = self.library.provider(str(named)) if named else None
        situation = _SITUATIONS.get(draft.kind, Situation.FRAUD)
        if draft.type in _TAKEOVER:
            situation = Situation.TAKEOVER
        values: dict[str, Value] = {**self.common(), **self.of_provider(provider)}
        if draft.kind is ClaimKind.FRAUD:
            values["phones"] = self.urgent(situation)
        values["complaint"] = self.complaint(draft.kind)
        values.update(self.of_freeze(str(held.get("reason") or "")))
        values["wish"] = self._wish(draft, held)
        if draft.kind in (ClaimKind.FRAUD, ClaimKind.VANISHED_PLATFORM):
            values["report_step"] = self.report_step(draft)
        return values

    def _wish(self, draft: Draft, held: Mapping[str, object]) -> str | None:
        suffix = ""
        if draft.kind is ClaimKind.FROZEN_ACCOUNT and held.get("reason") in AUTHORITY:
            suffix = "_authority"
        if draft.kind is ClaimKind.FRAUD and held.get("own_payment") in ("not_me", "nothing_lost"):
            suffix = f"_{held['own_payment']}"
        key = f"{draft.kind}.wish{suffix}"
        if not self.catalog.has(key):
            return None
        return self.catalog.line(key, self.voice.language, self.voice.region)


# Readers whose common values are kept: languages by regions of one day.
_READERS_KEPT = 128


@lru_cache(maxsize=_READERS_KEPT)
def _common(
    library: Library, catalog: Catalog, language: Language, region: str, day: date
) -> Mapping[str, Value]:
    """Return the common values; the tables give the same to all readers of one day."""
    noon = datetime.combine(day, time(12), UTC)
    voice = Voice(language, region, ZoneInfo("UTC"), noon)
    return MappingProxyType(TableValues(library, catalog, voice).reckoned_common())


def _first(channels: tuple[Channel, ...]) -> Channel | None:
    return next((channel for channel in channels if channel.phone), None)

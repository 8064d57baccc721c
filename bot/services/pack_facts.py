"""What a claim pack says of a claim: facts in full, what happened when, charges and their sums."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue, TypeAdapter

from bot.dialogue.drafts import Draft, answers, question, questions
from bot.domain.casework import ClaimEvent, FiledClaim
from bot.domain.kept_facts import older_line
from bot.domain.moments import Moment, Precision
from bot.domain.packs import Pair
from bot.domain.questions import Reads
from bot.services.desk_notices import as_draft
from bot.services.exchange import Exchange
from bot.storage.evidence import StoredEvidence
from bot.texts.facts import Setting, draft_values, fact_text
from bot.texts.shown import Value
from bot.texts.wording import Voice, moment_text

# A document is read years later: dates carry their year, as those of another year do in the chat.
_WITH_YEARS = datetime(1970, 1, 1, tzinfo=UTC)
_OWN_WORDS = (Reads.WORDS, Reads.REFERENCE)
_LONGEST_NOTE = 400
_LONGEST_OLDER = 4000
_MOMENT = TypeAdapter(Moment)


@dataclass(frozen=True, slots=True)
class Told:
    """A claim, ready to be put into words.

    Attributes:
        ex: in whose language.
        claim: that is told.
        draft: its facts in the form that texts are composed from.
        voice: the reader, with years in every date.
    """

    ex: Exchange
    claim: FiledClaim
    draft: Draft
    voice: Voice

    @classmethod
    def of(cls, ex: Exchange, claim: FiledClaim) -> "Told":
        """Return a claim for the reader of an exchange."""
        return cls(ex, claim, as_draft(claim), replace(ex.voice, now=_WITH_YEARS))

    @property
    def setting(self) -> Setting:
        """What the texts of the document are composed with."""
        tables = self.ex.tables
        return Setting(self.voice, tables.provider_name, tables.of_draft(self.draft))

    def stamp(self, moment: datetime) -> str:
        """Return a moment such as 2026-11-22 21:14, on the customer's clock."""
        return stamp_text(moment, self.voice.zone)

    def when(self, moment: Moment) -> str:
        """Return a moment no more exactly than it was told."""
        if moment.precision in (Precision.MINUTE, Precision.ABOUT):
            return self.stamp(moment.at)
        return moment_text(moment, self.voice)

    def said(self, choice: JsonValue) -> str:
        """Return a choice as the customer says it of themselves; empty: the chat's words will do.

        In the chat it is said to them; a document is read by others.
        """
        key = f"pack.said.{choice}"
        return self.ex.line(key) if self.ex.catalog.has(key) else ""

    def values(self) -> dict[str, Value]:
        """Return every fact for the letters; the customer's words in full."""
        found = draft_values(self.ex.catalog, self.draft, self.setting)
        for name, value in answers(self.draft).values.items():
            if _is_own_words(self.draft, name, value):
                found[name] = str(value)
            elif said := self.said(value):
                found[name] = said
        named = found.get("provider") or found.get("platform")
        return {**found, "provider": named, "number": self.claim.number}


def stamp_text(moment: datetime, zone: ZoneInfo) -> str:
    """Return a moment such as 2026-11-22 21:14 on a clock."""
    return f"{moment.astimezone(zone):%Y-%m-%d %H:%M}"


def facts_of(told: Told) -> tuple[Pair, ...]:
    """Return name and value of every fact, in the order of the questions."""
    held = answers(told.draft).values
    named = tuple(
        (told.ex.label(f"{told.claim.kind}.{each.field}.name").capitalize(), text)
        for each in questions(told.claim.kind)
        if (value := held.get(each.field)) is not None and each.field != "findings"
        if (text := _fact(told, each.field, value))
    )
    older = older_line(told.claim.older, _LONGEST_OLDER)
    return (*named, (told.ex.line("desk.older"), older)) if older else named


def _fact(told: Told, field: str, value: JsonValue) -> str:
    asked = question(told.claim.kind, field)
    if asked is None:
        return ""
    if field == "reason":
        name = told.setting.values.get("reason_name")
        return str(name or value)
    if asked.ask.reads in _OWN_WORDS:
        return str(value) if _is_own_words(told.draft, field, value) else ""
    if asked.ask.reads is Reads.CHOICE and (said := told.said(value)):
        return said
    return fact_text(told.ex.catalog, told.claim.kind, asked, value, told.setting)


def _is_own_words(draft: Draft, field: str, value: JsonValue) -> bool:
    asked = question(draft.kind, field)
    return asked is not None and asked.ask.reads in _OWN_WORDS and isinstance(value, str)


def timeline_of(
    told: Told, events: Sequence[ClaimEvent], files: Sequence[StoredEvidence]
) -> tuple[Pair, ...]:
    """Return what happened, the oldest first; what is said among agents stays with them."""
    rows = [*_told_moments(told), *_event_rows(told, events), *_file_rows(told, files)]
    return tuple((when, what) for _, when, what in sorted(rows, key=lambda row: row[0]))


Row = tuple[datetime, str, str]


def _told_moments(told: Told) -> Iterator[Row]:
    for each in questions(told.claim.kind):
        value = answers(told.draft).values.get(each.field)
        if each.ask.reads is Reads.MOMENT and value is not None:
            moment = _MOMENT.validate_python(value)
            yield moment.at, told.when(moment), told.ex.line(f"pack.told.{told.claim.kind}")


def _event_rows(told: Told, events: Sequence[ClaimEvent]) -> Iterator[Row]:
    for event in events:
        key = f"pack.event.{event.action}"
        if told.ex.catalog.has(key):
            yield event.at, told.stamp(event.at), _event_text(told, key, event)


def _event_text(told: Told, key: str, event: ClaimEvent) -> str:
    outcome = told.claim.outcome
    values: Mapping[str, Value] = {
        "agent": told.claim.agent_name or "-",
        "note": event.note[:_LONGEST_NOTE] or "-",
        "outcome": told.ex.line(f"claims.outcome.{outcome}") if outcome else "-",
    }
    return told.ex.line(key, **values)


def _file_rows(told: Told, files: Sequence[StoredEvidence]) -> Iterator[Row]:
    """Give one row for the files of each minute."""
    minutes: dict[str, list[int]] = {}
    moments: dict[str, datetime] = {}
    for place, file in enumerate(files, 1):
        stamp = told.stamp(file.received_at)
        minutes.setdefault(stamp, []).append(place)
        moments.setdefault(stamp, file.received_at)
    for stamp, places in minutes.items():
        named = ", ".join(_runs(places))
        yield moments[stamp], stamp, told.ex.line("pack.event.files", files=named)


def _runs(places: Sequence[int]) -> Iterator[str]:
    """Give numbers as runs, such as 01–03 and 07."""
    first = last = places[0]
    for place in (*places[1:], None):
        if place is not None and place == last + 1:
            last = place
            continue
        yield f"{first:02}" if first == last else f"{first:02}–{last:02}"
        if place is not None:
            first = last = place

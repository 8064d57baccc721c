"""Facts of a claim as their reader sees them."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue, TypeAdapter

from bot.dialogue.drafts import Draft, Question, answers, claim_of, question, questions
from bot.domain.kinds import ClaimKind
from bot.domain.moments import Moment
from bot.domain.money import Money
from bot.domain.questions import Reads
from bot.texts.catalog import Catalog
from bot.texts.shown import Value
from bot.texts.template import PLACEHOLDER, close_up, put_in
from bot.texts.wording import Voice, amount_text, moment_text

# Longest a customer's own words are read back, in characters; all of them are kept.
_WORDS_SHOWN = 120
_MOMENT = TypeAdapter(Moment)


_RECKONED_FROM = (Reads.AMOUNT, Reads.COUNT)


def _no_name(identifier: str) -> str:
    return identifier


@dataclass(frozen=True, slots=True)
class Setting:
    """What a message is composed with.

    Attributes:
        voice: to whom it is said.
        names: a provider's id to its name in the reader's language.
        values: what else the texts can show: hotlines, steps, dates of the tables.
        offers: field to (value, label) pairs that are offered as buttons.
    """

    voice: Voice
    names: Callable[[str], str] = _no_name
    values: Mapping[str, Value] = field(default_factory=dict)
    offers: Mapping[str, tuple[tuple[str, str], ...]] = field(default_factory=dict)


def fact_text(
    catalog: Catalog, kind: ClaimKind, asked: Question, value: JsonValue, setting: Setting
) -> str:
    """Return one fact as its reader sees it."""
    voice = setting.voice
    match asked.ask.reads:
        case Reads.AMOUNT:
            return amount_text(Money.model_validate(value), voice)
        case Reads.MOMENT:
            return moment_text(_MOMENT.validate_python(value), voice)
        case Reads.PROVIDER:
            return setting.names(str(value))
        case Reads.CHOICE:
            key = f"{kind}.{asked.field}.said.{value}"
            return catalog.line(key, voice.language, voice.region) if catalog.has(key) else ""
        case Reads.FILES:
            return ""
        case _:
            return _clipped(str(value))


_CHINESE_GAP = re.compile(r"(?<=[\u3400-\u9fff]) (?=[\u3400-\u9fff])")


def _clipped(text: str) -> str:
    # Chinese parts its clauses with blanks, which are closed up everywhere else.
    flat = _CHINESE_GAP.sub("，", " ".join(text.split()))
    return flat if len(flat) <= _WORDS_SHOWN else f"{flat[:_WORDS_SHOWN]}…"


def draft_values(catalog: Catalog, draft: Draft, setting: Setting) -> dict[str, Value]:
    """Return every fact of a draft and the figures reckoned from them, ready to be shown."""
    found: dict[str, Value] = dict(setting.values)
    for name, value in answers(draft).values.items():
        asked = question(draft.kind, name)
        if asked is not None and asked.ask.reads is not Reads.FILES:
            found[name] = fact_text(catalog, draft.kind, asked, value, setting) or None
    claim = claim_of(draft)
    for name, figure in claim.sums.items():
        found[name] = (
            amount_text(figure, setting.voice) if isinstance(figure, Money) else str(figure)
        )
    if claim.wanted is not None:
        found["wanted"] = amount_text(claim.wanted, setting.voice)
    return found


def layout(catalog: Catalog, key: str, values: Mapping[str, Value], setting: Setting) -> list[str]:
    """Return the lines of a layout: segments without all of their values are left out.

    `A ?? B` stands for B where A has not all of its values.
    """
    voice = setting.voice
    between = "，" if voice.language.is_chinese else ", "
    lines = []
    for row in catalog.rows(key, voice.language, voice.region):
        segments = [_first_filled(segment, values) for segment in row]
        line = between.join(segment for segment in segments if segment)
        if line:
            lines.append(line)
    return lines


def _first_filled(segment: str, values: Mapping[str, Value]) -> str:
    wordings = (_filled(each, values) for each in segment.split(_INSTEAD))
    return next((each for each in wordings if each), "")


_INSTEAD = " ?? "


def _filled(segment: str, values: Mapping[str, Value]) -> str:
    names = PLACEHOLDER.findall(segment)
    if not names or any(values.get(name) in (None, "") for name in names):
        return ""
    return close_up(put_in(segment, values))


def only(draft: Draft, fields: tuple[str, ...], values: Mapping[str, Value]) -> dict[str, Value]:
    """Return the values of some fields, and the figures that follow from them."""
    hidden = {each.field for each in questions(draft.kind)} - set(fields)
    reckoned_from = {
        each.field for each in questions(draft.kind) if each.ask.reads in _RECKONED_FROM
    }
    if not reckoned_from & set(fields):
        hidden |= {*claim_of(draft).sums, "wanted"}
    return {name: value for name, value in values.items() if name not in hidden}

"""What a statement shows: charges that fill the claim, and those only the customer can tell."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace

from pydantic import JsonValue, TypeAdapter

from bot.dialogue.drafts import Draft, answers, claim_of
from bot.dialogue.events import FilledIn
from bot.dialogue.replies import Part, Reply
from bot.dialogue.turns import fill_in
from bot.domain.duplicate_charge import DuplicateChargeClaim
from bot.domain.extra_charges import ExtraCharges
from bot.domain.moments import Moment, Precision
from bot.domain.money import Money
from bot.domain.readings import FileReading, FoundCharges
from bot.services.exchange import Exchange
from bot.services.facts_found import provider_facts
from bot.texts.shown import Lines, Shown, Value
from bot.texts.wording import amount_text, clock_text, day_text
from knowledge.library import Library

# Facts that a file tells belong to no turn: going back an answer leaves them, as it leaves files.
OF_FILES = 0
# Findings named in one message; the claim holds all of them.
_MOST_LINES = 12
_MOST_CAUTIONS = 2
_MOST_NAMED = 6
# Whose statement a layout is, by the beginning of its name. Ids of providers.yaml.
_PROVIDERS = {
    "alipay": "alipay", "wechat": "wechat_pay", "jd": "jd_pay", "meituan": "meituan_pay",
    "paypal": "paypal", "revolut": "revolut", "wise": "wise", "icbc": "icbc_cn", "boc": "boc_cn",
    "ccb": "ccb_cn", "cmb": "cmb_cn", "abc": "abc_cn", "bocom": "bocom_cn", "cgb": "cgb_cn",
}  # fmt: skip

_MOMENT = TypeAdapter(Moment)

Facts = dict[str, JsonValue]


@dataclass(frozen=True, slots=True)
class Gathered:
    """What files add to a draft.

    Attributes:
        draft: with the facts filled in.
        said: what to say about it.
        values: what the texts show.
        differs: facts of which the customer said something else.
    """

    draft: Draft
    said: tuple[Reply, ...] = ()
    values: Mapping[str, Value] | None = None
    differs: tuple[str, ...] = ()


def claimed(readings: Sequence[FileReading]) -> tuple[FoundCharges, ...]:
    """Return what belongs into the claim, the earliest first; of two files each charge once."""
    found: dict[object, FoundCharges] = {}
    for place, reading in enumerate(readings):
        for each in reading.found:
            if each.is_claimed and not _stands_in(each, readings[:place]):
                found[(place, each.rows)] = each
    return tuple(sorted(found.values(), key=lambda each: each.first_at))


def _stands_in(one: FoundCharges, others: Sequence[FileReading]) -> bool:
    """Whether a wallet's and a bank's file tell of the same charges."""
    return any(
        each.is_claimed
        and (each.each, each.times) == (one.each, one.times)
        and abs((each.first_at - one.first_at).days) <= 1
        for other in others
        for each in other.found
    )


def filled(draft: Draft, readings: Sequence[FileReading], library: Library) -> Gathered:
    """Fill a draft with what its statements show; what the customer said stays."""
    found = claimed(readings)
    held = answers(draft).values
    facts = _provider(readings, library)
    if not found:
        return Gathered(fill_in(draft, facts, OF_FILES))
    differs = _differences(held, found)
    if "amount" in differs:
        return Gathered(fill_in(draft, facts, OF_FILES), differs=differs)
    if len(found) == 1 and found[0].extra_minor == found[0].each.minor * found[0].extra:
        draft = fill_in(draft, facts | _single(found[0]), OF_FILES)
    else:
        draft = fill_in(draft, facts, OF_FILES)
        draft = draft.with_events(FilledIn("findings", _several(found), OF_FILES))
    if "evidence" not in held:
        files: list[JsonValue] = [*answers(draft).evidence]
        draft = draft.with_events(FilledIn("evidence", files, OF_FILES))
    return Gathered(draft, differs=differs)


def _provider(readings: Sequence[FileReading], library: Library) -> Facts:
    names = {_PROVIDERS.get(each.layout.split("_")[0], "") for each in readings if each.layout}
    name = names.pop() if len(names) == 1 else ""
    if not name or library.provider(name) is None:
        return {}
    facts: Facts = {"provider": name}
    return facts | provider_facts(facts, library)


def _differences(held: Mapping[str, JsonValue], found: Sequence[FoundCharges]) -> tuple[str, ...]:
    said = held.get("amount")
    if isinstance(said, dict) and Money.model_validate(said) not in {one.each for one in found}:
        return ("amount",)
    if len(found) == 1 and held.get("count") not in (None, found[0].times):
        return ("count",)
    return ()


def _single(one: FoundCharges) -> Facts:
    precision = Precision.DAY if one.day_only else Precision.MINUTE
    facts: Facts = {
        "amount": one.each.model_dump(),
        "count": one.times,
        "occurred": _MOMENT.dump_python(Moment(one.first_at, precision), mode="json"),
        "orders": "one",
        "posted": "posted",
    }
    if one.payee:
        facts["merchant"] = one.payee
    if one.reference:
        facts["transaction_id"] = one.reference
    return facts


def _several(found: Sequence[FoundCharges]) -> list[JsonValue]:
    rows: list[JsonValue] = []
    for one in found:
        wanted = Money(minor=one.extra_minor, currency=one.each.currency)
        charges = ExtraCharges(
            payee=one.payee, each=one.each, extra=one.extra, wanted=wanted,
            first_at=one.first_at, rows=one.rows,
        )  # fmt: skip
        rows.append(charges.model_dump(mode="json"))
    return rows


def gathered(ex: Exchange, draft: Draft, readings: Sequence[FileReading]) -> Gathered:
    """Fill a draft with what its statements show, and say what was found."""
    done = filled(draft, readings, ex.library)
    found = claimed(readings)
    rows = sum(each.rows for each in readings)
    cautions = [pair for each in readings for pair in each.cautions][:_MOST_CAUTIONS]
    warned = tuple(Part(f"statements.warning.{name}", values) for name, values in cautions)
    unsure = any(one.is_open for each in readings for one in each.found)
    if not found:
        key = "readings.only_unsure" if unsure else "readings.nothing"
        return replace(done, said=(Part(key, {"rows": rows}), *warned))
    values: dict[str, Value] = {
        "found_lines": Lines(tuple(Shown(_line(ex, one)) for one in found[:_MOST_LINES])),
    }
    count = sum(one.extra for one in found)
    more = len(found) - _MOST_LINES
    head = Part("readings.found", {"rows": rows, "count": count, "more": max(more, 0) or ""})
    apart = (Part("readings.differs"),) if done.differs else ()
    return replace(done, said=(head, *warned, *apart), values=values)


def _line(ex: Exchange, one: FoundCharges) -> str:
    shown: dict[str, Value] = {**one.values, "times": one.times}
    why = ex.line(f"readings.why.{one.why}", **shown)
    return ex.line(
        "readings.finding",
        payee=one.payee or ex.line("readings.no_name"),
        amount=amount_text(one.each, ex.voice),
        when=when_text(ex, one),
        why=why,
    )


def when_text(ex: Exchange, one: FoundCharges) -> str:
    """Return day and clock time of the first charge; the day alone where that is all."""
    day = day_text(one.first_at, ex.voice)
    return day if one.day_only else f"{day} {clock_text(one.first_at, ex.voice)}"


def found_line(ex: Exchange, draft: Draft) -> str | None:
    """Return what a statement's findings are, payee and sum each; None: the claim has none."""
    claim = claim_of(draft)
    found = claim.findings if isinstance(claim, DuplicateChargeClaim) else ()
    if not found:
        return None
    parts = [f"{one.payee} {amount_text(one.wanted, ex.voice)}".strip() for one in found]
    between = "、" if ex.voice.language.is_chinese else ", "
    more = "…" if len(parts) > _MOST_NAMED else ""
    return between.join(parts[:_MOST_NAMED]) + more

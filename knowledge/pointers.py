"""Names that point from one table to another: each must lead somewhere, once in its list."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass

from knowledge.plain import Path
from knowledge.records.channels import Category
from knowledge.tables import Tables


@dataclass(frozen=True, slots=True)
class Flaw:
    """Something wrong with a value of a table; `path` leads to it."""

    table: str
    path: Path
    what: str
    instead: str = ""


@dataclass(frozen=True, slots=True)
class _Pointer:
    table: str
    path: tuple[str | int, ...]
    ids: tuple[str, ...]
    what: str


def dead_ids(tables: Tables) -> Iterator[Flaw]:
    """Yield every name that leads nowhere or stands twice in its list."""
    known = {
        "channel": {each.id for each in tables.channels.channels},
        "provider": {each.id for each in tables.providers.providers},
        "deadline": {each.id for each in tables.deadlines.deadlines},
        "evidence item": {each.id for each in tables.evidence.items},
        "evidence case": {each.id for each in tables.evidence.cases},
        "mask rule": {each.id for each in tables.evidence.mask_rules},
        "fraud type": {each.id for each in tables.fraud_steps.fraud_types},
        "holiday list": {each.id for each in tables.calendars.holidays},
        "disambiguation": set(tables.providers.meta.disambiguation),
    }
    for pointer in _pointers(tables):
        for each, count in Counter(pointer.ids).items():
            if each not in known[pointer.what]:
                yield Flaw(pointer.table, pointer.path, f"there is no {pointer.what} {each!r}")
            elif count > 1:
                yield Flaw(pointer.table, pointer.path, f"{each!r} is named twice")


def _pointers(tables: Tables) -> Iterator[_Pointer]:
    yield from _provider_pointers(tables)
    yield from _freeze_and_fraud_pointers(tables)
    yield from _evidence_pointers(tables)
    for region, ids in tables.channels.meta.crisis_by_region.items():
        yield _Pointer("channels", ("meta", "crisis_by_region", region), ids, "channel")
    for index, clock in enumerate(tables.calendars.regions):
        at = ("regions", index, "holidays")
        yield _Pointer("calendars", at, clock.holidays, "holiday list")
    for channel in tables.urgent.say:
        yield _Pointer("urgent", ("say", channel), (channel,), "channel")
    yield _Pointer("urgent", ("danger_only",), tables.urgent.danger_only, "channel")
    for situation, leads in tables.urgent.say_in.items():
        for name in leads.keys() - set(Category):
            yield _Pointer("urgent", ("say_in", str(situation), name), (name,), "channel")
    for region, situations in tables.urgent.regions.items():
        for situation, ids in situations.items():
            yield _Pointer("urgent", ("regions", region, str(situation)), ids, "channel")


def _freeze_and_fraud_pointers(tables: Tables) -> Iterator[_Pointer]:
    for index, freeze in enumerate(tables.freeze_reasons.freeze_reasons):
        at = ("freeze_reasons", index)
        fraud, case = _one(freeze.related_fraud_type), _one(freeze.related_case)
        yield _Pointer("freeze_reasons", (*at, "related_fraud_type"), fraud, "fraud type")
        yield _Pointer("freeze_reasons", (*at, "related_case"), case, "evidence case")
    for index, kind in enumerate(tables.fraud_steps.fraud_types):
        at = ("fraud_types", index)
        yield _Pointer("fraud_steps", (*at, "evidence_list"), kind.evidence_list, "evidence item")
        yield _Pointer("fraud_steps", (*at, "deadlines"), kind.deadlines, "deadline")
        for region, ids in kind.report_to.items():
            yield _Pointer("fraud_steps", (*at, "report_to", region), ids, "channel")


def _evidence_pointers(tables: Tables) -> Iterator[_Pointer]:
    for index, item in enumerate(tables.evidence.items):
        yield _Pointer("evidence", ("items", index, "mask"), item.mask, "mask rule")
    for index, checklist in enumerate(tables.evidence.cases):
        at = ("cases", index)
        yield _Pointer("evidence", (*at, "must"), checklist.must, "evidence item")
        yield _Pointer("evidence", (*at, "should"), checklist.should, "evidence item")
        yield _Pointer("evidence", (*at, "deadlines"), checklist.deadlines, "deadline")
    for index, word in enumerate(tables.cases.cases):
        yield _Pointer("cases", ("cases", index, "evidence"), _one(word.evidence), "evidence case")


def _provider_pointers(tables: Tables) -> Iterator[_Pointer]:
    for index, each in enumerate(tables.providers.providers):
        at = ("providers", index)
        group = _one(each.disambiguation_group)
        ids = each.regulator_channel_ids
        yield _Pointer("providers", (*at, "regulator_channel_ids"), ids, "channel")
        yield _Pointer("providers", (*at, "parent"), _one(each.parent), "provider")
        yield _Pointer("providers", (*at, "member_ids"), each.member_ids, "provider")
        yield _Pointer("providers", (*at, "disambiguation_group"), group, "disambiguation")
    for name, shared in tables.providers.meta.disambiguation.items():
        path = ("meta", "disambiguation", name, "members")
        yield _Pointer("providers", path, shared.members, "provider")


def _one(name: str | None) -> tuple[str, ...]:
    return () if name is None else (name,)

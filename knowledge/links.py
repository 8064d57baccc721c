"""Rules that hold between the tables: ids once, words mapped, names leading somewhere."""

from collections.abc import Iterable, Iterator, Mapping

from bot.domain.providers import plain_name
from knowledge.plain import Path
from knowledge.pointers import Flaw, dead_ids
from knowledge.records.policy import Situation
from knowledge.tables import Tables

MIN_ALIAS_LENGTH = 2  # characters that count; a shorter alias would be found in any text


def broken_links(tables: Tables) -> Iterator[Flaw]:
    """Yield every name of a table that leads nowhere, is given twice, or has no case."""
    yield from _repeated_ids(tables)
    yield from dead_ids(tables)
    yield from _unmapped_words(tables)
    yield from _urgent(tables)
    yield from _aliases(tables)
    yield from _families(tables)


def _repeated_ids(tables: Tables) -> Iterator[Flaw]:
    lists: dict[tuple[str, str], list[str]] = {
        ("providers", "providers"): [each.id for each in tables.providers.providers],
        ("channels", "channels"): [each.id for each in tables.channels.channels],
        ("deadlines", "deadlines"): [each.id for each in tables.deadlines.deadlines],
        ("freeze_reasons", "freeze_reasons"): [
            each.id for each in tables.freeze_reasons.freeze_reasons
        ],
        ("fraud_steps", "fraud_types"): [each.id for each in tables.fraud_steps.fraud_types],
        ("evidence", "items"): [each.id for each in tables.evidence.items],
        ("evidence", "cases"): [each.id for each in tables.evidence.cases],
        ("evidence", "mask_rules"): [each.id for each in tables.evidence.mask_rules],
        ("calendars", "holidays"): [each.id for each in tables.calendars.holidays],
        ("calendars", "regions"): [each.region for each in tables.calendars.regions],
        ("sources", "sources"): [each.name for each in tables.sources.sources],
        ("cases", "cases"): [each.word for each in tables.cases.cases],
        ("sla", "desks"): [each.name for each in tables.sla.desks],
    }
    for (table, key), ids in lists.items():
        seen: set[str] = set()
        for index, each in enumerate(ids):
            if each in seen:
                yield Flaw(table, (key, index), f"{each!r} is given twice", "keep one of them")
            seen.add(each)


def used_words(tables: Tables) -> Iterator[tuple[str, Path, str]]:
    """Yield table, path and word for every kind of case that the tables name."""
    for index, channel in enumerate(tables.channels.channels):
        for word in channel.case_kinds:
            yield "channels", ("channels", index, "case_kinds"), word
    for index, rule in enumerate(tables.deadlines.deadlines):
        for word in rule.applies_to:
            yield "deadlines", ("deadlines", index, "applies_to"), word
    for index, checklist in enumerate(tables.evidence.cases):
        yield "evidence", ("cases", index, "id"), checklist.id
    for index, kind in enumerate(tables.fraud_steps.fraud_types):
        yield "fraud_steps", ("fraud_types", index, "id"), kind.id
    for index, letter in enumerate(tables.letters.letters):
        for word in letter.also:
            yield "letters", ("letters", index, "also"), word


# Routes of a customer's message that the understanding gives.
ROUTES = (
    "outage_check",
    "duplicate_charge",
    "frozen_account",
    "fraud",
    "vanished_platform",
    "vanished_merchant",
    "evidence",
    "claim_status",
    "human",
    "faq",
    "smalltalk",
    "out_of_scope",
    "abuse",
    "clarify",
)


def _unmapped_words(tables: Tables) -> Iterator[Flaw]:
    known = {case.word for case in tables.cases.cases}
    instead = "add it to tables/cases.yaml with its kind of claim"
    for table, path, word in used_words(tables):
        if word not in known:
            yield Flaw(table, path, f"the word {word!r} has no case", instead)
    for route in ROUTES:
        if route not in known:
            yield Flaw("cases", ("cases",), f"the route {route!r} has no case", instead)


def _urgent(tables: Tables) -> Iterator[Flaw]:
    regions = {each.id: each.region for each in tables.channels.channels}
    places: Iterable[tuple[str, Path, Mapping[str, tuple[str, ...]]]] = [
        *(
            ("fraud_steps", ("fraud_types", index, "report_to"), kind.report_to)
            for index, kind in enumerate(tables.fraud_steps.fraud_types)
        ),
        *(
            ("urgent", ("regions", region), {region: sum(situations.values(), ())})
            for region, situations in tables.urgent.regions.items()
        ),
    ]
    for table, path, by_region in places:
        if table == "fraud_steps" and "INTL" not in by_region:
            yield Flaw(table, path, "report_to has no INTL entry", "others fall back on it")
        for region, ids in by_region.items():
            for each in ids:
                if regions.get(each, region) not in (region, "INTL"):
                    yield Flaw(table, path, f"{each} belongs to {regions[each]}, not to {region}")
    for region in tables.channels.meta.crisis_by_region:
        if region not in tables.urgent.regions:
            yield Flaw("urgent", ("regions",), f"{region} is missing", f"add {list(Situation)}")


def _aliases(tables: Tables) -> Iterator[Flaw]:
    groups = [set(group.members) for group in tables.providers.meta.disambiguation.values()]
    owners: dict[str, set[str]] = {}
    for index, each in enumerate(tables.providers.providers):
        for alias in each.aliases:
            plain = plain_name(alias)
            path = ("providers", index, "aliases")
            if len(plain) < MIN_ALIAS_LENGTH:
                yield Flaw("providers", path, f"the alias {alias!r} is too short")
                continue
            shared = owners.setdefault(plain, set())
            shared.add(each.id)
            if len(shared) > 1 and not any(shared <= group for group in groups):
                names = ", ".join(sorted(shared))
                instead = "add both to a group of meta.disambiguation"
                yield Flaw("providers", path, f"{alias!r} is shared by {names}", instead)


def _families(tables: Tables) -> Iterator[Flaw]:
    parents = {each.id: each.parent for each in tables.providers.providers}
    for index, each in enumerate(tables.providers.providers):
        at = ("providers", index)
        if wrong := [member for member in each.member_ids if parents.get(member) != each.id]:
            yield Flaw(
                "providers", (*at, "member_ids"), f"the parent of {wrong[0]} is not {each.id}"
            )
        group = tables.providers.meta.disambiguation.get(each.disambiguation_group or "")
        if group and each.id not in group.members:
            what = f"{each.id} is no member of {each.disambiguation_group}"
            yield Flaw("providers", (*at, "disambiguation_group"), what)
        if each.hotline and each.hotline in each.wrong_numbers_seen:
            yield Flaw("providers", (*at, "hotline"), "the hotline is among the wrong numbers")
        if each.hotline_verified and not (each.verified and each.hotline):
            what = "hotline_verified, but the provider is not verified or has no hotline"
            yield Flaw("providers", (*at, "hotline_verified"), what)

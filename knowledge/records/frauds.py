"""Kinds of fraud: the first hour, the evidence, what never to do, where to report."""

from knowledge.records.base import (
    Fact,
    Id,
    Meta,
    Record,
    Region,
    SameLengthLists,
    Text,
    WordLists,
    Words,
)


class FraudType(Fact):
    """One way of cheating people; `first_hour` begins with what stops the money."""

    id: Id
    name: Words
    aliases: WordLists
    how_it_works: Words
    first_hour: SameLengthLists
    extra_steps: SameLengthLists
    never_do: SameLengthLists
    prevent: SameLengthLists
    evidence_list: tuple[Id, ...]
    report_to: dict[Region, tuple[Id, ...]]
    deadlines: tuple[Id, ...] = ()
    seeds: tuple[Text, ...] = ()


class FraudMeta(Meta):
    """Head of the fraud types: sentences for every fraud."""

    golden_rule: Words
    seed_four_steps: SameLengthLists
    distress: Words
    stop_payment_note: Words


class FraudTypes(Record):
    """The file `fraud_steps.yaml`."""

    meta: FraudMeta
    fraud_types: tuple[FraudType, ...]

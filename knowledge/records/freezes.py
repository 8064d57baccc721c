"""Why a wallet or account is frozen or limited, and who can lift it."""

from knowledge.records.base import Fact, Id, Meta, Record, SameLengthLists, Text, WordLists, Words


class FreezeReason(Fact):
    """One reason; `typical_messages` are only matched, never shown as official text."""

    id: Id
    name: Words
    typical_messages: WordLists
    explain: Words
    what_to_do: SameLengthLists
    documents: SameLengthLists
    who_can_unfreeze: Words
    typical_time: Words
    scam_warning: Words
    seeds: tuple[Text, ...] = ()
    legal_ref: Text | None = None
    related_fraud_type: Id | None = None
    related_case: Id | None = None


class FreezeMeta(Meta):
    """Head of the freeze reasons."""

    triage: SameLengthLists


class FreezeReasons(Record):
    """The file `freeze_reasons.yaml`."""

    meta: FreezeMeta
    freeze_reasons: tuple[FreezeReason, ...]

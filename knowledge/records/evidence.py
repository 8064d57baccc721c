"""Evidence: what proves what, how to get it, what to cover before sending."""

from knowledge.records.base import Fact, Id, Meta, Record, Region, SameLengthLists, Text, Words


class EvidenceItem(Fact):
    """One thing to collect."""

    id: Id
    name: Words
    proves: Words
    how: SameLengthLists
    mask: tuple[Id, ...] = ()
    note: Words | None = None


class EvidenceCase(Record):
    """The checklist of one case."""

    id: Id
    name: Words
    must: tuple[Id, ...]
    should: tuple[Id, ...]
    deadlines: tuple[Id, ...] = ()
    seeds: tuple[Text, ...] = ()


class MaskRule(Record):
    """What is covered; `never_collect` is deleted as soon as it arrives."""

    id: Id
    rule: Words
    never_collect: bool
    keep_first: int = 0
    keep_last: int = 0


class Admissibility(Fact):
    """What a court or authority makes of electronic evidence."""

    region: Region
    zh: Text
    en: Text
    ref: Text

    def text(self, language: str) -> str:
        """Return the rule in a language."""
        return self.zh if language.startswith("zh") else self.en


class EvidenceMeta(Meta):
    """Head of the evidence."""

    use: Words
    privacy: Words


class Evidence(Record):
    """The file `evidence.yaml`."""

    meta: EvidenceMeta
    capture_rules: tuple[Words, ...]
    admissibility: tuple[Admissibility, ...]
    mask_rules: tuple[MaskRule, ...]
    cases: tuple[EvidenceCase, ...]
    items: tuple[EvidenceItem, ...]

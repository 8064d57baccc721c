"""A claim pack: what stands in it, in the words of one language, before it has a page."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from pydantic import JsonValue

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class PackCharge:
    """One line of the table of charges; what is not known is empty."""

    when: str
    payee: str
    amount: str
    reference: str
    note: str
    wanted: str


@dataclass(frozen=True, slots=True)
class PackFile:
    """One piece of evidence.

    Attributes:
        place: its number in the pack, from 1.
        name: under which it lies in the zip; made by us.
        told: as the customer's phone called it.
        about: form, type and size in words.
        sha256: of the bytes.
        received: when, in words.
        mime: type found in the bytes.
        size: bytes.
        enclosed: whether it lies in the zip; the largest are left out where it would be too big.
    """

    place: int
    name: str
    told: str
    about: str
    sha256: str
    received: str
    mime: str
    size: int
    enclosed: bool = True


@dataclass(frozen=True, slots=True)
class PackContact:
    """Where a letter can go.

    Attributes:
        lines: phone, address, hours, each in words.
        source: where the contact was seen, and when.
        unsure: it could not be checked on an official page.
    """

    name: str
    lines: tuple[str, ...]
    source: str
    unsure: bool


@dataclass(frozen=True, slots=True)
class PackLetter:
    """A letter that is ready to be signed.

    Attributes:
        name: what it is, such as a complaint.
        to: the line that names who gets it.
        sender: what the customer fills in by hand at the top.
        asks: what is asked for, one line each.
        last: what stands above the signature.
        signature: what the customer fills in by hand at the end.
        contacts: where to send it; not part of the letter itself.
    """

    name: str
    to: str
    subject: str
    sender: tuple[Pair, ...]
    story: tuple[str, ...]
    asks: tuple[str, ...]
    last: tuple[str, ...]
    signature: tuple[Pair, ...]
    contacts: tuple[PackContact, ...]


@dataclass(frozen=True, slots=True)
class PackPaper:
    """Everything that the document says.

    Attributes:
        language: IETF tag.
        region: of the customer; empty where it is not known.
        words: headings and labels, by name.
        head: number, kind, status, when it was made.
        summary: a few lines that tell the matter.
        facts: names and values.
        timeline: moments and what happened, the oldest first.
        deadlines: sentences.
        charges: one line each.
        totals: what they come to.
        files: the evidence.
        custody: ends of the custody log: when the claim was filed, when the pack was made.
        letters: those that fit the kind of claim and the region.
    """

    language: str
    region: str
    number: str
    words: Mapping[str, str]
    head: tuple[Pair, ...]
    summary: tuple[str, ...]
    facts: tuple[Pair, ...]
    timeline: tuple[Pair, ...]
    deadlines: tuple[str, ...]
    charges: tuple[PackCharge, ...]
    totals: tuple[Pair, ...]
    files: tuple[PackFile, ...]
    letters: tuple[PackLetter, ...]
    custody: tuple[Pair, ...] = ()


@dataclass(frozen=True, slots=True)
class Pack:
    """The document and what lies beside it in the zip.

    Attributes:
        owner: whose evidence it is, as the store of the files names them.
        values: the claim as JSON values, exactly as it is kept.
        readme: lines that say what the zip holds.
    """

    paper: PackPaper
    owner: str
    values: Mapping[str, JsonValue] = field(default_factory=dict)
    readme: tuple[str, ...] = ()

"""Channels: police, anti-fraud, regulator, ombudsman, consumer and crisis lines by region."""

from enum import StrEnum
from typing import Literal

from pydantic import Field

from knowledge.records.base import Address, Fact, HintMeta, Id, Phone, Record, Region, Text, Words


class Category(StrEnum):
    """What a channel is for."""

    POLICE = "police"
    ANTI_FRAUD = "anti_fraud"
    TELECOM = "telecom"
    CYBER_REPORT = "cyber_report"
    CONSUMER = "consumer"
    FINANCIAL_REGULATOR = "financial_regulator"
    LEGAL_AID = "legal_aid"
    LICENCE_CHECK = "licence_check"
    CONSULAR = "consular"
    MENTAL_HEALTH = "mental_health"
    OMBUDSMAN = "ombudsman"
    BANK_SWITCHBOARD = "bank_switchboard"


class Channel(Fact):
    """Somewhere to call, write or report to.

    Attributes:
        url: its page; empty if it has none.
        country: narrows a channel of the region EU.
        case_kinds: words of `cases.yaml`.
        priority: 1 is shown first.
        phone_unverified: a number that nobody saw; `knowledge.showing` says when it is withheld.
    """

    id: Id
    region: Region
    category: Category
    name_local: Text
    name: Words
    phone: Phone | None
    url: Address | Literal[""]
    for_: Words = Field(alias="for")
    hours: Words | None
    case_kinds: tuple[Id, ...]
    priority: int
    country: str = ""
    caution: Words | None = None
    phone_abroad: Text | None = None
    phone_alt: Text | None = None
    phone_unverified: Text | None = None
    email: Text | None = None
    note: Text | None = None
    needs: Words | None = None
    wrong_numbers_seen: tuple[Text, ...] = ()


class ChannelsMeta(HintMeta):
    """Head of the channels: what every message of danger may need."""

    safety: Words
    crisis_by_region: dict[Region, tuple[Id, ...]]
    crisis_note: Words


class Channels(Record):
    """The file `channels.yaml`."""

    meta: ChannelsMeta
    channels: tuple[Channel, ...]

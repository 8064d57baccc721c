"""Providers of payments: wallets, banks, card networks; and telling their names apart."""

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

_IGNORED = str.maketrans("", "", " \t\r\n-_.·’'&/")


class ProviderKind(StrEnum):
    """What a provider is to the customer."""

    WALLET = "wallet"
    BANK = "bank"
    BANK_APP = "bank_app"
    BANK_RAIL = "bank_rail"
    BNPL = "bnpl"
    PLATFORM_BNPL = "platform_bnpl"
    PSP = "psp"
    DEVICE_WALLET = "device_wallet"
    CARD_NETWORK = "card_network"
    CRYPTO = "crypto"
    CRYPTO_EXCHANGE = "crypto_exchange"
    UNLICENSED_WALLET = "unlicensed_wallet"


def plain_name(name: str) -> str:
    """Return a name as it is compared: full width, case, blanks and hyphens do not count."""
    return unicodedata.normalize("NFKC", name).casefold().translate(_IGNORED)


@dataclass(frozen=True, slots=True)
class ProviderNames:
    """Which providers a name stands for.

    Attributes:
        by_name: plain name to the ids that carry it, in the order of the tables.
        groups: name of a group of look-alikes to its members; a name shared by two providers
            belongs to such a group, and the customer has to be asked.
    """

    by_name: Mapping[str, tuple[str, ...]]
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)

    def ids(self, name: str) -> tuple[str, ...]:
        """Return the ids of the providers called exactly so; more than one has to be asked."""
        return self.by_name.get(plain_name(name), ())

    def group_of(self, ids: Iterable[str]) -> str:
        """Return the group that holds all of several providers; empty if none does."""
        wanted = set(ids)
        if len(wanted) < 2:
            return ""
        return next((name for name, members in self.groups.items() if wanted <= set(members)), "")

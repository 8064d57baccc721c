"""The kinds of claim, by name."""

from enum import StrEnum


class ClaimKind(StrEnum):
    """What a claim is about; docs/design.md section 2 says how each is led."""

    OUTAGE = "outage"
    DUPLICATE_CHARGE = "duplicate_charge"
    FROZEN_ACCOUNT = "frozen_account"
    FRAUD = "fraud"
    VANISHED_PLATFORM = "vanished_platform"
    VANISHED_MERCHANT = "vanished_merchant"
    OTHER = "other"

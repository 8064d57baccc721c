"""How each kind of claim can be filed: the outcome wanted is the button that files it."""

from bot.domain.claim_base import Claim
from bot.domain.kinds import ClaimKind

# The first needs a sum to ask for; the last records and asks for nothing.
_FILINGS: dict[ClaimKind, tuple[str, ...]] = {
    ClaimKind.OUTAGE: ("look", "ask_tomorrow"),
    ClaimKind.DUPLICATE_CHARGE: ("refund", "look", "record"),
    ClaimKind.FROZEN_ACCOUNT: ("lift", "record"),
    ClaimKind.FRAUD: ("now", "report"),
    ClaimKind.VANISHED_PLATFORM: ("today",),
    ClaimKind.VANISHED_MERCHANT: ("refund_and_pause", "refund"),
    ClaimKind.OTHER: ("person",),
}


def filings(kind: ClaimKind, claim: Claim) -> tuple[str, ...]:
    """Return the ways in which this claim can be filed, the fullest first."""
    names = _FILINGS[kind]
    match kind:
        case ClaimKind.DUPLICATE_CHARGE:
            dropped = "look" if claim.wanted else "refund"
        case ClaimKind.FRAUD:
            dropped = "now" if getattr(claim, "own_payment", "") == "nothing_lost" else "report"
        case ClaimKind.VANISHED_MERCHANT:
            owes = getattr(claim, "owed", "") != "paid_all"
            dropped = "refund" if owes else "refund_and_pause"
        case _:
            dropped = ""
    return tuple(name for name in names if name != dropped)

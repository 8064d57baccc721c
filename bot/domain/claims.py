"""The seven kinds of claim: their facts, in the order in which they are asked for."""

from typing import Annotated

from bot.domain.claim_base import Claim, Files, Name, Words
from bot.domain.duplicate_charge import DuplicateChargeClaim
from bot.domain.kinds import ClaimKind
from bot.domain.moments import Moment
from bot.domain.money import Money
from bot.domain.questions import Ask, Reads, answered, not_answered, unanswered

# Reasons for a freeze that only an authority can lift. Source: tables/freeze_reasons.yaml
_AUTHORITY = ("police_freeze", "court_freeze", "stop_payment_48h", "duanka_listing", "sanctions")


# What `dated` of a vanished merchant holds where a deadline counts from the payment.
FROM_PAYMENT = "payment"


class OutageClaim(Claim):
    """A provider could not be reached, or failed payments."""

    provider: Annotated[Name | None, Ask(Reads.PROVIDER, fact="provider")] = None
    symptom: Annotated[Words | None, Ask(Reads.WORDS, asked=False, fact="words")] = None
    noticed_at: Annotated[Moment | None, Ask(Reads.MOMENT, asked=False, fact="occurred")] = None
    money_taken: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("taken", "declined", "tell_me"),
            ends=("declined", "tell_me"),
            needed=True,
            fact="money_taken",
        ),
    ] = None
    amount: Annotated[
        Money | None,
        Ask(Reads.AMOUNT, only_if=answered("money_taken", "taken"), fact="amount"),
    ] = None
    payee: Annotated[
        Name | None,
        Ask(Reads.WORDS, only_if=answered("money_taken", "taken"), fact="merchant"),
    ] = None
    evidence: Annotated[Files, Ask(Reads.FILES, only_if=answered("money_taken", "taken"))] = ()

    @property
    def wanted(self) -> Money | None:
        """The amount that left the account."""
        return self.amount


class FrozenAccountClaim(Claim):
    """An account, card or balance cannot be used."""

    provider: Annotated[Name | None, Ask(Reads.PROVIDER, fact="provider")] = None
    reason: Annotated[Name | None, Ask(Reads.WORDS, asked=False, fact="freeze_reason")] = None
    app_message: Annotated[
        Words | None, Ask(Reads.WORDS, only_if=unanswered("reason"), fact="app_message")
    ] = None
    balance: Annotated[Money | None, Ask(Reads.AMOUNT, fact="amount")] = None
    tried: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("failed", "not_yet", "no_answer"),
            only_if=not_answered("reason", *_AUTHORITY),
        ),
    ] = None
    frozen_at: Annotated[Moment | None, Ask(Reads.MOMENT, fact="occurred")] = None
    asked_unit: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("have_unit", "no_answer", "nothing_yet"),
            only_if=answered("reason", *_AUTHORITY),
        ),
    ] = None
    unit: Annotated[Name | None, Ask(Reads.WORDS, only_if=answered("asked_unit", "have_unit"))] = (
        None
    )
    evidence: Annotated[Files, Ask(Reads.FILES)] = ()


class FraudClaim(Claim):
    """A scam, going on or over, or payments the customer did not make."""

    stage: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("done", "stuck", "leaving"),
            stays=("stuck", "leaving"),
            counted=False,
            needed=True,
        ),
    ] = None
    story: Annotated[Words | None, Ask(Reads.WORDS, fact="words")] = None
    own_payment: Annotated[
        Name | None,
        Ask(Reads.CHOICE, choices=("tricked", "not_me", "nothing_lost"), fact="own_payment"),
    ] = None
    provider: Annotated[
        Name | None,
        Ask(Reads.PROVIDER, only_if=not_answered("own_payment", "nothing_lost"), fact="provider"),
    ] = None
    amount: Annotated[
        Money | None,
        Ask(Reads.AMOUNT, only_if=not_answered("own_payment", "nothing_lost"), fact="amount"),
    ] = None
    occurred_at: Annotated[
        Moment | None,
        Ask(Reads.MOMENT, only_if=not_answered("own_payment", "nothing_lost"), fact="occurred"),
    ] = None
    payee: Annotated[
        Name | None,
        Ask(
            Reads.WORDS,
            only_if=not_answered("own_payment", "nothing_lost"),
            fact="payee",
            by_picture=True,
        ),
    ] = None
    reported: Annotated[
        Name | None,
        Ask(Reads.WORDS, only_if=not_answered("own_payment", "nothing_lost"), fact="reported"),
    ] = None
    evidence: Annotated[Files, Ask(Reads.FILES)] = ()

    @property
    def wanted(self) -> Money | None:
        """What was lost."""
        return self.amount


class VanishedPlatformClaim(Claim):
    """A wallet, exchange or payment company is gone or pays nobody out."""

    platform: Annotated[Name | None, Ask(Reads.PROVIDER, fact="provider")] = None
    last_worked_at: Annotated[Moment | None, Ask(Reads.MOMENT, fact="occurred")] = None
    balance: Annotated[Money | None, Ask(Reads.AMOUNT, fact="amount")] = None
    deposits: Annotated[Words | None, Ask(Reads.WORDS, fact="deposits")] = None
    contact: Annotated[
        Name | None,
        Ask(Reads.CHOICE, choices=("no_answer", "want_money", "not_written"), fact="contact"),
    ] = None
    evidence: Annotated[Files, Ask(Reads.FILES)] = ()

    @property
    def wanted(self) -> Money | None:
        """The balance held."""
        return self.balance


class VanishedMerchantClaim(Claim):
    """A seller is gone, never delivered or refuses; instalments may go on."""

    stage: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("done", "lost"),
            stays=("lost",),
            counted=False,
            needed=True,
        ),
    ] = None
    provider: Annotated[Name | None, Ask(Reads.PROVIDER, fact="provider")] = None
    delivered: Annotated[
        Name | None,
        Ask(Reads.CHOICE, choices=("nothing", "faulty", "service_stopped"), fact="delivered"),
    ] = None
    paid: Annotated[Money | None, Ask(Reads.AMOUNT, fact="amount")] = None
    dated: Annotated[Name | None, Ask(Reads.WORDS, asked=False)] = None
    paid_at: Annotated[
        Moment | None,
        Ask(Reads.MOMENT, only_if=answered("dated", FROM_PAYMENT), fact="occurred"),
    ] = None
    owed: Annotated[
        Name | None, Ask(Reads.CHOICE, choices=("paid_all", "instalments"), fact="owed")
    ] = None
    still_owed: Annotated[
        Money | None, Ask(Reads.AMOUNT, only_if=answered("owed", "instalments"))
    ] = None
    next_due: Annotated[
        Name | None, Ask(Reads.WORDS, only_if=answered("owed", "instalments"), fact="next_due")
    ] = None
    merchant: Annotated[Name | None, Ask(Reads.WORDS, fact="merchant", by_picture=True)] = None
    order_ref: Annotated[Name | None, Ask(Reads.REFERENCE, asked=False, fact="order_ref")] = None
    evidence: Annotated[Files, Ask(Reads.FILES)] = ()

    @property
    def wanted(self) -> Money | None:
        """What was paid."""
        return self.paid


class OtherClaim(Claim):
    """Anything else: a person takes over."""

    words: Annotated[Words | None, Ask(Reads.WORDS, fact="words")] = None
    evidence: Annotated[Files, Ask(Reads.FILES, asked=False)] = ()


CLAIM_TYPES: dict[ClaimKind, type[Claim]] = {
    ClaimKind.OUTAGE: OutageClaim,
    ClaimKind.DUPLICATE_CHARGE: DuplicateChargeClaim,
    ClaimKind.FROZEN_ACCOUNT: FrozenAccountClaim,
    ClaimKind.FRAUD: FraudClaim,
    ClaimKind.VANISHED_PLATFORM: VanishedPlatformClaim,
    ClaimKind.VANISHED_MERCHANT: VanishedMerchantClaim,
    ClaimKind.OTHER: OtherClaim,
}

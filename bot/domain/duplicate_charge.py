"""The claim of charges that are too many: its facts, how many are extra, what they come to."""

from typing import Annotated

from bot.domain.claim_base import Claim, Count, Files, Name
from bot.domain.extra_charges import ExtraCharges, total_of
from bot.domain.moments import Moment
from bot.domain.money import Money
from bot.domain.questions import Ask, Reads, not_answered, unanswered


class DuplicateChargeClaim(Claim):
    """One purchase was charged more than once, or charged and never credited."""

    provider: Annotated[Name | None, Ask(Reads.PROVIDER, fact="provider")] = None
    paid_by: Annotated[
        Name | None,
        Ask(Reads.CHOICE, choices=("card", "wallet"), asked=False, fact="paid_by"),
    ] = None
    findings: Annotated[
        tuple[ExtraCharges, ...], Ask(Reads.WORDS, asked=False, fact="findings")
    ] = ()
    merchant: Annotated[
        Name | None, Ask(Reads.WORDS, only_if=unanswered("findings"), fact="merchant")
    ] = None
    amount: Annotated[
        Money | None, Ask(Reads.AMOUNT, only_if=unanswered("findings"), fact="amount")
    ] = None
    count: Annotated[
        Count | None, Ask(Reads.COUNT, only_if=unanswered("findings"), fact="count")
    ] = None
    occurred_at: Annotated[
        Moment | None, Ask(Reads.MOMENT, only_if=unanswered("findings"), fact="occurred")
    ] = None
    orders: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("one", "none", "several"),
            ends=("several",),
            only_if=unanswered("findings"),
            needed=True,
            fact="orders",
        ),
    ] = None
    posted: Annotated[
        Name | None,
        Ask(
            Reads.CHOICE,
            choices=("posted", "pending", "mixed"),
            only_if=not_answered("paid_by", "wallet"),
            fact="posted",
        ),
    ] = None
    reference: Annotated[Name | None, Ask(Reads.REFERENCE, asked=False, fact="transaction_id")] = (
        None
    )
    evidence: Annotated[Files, Ask(Reads.FILES)] = ()

    @property
    def extra(self) -> int | None:
        """How many charges are too many."""
        if self.findings:
            return sum(each.extra for each in self.findings)
        if self.count is None or self.orders == "several":
            return None
        return self.count if self.orders == "none" else max(self.count - 1, 0)

    @property
    def wanted(self) -> Money | None:
        """The charges that are too many, in one sum; None: mixed currencies, or beyond any."""
        if self.findings:
            return total_of(self.findings)
        if self.amount is None or not self.extra:
            return None
        return self.amount.times(self.extra)

    @property
    def sums(self) -> dict[str, int | Money]:
        """How many are too many, and what all charges come to."""
        found: dict[str, int | Money] = {}
        if self.extra is not None:
            found["extra"] = self.extra
        if self.findings:
            found["groups"] = len(self.findings)
        if self.amount and self.count is not None and (total := self.amount.times(self.count)):
            found["total"] = total
        return found

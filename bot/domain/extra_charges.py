"""Charges of a statement that were too many, as a claim holds them."""

from collections.abc import Sequence

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from bot.domain.money import Money, money_of_minor


class ExtraCharges(BaseModel):
    """One purchase that was charged more than once.

    Attributes:
        payee: who was paid, as the statement names them.
        each: amount of one charge.
        extra: how many charges are too many.
        wanted: what is to be given back, refunds taken off.
        first_at: the earliest charge, which is owed.
        rows: data rows of the statement, from 1.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    payee: str = Field(max_length=120)
    each: Money
    extra: int = Field(ge=1, le=10_000)
    wanted: Money
    first_at: AwareDatetime
    rows: tuple[int, ...] = ()


def total_of(findings: Sequence[ExtraCharges]) -> Money | None:
    """Return what all findings come to; None: none, several currencies, or beyond any amount."""
    currencies = {each.wanted.currency for each in findings}
    if len(currencies) != 1:
        return None
    return money_of_minor(sum(each.wanted.minor for each in findings), currencies.pop())

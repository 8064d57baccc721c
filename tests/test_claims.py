"""The seven kinds of claim: what they hold, what is reckoned from it, how each can be filed."""

import pytest
from pydantic import ValidationError

from bot.dialogue.drafts import questions
from bot.domain.claims import (
    CLAIM_TYPES,
    DuplicateChargeClaim,
    FraudClaim,
    FrozenAccountClaim,
    OtherClaim,
    OutageClaim,
    VanishedMerchantClaim,
    VanishedPlatformClaim,
)
from bot.domain.filings import filings
from bot.domain.kinds import ClaimKind
from bot.domain.money import Money
from bot.domain.questions import Reads

TEN = Money(minor=1000, currency="GBP")


def pounds(minor):
    return Money(minor=minor, currency="GBP")


def test_every_kind_has_its_model():
    assert set(CLAIM_TYPES) == set(ClaimKind)


@pytest.mark.parametrize("kind", ClaimKind)
def test_an_empty_claim_of_every_kind_can_be_filed(kind):
    claim = CLAIM_TYPES[kind]()
    assert (claim.wanted, claim.sums) == (None, {})
    assert claim.model_dump(exclude_defaults=True) == {}
    assert filings(kind, claim)


@pytest.mark.parametrize("kind", ClaimKind)
def test_every_field_says_how_it_is_asked_for(kind):
    asked = questions(kind)
    assert [each.field for each in asked] == list(CLAIM_TYPES[kind].model_fields)
    assert asked[-1].ask.reads is Reads.FILES
    for each in asked:
        ask = each.ask
        assert set(ask.stays) | set(ask.ends) <= set(ask.choices)
        assert not set(ask.stays) & set(ask.ends)
        assert ask.reads is Reads.CHOICE or not ask.choices
        assert ask.choices or not ask.asked or ask.reads is not Reads.CHOICE
        assert not (ask.needed and not ask.asked)
        # What stays or ends leaves at least one choice that goes on.
        assert not ask.choices or set(ask.choices) - set(ask.stays) - set(ask.ends)


@pytest.mark.parametrize(
    ("model", "values"),
    [
        pytest.param(OutageClaim, {"provider": "x" * 121}, id="a name too long"),
        pytest.param(OutageClaim, {"symptom": "x" * 4001}, id="words too long"),
        pytest.param(DuplicateChargeClaim, {"count": -1}, id="less than none"),
        pytest.param(DuplicateChargeClaim, {"count": 10_001}, id="more than anybody pays"),
        pytest.param(FraudClaim, {"amount": "900 GBP"}, id="an amount as text"),
        pytest.param(FraudClaim, {"occurred_at": "yesterday"}, id="a moment as text"),
        pytest.param(OtherClaim, {"colour": "red"}, id="a fact that no claim has"),
    ],
)
def test_a_fact_that_does_not_fit_is_refused(model, values):
    with pytest.raises(ValidationError):
        model(**values)


def test_a_claim_is_not_overwritten():
    claim = OtherClaim(words="help")
    with pytest.raises(ValidationError):
        claim.words = "other"


@pytest.mark.parametrize(
    ("claim", "extra", "wanted", "total"),
    [
        pytest.param({"count": 22, "orders": "one"}, 21, pounds(21_000), pounds(22_000),
                     id="one of them was right"),
        pytest.param({"count": 22, "orders": "none"}, 22, pounds(22_000), pounds(22_000),
                     id="none of them was right"),
        pytest.param({"count": 2}, 1, TEN, pounds(2000), id="not said: one was right"),
        pytest.param({"count": 1, "orders": "one"}, 0, None, TEN, id="one charge, one order"),
        pytest.param({"count": 0}, 0, None, pounds(0), id="no charge at all"),
        pytest.param({"count": 2, "orders": "several"}, None, None, pounds(2000),
                     id="it was bought several times"),
        pytest.param({"orders": "none"}, None, None, None, id="how many is not known"),
    ],
)  # fmt: skip
def test_what_is_wanted_back_of_a_duplicate_charge(claim, extra, wanted, total):
    found = DuplicateChargeClaim(amount=TEN, **claim)
    assert (found.extra, found.wanted) == (extra, wanted)
    assert (found.sums.get("extra"), found.sums.get("total")) == (extra, total)


def test_a_sum_beyond_any_amount_is_none_and_breaks_nothing():
    most = Money(minor=10**18 - 1, currency="CNY")
    claim = DuplicateChargeClaim(amount=most, count=3)
    assert (claim.wanted, claim.sums) == (None, {"extra": 2})
    assert most.times(1) == most


def test_without_an_amount_no_sum_is_wanted():
    claim = DuplicateChargeClaim(count=3)
    assert (claim.wanted, claim.sums) == (None, {"extra": 2})


@pytest.mark.parametrize(
    ("claim", "wanted"),
    [
        (OutageClaim(amount=TEN), TEN),
        (FraudClaim(amount=TEN), TEN),
        (VanishedPlatformClaim(balance=TEN), TEN),
        (VanishedMerchantClaim(paid=TEN, still_owed=pounds(64)), TEN),
        (FrozenAccountClaim(balance=TEN), None),
        (OtherClaim(words="help"), None),
    ],
)
def test_what_is_wanted_back(claim, wanted):
    assert claim.wanted == wanted


@pytest.mark.parametrize(
    ("kind", "values", "names"),
    [
        (ClaimKind.OUTAGE, {}, ("look", "ask_tomorrow")),
        (ClaimKind.DUPLICATE_CHARGE, {}, ("look", "record")),
        (ClaimKind.DUPLICATE_CHARGE, {"amount": TEN, "count": 2}, ("refund", "record")),
        (ClaimKind.DUPLICATE_CHARGE, {"amount": TEN, "count": 1}, ("look", "record")),
        (ClaimKind.FROZEN_ACCOUNT, {}, ("lift", "record")),
        (ClaimKind.FRAUD, {}, ("now",)),
        (ClaimKind.FRAUD, {"own_payment": "tricked"}, ("now",)),
        (ClaimKind.FRAUD, {"own_payment": "nothing_lost"}, ("report",)),
        (ClaimKind.VANISHED_PLATFORM, {}, ("today",)),
        (ClaimKind.VANISHED_MERCHANT, {}, ("refund_and_pause",)),
        (ClaimKind.VANISHED_MERCHANT, {"owed": "instalments"}, ("refund_and_pause",)),
        (ClaimKind.VANISHED_MERCHANT, {"owed": "paid_all"}, ("refund",)),
        (ClaimKind.OTHER, {}, ("person",)),
    ],
)
def test_how_a_claim_can_be_filed(kind, values, names):
    assert filings(kind, CLAIM_TYPES[kind](**values)) == names

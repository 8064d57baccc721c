"""Which deadlines hold for a claim, from when they count, and what the table may say of it."""

from dataclasses import replace

import pytest
from annotated_types import MaxLen

from bot.domain.kinds import ClaimKind
from bot.domain.numbers import new_number
from bot.domain.taps import Tap
from bot.services.claim_rules import event_at, rules_of
from bot.services.reminders import VERB
from knowledge.records.deadlines import DeadlineRule, FromEvent
from tests.filed import CLAIM
from tests.knowledge_base import library

AT = {"at": "2026-11-20T13:30:00Z", "precision": "minute"}
DUPLICATE = {"amount": {"minor": 8900, "currency": "GBP"}, "count": 2, "occurred_at": AT}
FINDING = {
    "payee": "Noodle Corner",
    "each": {"minor": 890, "currency": "GBP"},
    "extra": 1,
    "wanted": {"minor": 890, "currency": "GBP"},
}


def claim(kind, region, type_="", **facts):
    return replace(CLAIM, kind=kind, type=type_, region=region, facts=facts)


def names(given):
    return {rule.id for rule in rules_of(library(), given)}


CHARGED, FRAUD = ClaimKind.DUPLICATE_CHARGE, ClaimKind.FRAUD
FROZEN, MERCHANT = ClaimKind.FROZEN_ACCOUNT, ClaimKind.VANISHED_MERCHANT


@pytest.mark.parametrize(
    ("given", "hold", "do_not"),
    [
        pytest.param(
            claim(CHARGED, "GB", provider="visa_card"), {"visa-12-6"},
            {"mc-4834-duplicate", "visa-10-4"}, id="a Visa card: Visa's rule, for this kind only",
        ),
        pytest.param(
            claim(CHARGED, "GB", provider="jcb_amex_card"), set(),
            {"visa-12-6", "mc-4834-duplicate", "unionpay-issuer"}, id="another network's card",
        ),
        pytest.param(
            claim(CHARGED, "GB", paid_by="card"), {"visa-12-6", "mc-4834-duplicate"}, set(),
            id="paid by a card nobody named",
        ),
        pytest.param(
            claim(FRAUD, "GB", own_payment="tricked"), {"uk-app-13m"}, {"uk-unauth-35"},
            id="a scam the customer paid into",
        ),
        pytest.param(
            claim(FRAUD, "GB", "investment_romance", own_payment="tricked"), {"uk-app-13m"},
            {"uk-unauth-35"}, id="an investment scam is one too",
        ),
        pytest.param(
            claim(FRAUD, "GB", own_payment="not_me"), {"uk-unauth-35"}, {"uk-app-13m"},
            id="a payment the customer did not make",
        ),
        pytest.param(
            claim(FRAUD, "AU", "wrong_transfer", own_payment="tricked"), {"au-mistaken-10bd"},
            set(), id="sent to the wrong person",
        ),
        pytest.param(
            claim(MERCHANT, "CN", provider="paypal", delivered="nothing"),
            {"paypal-180d", "cn-12315-accept"}, {"visa-13-1", "cn-quality-7d"},
            id="PayPal's own rules, beside those of the country",
        ),
        pytest.param(
            claim(MERCHANT, "CN", delivered="faulty"), {"cn-quality-7d"}, {"paypal-180d"},
            id="goods that are not as described",
        ),
        pytest.param(
            claim(FRAUD, "PH", own_payment="not_me", provider="gcash"), {"gcash-15d"}, set(),
            id="a wallet's own rule",
        ),
        pytest.param(
            claim(FRAUD, "PH", own_payment="not_me", provider="maya"), set(), {"gcash-15d"},
            id="a wallet's own rule does not hold for another",
        ),
        pytest.param(
            claim(FROZEN, "CN", reason="police_freeze"), {"cn-freeze-6m"},
            {"cn-court-freeze-1y"}, id="frozen by the police",
        ),
        pytest.param(
            claim(FROZEN, "CN", reason="court_freeze"), {"cn-court-freeze-1y"},
            {"cn-freeze-6m"}, id="frozen by a court",
        ),
        pytest.param(
            claim(ClaimKind.OUTAGE, "CN"), set(), {"cn-maintenance-notice-5bd"},
            id="what helps nobody now is not told",
        ),
    ],
)  # fmt: skip
def test_the_rules_of_a_claim(given, hold, do_not):
    found = names(given)
    assert hold <= found
    assert not found & do_not


@pytest.mark.parametrize(
    ("given", "at"),
    [
        pytest.param(claim(CHARGED, "GB", **DUPLICATE), "2026-11-20T13:30:00+00:00", id="said"),
        pytest.param(
            claim(CHARGED, "GB", findings=[
                {**FINDING, "first_at": "2026-11-19T08:00:00Z"},
                {**FINDING, "first_at": "2026-11-17T08:00:00Z"},
            ]),
            "2026-11-17T08:00:00+00:00", id="the earliest charge of a statement",
        ),
        pytest.param(claim(FROZEN, "CN", frozen_at=AT), "2026-11-20T13:30:00+00:00", id="frozen"),
        pytest.param(claim(MERCHANT, "CN"), None, id="nobody said"),
    ],
)  # fmt: skip
def test_when_it_happened(given, at):
    found = event_at(given)
    assert (found.isoformat() if found else None) == at


def test_the_longest_id_of_a_rule_fits_into_a_button():
    longest = DeadlineRule.model_fields["id"].metadata
    (limit,) = [each.max_length for each in longest if isinstance(each, MaxLen)]
    assert Tap(VERB, (new_number(), "again", "x" * limit)).encode()


def test_every_provider_that_a_rule_names_is_known():
    rules = library().tables.deadlines.deadlines
    named = [rule.provider for rule in rules if rule.provider]
    assert named
    assert [name for name in named if library().provider(name) is None] == []


def test_rules_that_begin_with_a_later_step_get_no_date():
    later = ("complaint", "statement", "notice", "reply", "received", "order executed")
    for rule in library().tables.deadlines.deadlines:
        if rule.from_event is FromEvent.EXACTLY:
            assert not any(words in rule.counted_from.en for words in later), rule.id

"""English customers off the script: what a text must not be taken for, and what is warned of."""

import pytest

from bot.dialogue.drafts import Draft
from bot.domain.kinds import ClaimKind
from bot.domain.money import read_amount
from bot.services.facts_found import facts_of
from bot.services.fraud_beside import goes_on
from bot.services.hearing import Heard
from bot.understanding.choices import chosen, is_label
from tests.understood import read


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("sold me a sofa for 250, i paid by bank", "250"),
        ("i just zelled 1500 to someone", "1500"),
        ("sending her money for months, about 30k", "30000"),
        ("like 20 min ago", None),
        ("04-00-04 12345678", None),
    ],
)
def test_a_sum_is_no_time_and_no_account_number(said, amount):
    found = read_amount(said, currency="GBP") or read(said).facts.amount
    assert (str(found.amount) if found else None) == amount


@pytest.mark.parametrize(
    ("said", "currency"),
    [("380 dollars gone", "SGD"), ("$380 gone", "SGD"), ("380 usd gone", "USD"), ("£5", "GBP")],
)
def test_dollars_are_those_of_the_region(said, currency):
    assert facts_of(read(said), said, "SGD")["amount"]["currency"] == currency


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("no", "not_me"),
        ("no, it wasn't me", "not_me"),
        ("no case number they said theyd call", None),
        ("they gave me no number", None),
        ("yes I called them", None),
        ("yes, I sent it", "tricked"),
        ("i have nothing left", None),
    ],
)
def test_yes_and_no_answer_only_what_was_asked(said, choice):
    wordings = {
        "tricked": ["yes", "i sent it"],
        "not_me": ["no", "it wasn't me"],
        "nothing_lost": ["nothing"],
    }
    assert chosen(said, wordings) == choice


@pytest.mark.parametrize(
    ("said", "is_meant"),
    [("back", True), ("ok, back", True), ("will i get it back", False), ("call me back", False)],
)
def test_a_label_is_most_of_what_was_typed(said, is_meant):
    assert is_label(said, "Back") is is_meant


@pytest.mark.parametrize(
    ("said", "text"),
    [
        ("im still on the phone w them", "fraud.on_line"),
        ("ok i hung up", ""),
        ("they say the police are coming to my house", "fraud.threatened"),
        ("can the police arrest him", ""),
        ("the mouse is moving by itself", "fraud.first_screen_share_remote"),
        ("我还在跟他通话", "fraud.on_line"),
        ("Barclays", ""),
    ],
)
def test_a_fraud_that_goes_on_is_warned_of_inside_its_guide(said, text):
    heard = Heard(said, frozenset(), read(said))
    assert goes_on(Draft(ClaimKind.FRAUD), heard) == text


def test_who_wants_money_first_is_warned_of_in_the_guide_of_a_frozen_account():
    said = "they ask me pay 150 euro for unblock"
    heard = Heard(said, frozenset(), read(said))
    assert goes_on(Draft(ClaimKind.FROZEN_ACCOUNT), heard) == "fraud.first_fake_freeze"

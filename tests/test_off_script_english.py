"""English customers off the script: what a text must not be taken for, and what is warned of."""

import pytest

from bot.dialogue.drafts import Draft
from bot.domain.kinds import ClaimKind
from bot.domain.money import read_amount
from bot.services.about_bot import asks_for_trust, asks_if_bot
from bot.services.beside_words import is_like_a_message
from bot.services.facts_found import facts_of, freeze_facts
from bot.services.fraud_beside import goes_on
from bot.services.hearing import Heard
from bot.services.types_found import is_from_stranger, is_greeting
from bot.understanding.choices import chosen, is_label
from knowledge.library import load_library
from tests.understood import CACHE, ZONE, read


@pytest.mark.parametrize(
    ("said", "amount"),
    [
        ("sold me a sofa for 250, i paid by bank", "250"),
        ("i just zelled 1500 to someone", "1500"),
        ("sending her money for months, about 30k", "30000"),
        ("they took 5 grand", "5000"),
        ("2.5 grand", "2500.0"),
        ("lost 5 lakh in a telegram task scam", "500000"),
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


@pytest.mark.parametrize(
    "said",
    [
        "i have to pay staff friday",
        "if you don't fix this today i call a lawyer",
        "she'd ship monday",
    ],
)
def test_a_day_to_come_or_threatened_with_is_not_when_it_happened(said):
    assert read(said).facts.occurred is None


def test_when_it_happened_stands_beside_a_day_to_come():
    occurred = read("paid her friday, she would ship it monday").facts.occurred
    assert occurred is not None
    assert occurred.at.astimezone(ZONE).day == 20


@pytest.mark.parametrize(
    ("said", "trust", "machine"),
    [
        ("how do i know YOU are not a scam", True, False),
        ("who runs this", True, False),
        ("are you a real person", False, True),
        ("am I talking to a bot?", False, True),
        ("how do i know the seller is real", False, False),
        ("not sure if this is a scam or what", False, False),
    ],
)
def test_questions_about_the_bot_are_told_from_those_about_a_scam(said, trust, machine):
    assert asks_for_trust(said) is trust
    assert asks_if_bot(said) is machine


def test_money_from_a_stranger_who_wants_it_back_is_no_payment():
    assert is_from_stranger("someone sent me 200 by mistake and wants it back")
    assert not is_from_stranger("i sent 200 to a scammer, he paid me by mistake first")


@pytest.mark.parametrize(
    ("said", "greets"),
    [("hi its me again", True), ("hello there", True), ("hi, my card was stolen", False)],
)
def test_who_comes_back_says_hello(said, greets):
    assert is_greeting(said) is greets


def test_a_message_that_only_says_restricted_names_no_reason():
    library = load_library(cache=CACHE)
    found = freeze_facts("your account is restricted", library, is_message=True)
    assert found == {"app_message": "your account is restricted"}


@pytest.mark.parametrize(
    ("said", "is_message"),
    [
        ("they say my account is under review", True),
        ("We noticed some unusual activity", True),
        ("that's not good enough", False),
        ("i have to pay the rent friday", False),
    ],
)
def test_talk_beside_is_not_taken_for_the_message_of_the_app(said, is_message):
    assert is_like_a_message(said) is is_message

"""What is said beside the open question: noted, restated, made more exact."""

import pytest

from bot.dialogue.changes import back, correct, note_facts, refine, restate
from bot.dialogue.drafts import Draft, answers
from bot.dialogue.engine import begin, take_words
from bot.dialogue.events import FilledIn
from bot.dialogue.replies import Asking, Noted
from bot.domain.kinds import ClaimKind
from tests.guides import AMOUNT, answered, field

DUPLICATE = ClaimKind.DUPLICATE_CHARGE
MORE = {"minor": 11_000, "currency": "CNY"}
BEGUN = begin(Draft(DUPLICATE), {"provider": "alipay", "amount": AMOUNT}, None).draft


def test_facts_beside_the_question_are_noted_and_it_is_asked_again():
    draft = answered(DUPLICATE, "ok")
    turn = note_facts(draft, {"amount": AMOUNT, "count": 3})
    assert turn.replies == (Noted(("amount", "count"), alone=True), Asking("merchant"))
    assert [event.turn for event in turn.draft.events] == [1, 2, 2]


@pytest.mark.parametrize("facts", [{}, {"provider": "wechat"}, {"words": "hello"}, {"count": -1}])
def test_what_states_nothing_new_is_not_noted(facts):
    assert note_facts(answered(DUPLICATE, "ok"), facts) is None


def test_what_a_message_filled_in_gives_way_to_what_is_stated_later():
    turn = restate(BEGUN, {"amount": MORE, "provider": "alipay"})
    assert turn.replies == (Noted(("amount",)), Asking("merchant"))
    assert answers(turn.draft).values["amount"] == MORE


@pytest.mark.parametrize(
    "draft",
    [
        pytest.param(answered(DUPLICATE, "ok", "shop", "ok"), id="an answer"),
        pytest.param(correct(BEGUN, "amount", AMOUNT).draft, id="a correction"),
    ],
)
def test_what_the_customer_said_when_asked_is_not_restated(draft):
    assert restate(draft, {"amount": MORE}) is None


@pytest.mark.parametrize("facts", [{}, {"amount": AMOUNT}, {"amount": "much"}, {"count": 3}])
def test_what_changes_nothing_is_not_restated(facts):
    assert restate(BEGUN, facts) is None


def test_a_general_value_is_made_more_exact():
    assert answers(refine(BEGUN, "provider", "alipay_hk")).values["provider"] == "alipay_hk"


def test_back_keeps_what_was_stated_beside_the_question_since():
    draft = note_facts(answered(DUPLICATE, "ok", "shop"), {"count": 3}).draft
    turn = back(draft)
    assert turn.replies[0].values["fields"] == ("merchant",)
    assert answers(turn.draft).values == {"provider": "alipay", "count": 3}
    assert field(turn.draft) == "merchant"


def test_back_asks_again_although_the_answer_was_made_more_exact():
    draft = refine(answered(DUPLICATE, "ok"), "provider", "alipay_hk")
    assert field(back(draft).draft) == "provider"
    assert FilledIn("provider", "alipay_hk", 2) in draft.events


@pytest.mark.parametrize("text", ["x", "where is my 89", "a sentence that is no name at all"])
def test_a_sentence_is_no_name_of_a_provider(text):
    assert take_words(Draft(DUPLICATE), text, {}) is None

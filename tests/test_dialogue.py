"""What is asked next, and what each thing that a customer does leads to."""

import pytest

from bot.dialogue.changes import attach, back, correct, reopen
from bot.dialogue.drafts import (
    Draft,
    answers,
    claim_of,
    failures,
    open_questions,
    progress,
    question,
    questions,
    wants_files,
)
from bot.dialogue.engine import answer, begin, choose, not_understood, skip, take_words
from bot.dialogue.events import (
    Answered,
    FilledIn,
    Stayed,
)
from bot.dialogue.replies import Asking, Noted, Part, Reviewing
from bot.domain.claims import CLAIM_TYPES
from bot.domain.kinds import ClaimKind
from bot.domain.money import Money
from tests.guides import AMOUNT, READERS, answered, field, said, tapped

OUTAGE, DUPLICATE, FROZEN = (
    ClaimKind.OUTAGE, ClaimKind.DUPLICATE_CHARGE, ClaimKind.FROZEN_ACCOUNT,
)  # fmt: skip
FRAUD, MERCHANT, OTHER = ClaimKind.FRAUD, ClaimKind.VANISHED_MERCHANT, ClaimKind.OTHER


def filled(kind, **values):
    return Draft(kind).with_events(*(FilledIn(name, value, 1) for name, value in values.items()))


@pytest.mark.parametrize(
    ("draft", "asks"),
    [
        pytest.param(Draft(OUTAGE), "provider", id="an empty draft starts at the first question"),
        pytest.param(filled(OUTAGE, provider="alipay"), "money_taken", id="known: not asked"),
        pytest.param(
            filled(OUTAGE, provider="alipay", money_taken="taken"), "amount", id="money gone: sum"
        ),
        pytest.param(
            filled(OUTAGE, provider="alipay", money_taken="declined"), None, id="no loss: no sum"
        ),
        pytest.param(filled(FROZEN, reason="police_freeze", provider="a", app_message="m",
                            frozen_at=None, balance=AMOUNT), "asked_unit",
                     id="an authority froze it: the unit is asked for, not what was tried"),
        pytest.param(filled(FROZEN, reason="kyc", provider="a", app_message="m",
                            frozen_at=None, balance=AMOUNT), "tried",
                     id="the provider limited it: what was tried is asked for"),
        pytest.param(filled(FROZEN, provider="a", app_message="m", frozen_at=None, balance=AMOUNT,
                            reason="court_freeze", asked_unit="have_unit"), "unit",
                     id="the unit is known: its name is asked for"),
        pytest.param(filled(FROZEN, provider="a", app_message="m", frozen_at=None, balance=AMOUNT,
                            reason="court_freeze", asked_unit="nothing_yet"), "evidence",
                     id="the unit is not known: its name is not asked for"),
        pytest.param(filled(FRAUD, stage="done", story="s", own_payment="nothing_lost"),
                     "evidence", id="nothing lost: no question about the payment"),
        pytest.param(filled(FRAUD, stage="done", story="s", own_payment="tricked"), "provider",
                     id="money lost: the payment is asked for"),
        pytest.param(filled(MERCHANT, stage="done", provider="k", delivered="nothing", paid=AMOUNT,
                            owed="instalments"), "still_owed", id="instalments go on: how much"),
        pytest.param(filled(MERCHANT, stage="done", provider="k", delivered="nothing", paid=AMOUNT,
                            owed="paid_all"), "merchant", id="all paid: nothing is owed"),
        pytest.param(filled(OTHER, words="help"), None, id="one sentence is enough for a person"),
    ],
)  # fmt: skip
def test_current_question(draft, asks):
    assert field(draft) == asks


@pytest.mark.parametrize("kind", ClaimKind)
def test_the_fields_of_a_claim_are_its_questions(kind):
    assert [each.field for each in questions(kind)] == list(CLAIM_TYPES[kind].model_fields)
    assert question(kind, "no_such_field") is None
    assert [q.field for q in questions(kind) if wants_files(q)] == ["evidence"]


def test_a_fact_that_a_later_answer_made_pointless_is_left_out():
    draft = answered(OUTAGE, "ok", "taken", "ok", "Corner Books")
    changed = correct(draft, "money_taken", "declined").draft
    assert set(answers(changed).values) == {"provider", "money_taken"}
    assert claim_of(changed).wanted is None
    again = correct(changed, "money_taken", "taken").draft
    assert claim_of(again).wanted == Money(minor=8900, currency="CNY")


@pytest.mark.parametrize(
    ("draft", "at"),
    [
        pytest.param(Draft(OUTAGE), (1, 2), id="the first of those that are sure to come"),
        pytest.param(filled(OUTAGE, provider="a"), (1, 4), id="what was said does not count"),
        pytest.param(answered(OUTAGE, "ok"), (2, 5), id="a choice counts what it may bring"),
        pytest.param(answered(OUTAGE, "ok", "taken"), (3, 5), id="so that the end does not move"),
        pytest.param(answered(DUPLICATE, "ok"), (2, 8), id="eight in all"),
        pytest.param(skip(Draft(DUPLICATE)).draft, (2, 8), id="skipped counts as done"),
        pytest.param(Draft(FRAUD), (0, 0), id="the first minutes of a fraud are not counted"),
        pytest.param(tapped(Draft(FRAUD), "done").draft, (1, 8), id="counting starts after them"),
        pytest.param(filled(OTHER, words="w"), (0, 0), id="nothing is open"),
        pytest.param(reopen(answered(OUTAGE, "ok", "taken"), "provider").draft, (2, 5),
                     id="a question that is open again is not done"),
    ],
)  # fmt: skip
def test_progress(draft, at):
    assert progress(draft) == at


def test_an_answer_is_noted_and_the_next_question_follows():
    turn = answer(Draft(DUPLICATE), "ok", READERS, {})
    after = Part("duplicate_charge.provider.after")
    assert turn.replies == (Noted(("provider",)), after, Asking("merchant"))
    assert turn.draft.events == (Answered("provider", "alipay", 1),)


def test_a_choice_is_answered_with_its_own_words():
    turn = tapped(answered(OUTAGE, "ok"), "taken")
    assert turn.replies == (Part("outage.money_taken.after.taken"), Asking("amount"))


def test_an_answer_that_says_more_fills_in_what_it_says():
    turn = answer(Draft(DUPLICATE), "ok", READERS, {"count": 22, "amount": AMOUNT})
    assert turn.replies[0] == Noted(("provider", "amount", "count"))
    assert field(turn.draft) == "merchant"
    assert {event.turn for event in turn.draft.events} == {1}


def test_what_is_known_is_not_filled_in_again():
    turn = answer(filled(DUPLICATE, count=3), "ok", READERS, {"count": 22})
    assert answers(turn.draft).values["count"] == 3


@pytest.mark.parametrize("facts", [{"count": "many"}, {"amount": "89"}, {"count": -1}])
def test_a_fact_that_does_not_fit_is_not_filled_in(facts):
    assert begin(Draft(DUPLICATE), facts, None).draft == Draft(DUPLICATE)


def test_a_guide_begins_with_what_is_urgent_then_what_was_said_then_the_question():
    first = Part("duplicate_charge.first")
    turn = begin(Draft(DUPLICATE), {"provider": "alipay", "count": 2, "nonsense": 1}, first)
    assert turn.replies == (first, Noted(("provider", "count")), Asking("merchant"))
    assert turn.draft.events == (FilledIn("provider", "alipay", 1), FilledIn("count", 2, 1))
    assert begin(Draft(OUTAGE), {}, None).replies == (Asking("provider"),)


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        pytest.param(answered(OUTAGE, "ok"), "perhaps", id="no such choice"),
        pytest.param(answered(DUPLICATE, "ok", "shop"), "much", id="no amount"),
        pytest.param(answered(DUPLICATE, "ok"), "any words", id="words are left to take_words"),
        pytest.param(Draft(OUTAGE), "ok " * 100, id="too long for a name"),
        pytest.param(filled(OTHER, words="w"), "ok", id="nothing is open"),
    ],
)
def test_a_text_that_does_not_fit_is_no_answer(draft, text):
    assert answer(draft, text, READERS, {}) is None


@pytest.mark.parametrize(
    ("draft", "text", "facts", "value"),
    [
        pytest.param(answered(DUPLICATE, "ok"), " Bean Street ", {}, "Bean Street", id="words"),
        pytest.param(answered(DUPLICATE, "ok"), "it was Bean Street", {"merchant": "Bean Street"},
                     "Bean Street", id="the fact found in the words"),
        pytest.param(Draft(DUPLICATE), "Umpqua Bank", {}, "Umpqua Bank", id="an unknown name"),
        pytest.param(Draft(OTHER), "help me", {"words": "other"}, "help me", id="own words"),
    ],
)  # fmt: skip
def test_free_words_are_taken_where_any_words_will_do(draft, text, facts, value):
    asked = field(draft)
    assert answers(take_words(draft, text, facts).draft).values[asked] == value


@pytest.mark.parametrize(
    ("draft", "text"),
    [
        pytest.param(answered(OUTAGE, "ok"), "hello", id="a choice is open"),
        pytest.param(answered(DUPLICATE, "ok", "shop"), "a lot", id="an amount is open"),
        pytest.param(answered(DUPLICATE, "ok"), "   ", id="nothing was said"),
        pytest.param(answered(DUPLICATE, "ok"), "x" * 121, id="too long for a name"),
        pytest.param(filled(OTHER, words="w"), "more", id="nothing is open"),
    ],
)
def test_free_words_are_not_taken_elsewhere(draft, text):
    assert take_words(draft, text, {}) is None


@pytest.mark.parametrize(
    ("tapped_field", "value"),
    [("provider", "alipay"), ("amount", "taken"), ("money_taken", "perhaps"), ("", "")],
)
def test_a_button_of_another_question_changes_nothing(tapped_field, value):
    assert choose(answered(OUTAGE, "ok"), tapped_field, value) is None


def test_a_provider_that_was_offered_can_be_tapped():
    turn = choose(Draft(OUTAGE), "provider", "gopay")
    assert answers(turn.draft).values == {"provider": "gopay"}


@pytest.mark.parametrize(("kind", "value"), [(FRAUD, "stuck"), (FRAUD, "leaving"),
                                             (MERCHANT, "lost")])  # fmt: skip
def test_a_choice_that_stays_gets_advice_and_the_question_again(kind, value):
    turn = tapped(Draft(kind), value)
    assert turn.replies == (Part(f"{kind}.stage.after.{value}"), Asking("stage"))
    assert turn.draft.events == (Stayed("stage", value, 1),)
    assert answers(turn.draft).values == {}


@pytest.mark.parametrize(
    ("draft", "value"),
    [
        (answered(OUTAGE, "ok"), "declined"),
        (answered(OUTAGE, "ok"), "tell_me"),
        (answered(DUPLICATE, "ok", "shop", "ok", "ok", "ok"), "several"),
    ],
)
def test_a_choice_after_which_nothing_is_filed_ends_the_guide(draft, value):
    asked = field(draft)
    turn = tapped(draft, value)
    assert (turn.ended, turn.replies) == (value, (Part(f"{draft.kind}.{asked}.end.{value}"),))


def test_other_choices_go_on():
    assert tapped(answered(OUTAGE, "ok"), "taken").ended == ""


@pytest.mark.parametrize(
    ("draft", "asks"),
    [
        pytest.param(answered(DUPLICATE, "ok"), "amount", id="a fact that is not needed"),
        pytest.param(answered(OUTAGE, "ok"), None, id="a needed choice cannot be skipped"),
        pytest.param(Draft(FRAUD), None, id="nor can the first minutes of a fraud"),
        pytest.param(filled(OTHER, words="w"), None, id="nothing is open"),
    ],
)
def test_skip(draft, asks):
    turn = skip(draft)
    assert (turn and turn.replies) == (asks and (Asking(asks),))


def test_a_skipped_question_is_not_asked_again_but_can_be_answered():
    draft = skip(answered(DUPLICATE, "ok")).draft
    assert "merchant" not in {each.field for each in open_questions(draft)}
    known = correct(draft, "merchant", "Bean Street").draft
    assert claim_of(known).merchant == "Bean Street"
    assert answers(known).skipped == frozenset()


def test_failures_are_counted_in_a_row_at_the_open_question():
    draft = answered(DUPLICATE, "ok", "shop")
    counts = []
    for _ in range(3):
        turn = not_understood(draft)
        draft = attach(turn.draft, ("7",))
        counts.append((turn.replies, failures(draft)))
    assert counts == [((Asking("amount", n),), n) for n in (1, 2, 3)]


@pytest.mark.parametrize(
    "then",
    [
        pytest.param(lambda d: said(d, "ok").draft, id="an answer"),
        pytest.param(lambda d: skip(d).draft, id="a skip"),
        pytest.param(lambda d: back(d).draft, id="a step back"),
        pytest.param(lambda d: correct(d, "provider", "wechat").draft, id="a correction"),
        pytest.param(lambda d: reopen(d, "amount").draft, id="asking again"),
    ],
)
def test_failures_start_anew_after(then):
    draft = not_understood(not_understood(answered(DUPLICATE, "ok", "shop")).draft).draft
    assert failures(then(draft)) == 0


def test_what_is_not_understood_at_the_review_repeats_the_buttons():
    draft = filled(OTHER, words="w")
    turn = not_understood(draft)
    assert turn.draft == draft
    assert turn.replies == (Part("review.not_understood"), Reviewing(short=True))


def test_the_review_comes_when_nothing_is_open():
    draft = answered(OUTAGE, "ok", "taken", "ok", "shop")
    assert skip(draft).replies == (Reviewing(),)

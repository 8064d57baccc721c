"""Going back, correcting, files, and which message said what."""

import pytest

from bot.dialogue.changes import (
    attach,
    back,
    correct,
    detach,
    facts_said_by,
    files_done,
    reopen,
    said_by,
)
from bot.dialogue.drafts import Draft, answers, claim_of, current_question
from bot.dialogue.engine import begin, choose, not_understood, skip
from bot.dialogue.events import (
    EVENTS,
    Answered,
    Attached,
    Corrected,
    Detached,
    FilledIn,
    NotUnderstood,
    Reopened,
    Skipped,
    Stayed,
)
from bot.dialogue.replies import Asking, Changed, Noted, Part, Reviewing
from bot.domain.kinds import ClaimKind
from tests.guides import AMOUNT, READERS, answered, field, said, tapped

OUTAGE, DUPLICATE = ClaimKind.OUTAGE, ClaimKind.DUPLICATE_CHARGE
FRAUD, OTHER = ClaimKind.FRAUD, ClaimKind.OTHER
MORE = {"minor": 11_000, "currency": "CNY"}
REVIEWED = files_done(answered(OUTAGE, "ok", "taken", "ok", "shop"))


def test_back_forgets_the_last_answer_and_asks_again():
    draft = answered(DUPLICATE, "ok", "shop")
    turn = back(draft)
    went = Part("question.went_back", {"draft": draft, "fields": ("merchant",)})
    assert turn.replies == (went, Asking("merchant"))
    assert turn.draft == answered(DUPLICATE, "ok")


def test_back_forgets_what_the_last_answer_filled_in():
    first = Draft(DUPLICATE)
    turn = begin(first, {"provider": "alipay"}, None)
    more = said(turn.draft, "shop").draft
    draft = more.with_events(FilledIn("count", 3, more.events[-1].turn))
    went = back(draft)
    assert went.draft == turn.draft
    assert went.replies[0].values["fields"] == ("merchant", "count")


@pytest.mark.parametrize(
    ("draft", "left"),
    [
        pytest.param(skip(answered(DUPLICATE, "ok")).draft, answered(DUPLICATE, "ok"), id="skip"),
        pytest.param(
            correct(answered(DUPLICATE, "ok", "shop"), "provider", "wechat").draft,
            answered(DUPLICATE, "ok", "shop"),
            id="correction",
        ),
        pytest.param(
            not_understood(answered(DUPLICATE, "ok")).draft, Draft(DUPLICATE), id="failed tries"
        ),
        pytest.param(
            tapped(Draft(FRAUD), "stuck").draft, tapped(Draft(FRAUD), "stuck").draft, id="advice"
        ),
    ],
)
def test_back_after(draft, left):
    assert back(draft).draft == left


def test_back_at_the_first_question_says_so():
    turn = back(Draft(OUTAGE))
    assert turn.replies == (Part("question.first_already"), Asking("provider"))


def test_what_was_filled_in_at_the_start_stays():
    draft = begin(Draft(DUPLICATE), {"provider": "alipay"}, None).draft
    assert back(draft).replies[0] == Part("question.first_already")
    assert answers(back(draft).draft).values == {"provider": "alipay"}


def test_back_keeps_files():
    draft = detach(attach(answered(DUPLICATE, "ok"), ("7", "8")), "8")
    assert answers(back(draft).draft).evidence == ("7",)
    assert field(back(draft).draft) == "provider"


def test_back_from_a_fact_picked_for_change_takes_no_answer_away():
    picked = reopen(REVIEWED, "amount").draft
    turn = back(not_understood(picked).draft)
    assert answers(turn.draft).values == answers(REVIEWED).values
    assert turn.replies[-1] == Reviewing()


def test_a_correction_is_read_back_with_what_it_was():
    turn = correct(answered(DUPLICATE, "ok", "shop", "ok"), "amount", MORE)
    assert turn.replies == (Changed("amount", AMOUNT), Asking("count"))
    assert answers(turn.draft).values["amount"] == MORE


def test_a_correction_at_the_review_does_not_repeat_all_of_it():
    turn = correct(REVIEWED, "amount", MORE)
    assert turn.replies == (Changed("amount", AMOUNT), Reviewing(short=True))


def test_a_correction_that_brings_the_review_shows_all_of_it():
    draft = answered(FRAUD, "done", "story")
    assert correct(draft, "own_payment", "nothing_lost").replies[-1] == Asking("evidence")
    done = skip(correct(draft, "own_payment", "nothing_lost").draft).draft
    again = reopen(done, "story").draft
    assert correct(again, "story", "words").replies[-1] == Reviewing()


@pytest.mark.parametrize(
    ("name", "value"),
    [("amount", "much"), ("count", -1), ("orders", "perhaps"), ("nothing", "x")],
)
def test_a_correction_that_does_not_fit_is_none(name, value):
    assert correct(answered(DUPLICATE, "ok"), name, value) is None


def test_a_fact_without_an_answer_can_be_given_by_a_correction():
    turn = correct(Draft(DUPLICATE), "amount", MORE)
    assert turn.replies == (Changed("amount", None), Asking("provider"))


def test_a_correction_to_a_choice_that_ends_the_guide_ends_it():
    turn = correct(REVIEWED, "money_taken", "declined")
    assert (turn.ended, turn.replies) == (
        "declined",
        (Part("outage.money_taken.end.declined"),),
    )


def test_a_correction_to_a_choice_that_stays_gets_its_advice():
    turn = correct(answered(FRAUD, "done", "story"), "stage", "leaving")
    assert turn.replies == (Part("fraud.stage.after.leaving"), Asking("own_payment"))


def test_a_picked_fact_is_asked_for_at_once_and_then_the_guide_goes_on():
    draft = answered(DUPLICATE, "ok", "shop", "ok")
    turn = reopen(draft, "merchant")
    assert turn.replies == (Asking("merchant"),)
    again = said(turn.draft, "another").draft
    assert (field(again), claim_of(again).merchant) == ("count", "another")


@pytest.mark.parametrize(
    "closes",
    [
        pytest.param(lambda d: said(d, "another").draft, id="an answer"),
        pytest.param(lambda d: skip(d).draft, id="a skip"),
        pytest.param(lambda d: correct(d, "merchant", "another").draft, id="a correction"),
    ],
)
def test_a_picked_fact_stays_open_until(closes):
    draft = not_understood(reopen(answered(DUPLICATE, "ok", "shop"), "merchant").draft).draft
    assert field(attach(draft, ("7",))) == "merchant"
    assert field(closes(draft)) == "amount"


def test_a_picked_choice_can_be_tapped():
    turn = choose(reopen(REVIEWED, "money_taken").draft, "money_taken", "taken")
    assert turn.replies[-1] == Reviewing()


def test_what_does_not_exist_cannot_be_picked():
    assert reopen(REVIEWED, "nothing") is None


def test_files_are_kept_at_any_step_in_their_order_and_once():
    draft = attach(Draft(DUPLICATE), ("7", "8"))
    draft = attach(answered_on(draft, "ok"), ("9", "7"))
    assert claim_of(draft).evidence == ("7", "8", "9")
    assert claim_of(detach(draft, "8")).evidence == ("7", "9")
    assert field(draft) == "merchant"


def answered_on(draft, text):
    turn = said(draft, text)
    assert turn
    return turn.draft


def test_files_that_were_asked_for_close_their_question():
    open_ = answered(OUTAGE, "ok", "taken", "ok", "shop")
    done = files_done(attach(open_, ("7",)))
    assert (current_question(done), claim_of(done).evidence) == (None, ("7",))
    assert field(back(done).draft) == "evidence"
    assert claim_of(back(done).draft).evidence == ("7",)


@pytest.mark.parametrize("draft", [Draft(OUTAGE), REVIEWED])
def test_files_close_no_other_question(draft):
    assert files_done(draft) == draft


def test_the_message_behind_an_answer_is_known():
    before = answered(DUPLICATE, "ok")
    more = said(before, "shop").draft
    after = more.with_events(FilledIn("count", 3, 2), NotUnderstood("amount", 3))
    known = said_by(before, after, 55)
    assert facts_said_by(known, 55) == ("merchant", "count")
    assert facts_said_by(known, 0) == ("provider",)
    assert facts_said_by(said_by(known, known, 66), 66) == ()


def test_the_answer_comes_first_among_the_facts_of_a_message():
    said_ = (FilledIn("count", 3, 1, source=5), Answered("merchant", "m", 1, source=5))
    draft = Draft(DUPLICATE, events=(*said_, Corrected("count", 4, 2, source=5)))
    assert facts_said_by(draft, 5) == ("merchant", "count")


def test_every_event_survives_being_stored():
    events = (
        Answered("amount", AMOUNT, 1, 5), FilledIn("count", 3, 1, 5), Corrected("count", 4, 2),
        Skipped("merchant", 3), Reopened("amount", 4), NotUnderstood("amount", 5),
        Stayed("stage", "stuck", 6), Attached("7", 7), Detached("7", 8),
    )  # fmt: skip
    assert EVENTS.validate_json(EVENTS.dump_json(events)) == events


def test_noted_facts_are_those_of_this_turn():
    turn = begin(attach(Draft(DUPLICATE), ("7",)), {"provider": "alipay"}, None)
    assert turn.replies[0] == Noted(("provider",))
    assert READERS.read(DUPLICATE, current_question(turn.draft), "?") is None


def test_a_guide_for_words_ends_with_them():
    assert answered(OTHER, "help").events == (Answered("words", "help", 1),)

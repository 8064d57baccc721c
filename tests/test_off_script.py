"""Customers say what no question asked for: corrections by kind, none, not known, later."""

from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.changes import back, note_facts
from bot.dialogue.drafts import Draft, answers, current_question, question
from bot.dialogue.engine import named, not_understood, skip_rest
from bot.dialogue.events import Answered, FilledIn
from bot.dialogue.replies import Asking, Noted, Part, Reviewing
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.services.answer_reader import AnswerReader
from bot.services.hearing import asks
from bot.services.types_found import wants_filed
from bot.texts.catalog import Catalog
from bot.texts.wording import Voice
from bot.understanding.amounts import without_dialled
from bot.understanding.choices import chosen
from bot.understanding.intents import Intent
from tests.understood import NOW, read


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("叫星河钱包", "星河钱包"),
        ("就是外卖店", "外卖店"),
        ("它叫做 Luma", "Luma"),
        ("叫了个炸鸡", "叫了个炸鸡"),
        ("it's called Star Pay", "Star Pay"),
        ("Italian Corner", "Italian Corner"),
        ("是", "是"),
    ],
)
def test_a_name_is_taken_without_the_words_that_lead_to_it(said, name):
    assert named(said) == name


@pytest.mark.parametrize(
    ("said", "choice"),
    [
        ("没有", "no"),
        ("没有啊", "no"),
        ("都没有了", "no"),
        ("没有合同", None),
        ("我没有做违法的事", None),
        ("找过了，没有", "no"),
        ("no", "no"),
    ],
)
def test_a_short_word_is_an_answer_only_where_it_stands_alone(said, choice):
    assert chosen(said, {"no": ["没有", "no"], "yes": ["有回复", "yes"]}) == choice


@pytest.mark.parametrize(
    ("text", "is_question"),
    [
        ("没有截图怎么办", True),
        ("聊天记录截图行不行", True),
        ("多久能解冻", True),
        ("can I just open a new account", True),
        ("搞错了吗", True),
        ("昨天晚上八点", False),
        ("I can send it tomorrow", False),
    ],
)
def test_a_question_needs_no_question_mark(text, is_question):
    assert asks(text) is is_question


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("提交吧", True),
        ("好的 提交", True),
        ("ok submit", True),
        ("file it now", True),
        ("怎么提交", False),
        ("不提交", False),
        ("don't file it", False),
    ],
)
def test_whoever_wants_to_file_says_so(text, wants):
    assert wants_filed(text) is wants


def test_what_is_left_out_at_once_comes_back_at_once():
    draft = Draft(ClaimKind.VANISHED_MERCHANT, events=(Answered("stage", "done", 1),))
    left_out = skip_rest(draft)
    assert left_out is not None
    assert left_out.replies == (Part("question.rest_skipped"), Reviewing())
    again = back(left_out.draft)
    assert current_question(again.draft) == current_question(draft)


def test_what_is_needed_is_not_left_out():
    assert skip_rest(Draft(ClaimKind.VANISHED_MERCHANT)) is None


def test_who_goes_on_telling_is_not_held_at_a_step():
    opened = Draft(ClaimKind.VANISHED_MERCHANT, events=(FilledIn("provider", "douyin_pay", 1),))
    once = not_understood(opened)
    assert once.replies == (Asking("stage", 1),)
    twice = note_facts(once.draft, {"amount": {"minor": 29900, "currency": "CNY"}})
    assert twice.replies[:2] == (Noted(("paid",), alone=True), Part("question.step_later"))
    assert "stage" in answers(twice.draft).skipped
    assert current_question(twice.draft).field != "stage"


@pytest.mark.parametrize(
    ("text", "left"),
    [
        ("打过110了", "打过   了"),
        ("I called 159 already", "I called     already"),
        ("报警110", "报警   "),
        ("打车32", "打车32"),
        ("给客服打了120元电话费", "给客服打了120元电话费"),
        ("被扣110元", "被扣110元"),
    ],
)
def test_a_number_that_was_called_is_no_sum(text, left):
    assert without_dialled(text) == left


@pytest.mark.parametrize("text", ["打过110了", "我打了96110", "已经打110报警", "打给95188了"])
def test_a_number_that_was_called_is_read_as_no_amount(text):
    assert read(text).facts.amount is None


def test_money_sent_to_a_wrong_number_is_a_question_with_an_answer():
    assert read("云闪付 充错号码了").intent is Intent.FAQ


@pytest.mark.parametrize(
    ("text", "minor"),
    [
        ("1 december is the next payment", None),
        ("on 1 November 45.50 left", 4550),
        ("12月1号还要扣", None),
        ("12月1号还要扣66元", 6600),
        ("11.50", 1150),
    ],
)
def test_a_date_is_no_sum(text, minor):
    voice = Voice(Language.ENGLISH, "GB", ZoneInfo("Europe/London"), NOW)
    asked = question(ClaimKind.VANISHED_MERCHANT, "still_owed")
    money = AnswerReader(Catalog(), voice, {}).read(ClaimKind.VANISHED_MERCHANT, asked, text)
    assert (money and money["minor"]) == minor

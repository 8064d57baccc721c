"""Customers say what no question asked for: corrections by kind, none, not known, later."""

from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.changes import back, note_facts
from bot.dialogue.drafts import (
    Draft,
    answers,
    current_question,
    failures,
    question,
    tellings,
)
from bot.dialogue.engine import named, not_understood, skip_rest, told
from bot.dialogue.events import Answered, FilledIn
from bot.dialogue.replies import Asking, Noted, Part, Reviewing
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.questions import Ask, Reads
from bot.services.answer_reader import AnswerReader
from bot.services.beside_words import acknowledges, asks_for_person, asks_what_now, tells
from bot.services.facts_found import payee_named
from bot.services.hearing import asks
from bot.services.preferences import new_customer
from bot.services.types_found import wants_filed
from bot.texts.catalog import Catalog
from bot.texts.wording import Voice
from bot.understanding.amounts import amounts_in, without_dialled
from bot.understanding.banks import bank_named
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
    opened = Draft(ClaimKind.OUTAGE, events=(FilledIn("provider", "alipay", 1),))
    assert current_question(opened).ask.needed
    assert skip_rest(opened) is None


def test_a_step_to_do_first_does_not_stop_the_filing():
    left_out = skip_rest(Draft(ClaimKind.VANISHED_MERCHANT))
    assert left_out is not None
    assert current_question(left_out.draft) is None


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


def test_who_tells_something_else_is_heard_and_not_held_up():
    asked = Draft(
        ClaimKind.DUPLICATE_CHARGE,
        events=(FilledIn("provider", "alipay", 1), FilledIn("merchant", "青禾", 1)),
    )
    first = told(asked)
    assert first.replies[0] == Part("question.told")
    assert current_question(first.draft) == current_question(asked)
    second = told(first.draft)
    assert second.replies[0] == Part("question.told_on")
    assert current_question(second.draft) != current_question(asked)
    assert current_question(back(second.draft).draft) == current_question(asked)


def test_what_is_needed_is_asked_again_however_much_is_told():
    draft = Draft(ClaimKind.OUTAGE, events=(FilledIn("provider", "alipay", 1),))
    needed = current_question(draft)
    for _ in range(5):
        draft = told(draft).draft
        assert current_question(draft) == needed


def test_tellings_and_misses_are_counted_apart():
    draft = Draft(ClaimKind.DUPLICATE_CHARGE, events=(FilledIn("provider", "alipay", 1),))
    missed = not_understood(told(not_understood(draft).draft).draft)
    assert (failures(missed.draft), tellings(missed.draft)) == (2, 1)


@pytest.mark.parametrize(
    ("text", "reads", "tells_it"),
    [
        ("商家让我找美团，美团让我找微信", Reads.CHOICE, True),
        ("老板电话打不通了，门上贴了转让", Reads.CHOICE, True),
        ("the shop sent me to paypal", Reads.CHOICE, True),
        ("第三个", Reads.CHOICE, False),
        ("asdf", Reads.CHOICE, False),
        ("跟上次一样的那个数", Reads.AMOUNT, False),
        ("我没做违法的事啊", Reads.AMOUNT, True),
        ("they told me to wait two weeks", Reads.MOMENT, True),
    ],
)
def test_a_sentence_beside_the_question_tells_something(text, reads, tells_it):
    assert tells(text, Ask(reads)) is tells_it


@pytest.mark.parametrize(
    ("text", "payee"),
    [
        ("收款人 CHAN TAI MAN", "CHAN TAI MAN"),
        ("对方叫李强", "李强"),
        ("户名：王某某，尾号 3321", "王某某"),
        ("the payee was Harbour Goods Ltd", "Harbour Goods Ltd"),
        ("不知道对方叫什么", ""),
        ("对方电话打不通", ""),
    ],
)
def test_whom_the_money_went_to_is_read_where_it_is_said(text, payee):
    assert payee_named(text) == payee


@pytest.mark.parametrize("text", ["好的", "嗯嗯", "就这些", "没有了", "ok", "that's all"])
def test_a_word_that_only_says_it_was_read_is_no_miss(text):
    assert acknowledges(text)


@pytest.mark.parametrize("text", ["好像不对", "没有", "ok but which one", "没有了两笔"])
def test_more_than_such_a_word_is_read_further(text):
    assert not acknowledges(text)


def test_who_writes_chinese_without_a_region_lives_by_the_clock_of_china():
    assert new_customer(1, 7, "zh-hant").clock.key == "Asia/Shanghai"
    assert new_customer(1, 7, "en").clock.key == "UTC"


@pytest.mark.parametrize(
    ("text", "one", "total"),
    [
        ("15.40, 22 and 9.90 sgd", None, "47.30"),
        ("三笔：300、500和800块", None, "1600"),
        ("扣了 36.5、36.5 和 36.5 元", "36.5", "109.5"),
        ("order 12345, 50 usd", "50", None),
        ("尾号 6620 和 50 块", "50", None),
        ("11月3号和5号 各200元", "200", None),
    ],
)
def test_a_list_of_amounts_has_a_sum_and_no_last_one(text, one, total):
    found = amounts_in(text, currency=None, taken=(), several=False)
    assert (found.one and str(found.one.amount)) == one
    assert (found.total and str(found.total.amount)) == total


@pytest.mark.parametrize(
    ("text", "bank"),
    [
        ("my dbs card", "DBS"),
        ("國泰世華的卡", "國泰世華"),
        ("用恒生付的", "恒生"),
        ("monzo", "Monzo"),
        ("a chasey story", ""),
        ("adbsc", ""),
    ],
)
def test_a_bank_beside_the_tables_is_taken_by_its_name(text, bank):
    assert bank_named(text) == bank


@pytest.mark.parametrize(
    ("text", "choice"),
    [
        ("no", "not_me"),
        ("no, never seen it", "not_me"),
        ("no i havent reported", None),
        ("no i dont want it", None),
        ("yes i sent it", "tricked"),
    ],
)
def test_a_no_to_something_else_is_no_answer(text, choice):
    catalog = Catalog()
    own = {
        name: (
            *catalog.words(f"fraud.own_payment.choice.{name}", Language.ENGLISH),
            *catalog.words(f"fraud.own_payment.say.{name}", Language.ENGLISH),
        )
        for name in ("tricked", "not_me", "nothing_lost")
    }
    assert chosen(text, own) == choice


@pytest.mark.parametrize(
    ("text", "wants"),
    [
        ("how do i get to a human", True),
        ("转人工", True),
        ("有没有真人", True),
        ("找客服找不到真人", True),
        ("the person isn't replying", False),
        ("客服说要等三天", False),
        ("一个陌生人加了我", False),
    ],
)
def test_a_person_is_brought_to_who_asks_for_one(text, wants):
    assert asks_for_person(text) is wants


@pytest.mark.parametrize(
    "text", ["我该怎么办", "那现在怎么办？", "what now?", "ok so what now", "what should i do"]
)
def test_what_now_is_a_question_in_general(text):
    assert asks_what_now(text)


@pytest.mark.parametrize(
    "text", ["退款失败怎么办", "what should i do with the receipt", "怎么办理"]
)
def test_what_to_do_about_something_is_not(text):
    assert not asks_what_now(text)

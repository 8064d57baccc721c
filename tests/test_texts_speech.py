"""Turns of a guide as messages: questions, review, corrections, buttons, hostile words."""

from datetime import UTC, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.dialogue.changes import attach, back, correct, files_done
from bot.dialogue.drafts import Draft, questions
from bot.dialogue.engine import not_understood, skip
from bot.dialogue.replies import Asking, Noted, Part, Reviewing
from bot.dialogue.turns import ask
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.messages import Button
from bot.texts.catalog import Catalog, to_traditional
from bot.texts.facts import Setting
from bot.texts.layouts import arranged, copy_row, fitting
from bot.texts.shown import Lines, Shown
from bot.texts.speech import Speech
from bot.texts.wording import Voice
from tests.guides import answered, field, led_through, said

CATALOG = Catalog()
NOW = datetime(2026, 11, 22, 10, 0, tzinfo=UTC)
HOSTILE = "<b>Bean & \"Co\"</b> {amount} <a href='x'>"
ESCAPED = "&lt;b&gt;Bean &amp; \"Co\"&lt;/b&gt; {amount} &lt;a href='x'&gt;"
EN, HANS, HANT = Language.ENGLISH, Language.SIMPLIFIED, Language.TRADITIONAL
OUTAGE, DUPLICATE = ClaimKind.OUTAGE, ClaimKind.DUPLICATE_CHARGE


def setting(language=EN, **more):
    zone = ZoneInfo("Europe/London")
    region = {EN: "GB", HANS: "CN", HANT: "HK"}[language]
    return Setting(Voice(language, region, zone, NOW), str.title, **more)


def compose(draft, replies, language=EN, **more):
    return Speech(CATALOG).compose("12", draft, replies, setting(language, **more))


def labels(said_):
    return [[button.label for button in row] for row in said_.buttons]


def data(said_):
    return [button.data for row in said_.buttons for button in row if button.data]


def test_a_question_has_its_progress_its_choices_and_the_standing_row():
    draft = answered(OUTAGE, "ok")
    message = compose(draft, ask(draft))
    assert message.text.startswith("2/")
    assert [row[-1] for row in labels(message)][-1] == "A person"
    assert data(message) == [
        "answer:12:money_taken:taken", "answer:12:money_taken:declined",
        "answer:12:money_taken:tell_me", "back:12", "stop:12", "person:12",
    ]  # fmt: skip


def test_the_first_question_has_no_way_back_and_a_needed_one_cannot_be_skipped():
    first = Draft(OUTAGE)
    assert data(compose(first, ask(first))) == ["skip:12:provider", "stop:12", "person:12"]
    needed = answered(OUTAGE, "ok")
    assert not [each for each in data(compose(needed, ask(needed))) if each.startswith("skip")]


def test_the_first_minutes_of_a_fraud_have_their_choices_only():
    draft = Draft(ClaimKind.FRAUD)
    message = compose(draft, ask(draft))
    assert data(message) == [f"answer:12:stage:{name}" for name in ("done", "stuck", "leaving")]
    assert not message.text[0].isdigit()


@pytest.mark.parametrize("language", Language)
@pytest.mark.parametrize("kind", ClaimKind)
def test_every_guide_can_be_led_to_its_review_in_every_language(kind, language):
    for draft in led_through(kind):
        message = compose(draft, ask(draft), language)
        assert message.text.strip()
        assert message.buttons
        assert not {"{", "}"} & set(message.text)
        for row in message.buttons:
            assert all(0 < len(button.label) <= 64 for button in row)
            assert all(len(button.data.encode()) <= 64 for button in row)


@pytest.mark.parametrize("kind", ClaimKind)
def test_an_unreadable_answer_gets_other_words_each_time(kind):
    for asked in (each for each in questions(kind) if each.ask.asked):
        draft = Draft(kind)
        texts = {compose(draft, (Asking(asked.field, n),)).text for n in range(4)}
        assert len(texts) == 4, asked.field


def test_after_the_third_a_person_is_offered():
    draft = answered(DUPLICATE, "ok", "shop")
    for _ in range(3):
        turn = not_understood(draft)
        draft = turn.draft
    message = compose(draft, turn.replies)
    assert data(message) == ["handover:12", "resume:12", "stop:12"]
    assert "Alipay, shop" in message.text


@pytest.mark.parametrize("language", Language)
def test_what_a_customer_says_is_shown_as_they_said_it_and_never_as_markup(language):
    draft = attach(answered(DUPLICATE, "ok", HOSTILE), ("7",))
    changed = correct(draft, "merchant", f"{HOSTILE}!")
    texts = [
        compose(draft, (Noted(("merchant",)), Reviewing()), language).text,
        compose(changed.draft, changed.replies, language).text,
        compose(back(draft).draft, back(draft).replies, language).text,
        compose(draft, (Asking("amount", 3),), language).text,
    ]
    for text in texts:
        assert ESCAPED in text
        assert "<b>Bean" not in text


def test_a_correction_shows_the_new_value_and_the_old_one():
    draft = answered(DUPLICATE, "ok", "shop", "ok")
    turn = correct(draft, "amount", {"minor": 11_000, "currency": "CNY"})
    shown = compose(turn.draft, turn.replies)
    assert shown.text.startswith("Changed: CNY 110.00 (was CNY 89.00).")
    chinese = compose(turn.draft, turn.replies, HANS)
    assert chinese.text.startswith("改好了：金额改成 110.00 元（原来 89.00 元）。")


def test_a_step_back_says_what_it_took_away():
    turn = back(answered(DUPLICATE, "ok", "Bean Street"))
    assert compose(turn.draft, turn.replies).text.startswith(
        'One step back. "Bean Street" is removed.'
    )
    skipped = back(skip(answered(DUPLICATE, "ok")).draft)
    assert compose(skipped.draft, skipped.replies).text.startswith("One step back.")


def test_a_part_takes_the_values_it_brings():
    message = compose(Draft(OUTAGE), (Part("evidence.repeat", {"count": 3}),))
    assert message.text == "Already here, not counted: 3."


def test_a_part_without_a_text_says_nothing():
    assert compose(Draft(OUTAGE), (Part("outage.money_taken.after.taken"),)).text == ""


def review(language=EN, **more):
    draft = files_done(answered(OUTAGE, "ok", "taken", "ok", "Corner Books"))
    return compose(draft, (Reviewing(),), language, **more)


def test_the_review_shows_the_facts_folds_the_small_print_and_files():
    message = review()
    assert "Alipay" in message.text
    assert "CNY 89.00" in message.text
    assert "Corner Books" in message.text
    assert message.text.count("<blockquote expandable>") == 1
    assert data(message) == ["file:12:look", "file:12:ask_tomorrow", "change:12", "dontfile:12"]
    assert "CNY 89.00" in labels(message)[0][0]


def test_after_a_correction_only_the_buttons_come_again():
    draft = files_done(answered(OUTAGE, "ok", "taken", "ok", "shop"))
    message = compose(draft, (Reviewing(short=True),))
    assert message.text == "The rest is as it was."
    assert data(message)[0] == "file:12:look"


def test_the_hint_stands_once_however_many_values_need_it():
    phones = Lines(tuple(Shown(n, hint=True, copy=True) for n in ("110", "159")))
    values = {"phones": phones, "say": "help", "emergency_freeze": Shown("lock it", hint=True)}
    parts = (Part("fraud.stage.after.leaving"), Part("fraud.stage.after.leaving"))
    message = compose(Draft(ClaimKind.FRAUD), parts, values=values)
    hint = CATALOG.line("hint", EN)
    assert message.text.count(hint) == 1
    assert message.text.endswith(hint)
    assert hint not in compose(Draft(OUTAGE), ask(Draft(OUTAGE))).text


def test_three_numbers_at_most_can_be_copied():
    numbers = ("110", "96110", "95188", "95516")
    values = {"phones": Lines(tuple(Shown(n, copy=True) for n in numbers)), "say": "help"}
    message = compose(Draft(ClaimKind.FRAUD), (Part("fraud.first"), Asking("stage")),
                      values=values)  # fmt: skip
    assert [(b.label, b.copy) for b in message.buttons[0]] == [
        (f"Copy {n}", n) for n in numbers[:3]
    ]
    assert data(message)[0] == "answer:12:stage:done"


def test_without_a_number_there_is_no_row_to_copy():
    assert copy_row("Copy {}", ()) == ()


def test_short_buttons_share_a_row_and_long_ones_stand_alone():
    names = ["Yes", "No", "付款成功了的", "是", "x" * 20, "A", "B", "C"]
    rows = arranged(Button(name) for name in names)
    assert [[b.label for b in row] for row in rows] == [
        ["Yes", "No"], ["付款成功了的", "是"], ["x" * 20], ["A", "B"], ["C"],
    ]  # fmt: skip


def test_offered_names_are_buttons_of_the_question():
    offers = {"provider": (("gopay_id", "GoPay (Indonesia)"), ("gopay_cn", "Gopay wallet"))}
    message = compose(Draft(OUTAGE), (Asking("provider"),), offers=offers)
    assert data(message)[:2] == ["answer:12:provider:gopay_id", "answer:12:provider:gopay_cn"]


def test_the_first_text_that_exists_is_taken():
    assert fitting(CATALOG, "nothing.here", "hint") == "hint"
    with pytest.raises(KeyError, match=r"nothing\.there"):
        fitting(CATALOG, "nothing.here", "nothing.there")


def test_words_are_read_back_clipped():
    draft = answered(ClaimKind.OTHER, f"{'long words ' * 40}xyzzy")
    text = compose(draft, (Reviewing(),)).text
    assert "…" in text
    assert "xyzzy" not in text
    assert said(draft, "more") is None
    assert field(draft) is None


@pytest.mark.parametrize("region", ["HK", "TW"])
def test_every_chinese_text_is_converted(region):
    again = {}
    changed = 0
    for key in CATALOG.keys(HANS):
        entry = repr(CATALOG.entry(key, HANS))
        shown = repr(CATALOG.entry(key, HANT, region))
        changed += entry != shown
        simplified = set("账户发电这个请话时问应对机钱银") & set(shown)
        if simplified or "“" in shown or "”" in shown:
            again[key] = simplified
    own = {"start.choose_language", "language.simplified"}
    assert set(again) - own == set()
    assert changed > len(CATALOG.keys(HANS)) / 2


@pytest.mark.parametrize(
    ("text", "hong_kong", "taiwan"),
    [
        ("转账截图", "轉賬截圖", "轉帳截圖"),
        ("打开账户", "打開戶口", "開啟帳戶"),
        ("“短信”里", "「短訊」裡", "「簡訊」裡"),
        ("派出所", "警署", "派出所"),
        ("材料", "資料", "資料"),
        ("找发卡行", "找發卡行", "找發卡行"),
    ],
)
def test_the_words_of_the_region(text, hong_kong, taiwan):
    assert (to_traditional(text, "HK"), to_traditional(text, "TW")) == (hong_kong, taiwan)


def test_a_language_is_called_by_its_own_name_in_every_language():
    for key in ("start.choose_language", "language.simplified", "language.traditional"):
        names = {CATALOG.line(key, language, "HK") for language in Language}
        assert len(names) == 1, key

"""Texts too long for one message: nothing is lost, and no part is longer than Telegram takes."""

from hypothesis import given
from hypothesis import strategies as st

from bot.texts.dividing import divided, fitting, units

WORDS = st.text(st.sampled_from("退款， \n😀a<&。"), max_size=120)


def bare(text):
    return "".join(text.split())


@given(WORDS, st.integers(4, 40))
def test_parts_hold_everything_and_fit(text, most):
    parts = divided(text, most)
    assert bare("".join(parts)) == bare(text)
    assert all(units(part) <= most for part in parts)


def test_a_part_ends_with_a_sentence_where_one_ends_near():
    assert divided("先打电话。再等回复。还有别的", 12) == ("先打电话。再等回复。", "还有别的")


def test_an_emoji_counts_twice_and_is_never_cut():
    assert divided("😀" * 5, 5) == ("😀😀", "😀😀", "😀")


def test_lines_that_do_not_fit_are_left_out_whole():
    assert fitting(["<b>one</b>", "a &amp; b", "three"], 23) == "<b>one</b>\na &amp; b\n…"
    assert fitting(["one", "two"], 20) == "one\ntwo"

"""Which words a claim is found by."""

import pytest

from bot.domain.search_terms import number_of, terms_of, wanted_terms


@pytest.mark.parametrize(
    ("text", "typed"),
    [
        ("我在咖啡店被扣了两次", "咖啡"),
        ("我在咖啡店被扣了两次", "咖啡店"),
        ("我在咖啡店被扣了两次", "扣了 咖啡"),
        ("Noodle Corner charged me", "noodle"),
        ("Noodle Corner charged me", "CORNER noodle"),
        ("call 13812345678", "13812345678"),
        ("call 13812345678", "5678"),
        ("PA-7K3M-4QXW-X", "pa-7k3m"),
        ("ＡＢＣ１２３", "abc123"),
        ("单号2026112122001412345678901234", "2026112122001412345678901234"),
    ],
)
def test_what_is_typed_is_found(text, typed):
    assert wanted_terms(typed)
    assert set(wanted_terms(typed)) <= terms_of(text)


@pytest.mark.parametrize(
    ("text", "typed"),
    [("咖啡店", "茶馆"), ("咖啡 店", "啡店"), ("13812345678", "1381"), ("noodle", "nood")],
)
def test_what_is_not_there_is_not_found(text, typed):
    assert not set(wanted_terms(typed)) <= terms_of(text)


@pytest.mark.parametrize("typed", ["", " ", "%_'\"\\", "店", "😀"])
def test_too_little_finds_nothing(typed):
    assert wanted_terms(typed) == []


def test_a_long_search_is_cut():
    assert len(wanted_terms(" ".join(str(number) for number in range(100)))) == 12


def test_terms_of_two_bots_are_kept_apart_and_fit_the_database():
    assert number_of(1, "咖啡") != number_of(2, "咖啡")
    assert number_of(1, "咖啡") == number_of(1, "咖啡")
    assert all(-(2**63) <= number_of(1, str(each)) < 2**63 for each in range(200))

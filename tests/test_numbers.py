"""Claim numbers: read out, typed with mistakes, told from a wrong one."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.numbers import new_number, read_number

DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
BODIES = st.lists(st.integers(0, 31), min_size=8, max_size=8)


def number_of(body):
    values = iter(body)
    return new_number(lambda _: next(values))


NUMBER = number_of([7, 19, 3, 20, 4, 23, 29, 28])


def test_a_number_is_two_groups_and_a_check():
    assert NUMBER == "PA-7K3M-4QXW-X"
    assert new_number() != new_number()


@pytest.mark.parametrize(
    "typed",
    [
        "PA-7K3M-4QXW-X", "pa-7k3m-4qxw-x", "PA7K3M4QXWX", "7K3M 4QXW X", "7k3m4qxwx",
        " PA 7K3M-4QXW—X. ", "PA–7K3M–4QXW–X",
    ],
)  # fmt: skip
def test_a_number_may_be_typed_as_it_comes(typed):
    assert read_number(typed) == "PA-7K3M-4QXW-X"


@pytest.mark.parametrize(
    ("typed", "meant"),
    [("O", "0"), ("o", "0"), ("I", "1"), ("l", "1"), ("L", "1"), ("U", "V")],
)
def test_letters_that_look_alike_are_forgiven(typed, meant):
    number = number_of([DIGITS.index(meant), 2, 3, 4, 5, 6, 7, 8])
    assert read_number(number.replace(f"PA-{meant}", f"PA-{typed}")) == number


@pytest.mark.parametrize(
    "typed",
    ["", "PA-", "PA-7K3M-4QXW", "PA-7K3M-4QXW-XX", "PA-7K3M-4QXW-Y", "支付宝 7K3M4QXWX", "7K3M"],
)
def test_what_is_no_number_is_not_read(typed):
    assert read_number(typed) is None


@given(BODIES)
def test_every_new_number_can_be_read(body):
    number = number_of(body)
    assert read_number(number) == number
    assert read_number(number.lower().replace("-", " ")) == number


@given(BODIES, st.integers(0, 8), st.integers(1, 31))
def test_one_wrong_character_is_noticed(body, place, shift):
    plain = number_of(body).removeprefix("PA").replace("-", "")
    wrong = DIGITS[(DIGITS.index(plain[place]) + shift) % 32]
    assert read_number(plain[:place] + wrong + plain[place + 1 :]) is None


@given(BODIES, st.integers(0, 6))
def test_two_neighbours_that_changed_places_are_noticed(body, place):
    plain = number_of(body).removeprefix("PA").replace("-", "")
    first, second = plain[place], plain[place + 1]
    swapped = plain[:place] + second + first + plain[place + 2 :]
    # Luhn's own limit: the lowest and the highest digit may change places.
    if first != second and {first, second} != {"0", "Z"}:
        assert read_number(swapped) is None


@given(BODIES)
def test_a_number_that_begins_with_the_prefix_is_read(body):
    body[0], body[1] = DIGITS.index("P"), DIGITS.index("A")
    number = number_of(body)
    assert read_number(number) == number
    assert read_number(number.removeprefix("PA-")) == number

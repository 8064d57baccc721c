"""What a button carries, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.taps import Tap, decode

PART = st.text(st.characters(categories=["L", "N"], include_characters="-_ "), max_size=12)


@pytest.mark.parametrize(
    ("tap", "data"),
    [
        (Tap("answer", ("12", "money_taken", "taken")), "answer:12:money_taken:taken"),
        (Tap("forget"), "forget"),
        (Tap("claim", ("PA-7K3M-4QXW-X", "show")), "claim:PA-7K3M-4QXW-X:show"),
        (Tap("article", ("",)), "article:"),
    ],
)
def test_a_tap_is_carried_and_read(tap, data):
    assert tap.encode() == data
    assert decode(data) == tap


@given(st.sampled_from(["answer", "file", "ask_person"]), st.lists(PART, max_size=3))
def test_every_tap_that_fits_comes_back(verb, about):
    tap = Tap(verb, tuple(about))
    try:
        data = tap.encode()
    except ValueError:
        return
    assert decode(data) == tap


@pytest.mark.parametrize(
    "tap",
    [
        pytest.param(Tap("answer", ("x" * 64,)), id="too long"),
        pytest.param(Tap("answer", ("支" * 20,)), id="too long in bytes"),
        pytest.param(Tap("answer", ("a:b",)), id="a part with the separator"),
    ],
)
def test_what_does_not_fit_is_refused(tap):
    with pytest.raises(ValueError, match="does not fit"):
        tap.encode()


@pytest.mark.parametrize(
    "data", ["", ":", ":a", "1answer", "two words", "a-b:c", "x" * 65, "支" * 22]
)
def test_what_is_none_of_ours_is_nothing(data):
    assert decode(data) is None

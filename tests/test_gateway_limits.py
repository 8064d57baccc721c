"""Telegram's rates, reckoned with a clock of numbers."""

import pytest

from bot.gateway.limits import Rates, SendLimits
from bot.gateway.wake import Backoff


def sent_within(rates, chats, seconds):
    """Send as fast as the rates allow, in turn to the chats; return how many went out."""
    now, count = 0.0, 0
    while True:
        chat = chats[count % len(chats)]
        now += rates.wait(chat, now)
        if now >= seconds:
            return count
        rates.take(chat, now)
        count += 1


@pytest.mark.parametrize(
    ("limits", "chats", "most"),
    [
        pytest.param(SendLimits(25, 0, 3, 0), range(1, 500), 25 + 25 * 10, id="the whole bot"),
        pytest.param(SendLimits(25, 1, 3, 18), [5], 3 + 10, id="a private chat, with a burst"),
        pytest.param(SendLimits(25, 1, 3, 18), [-5], 3 + 3, id="a group: 18 in a minute"),
    ],
)
def test_no_more_goes_out_than_the_rate_allows(limits, chats, most):
    sent = sent_within(Rates(limits), chats, 10.0)
    assert most - 1 <= sent <= most


def test_zero_lifts_every_rate():
    rates = Rates(SendLimits(0, 0, 3, 0))
    for _ in range(1000):
        assert rates.wait(5, 0.0) == rates.wait(-5, 0.0) == 0.0
        rates.take(5, 0.0)


def test_one_chat_at_its_limit_does_not_hold_up_another():
    rates = Rates(SendLimits(25, 1, 1, 18))
    rates.take(5, 0.0)
    assert rates.wait(5, 0.0) > 0
    assert rates.wait(6, 0.0) == 0


def test_a_refused_chat_pauses_alone():
    rates = Rates(SendLimits())
    rates.refused(5, 30, 100.0)
    assert rates.wait(5, 101.0) == 29.0
    assert rates.wait(6, 101.0) == 0
    assert rates.wait(5, 130.0) == 0


def test_three_refused_chats_pause_the_whole_bot():
    rates = Rates(SendLimits())
    for chat in (5, 6):
        rates.refused(chat, 30, 100.0)
    assert rates.wait(9, 100.0) == 0
    rates.refused(7, 30, 100.0)
    assert rates.wait(9, 100.0) == 30.0


def test_refusals_of_one_chat_or_of_long_ago_do_not_pause_the_bot():
    rates = Rates(SendLimits())
    for moment in (0.0, 1.0, 2.0):
        rates.refused(5, 1, moment)
    rates.refused(6, 1, 100.0)
    rates.refused(7, 1, 101.0)
    assert rates.wait(9, 101.0) == 0


def test_waiting_doubles_up_to_the_longest_and_starts_anew():
    backoff = Backoff(1, 5)
    assert [backoff.next() for _ in range(4)] == [1, 2, 4, 5]
    backoff.reset()
    assert backoff.next() == 1

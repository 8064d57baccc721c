"""Who counts among those who report, and how much a crowd of new accounts weighs."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.domain.report_counts import Count


@pytest.mark.parametrize(
    ("count", "people", "told"),
    [
        pytest.param(Count(), 0, 0, id="nobody"),
        pytest.param(Count(known=7), 7, 7, id="known people count each"),
        pytest.param(Count(new=1), 0, 1, id="one new account is told of and proves nothing"),
        pytest.param(Count(new=200), 0, 2, id="nor does a crowd of new accounts"),
        pytest.param(Count(known=5, new=2), 7, 7, id="new ones count beside known ones"),
        pytest.param(Count(known=4, new=9), 12, 10, id="one known person vouches for two more"),
        pytest.param(Count(known=4, new=200), 6, 10, id="a crowd of new accounts is not believed"),
    ],
)
def test_who_counts(count, people, told):
    assert (count.weighed(), count.told) == (people, told)


def test_a_crowd_of_the_last_half_hour_is_remembered():
    now = Count(known=4, new=8)
    assert now.weighed(Count(known=5, new=12)) == 12
    assert now.weighed(Count(known=5, new=60)) == 6


@given(st.integers(0, 50), st.integers(0, 500), st.integers(0, 500))
def test_more_new_accounts_never_count_for_more_than_two_each_known(known, new, more):
    count = Count(known, new)
    lately = Count(known, new + more)
    assert known <= count.weighed(lately) <= min(known + new, 3 * known)
    assert count.weighed(lately) <= count.weighed()

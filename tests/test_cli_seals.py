"""`python -m bot evidence check`: a seal that somebody holds, against the log."""

import pytest

from bot.domain.custody import Act, Handled, short_seal
from bot.storage.custody import log_acts
from tests import operating
from tests.gateway import BOT, NOW

home = operating.home


@pytest.fixture
def seal(home):
    """Seal of the second of three entries."""
    acts = [Handled(Act.FILED, number, sha256="ab" * 32) for number in (1, 2)]
    head = home.write(lambda c: log_acts(c, BOT, acts, NOW))
    home.write(lambda c: log_acts(c, BOT, [Handled(Act.REMOVED, 1)], NOW))
    return head.seal


@pytest.mark.parametrize("form", [str, short_seal, lambda seal: short_seal(seal).upper()])
def test_a_seal_is_found_in_any_of_its_forms(home, seal, form):
    result = home.run("evidence", "check", form(seal))
    assert result.exit_code == 0
    assert f"entry 2 of 3: {NOW:%Y-%m-%d %H:%M} UTC, filed" in result.stdout


def test_a_seal_of_an_entry_that_is_gone_is_not_found(home, seal):
    result = home.run("evidence", "check", "0" * 16)
    assert result.exit_code == 1
    assert "no entry of the custody log has this seal" in result.stderr


def test_a_log_that_was_changed_elsewhere_is_told_though_the_seal_is_there(home, seal):
    home.write(lambda c: c.run("DROP TRIGGER custody_no_update"))
    home.write(lambda c: c.run("UPDATE custody SET at = at + 1 WHERE number = 3"))
    result = home.run("evidence", "check", seal)
    assert result.exit_code == 1
    assert "entry 3 is missing or was changed" in result.stderr


def test_what_is_no_seal_is_wrong_use(home, seal):
    result = home.run("evidence", "check", "PA-7K3M-4QXW-X")
    assert result.exit_code == 2
    assert "such as 9f86-d081-884c-7d65" in result.stderr

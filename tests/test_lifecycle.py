"""Status of a claim, cell by cell: what each action leads to, and who may do it."""

import pytest

from bot.domain.lifecycle import Action, Role, Status, after, fits, is_open, may

F, R, W, D, X = (
    Status.FILED, Status.IN_REVIEW, Status.WAITING, Status.RESOLVED, Status.WITHDRAWN,
)  # fmt: skip

# One line an action, one column a status it is done in: filed, in review, waiting, resolved,
# withdrawn. None: it is refused there.
TABLE = {
    Action.TAKE: (R, R, R, None, None),
    Action.ASK: (None, W, W, None, None),
    Action.ANSWER: (None, R, W, None, None),
    Action.NOTE: (F, R, W, D, X),
    Action.SUPPLY: (F, R, R, None, None),
    Action.RESOLVE: (None, D, D, None, None),
    Action.WITHDRAW: (X, X, X, None, None),
    Action.REOPEN: (None, None, None, F, F),
    Action.MERGE: (D, D, D, None, None),
    Action.LINK: (F, R, W, D, X),
    Action.UNLINK: (F, R, W, D, X),
    Action.ESCALATE: (F, R, W, None, None),
    Action.PASS_ON: (R, R, W, None, None),
    Action.HAND_BACK: (None, F, F, None, None),
    Action.PRIORITIZE: (F, R, W, None, None),
    Action.REMIND: (None, None, W, None, None),
    Action.PUT_ASIDE: (None, None, W, None, None),
    Action.RATE: (None, None, None, D, None),
    Action.AMEND: (F, R, W, None, None),
}
CELLS = [
    pytest.param(action, status, target, id=f"{action} of a claim that is {status}")
    for action, row in TABLE.items()
    for status, target in zip((F, R, W, D, X), row, strict=True)
]

# One line an action: customer, agent, admin, system.
ALLOWED = {
    Action.TAKE: (False, True, True, False),
    Action.ASK: (False, True, True, False),
    Action.ANSWER: (False, True, True, False),
    Action.NOTE: (False, True, True, False),
    Action.SUPPLY: (True, True, True, False),
    Action.RESOLVE: (False, True, True, False),
    Action.WITHDRAW: (True, False, False, False),
    Action.REOPEN: (True, True, True, False),
    Action.MERGE: (False, True, True, False),
    Action.LINK: (False, True, True, False),
    Action.UNLINK: (False, True, True, False),
    Action.ESCALATE: (False, True, True, True),
    Action.PASS_ON: (False, True, True, False),
    Action.HAND_BACK: (False, True, True, False),
    Action.PRIORITIZE: (False, True, True, False),
    Action.REMIND: (False, False, False, True),
    Action.PUT_ASIDE: (False, False, False, True),
    Action.RATE: (True, False, False, False),
    Action.AMEND: (True, False, False, False),
}
RIGHTS = [
    pytest.param(role, action, right, id=f"{role} and {action}")
    for action, row in ALLOWED.items()
    for role, right in zip((Role.CUSTOMER, Role.AGENT, Role.ADMIN, Role.SYSTEM), row, strict=True)
]


def test_the_tables_are_whole():
    assert set(TABLE) == set(ALLOWED) == set(Action)


@pytest.mark.parametrize(("action", "status", "target"), CELLS)
def test_what_an_action_leads_to(action, status, target):
    assert after(status, action) == target


@pytest.mark.parametrize(("role", "action", "right"), RIGHTS)
def test_who_may_do_it(role, action, right):
    assert may(role, action) is right


EVERY_CELL = [
    pytest.param(role, action, status, target if right else None,
                 id=f"{role}, {action}, {status}")
    for action in ALLOWED
    for role, right in zip((Role.CUSTOMER, Role.AGENT, Role.ADMIN, Role.SYSTEM),
                           ALLOWED[action], strict=True)
    for status, target in zip((F, R, W, D, X), TABLE[action], strict=True)
]  # fmt: skip


@pytest.mark.parametrize(("role", "action", "status", "target"), EVERY_CELL)
def test_each_cell_of_the_table(role, action, status, target):
    assert fits(role, action, status) == target


@pytest.mark.parametrize(
    ("status", "open_"), [(F, True), (R, True), (W, True), (D, False), (X, False)]
)
def test_which_claims_are_open(status, open_):
    assert is_open(status) is open_


def test_every_status_can_be_left():
    for status in Status:
        assert {after(status, action) for action in Action} - {None, status}

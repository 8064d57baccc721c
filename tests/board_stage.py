"""A console with many varied claims, for the tests in a browser and the pictures."""

import random
from dataclasses import replace
from datetime import timedelta

from bot.domain.casework import ClaimDeadline
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.domain.numbers import new_number
from bot.storage.claim_deadlines import put_deadlines
from bot.storage.claims import change_claim
from bot.storage.connection import Connection
from tests.console import ADMIN, AGENT, Stage
from tests.filed import put_claim

NAMES = {AGENT: "Priya", ADMIN: "Wang Mei"}
_SEVERAL = (
    (ClaimKind.DUPLICATE_CHARGE, Status.FILED, None),
    (ClaimKind.FRAUD, Status.IN_REVIEW, AGENT),
    (ClaimKind.FROZEN_ACCOUNT, Status.WAITING, AGENT),
    (ClaimKind.OTHER, Status.FILED, None),
    (ClaimKind.VANISHED_MERCHANT, Status.IN_REVIEW, ADMIN),
)
_AMOUNT = {"minor": 125000, "currency": "CNY"}
_FACTS = {
    ClaimKind.DUPLICATE_CHARGE: {
        "provider": "alipay", "merchant": "咖啡店", "count": 3,
        "amount": {"minor": 8900, "currency": "CNY"},
    },
    ClaimKind.FRAUD: {"provider": "wechat_pay", "amount": _AMOUNT},
    ClaimKind.FROZEN_ACCOUNT: {"provider": "paypal"},
    ClaimKind.OTHER: {"words": "退款去哪了"},
    ClaimKind.VANISHED_MERCHANT: {"provider": "visa", "merchant": "Northside Gym"},
}  # fmt: skip


async def fill_board(stage: Stage, claims: int = 24) -> list[str]:
    """Store claims of several kinds in several hands; return their numbers."""
    chance = random.Random(7)
    numbers = [new_number(chance.randrange) for _ in range(claims)]
    for at, number in enumerate(numbers):
        kind, status, agent = _SEVERAL[at % len(_SEVERAL)]
        claim = await put_claim(
            stage.database, number=number, kind=kind, facts=_FACTS[kind],
            priority="urgent" if at % 7 == 3 else "normal",
            due_at=stage.now + timedelta(minutes=37 * at - 50),
        )  # fmt: skip
        name = NAMES.get(agent, "") if agent else ""
        changed = replace(claim, status=status, agent=agent, agent_name=name)
        day = stage.now.date() + timedelta(1 + at % 20)
        deadline = ClaimDeadline("visa-12-6", "user", stage.now.date(), day, hint=False)

        async def step(connection: Connection, changed=changed, deadline=deadline, at=at) -> None:
            assert await change_claim(connection, changed, stage.now)
            if at % 3:
                await put_deadlines(connection, changed.id, [deadline])

        await stage.database.write(step)
    return numbers

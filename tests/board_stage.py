"""A console with many varied claims, for the tests in a browser and the pictures."""

import random
from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.casework import ClaimDeadline
from bot.domain.kinds import ClaimKind
from bot.domain.lifecycle import Status
from bot.domain.numbers import new_number
from bot.storage.claim_deadlines import put_deadlines
from bot.storage.claims import change_claim
from bot.storage.connection import Connection
from bot.storage.figures import count_answers
from bot.storage.micros import to_micros
from tests.console import ADMIN, AGENT, Stage
from tests.filed import put_claim
from tests.gateway import BOT

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
    ClaimKind.VANISHED_MERCHANT: {"provider": "visa_card", "merchant": "Northside Gym"},
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


_PAST = """
    INSERT INTO claim (bot_id, chat_id, number, kind, type, filing, status, outcome, priority,
        provider, wanted_currency, region, language, agent_name, consent, version, rating,
        filed_at, due_at, changed_at, first_response_at, closed_at)
    VALUES (:bot, 5, :number, :kind, '', 'refund', :status, '', 'normal', 'alipay', '', 'CN',
        'zh-Hans', '', '1', 1, :rating, :filed, :filed, :filed, CAST(:first AS BIGINT),
        CAST(:closed AS BIGINT))
    RETURNING id
"""
_PROMISE = """
    INSERT INTO claim_target (bot_id, claim_id, target, state, started_at, due_at, ended_at)
    VALUES (:bot, :claim, :target, :state, :at, :at, CAST(:at AS BIGINT))
"""


@dataclass(frozen=True)
class Past:
    """A claim of some time ago; minutes are counted from its filing."""

    ago: timedelta
    kind: ClaimKind = ClaimKind.OTHER
    first: int | None = None
    closed: int | None = None
    status: str = "resolved"
    rating: str = ""
    target: str = "first_response"
    state: str = ""


async def put_past(stage: Stage, claims: Sequence[Past]) -> None:
    """Store claims of earlier days with what the figures count."""

    async def step(connection: Connection) -> None:
        for at, past in enumerate(claims):
            await _put_past(connection, past, stage.now - past.ago, at)

    await stage.database.write(step)


async def _put_past(connection: Connection, past: Past, filed: datetime, at: int) -> None:
    first, closed = (
        None if minutes is None else to_micros(filed + timedelta(minutes=minutes))
        for minutes in (past.first, past.closed)
    )
    row = await connection.one(
        _PAST, bot=BOT, number=f"PA-PAST-{at:06}", kind=past.kind.value, status=past.status,
        rating=past.rating, filed=to_micros(filed), first=first, closed=closed,
    )  # fmt: skip
    assert row is not None
    if past.state:
        promise = {"target": past.target, "state": past.state, "at": to_micros(filed)}
        await connection.run(_PROMISE, bot=BOT, claim=row["id"], **promise)


async def fill_figures(stage: Stage) -> None:
    """Store invented claims and questions of sixty days."""
    chance, claims = random.Random(3), list[Past]()
    for day in range(60):
        for _ in range(4 + chance.randrange(9) + (12 if day == 20 else 0)):
            first = round(chance.lognormvariate(3.6, 1.1))
            done = chance.random() < 0.8
            claims.append(
                Past(
                    timedelta(days=day, minutes=chance.randrange(600)),
                    chance.choice(list(ClaimKind)),
                    first,
                    first + round(chance.lognormvariate(7.4, 0.9)) if done else None,
                    "resolved" if done else "withdrawn",
                    chance.choice(("", "good", "good", "good", "fair", "bad")) if done else "",
                    chance.choice(("first_response", "next_response", "resolution")),
                    "late" if chance.random() < 0.12 else "met",
                )
            )
    await put_past(stage, claims)

    async def step(connection: Connection) -> None:
        for hours in range(60 * 8):
            asked = {
                "answered": chance.randrange(6), "unanswered": chance.randrange(2),
                "to_person": chance.randrange(2),
            }  # fmt: skip
            await count_answers(connection, BOT, asked, stage.now - timedelta(hours=3 * hours))

    await stage.database.write(step)

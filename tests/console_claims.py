"""A claim with everything that its page shows."""

from dataclasses import replace
from datetime import date, timedelta

from bot.domain.casework import ClaimDeadline, ClaimEvent, FiledClaim
from bot.domain.lifecycle import Role
from bot.domain.money import Money
from bot.domain.readings import FileReading, SeenPayment, to_json
from bot.storage.arrivals import mark_stored, put_reading
from bot.storage.claim_deadlines import put_deadlines
from bot.storage.claims import change_claim, put_claim_event, put_facts
from bot.storage.connection import Connection
from bot.storage.messages import LoggedMessage, log_message
from tests.console import Stage
from tests.filed import CHAT, put_claim, put_file
from tests.gateway import BOT, NOW

PHONE, ACCOUNT, MAIL = "13812345678", "6222 0212 3456 7890", "li.lei@example.org"
DIGEST = "ab" * 32
READING = FileReading(
    screen="payment",
    payments=(
        SeenPayment(Money(minor=8900, currency="CNY"), "2026-11-21 21:14:05", "咖啡店",
                    "2026112122001412345678901234", "", "success"),
    ),
    differs=("amount",),
)  # fmt: skip
FACTS = {
    "provider": "alipay", "merchant": f"咖啡店 {PHONE}", "count": 3,
    "amount": {"minor": 8900, "currency": "CNY"}, "reference": "2026112122001412345678901234",
}  # fmt: skip


async def full_claim(stage: Stage, number: str = "PA-7K3M-4QXW-X") -> tuple[FiledClaim, int]:
    """Store a claim with versions, words, history, a deadline and a file; return it and its file.

    Its customer wrote a phone number, an account and an address of mail.
    """
    claim = await put_claim(stage.database, number=number, facts={**FACTS, "count": 2})
    changed = replace(claim, facts=FACTS)
    file = await put_file(
        stage.database, claim=claim.id, name=f"{PHONE}.jpg"
    )  # fmt: skip
    stage.bytes_of[DIGEST] = b"picture as it came"
    words = [
        (True, f"我叫 <b>李雷</b>，电话{PHONE}，卡 {ACCOUNT}，{MAIL}"),
        (False, "收到了，我们在看。"),
        (True, "支付宝 2026-11-21 21:14 扣了 3 次 89.00"),
    ]
    deadline = ClaimDeadline(
        "visa-12-6", "user", date(2026, 11, 21), date(2027, 3, 21), hint=False
    )

    async def step(connection: Connection) -> None:
        assert await mark_stored(connection, BOT, file.id, (DIGEST, 1_200_000, "image/jpeg"))
        assert await put_reading(connection, BOT, file.id, to_json(READING))
        assert await change_claim(connection, changed, NOW)
        await put_facts(connection, replace(changed, version=2), str(CHAT), NOW)
        for at, (incoming, text) in enumerate(words):
            said = LoggedMessage(
                BOT, CHAT, incoming, text, NOW + timedelta(minutes=at), claim=claim.id,
                evidence=file.id if at == 2 else None,
            )  # fmt: skip
            await log_message(connection, said)
        card = LoggedMessage(
            bot=BOT, chat=-100, incoming=False, text="a card", at=NOW, claim=claim.id
        )
        await log_message(connection, card)
        event = ClaimEvent("filed", Role.CUSTOMER, str(CHAT), "", "filed", "", NOW)
        await put_claim_event(connection, claim.id, event)
        await put_deadlines(connection, claim.id, [deadline])

    await stage.database.write(step)
    return replace(changed, version=2), file.id

"""Claims of every kind with evidence, and the packs they become."""

import io
from dataclasses import replace
from datetime import timedelta
from hashlib import sha256
from typing import Any

from PIL import Image, ImageDraw

from bot.domain.casework import ClaimDeadline, ClaimEvent, FiledClaim
from bot.domain.customers import Customer
from bot.domain.evidence import EvidenceForm
from bot.domain.kinds import ClaimKind
from bot.domain.languages import Language
from bot.domain.lifecycle import Action, Role
from bot.domain.money import Money
from bot.domain.packs import Pack
from bot.domain.readings import FileReading, SeenPayment, to_json
from bot.services.exchange import Exchange
from bot.services.pack_paper import pack_of
from bot.storage.arrivals import mark_stored, put_reading
from bot.storage.claim_deadlines import put_deadlines
from bot.storage.claims import put_claim_event
from bot.storage.connection import Connection
from bot.storage.database import Database
from bot.texts.catalog import Catalog
from tests.filed import put_claim, put_file
from tests.gateway import NOW
from tests.knowledge_base import library

CATALOG = Catalog()
DAY = {"at": "2026-11-20T13:14:00+00:00", "precision": "minute"}


def money(minor: int, currency: str = "CNY") -> dict[str, Any]:
    return {"minor": minor, "currency": currency}


FACTS: dict[ClaimKind, dict[str, Any]] = {
    ClaimKind.OUTAGE: {
        "provider": "alipay", "symptom": "付款时一直转圈", "noticed_at": DAY,
        "money_taken": "taken", "amount": money(35600), "payee": "乐家超市",
    },
    ClaimKind.DUPLICATE_CHARGE: {
        "provider": "alipay", "merchant": "青禾影视", "amount": money(8900), "count": 22,
        "occurred_at": DAY, "orders": "one", "posted": "posted", "reference": "2026112022001",
    },
    ClaimKind.FROZEN_ACCOUNT: {
        "provider": "wechat_pay", "app_message": "账户存在风险，已被限制使用",
        "balance": money(958000), "tried": "failed", "frozen_at": DAY,
    },
    ClaimKind.FRAUD: {
        "stage": "done", "story": "自称客服的人说我开通了会员，不取消每月扣钱，让我共享屏幕转账。",
        "own_payment": "tricked", "provider": "icbc_cn", "amount": money(3000000),
        "occurred_at": DAY, "payee": "王某，尾号 8821，建设银行", "reported": "110 报了",
    },
    ClaimKind.VANISHED_PLATFORM: {
        "platform": "某某钱包", "last_worked_at": DAY, "balance": money(1234500),
        "deposits": "三次，银行卡转账", "contact": "no_answer",
    },
    ClaimKind.VANISHED_MERCHANT: {
        "stage": "done", "provider": "wechat_pay", "delivered": "service_stopped",
        "paid": money(468000), "owed": "instalments", "still_owed": money(234000),
        "next_due": "12 月 5 日", "merchant": "悦动健身", "order_ref": "YD-20260901",
    },
    ClaimKind.OTHER: {"words": "平台说我违规，货款不给结"},
}  # fmt: skip
ENGLISH: dict[ClaimKind, dict[str, Any]] = {
    ClaimKind.OUTAGE: {
        "provider": "paypal", "noticed_at": DAY, "money_taken": "taken",
        "amount": money(4990, "GBP"), "payee": "Bean Street",
    },
    ClaimKind.DUPLICATE_CHARGE: {
        "provider": "visa_mc_generic", "paid_by": "card", "merchant": "Bean Street",
        "amount": money(890, "GBP"), "count": 22, "occurred_at": DAY, "orders": "one",
        "posted": "posted", "reference": "DSP-33017",
    },
    ClaimKind.FROZEN_ACCOUNT: {
        "provider": "revolut", "app_message": "Your account is under review.",
        "balance": money(145000, "GBP"), "tried": "no_answer", "frozen_at": DAY,
    },
    ClaimKind.FRAUD: {
        "stage": "done", "story": "A caller said he was from my bank and made me move the money.",
        "own_payment": "tricked", "provider": "revolut", "amount": money(90000, "GBP"),
        "occurred_at": DAY, "payee": "J Smith, ending 4471", "reported": "Report Fraud",
    },
    ClaimKind.VANISHED_PLATFORM: {
        "platform": "CoinHaven", "last_worked_at": DAY, "balance": money(431200, "GBP"),
        "deposits": "three bank transfers in May", "contact": "want_money",
    },
    ClaimKind.VANISHED_MERCHANT: {
        "stage": "done", "provider": "paypal", "delivered": "nothing", "paid": money(18690, "GBP"),
        "owed": "paid_all", "merchant": "Lamp & Co", "order_ref": "LC-1109",
    },
    ClaimKind.OTHER: {"words": "The platform says I broke a rule and keeps my payout."},
}  # fmt: skip


def screenshot(at: int) -> bytes:
    """A picture of a phone's screen, each different."""
    picture = Image.new("RGB", (360, 760), "white")
    pen = ImageDraw.Draw(picture)
    pen.rectangle((0, 0, 360, 90), (22, 119 + at, 255 - 4 * at))
    pen.text((120, 200), f"-89.00  no. {at}", "black")
    for line in range(6):
        pen.line((30, 320 + 40 * line, 330, 320 + 40 * line), (210, 210, 210), 3)
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=70)
    return file.getvalue()


async def put_pictures(
    database: Database, claim: FiledClaim, count: int, *, name: str = "IMG_{at}.jpg"
) -> dict[str, bytes]:
    """Store the rows of pictures of a claim; return their bytes by hash."""
    contents: dict[str, bytes] = {}
    for at in range(1, count + 1):
        content = screenshot(at)
        digest = sha256(content).hexdigest()
        contents[digest] = content
        file = await put_file(
            database, chat=claim.chat, claim=claim.id, name=name.replace("{at}", str(at)),
            file_id=f"f{at}", unique_id=f"u{at}", received_at=NOW + timedelta(minutes=at // 5),
            form=EvidenceForm.PHOTO,
        )  # fmt: skip
        blob = (digest, len(content), "image/jpeg")
        await database.write(lambda c, f=file, b=blob: mark_stored(c, f.bot, f.id, b))
    return contents


async def put_payments(database: Database, claim: FiledClaim, count: int, merchant: str) -> None:
    """Store a file on which payments are seen."""
    payments = tuple(
        SeenPayment(
            Money(minor=8900, currency="CNY"), f"2026-11-20 21:{at:02}:05", merchant,
            f"20261120220014{at:014}", "", "success",
        )
        for at in range(count)
    )  # fmt: skip
    file = await put_file(database, chat=claim.chat, claim=claim.id, file_id="p", unique_id="p")
    await database.write(lambda c: mark_stored(c, file.bot, file.id, ("a" * 64, 1, "image/png")))
    reading = to_json(FileReading(screen="payment", payments=payments))
    await database.write(lambda c: put_reading(c, file.bot, file.id, reading))


async def put_kind(
    database: Database, kind: ClaimKind, language: Language = Language.SIMPLIFIED, **facts: Any
) -> FiledClaim:
    """Store a claim of a kind, with what happened to it."""
    english = language is Language.ENGLISH
    known = (ENGLISH if english else FACTS)[kind]
    claim = await put_claim(
        database, kind=kind, facts={**known, **facts}, language=language,
        region="GB" if english else "CN",
    )  # fmt: skip
    happened = [
        ("filed", Role.CUSTOMER, ""),
        (Action.TAKE, Role.AGENT, ""),
        (Action.NOTE, Role.AGENT, "internal remark"),
        (Action.SUPPLY, Role.CUSTOMER, "order number LC-1109"),
    ]
    for at, (action, role, note) in enumerate(happened):
        event = ClaimEvent(action, role, "1", "filed", "filed", note, NOW + timedelta(hours=at))
        await database.write(lambda c, e=event: put_claim_event(c, claim.id, e))
    rules = library().deadlines(claim.region, kind)[:2]
    kept = [
        ClaimDeadline(
            rule.id, rule.who_must_act, NOW.date(), NOW.date() + timedelta(days=30), hint=False
        )
        for rule in rules
    ]
    await database.write(lambda c: put_deadlines(c, claim.id, kept))
    return replace(claim, agent_name="Lin")


async def packed(database: Database, claim: FiledClaim) -> Pack:
    """Return the pack of a claim in its own language."""
    customer = Customer(claim.bot, claim.chat, claim.language, region=claim.region)

    async def step(connection: Connection) -> Pack:
        return await pack_of(Exchange(connection, customer, NOW, library(), CATALOG), claim)

    return await database.read(step)

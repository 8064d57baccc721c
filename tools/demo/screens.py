"""Invented payments as a wallet's page shows them, drawn with the bot's own typeface."""

import io
import random
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Final

from PIL import Image, ImageDraw, ImageFont

from bot.domain.money import Money
from bot.domain.readings import SeenPayment

_FONT: Final = Path("bot/writers/fonts/PayAidSans-Regular.otf")
_WIDTH, _HEIGHT, _MARGIN = 540, 960, 30
_LIGHT = ((255, 255, 255), (28, 28, 30), (128, 128, 134), (229, 229, 234))
_DARK = ((18, 18, 20), (235, 235, 240), (142, 142, 150), (52, 52, 58))
_LABELS: Final = {
    "zh": ("账单详情", "付款时间", "商户", "订单号", "商户单号", "当前状态"),
    "en": ("Payment details", "Paid at", "Paid to", "Transaction", "Order", "Status"),
}
_STATES: Final = {
    "zh": {"success": "支付成功", "pending": "处理中", "refunded": "已退款"},
    "en": {"success": "Completed", "pending": "Pending", "refunded": "Refunded"},
}


@dataclass(frozen=True, slots=True)
class Shot:
    """A picture, and what a reader finds on it."""

    name: str
    content: bytes
    seen: SeenPayment


@dataclass(frozen=True, slots=True)
class Payment:
    """What a page shows."""

    amount: Money
    merchant: str
    at: datetime
    reference: str
    order: str
    status: str = "success"


@cache
def _font(size: int) -> ImageFont.FreeTypeFont:
    return ImageFont.truetype(_FONT, size)


def shot_of(payment: Payment, language: str, chance: random.Random) -> Shot:
    """Draw the page of one payment."""
    back, ink, faint, line = _DARK if chance.random() < 0.3 else _LIGHT
    title, *labels = _LABELS[language]
    page = Image.new("RGB", (_WIDTH, _HEIGHT), back)
    pen = ImageDraw.Draw(page)
    pen.text((_MARGIN, 20), payment.at.strftime("%H:%M"), ink, _font(22))
    pen.text((_WIDTH - _MARGIN, 20), f"{chance.randrange(9, 99)}%", ink, _font(22), anchor="ra")
    pen.text((_WIDTH / 2, 92), title, ink, _font(28), anchor="mm")
    tint = (chance.randrange(70, 190), chance.randrange(70, 190), chance.randrange(70, 190))
    pen.ellipse((_WIDTH / 2 - 38, 140, _WIDTH / 2 + 38, 216), fill=tint)
    pen.text((_WIDTH / 2, 178), payment.merchant[:1], (255, 255, 255), _font(34), anchor="mm")
    pen.text((_WIDTH / 2, 252), payment.merchant, ink, _font(26), anchor="mm")
    amount = f"-{payment.amount.minor / 100:,.2f} {payment.amount.currency}"
    pen.text((_WIDTH / 2, 322), amount, ink, _font(46), anchor="mm")
    pen.line((_MARGIN, 390, _WIDTH - _MARGIN, 390), line, 2)
    at, state = payment.at.strftime("%Y-%m-%d %H:%M:%S"), _STATES[language][payment.status]
    values = (at, payment.merchant, payment.reference, payment.order, state)
    for place, (label, value) in enumerate(zip(labels, values, strict=True)):
        pen.text((_MARGIN, 430 + 62 * place), label, faint, _font(21))
        pen.text((_WIDTH - _MARGIN, 430 + 62 * place), value, ink, _font(21), anchor="ra")
    file = io.BytesIO()
    page.save(file, "JPEG", quality=82)
    return Shot(f"{payment.reference}.jpg", file.getvalue(), _seen(payment))


def _seen(payment: Payment) -> SeenPayment:
    at = payment.at.strftime("%Y-%m-%d %H:%M:%S")
    return SeenPayment(
        payment.amount, at, payment.merchant, payment.reference, payment.order, payment.status
    )

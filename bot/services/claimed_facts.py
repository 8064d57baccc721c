"""What a fraudster claimed is no fact of the payment: left out of what a fraud begins with."""

import re
from datetime import datetime
from zoneinfo import ZoneInfo

from pydantic import JsonValue

from bot.domain.moments import read_moments
from bot.domain.money import Money, read_amount

# Chinese parts its clauses with blanks too.
_CLAUSES = re.compile(r"[，,。；;！!？?\n]+|(?<=[^\x00-\x7f])\s+|\s+(?=[^\x00-\x7f])")
# Named by somebody who pretends: 有个支付宝客服说…, 自称京东客服, claiming to be from PayPal.
_PRETENDED = re.compile(
    r"(?:有个|有個|有人|一个|一個|接到|自称|自稱|冒充|假冒|假扮|说是|說是).{0,10}"
    r"(?:客服|官方|专员|專員|工作人员|工作人員|经理|經理)"
    r"|(?:说|說)(?:是)?我.{0,12}(?:会员|會員|保障|直播|分期|贷款|貸款|征信|徵信|异常|異常|违规|違規|洗钱|洗錢)"
    r"|(?:claim\w*|pretend\w*|pos(?:ed|ing)|said (?:he|she|they) (?:was|were)|fake).{0,20}"
    r"\b(?:from|be|as|support|service|staff)\b",
    re.IGNORECASE,
)
# Sums that are asked for or threatened with, not paid.
_DEMANDED = re.compile(
    r"每月|每个月|每個月|每年|年费|年費|保障|会员费|會員費|保证金|保證金|解冻费|解凍費|手续费|手續費"
    r"|服务费|服務費|要我交|让我交|叫我交|先交|per month|a month|monthly|\bfee\b|\btax\b|deposit"
    r"|ask(?:ed|ing|s)? (?:me )?for|want(?:s|ed)? me to pay",
    re.IGNORECASE,
)
_PAID = re.compile(
    r"转了|轉了|转给|轉給|转出|轉出|转走|轉走|付了|交了|汇了|匯了|打了|打过去|充了|骗走|騙走|被骗|被騙"
    r"|被转|被轉|损失|損失|扣走|sent|paid|transferred|lost|took|gave|moved",
    re.IGNORECASE,
)
_NOW = re.compile(r"现在|現在|正在|刚刚还|right now|now|at the moment|currently", re.IGNORECASE)


# 他还在微信里催我: where they talk, not what paid.
_TALKS = re.compile(
    r"(?:微信|qq|支付宝|支付寶|whatsapp|line|telegram)(?:里|裡|上|群)?.{0,2}(?:催|聊|说|說|找我|联系|聯繫|拉黑|加我|回我|骂)"
    r"|(?:加|删|刪|拉黑)(?:了|我|他|她|的)*(?:微信|qq|支付宝|line)",
    re.IGNORECASE,
)


def is_place_of_talk(text: str) -> bool:
    """Whether a text names an app where somebody talks, and tells of no payment."""
    return bool(_TALKS.search(text)) and not _PAID.search(text)


def paid_facts(
    facts: dict[str, JsonValue], text: str, now: datetime, zone: ZoneInfo
) -> dict[str, JsonValue]:
    """Return the facts of a fraud without those that only the fraudster claimed.

    Args:
        facts (dict): as they were read from the text.
        text (str): redacted.
        now (datetime, with time zone): moment of the message.
        zone (ZoneInfo): of the customer.
    """
    left_out = set()
    if _PRETENDED.search(text) or is_place_of_talk(text):
        left_out.add("provider")
    sums = [clause for clause in _CLAUSES.split(text) if _names(clause, facts.get("amount"))]
    if sums and all(_DEMANDED.search(clause) and not _PAID.search(clause) for clause in sums):
        left_out |= {"amount", "total"}
    moments = read_moments(text, now=now, zone=zone)
    if moments and all(_NOW.fullmatch(text[found.start : found.end]) for found in moments):
        left_out.add("occurred")
    kept = {name: value for name, value in facts.items() if name not in left_out}
    # What a fraud cost in all is what it is about, however many payments it were.
    return kept if "amount" in kept or "total" not in kept else kept | {"amount": kept["total"]}


def _names(clause: str, amount: JsonValue) -> bool:
    """Whether a clause holds this amount, in figures or in words."""
    if not isinstance(amount, dict):
        return False
    money = Money.model_validate(amount)
    figure = format(money.major.normalize(), "f")
    if re.search(rf"(?<![\d.]){re.escape(figure)}(?!\d)", clause.replace(",", "")):
        return True
    found = read_amount(clause, currency=money.currency)
    return found is not None and found.money == money

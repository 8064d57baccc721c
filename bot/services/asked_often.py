"""What customers ask in every guide, and which article answers it there.

`能退吗` says nothing of its matter, so a search finds what is spelt alike; the open guide knows
the matter. A long question tells more than its words below: the search answers it.
"""

import re
from collections.abc import Mapping
from typing import Final

from bot.domain.kinds import ClaimKind
from bot.services.hearing import asks
from bot.understanding.plain import plain

# Chosen on conversations off the script: "警察说要帮我查，那钱还能追回来吗" is searched for.
_LONGEST = 16

_OUTAGE, _TWICE, _FROZEN = ClaimKind.OUTAGE, ClaimKind.DUPLICATE_CHARGE, ClaimKind.FROZEN_ACCOUNT
_FRAUD, _SHOP = ClaimKind.FRAUD, ClaimKind.VANISHED_MERCHANT
_PLATFORM = ClaimKind.VANISHED_PLATFORM

# The first that fits answers.
_ASKED: Final[tuple[tuple[re.Pattern[str], Mapping[ClaimKind, str]], ...]] = (
    (
        re.compile(r"再付一[次遍]|再刷一[次遍]|重新付|还付不付|再给一[次遍]|再付.{0,3}[吗么]"),
        {_OUTAGE: "paid-but-unpaid-order", _TWICE: "paid-but-unpaid-order"},
    ),
    (
        re.compile(
            r"[替帮代](?:我?[爸妈爷奶]|他|她|老人|家人|家里人|父母|老公|老婆|孩子).{0,2}报[警案]"
        ),
        {_FRAUD: "fraud-family-elderly"},
    ),
    (
        re.compile(r"(?:要|需)?带(?:什么|啥|哪些)|准备(?:什么|啥|哪些)"),
        {_FRAUD: "police-report", _PLATFORM: "police-report", _FROZEN: "freeze-documents"},
    ),
    (
        re.compile(r"(?:不会|是不是|会不会)?(?:都)?是(?:不是)?(?:骗子|骗人|诈骗|骗局|假的)"),
        {_PLATFORM: "platform-cannot-withdraw", _FROZEN: "freeze-pay-to-unfreeze"},
    ),
    (
        re.compile(r"投诉|举报|申诉|主管机关|监管|哪里说理|告.{0,2}(?:他们|它)"),
        {
            _OUTAGE: "complaint-channels",
            _TWICE: "complaint-channels",
            _FROZEN: "complaint-channels",
            _SHOP: "complaint-channels",
            _PLATFORM: "platform-where-to-report",
        },
    ),
    (
        re.compile(r"[找问](?:谁|哪里|哪个)"),
        {
            _FROZEN: "freeze-who-can-lift",
            _TWICE: "complaint-channels",
            _SHOP: "complaint-channels",
        },
    ),
    (
        re.compile(
            r"多久|几天|几日|多长时间|(?:什么|啥)时候(?:能|会|可以|才|退|解|有|到)|等多|什么时候到"
        ),
        {
            _TWICE: "refund-time",
            _SHOP: "refund-time",
            _FROZEN: "freeze-duration",
            _FRAUD: "fraud-money-back",
        },
    ),
    (
        re.compile(
            r"(?:能|可以|会|可不可以|能不能|还会).{0,6}(?:退|追|要|拿|讨|找|赔|返)(?:回|还|给|钱|款|得|到|$|\W|[吗么不])"
            r"|(?:拿|要|追|退|找)得(?:回|返|了)|(?:有没有|还有|有得|没得|没)(?:救|戏|希望)"
        ),
        {
            _OUTAGE: "will-platform-refund-itself",
            _TWICE: "will-platform-refund-itself",
            _FRAUD: "fraud-money-back",
            _SHOP: "merchant-gone-first-steps",
            _PLATFORM: "platform-legal-action",
        },
    ),
)
_REFUND_TIME = re.compile(r"退|到账|回来")
_WHO: Final = re.compile(
    r"你(?:们)?(?:到底)?(?:是|谁)(?:谁|哪|什么|不是|.{0,8}(?:的人|官方|客服|员工|银行|警察))"
    r"|你(?:们)?是.{0,6}(?:骗子|机器人|真人|人工)"
)


def asked_often(text: str, kind: ClaimKind, type_: str) -> str:
    """Return the article that answers a short question, or a need; empty: it is none of those.

    Args:
        text (str): redacted.
        kind (ClaimKind): of the guide.
        type_ (str): its variant.
    """
    said = plain(text)
    if len(said) > _LONGEST:
        return ""
    if kind is _FROZEN and _IN_NEED.search(said):
        return "freeze-wages-rent"
    if not asks(text):
        return ""
    if kind is ClaimKind.OUTAGE and _HOW_LONG.search(said):
        return "refund-time" if _REFUND_TIME.search(said) else ""
    for pattern, articles in _ASKED:
        if kind in articles and pattern.search(said):
            return _BY_TYPE.get((type_, articles[kind]), articles[kind])
    return ""


_HOW_LONG = _ASKED[-2][0]
_BY_TYPE: Final[Mapping[tuple[str, str], str]] = {
    ("wrong_transfer", "fraud-money-back"): "fraud-wrong-transfer",
    ("prepaid", "merchant-gone-first-steps"): "merchant-prepaid-card",
}


_USE = re.compile(
    r"你们?.{0,3}(?:能不能|能|会|可以|可不可以).{0,4}(?:管|帮(?:我|忙)?|做(?:什么|啥)|干(?:什么|啥|嘛)|退钱|解冻)"
    r"|你们?(?:到底)?有(?:什么|啥)用"
)
_IN_NEED = re.compile(
    r"等不了|等不起|急用钱|急着用|急用|等着(?:用|交)|救命钱|交房租|(?:交|付)(?:学费|医药费|住院)"
)


def asks_use(text: str) -> bool:
    """Whether a text asks what can be done here at all."""
    said = plain(text)
    return len(said) <= _LONGEST and bool(_USE.search(said))


def asks_who(text: str) -> bool:
    """Whether a text asks who is speaking here."""
    said = plain(text)
    return len(said) <= _LONGEST and asks(text) and bool(_WHO.search(said))

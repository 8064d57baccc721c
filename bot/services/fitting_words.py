"""Whether words can be what a question asks for: who was told, how money went in."""

import re

from bot.services.beside_words import is_like_a_message
from bot.services.facts_found import payee_named

_OF_PICTURES = re.compile(r"screen ?shots?|pictures?|photos?|截图|截圖|照片", re.IGNORECASE)
_TOLD_OF = {
    "reported": re.compile(
        r"报|報|警|挂失|掛失|冻结|凍結|银行|銀行|平台|客服|支付宝|支付寶|微信|投诉|投訴|联系|聯繫|打[了过過咗]"
        r"|编号|編號|回执|回執|派出所|\d{3,}|[A-Za-z]{2,}"
    ),
    "deposits": re.compile(
        r"[\d一二两三四五六七八九十百千万萬]|卡|转|轉|充|支付宝|支付寶|微信|银行|銀行|现金|現金|[A-Za-z]{2,}"
    ),
}
_ANGER = re.compile(
    r"气死|氣死|烦死|煩死|急死|破(?:银行|銀行|平台|公司|玩意)|垃圾|他妈|他媽|妈的|坑人|坑爹|坑钱|无语|倒霉|服了|没良心"
)


def is_told_of(fact: str, text: str) -> bool:
    """Whether words can be what is asked for: whom somebody told, how money went in.

    Anger is an answer to nothing.
    """
    if fact == "reported" and (payee_named(text) or _OF_PICTURES.search(text)):
        return False
    if not _HAN.search(text):
        return fact != "app_message" or is_like_a_message(text)
    if fact == "app_message" and _NARRATES.match(text.strip()):
        return False
    needed = _TOLD_OF.get(fact)
    if fact == "deposits" and _DEMANDED.search(text):
        return False
    return not _ANGER.search(text) and (needed is None or bool(needed.search(text)))


# What the customer did or saw, not what the app says.
_NARRATES = re.compile(
    r"(?:我(?!的)|打[了过過咗]|[问問找][了过過咗]|客服|从|從|昨[天晚日]|今[天早]|前天|上周|上个?月|明天|急|他们|他們)"
)
_DEMANDED = re.compile(
    r"(?:要|让|讓|叫|说|說|先|得).{0,6}交|保证金|保證金|税|稅|手续费|手續費|才能(?:提|取)"
)
_HAN = re.compile(r"[\u3400-\u9fff]")

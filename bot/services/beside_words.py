"""Short words inside a guide: wait a moment, there is no file, I do not know, paid with."""

import re

from bot.dialogue.engine import NAMES
from bot.domain.questions import Ask, Reads

_WAIT = re.compile(
    r"\W*(?:等(?:一下|下|等|会儿?|我)|稍等|马上(?:发|来)?|馬上(?:發|來)?|我(?:去)?(?:找|看|查)(?:一)?(?:找|下|看|查)"
    r"|给你|給你|发给你|發給你|一会儿?发(?:你)?|here (?:you go|it is)"
    r"|one (?:sec(?:ond)?|moment|minute)"
    r"|hold on|wait(?: a (?:sec|minute|moment))?|let me (?:check|look|see)|ok(?:ay)? wait"
    r"|i(?:'| wi)?ll (?:check|look|send (?:it|them)))\W*",
    re.IGNORECASE,
)
_NO_FILE = re.compile(
    r"\s*(?:(?:我|我们|我們)?(?:也|都|暂时|暫時|现在|現在|手上|什么都|什麼都)?(?:没|沒|冇|无|無|拿不出|找不到)"
    r"|(?:no|none|nothing)\b|i (?:don.?t|do not|didn.?t) (?:have|keep|take))",
    re.IGNORECASE,
)
_NOT_KNOWN = re.compile(
    r"\s*(?:(?:我)?(?:也|都|真的|实在)?(?:不知道|唔知|不清楚|不记得|不記得|记不|記不|不晓得|说不清|忘了|忘記)"
    r"|(?:i )?(?:don.?t|do not|can.?t) (?:know|remember|recall)|no idea|not sure)",
    re.IGNORECASE,
)
_PAID_WITH = re.compile(
    r"\b(?:paid|pay|used|using)\s+(?:it\s+)?(?:with|by|via|from|my|through)\b"
    r"|用的?(?:是)?.{1,12}(?:付|支付|刷|转|扣)|(?:付|刷)的是|是用.{1,12}(?:付|刷)",
    re.IGNORECASE,
)


def asks_to_wait(text: str) -> bool:
    """Whether a text says no more than that the customer is looking for something."""
    return bool(_WAIT.fullmatch(text))


def has_none(ask: Ask, text: str) -> bool:
    """Whether a text says that there is no file to send, or that the name is not known."""
    if ask.reads is Reads.FILES:
        return bool(_NO_FILE.match(text))
    return ask.fact in NAMES and bool(_NOT_KNOWN.match(text))


def says_paid_with(text: str) -> bool:
    """Whether a text says outright what something was paid with."""
    return bool(_PAID_WITH.search(text))

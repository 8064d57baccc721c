"""What a customer tells in the middle of a guide that has to be warned of before all else."""

import re

from bot.dialogue.drafts import Draft, current_question
from bot.domain.kinds import ClaimKind
from bot.services.hearing import Heard
from bot.understanding.intents import Danger

SECOND_SCAM = frozenset({Danger.RECOVERY_OFFER, Danger.PAY_TO_UNFREEZE})

_HUNG_UP = re.compile(
    r"挂了|掛了|挂断|掛斷|挂电话|掛電話|\bhung up\b|(?<!if )\bi hang(?:ed)? up\b", re.IGNORECASE
)
_ON_LINE = re.compile(
    r"还在(?:通话|打电话|电话里|线上|跟(?:他|她|对方|骗子).{0,4}(?:聊|说|通话))"
    r"|(?:电话|通话)(?:还)?没(?:有)?(?:挂|断)"
    r"|還在(?:通話|打電話|電話裡|線上)|(?:電話|通話)(?:還)?沒(?:有)?(?:掛|斷)"
    r"|(?:还|還|正|在)?(?:跟|和|同)(?:他|她|他们|他們|对方|對方|骗子|騙子).{0,3}(?:聊|通话|通話|说|說)(?:着|著)"
    r"|\b(?:still|i.?m|im|now) on (?:the )?(?:phone|line|call)\b"
    r"|\b(?:they|he|she)(?:.?re|.?s| are| is) (?:still )?"
    r"(?:on the (?:phone|line)|talking to me|calling)",
    re.IGNORECASE,
)
_THREAT = re.compile(
    r"(?:说|說).{0,8}(?:要)?(?:抓|逮捕|通缉|通緝|拘留|坐牢|立案|起诉|起訴)我"
    r"|\b(?:police|sheriff|officers?|fbi|agents?)\b.{0,24}"
    r"\b(?:com(?:e|ing)|on (?:the|their) way|sent?)\b"
    r"|\b(?:arrest(?:ed)?|warrant|deport(?:ed)?|go to (?:jail|prison))\b"
    r"|\b(?:visa|licen[sc]e|ssn|social security(?: number)?)\b.{0,10}\b(?:cancel|suspend)",
    re.IGNORECASE,
)
_OWN_WISH = re.compile(
    r"\b(?:can|will|should|want|do) .{0,20}\b(?:police|they|you)\b.{0,12}\barrest\b"
    r"|\barrest (?:him|her|them|the)\b",
    re.IGNORECASE,
)


def goes_on(draft: Draft, heard: Heard) -> str:
    """Return the text for a fraud that goes on while its guide is open; empty: nothing does.

    Somebody is still on the phone with the fraudsters, they are still in the device, or they
    frighten with the police; in the guide of a frozen account, somebody wants money first.
    """
    current = current_question(draft)
    if draft.kind is ClaimKind.FROZEN_ACCOUNT and heard.reading.dangers & SECOND_SCAM:
        return "fraud.first_fake_freeze"
    if draft.kind is not ClaimKind.FRAUD or current is None or current.field == "story":
        return ""
    if _HUNG_UP.search(heard.text):
        return ""
    remote = Danger.REMOTE_CONTROL in heard.reading.dangers
    if remote and draft.type != "screen_share_remote":
        return "fraud.first_screen_share_remote"
    if _ON_LINE.search(heard.text):
        return "fraud.on_line"
    threatened = _THREAT.search(heard.text) and not _OWN_WISH.search(heard.text)
    return "fraud.threatened" if threatened else ""


def warning(draft: Draft, heard: Heard) -> str:
    """Return the text for what a customer tells in the middle of a fraud; empty: none fits."""
    current = current_question(draft)
    if draft.kind is not ClaimKind.FRAUD:
        return ""
    if heard.reading.dangers & SECOND_SCAM:
        return "fraud.first_recovery_scam"
    if current is None:
        return ""
    return "fraud.hung_up" if current.field == "stage" and _HUNG_UP.search(heard.text) else ""

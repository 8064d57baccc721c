"""From the model's shares to one route: the rules that hold for every kind of message."""

import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.domain.redaction import Secret
from bot.understanding.facts import Facts
from bot.understanding.intents import Danger, Intent

_CLAIMS = (
    Intent.FRAUD,
    Intent.OUTAGE_CHECK,
    Intent.FROZEN_ACCOUNT,
    Intent.VANISHED_PLATFORM,
    Intent.VANISHED_MERCHANT,
    Intent.DUPLICATE_CHARGE,
)
_LETTER = re.compile(r"[a-z\u3040-\u30ff\u4e00-\u9fff\uac00-\ud7af\u0400-\u04ff\u0e00-\u0e7f]")
_MASK = re.compile(r"\[[^\]]*\]")
_HAN, _LATIN = re.compile(r"[\u4e00-\u9fff]"), re.compile(r"[a-z]+")
_NOT_MINE = re.compile(
    r"(?:不是|并非)(?:我|本人)(?:自己)?(?:买|付|刷|操作|弄|消费|下单|充|点)|(?:从来?|都|根本)没(?:有)?(?:买|用|去|消费)过"
    r"|\b(?:never|did ?n.?t|not) (?:made?|bu?y|bought|ordered?|authori[sz]ed?|signed up|used?)\b"
    r"(?!.{0,20}(?:twice|two|second|again))"
)
_BLOCKED_IT_MYSELF = re.compile(
    r"挂失(?:了|好|完|过)"
    r"|\b(?:i|we)(?: (?:have|ve|had|already|just)"
    r"| (?:call|phon|contact|rang)\w*(?: \w+){1,3} and)*"
    r" (?:blocked|fro(?:ze|zen)|cancell?ed)"
    r" (?:the|my|that|her|his) (?:\w+ )?(?:card|account|line)\b"
)
_PROOF = re.compile(r"证据|取证|留证|举证|存证|\b(?:evidence|proof)\b")
_LONG_AGO = re.compile(
    r"上个?月|去年|前年|上周|上星期|几年前|半年|国庆|前(?:阵子|段时间)|年初|[两三四五六七八九十\d]个?(?:周|月|年)前"
    r"|(?:已经?)?报(?:了|过)警"
    r"|last (?:week|month|year)|(?:weeks?|months?|years?) ago|already reported|reported to"
    r"|back in (?:january|february|march|april|may|june|july|august|september|october)"
)
_ACUTE = frozenset(
    {
        Danger.CODE_GIVEN,
        Danger.REMOTE_CONTROL,
        Danger.PAY_TO_UNFREEZE,
        Danger.RECOVERY_OFFER,
        Danger.DEVICE_LOST,
    }
)
_TROUBLE = frozenset(
    {"charge", "repeat", "paid_nothing", "freeze", "scam_word", "stolen", "gone", "outage"}
    | {"not_delivered", "bad_goods", "lured", "instalment", "verify"}
)
_ABOUT_PAYMENTS = frozenset({"vague", "money_word", "charge", "outage"})
_ABUSIVE = frozenset({"insult", "advert", "orders_bot"})
_FIELD = frozenset({"topic_money", "topic_safety", "freeze", "scam_word", "verify", "repeat"})
_UNSURE = frozenset(
    {Intent.OUT_OF_SCOPE, Intent.CLARIFY, Intent.SMALLTALK, Intent.OUTAGE_CHECK, Intent.FAQ}
)
_NO_MATTER = frozenset(
    {Intent.FAQ, Intent.OUT_OF_SCOPE, Intent.SMALLTALK, Intent.ABUSE, Intent.CLARIFY}
)
_FEWEST_LETTERS, _SENTENCE, _SHORT, _STORY = 2, 4, 40, 75
_FAINT, _PLAIN, _SURE, _ALMOST_SURE = 0.02, 0.2, 0.7, 0.85
"""Shares of the model: just thinkable, plainly possible, hardly anything else."""
_URGENT_FROM, _GOES_ON_FROM = 0.3, 0.2
"""Share of the urgency model from which a fraud counts as going on, and where words say that
something happens just now; recall before precision."""


@dataclass(frozen=True, slots=True)
class Evidence:
    """What the rules look at besides the model's shares."""

    normal: str
    signs: frozenset[str]
    dangers: frozenset[Danger]
    secrets: frozenset[Secret]
    facts: Facts


def routed(shares: Mapping[str, float], evidence: Evidence) -> tuple[Intent, float]:
    """Return the route of a message and how sure it is, 0 to 1."""
    if len(_LETTER.findall(_MASK.sub("", evidence.normal))) < _FEWEST_LETTERS:
        return Intent.CLARIFY, 1.0
    best = Intent(max(shares, key=lambda name: shares[name]))
    for rule in (
        _own_story,
        _fraud_first,
        _not_mine,
        _not_blocked,
        _proof_first,
        _own_matter,
        _sent_wrongly,
        _not_accused,
        _contentful,
        _in_the_field,
    ):
        best = rule(best, shares, evidence)
    return best, shares[best]


def _fraud_first(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """The more harmful matter wins: money asked for first, or a secret already given."""
    asked = Danger.PAY_TO_UNFREEZE in evidence.dangers and bool(
        evidence.signs & {"lured", "scam_word"} or re.search(r"\d", evidence.normal)
    )
    seen = evidence.dangers & {Danger.RECOVERY_OFFER, Danger.REMOTE_CONTROL}
    if (asked or seen) and "general" not in evidence.signs and shares[Intent.FRAUD] > _FAINT:
        return Intent.FRAUD
    lost = Danger.DEVICE_LOST in evidence.dangers and "stolen" in evidence.signs
    if lost and shares[Intent.FRAUD] > _FAINT:
        return Intent.FRAUD
    if Danger.CODE_GIVEN in evidence.dangers and shares[Intent.FRAUD] > _PLAIN:
        return Intent.FRAUD
    return best


def _not_mine(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """Charges that the customer did not make are a fraud, however many they are."""
    if best is not Intent.DUPLICATE_CHARGE or shares[Intent.FRAUD] < _FAINT:
        return best
    return Intent.FRAUD if _NOT_MINE.search(evidence.normal) else best


def _not_blocked(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """Who had the card blocked themselves has no frozen account."""
    if best is not Intent.FROZEN_ACCOUNT or not _BLOCKED_IT_MYSELF.search(evidence.normal):
        return best
    return max((one for one in Intent if one is not best), key=lambda route: shares[route])


def _proof_first(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """How to keep proof of something that cannot be opened any more is asked about the proof."""
    asked = "how_question" in evidence.signs and _PROOF.search(evidence.normal)
    if best is Intent.OUTAGE_CHECK and asked and shares[Intent.EVIDENCE] > _FAINT:
        return Intent.EVIDENCE
    return best


def _own_story(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """Who tells a long story of trouble, or when and how much, has a matter, no question."""
    told = len(_HAN.findall(evidence.normal)) + len(evidence.normal) // 4
    if best in _NO_MATTER and told >= _STORY and len(evidence.signs & _TROUBLE) > 1:
        return max(
            (route for route in Intent if route not in _NO_MATTER), key=lambda name: shares[name]
        )
    dated = evidence.facts.amount is not None and evidence.facts.occurred is not None
    if best is Intent.FAQ and dated and "how_question" not in evidence.signs:
        claim = max(_CLAIMS, key=lambda name: shares[name])
        needed = _FAINT if _WRONG_PERSON.search(evidence.normal) else _PLAIN
        return claim if shares[claim] > needed else best
    return best


def _own_matter(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """A number of a claim with little else asks how it stands; money trouble is not off-topic."""
    short = len(evidence.normal) <= _SHORT
    numbered = evidence.facts.order_ref is not None and not evidence.signs & _TROUBLE
    if numbered and short and best in _UNSURE:
        return Intent.CLAIM_STATUS
    facts = evidence.facts
    trouble = len(evidence.signs & _TROUBLE) + sum(
        each is not None for each in (facts.amount, facts.provider)
    )
    down = evidence.facts.provider is not None and "outage" in evidence.signs
    if best is Intent.CLARIFY and down and shares[Intent.OUTAGE_CHECK] > _PLAIN:
        return Intent.OUTAGE_CHECK
    if best is Intent.OUT_OF_SCOPE and shares[best] < _ALMOST_SURE and trouble > 1:
        return max(_CLAIMS, key=lambda claim: shares[claim])
    return best


def _sent_wrongly(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """Money sent to the wrong person is a question with an answer, whatever wallet is named."""
    if _WRONG_PERSON.search(evidence.normal) and best in _UNSURE and shares[best] < _SURE:
        return Intent.FAQ
    return best


_WRONG_PERSON = re.compile(
    r"(?:转|打|汇|付|充|扫)错(?!误)|\bwrong (?:person|account|number|recipient|iban|contact)\b"
)


def _not_accused(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """Nobody is told off for words that are no insult, advert or order to the bot."""
    if best is not Intent.ABUSE or evidence.signs & _ABUSIVE or shares[best] >= _ALMOST_SURE:
        return best
    return max((Intent.CLARIFY, Intent.OUT_OF_SCOPE), key=lambda route: shares[route])


def _contentful(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """Whole sentences that speak of no payment are off-topic or small talk, not unclear."""
    if best is not Intent.CLARIFY or shares[best] > _SURE:
        return best
    if evidence.facts.provider or evidence.signs & _ABOUT_PAYMENTS:
        return best
    words = len(_HAN.findall(evidence.normal)) + 2 * len(_LATIN.findall(evidence.normal))
    if words < _SENTENCE:
        return best
    return max((Intent.OUT_OF_SCOPE, Intent.SMALLTALK), key=lambda route: shares[route])


def _in_the_field(best: Intent, shares: Mapping[str, float], evidence: Evidence) -> Intent:
    """A question about payments is answered even when it resembles none of the examples."""
    asks = "how_question" in evidence.signs and bool(evidence.signs & _FIELD)
    if best is Intent.OUT_OF_SCOPE and asks and shares[Intent.FAQ] > _PLAIN:
        return Intent.FAQ
    return best


def is_urgent(share: float, evidence: Evidence) -> bool:
    """Return whether something can still be stopped in a fraud.

    Args:
        share: what the urgency model gives the message, 0 to 1.
        evidence: what else the message shows.
    """
    acute = evidence.dangers & _ACUTE
    if _LONG_AGO.search(evidence.normal) and not acute:
        return share >= _SURE
    needed = _GOES_ON_FROM if "ongoing" in evidence.signs else _URGENT_FROM
    return share >= (_FAINT if acute else needed)

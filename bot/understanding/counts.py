"""How many times something was charged, as a message states it."""

import re
from dataclasses import dataclass

from bot.domain.numerals import HAN, Span, value_of, word_value

_NUMBER = rf"(?:\d{{1,3}}|[{HAN}]{{1,4}})"
_WORDS = "two three four five six seven eight nine ten eleven twelve".split()
_WORD = "|".join(_WORDS)
_HAN_COUNT = re.compile(
    rf"(?P<before>.{{0,6}}?)(?P<number>(?<![第\d.:/-]){_NUMBER})\s?(?:个)?"
    r"(?P<unit>次|遍|回(?!家|来|去|复|到)|笔|条(?!件|款)|份(?!证)|个(?=付款|扣款|一样|扣费|支付)|单(?!号|价|位|子))"
)
_ENGLISH = re.compile(
    rf"\b(?P<number>\d{{1,3}}|{_WORD})\s?(?:x\b|times\b|"
    r"(?:\w+ ){0,2}?(?:charges|payments|transactions|debits|entries|bills|deductions|withdrawals|"
    rf"purchases|transfers|lines|copies)\b)|\b(?:x|×)\s?(?P<times>[2-9]|\d\d)\b|(?P<of>\d{{1,3}}|{_WORD}) of them\b"
    r"|\b(?P<twice>twice|double[- ](?:charged?|billed|charging|billing|payment|debit\w*)|doubly|both times|two goes)\b"
    r"|\b(?P<thrice>thrice)\b"
)
_DOUBLE = re.compile(r"双份|双倍|双重(?:扣|收|付)|两倍")
_NOT_CHARGES = re.compile(
    r"(?:试|点|打|输|错|联系|投诉|重启|申请|提交|问|催|登|发|说|上传|退|失败|刷新|找|跑|去|来|分|期|还剩|剩|还有|用过|第|多扣|多收|多付|多刷)了?(?:我)?(?:过)?(?:好)?$"
)
_TRIES = re.compile(
    r"(?:tried|wrong\s\w+|called|asked|failed|clicked|emailed|attempts?|retried)\s?$"
)
_CHARGED = re.compile(
    r"扣|收(?!到)|刷|付|charged|took|taken|billed|debited|deducted|came off|转走|出账"
)
_NEAR = 14


@dataclass(frozen=True, slots=True)
class FoundCount:
    """A number of charges, and where it stands in the folded text."""

    value: int
    span: Span


def counts_in(folded: str) -> tuple[FoundCount, ...]:
    """Return every stated number of times, ones included, in order."""
    found: list[tuple[int, int, int]] = []
    for match in _HAN_COUNT.finditer(folded):
        value = value_of(match["number"])
        if value is not None and value == int(value) and not _NOT_CHARGES.search(match["before"]):
            found.append((match.start("number"), match.end(), int(value)))
    for match in _ENGLISH.finditer(folded):
        if not _TRIES.search(folded[max(0, match.start() - 16) : match.start()]):
            found.append((*match.span(), _english(match)))
    found += [(*match.span(), 2) for match in _DOUBLE.finditer(folded)]
    return tuple(FoundCount(value, Span(start, end)) for start, end, value in sorted(found))


def charge_count(folded: str, counts: tuple[FoundCount, ...]) -> int | None:
    """Return how many charges were taken; None when no number above one is stated."""
    several = [count for count in counts if count.value > 1]
    if not several:
        return None

    def nearness(count: FoundCount) -> tuple[bool, int]:
        beside = folded[max(0, count.span.start - _NEAR) : count.span.end + _NEAR]
        return (_CHARGED.search(beside) is not None, -count.span.start)

    return max(several, key=nearness).value


def _english(match: re.Match[str]) -> int:
    if match["twice"]:
        return 2
    if match["thrice"]:
        return 3
    word = match["number"] or match["times"] or match["of"]
    return int(word) if word.isdigit() else int(word_value(word) or 0)

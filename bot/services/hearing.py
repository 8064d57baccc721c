"""What was made of a text before the written step."""

import re
from dataclasses import dataclass

from bot.domain.redaction import Secret
from bot.domain.regions import REGIONS
from bot.services import guides
from bot.services.facts_found import (
    facts_of,
)
from bot.understanding.intents import Intent
from bot.understanding.plain import plain
from bot.understanding.reading import Reading
from knowledge.matching.ranker import Ranked


@dataclass(frozen=True, slots=True)
class Heard:
    """A text and what was made of it before the step.

    Attributes:
        text: redacted; with the message before it where both are one.
        secrets: kinds of secrets that were masked.
        reading: intent, facts, dangers.
        ranked: nearest articles with their confidence.
        answer_at: confidence from which an article is the answer.
        suggest_at: confidence from which articles are offered.
        said: the message itself where `text` holds the one before it too; empty: `text` is it.
        again: name of the article that has answered just now what it goes on about; empty: none.
    """

    text: str
    secrets: frozenset[Secret]
    reading: Reading
    ranked: tuple[Ranked, ...] = ()
    answer_at: float = 1.0
    suggest_at: float = 1.0
    said: str = ""
    again: str = ""

    @property
    def message(self) -> str:
        """The message that came, redacted."""
        return self.said or self.text

    @property
    def answers(self) -> bool:
        """Whether an article answers the text."""
        return bool(self.ranked) and self.ranked[0].score >= self.answer_at

    @property
    def suggests(self) -> bool:
        """Whether articles are near enough to be offered."""
        return bool(self.ranked) and self.ranked[0].score >= self.suggest_at


def facts_in(heard: Heard, region: str = "") -> guides.Facts:
    """Return the facts that a text states."""
    return facts_of(
        heard.reading, heard.text, REGIONS[region].currency if region in REGIONS else ""
    )


def asks_articles(reading: Reading, text: str, *, in_guide: bool) -> bool:
    """Whether the answer to a text may be an article; searching costs more than reading.

    Args:
        reading (Reading): of the text.
        text (str): redacted.
        in_guide (bool): a guide waits for an answer; then only a question asks for an article.
    """
    if reading.intent is Intent.FAQ or asks(text):
        return True
    return not in_guide and reading.intent in (Intent.CLARIFY, Intent.OUT_OF_SCOPE)


QUESTION_ENDS = ("?", "？", "吗", "嗎", "呢")
_ASKS = re.compile(
    r"怎么办|怎麼辦|咋办|行不行|可不可以|能不能|可以不|要不要|需不需要|用不用|会不会|會不會|怎[么麼样樣]|如何"
    r"|有没有|有沒有|有冇|是不是|是否|係咪|系咪|来得及|來得及|多少(?:钱|錢)?(?:啊|呀|呢)?\W*$|咋整|点算|點算"
    r"|(?:谁|誰|哪个|哪個|哪家|干嘛|幹嘛|为何)\W*$|(?:交|发|發|寄|打|转)给谁"
    r"|多久|多长|多長|几天|幾天|什么时候|什麼時候|哪里|哪裡|为什么|為什麼|为啥|点解|點解"
    r"|(?:能|行|可以|会|好|有用|管用|来得及|退|要).{0,8}不\W*$|(?:好|退|到|到账|处理|弄|办)了?没\W*$"
    r"|^\W*我?(?:要|想)(?:投诉|投訴)\W*$|啥时候|[找跟问去向]谁|(?:什么|什麼|啥|么|麼)\W*$|还要.{0,8}[吗么]|有什么(?:办法|用)|啥意思|是啥"
    r"|^(?:(?:so|and|but|ok|okay|then|also|well|please|sorry)[\s,]+)*"
    r"(?:what|how|why|when|where|who|which|(?:can|could|should|will|would|may|must)"
    r" (?:i|you|we|they|he|she|it|this|that|the|my|anyone|someone|somebody)"
    r"|do (?:i|you|we|they)|can \w+ (?:stop|help|refund|get|cancel|reverse|see|trace|block|do)"
    r"|is (?:it|this|that|there)|are (?:you|they|there)|does (?:it|this|that|he|she|the|my)"
    r"|did (?:i|you)|am i|have you)\b",
    re.IGNORECASE,
)


# 扣没扣, 有没有扣: who asks whether says neither yes nor no.
_WHETHER = re.compile(r"(?P<verb>[\u4e00-\u9fff])(?:没|不)(?P=verb)|有没有|是否")
# 跟他聊着呢, 还在等呢 tell something.
_GOING_ON = re.compile(r"(?:着|(?:还|正|在|才|都).{0,6})呢\W*$")


def asks_whether(text: str) -> bool:
    """Whether a text asks for a yes or no, and so gives none."""
    return bool(_WHETHER.search(plain(text)))


def asks(text: str) -> bool:
    """Whether a text is a question, with a question mark or without."""
    said = text.strip()
    if _GOING_ON.search(said) and not _ASKS.search(said):
        return False
    return said.endswith(QUESTION_ENDS) or bool(_ASKS.search(said) or _ASKS.search(plain(said)))

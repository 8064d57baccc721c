"""A message that goes on with the one before: both are read as one."""

import json
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from bot.domain.customers import Customer
from bot.domain.taps import Tap
from bot.services import answers as answering
from bot.services.beside_words import asks_for_person
from bot.services.exchange import Choice, Exchange
from bot.services.hearing import Heard, asks
from bot.services.opening import GUIDES
from bot.services.types_found import is_greeting, smalltalk_of
from bot.understanding.intents import Intent

# For how long a message goes on with the one before. Chosen: somebody who looks something up in
# an app is back sooner, and who comes back later has another matter more often.
_KEPT = timedelta(minutes=15)
_LONGEST = 500
# Confidence from which a message stands for itself, as inside a guide.
_SURE = 0.75
# ... and from which both together open a guide.
_SURE_TOGETHER = 0.75
# Routes of what says too little still, with what was said before.
VAGUE = frozenset({Intent.CLARIFY, Intent.OUT_OF_SCOPE})
_BY_ITSELF = frozenset(
    {Intent.SMALLTALK, Intent.HUMAN, Intent.CLAIM_STATUS, Intent.EVIDENCE, Intent.ABUSE}
)


@dataclass(frozen=True, slots=True)
class Earlier:
    """What was written before.

    Attributes:
        text: redacted.
        article: name of the article that answered it; empty: the bot asked back.
    """

    text: str
    article: str


def remember(ex: Exchange, text: str, article: str = "") -> None:
    """Keep a text for the message that may go on with it."""
    kept = {"text": text[-_LONGEST:], "article": article}
    ex.update(earlier=json.dumps(kept, ensure_ascii=False))


def earlier_of(customer: Customer, now: datetime) -> Earlier | None:
    """Return what a customer wrote before; None: nothing, or too long ago."""
    if not customer.earlier or customer.seen_at is None or now - customer.seen_at > _KEPT:
        return None
    return Earlier(**json.loads(customer.earlier))


def goes_on(earlier: Earlier, heard: Heard) -> bool:
    """Whether a message may go on with an earlier one: by itself it says too little."""
    reading, text = heard.reading, heard.text
    if reading.wish is not None or reading.dangers or heard.secrets or is_greeting(text):
        return False
    if text == earlier.text or _stands_alone(heard):
        return False
    if reading.intent in GUIDES:
        return reading.confidence < _SURE or (bool(earlier.article) and _is_bare(heard))
    if reading.intent is Intent.OUT_OF_SCOPE:
        return reading.confidence < _SURE
    return not (asks(text) and heard.answers)


def _is_bare(heard: Heard) -> bool:
    """Whether a message names a matter and no fact of it: 不是我转的; those came before."""
    found = heard.reading.facts
    stated = (found.provider, found.amount, found.occurred)
    return len(heard.text) <= _LONGEST_BARE and all(each is None for each in stated)


_LONGEST_BARE = 12


def _stands_alone(heard: Heard) -> bool:
    reading = heard.reading
    if reading.intent is Intent.SMALLTALK and smalltalk_of(heard.text) == "hello":
        return False
    if reading.intent is Intent.HUMAN and not asks_for_person(heard.text):
        return False
    return reading.intent in _BY_ITSELF and reading.confidence >= _SURE


def joined(earlier: Earlier, text: str) -> str:
    """Return both messages as one."""
    return f"{earlier.text}，{text}"[-2 * _LONGEST :]


def together(earlier: Earlier, alone: Heard, whole: Heard) -> Heard:
    """Return what is to be answered: the message alone, or both as one."""
    both = replace(whole, said=alone.text)
    surely = alone.reading.intent in GUIDES and alone.reading.confidence >= _SURE
    if surely and not alone.ranked:
        return both if whole.reading.intent is alone.reading.intent else alone
    if whole.reading.intent in GUIDES and whole.reading.confidence >= _SURE_TOGETHER:
        return both
    if asks(alone.text) or not earlier.article:
        return both if whole.answers and not alone.answers else alone
    if whole.answers and whole.ranked[0].entry != earlier.article:
        return both
    return replace(both, again=earlier.article)


def say_follow_up(ex: Exchange, heard: Heard) -> None:
    """Answer somebody who goes on telling about what an article has answered already."""
    article = answering.article_of(ex, heard.again)
    choices: list[Choice] = []
    if article is not None and article.opens is not None:
        choices.append((ex.label("answer.open_guide"), Tap("open", (article.opens.value,))))
    choices.append((ex.label("question.person"), Tap("ask_person")))
    ex.say("answer.follow_up", *choices)
    remember(ex, heard.text, heard.again)

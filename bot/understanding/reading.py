"""A message to what it wants: route, urgency, dangers, facts, and the word that steers."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Protocol
from zoneinfo import ZoneInfo

from bot.domain.redaction import redact
from bot.understanding.dangers import dangers_in
from bot.understanding.facts import Facts, read_facts
from bot.understanding.intents import Danger, Intent, Wish
from bot.understanding.phrasings import URGENT, Models, message_features
from bot.understanding.plain import plain
from bot.understanding.provider_names import ProviderIndex
from bot.understanding.routes import Evidence, is_urgent, routed
from bot.understanding.wishes import wish_in


class Ranker(Protocol):
    """The search: which articles a text asks for."""

    def __call__(self, text: str) -> Sequence[tuple[str, float]]:
        """Return names and scores of articles, best first."""


_NO_FACTS = Facts()


@dataclass(frozen=True, slots=True)
class Reading:
    """What a message wants and says.

    Attributes:
        intent: its route.
        confidence: of the route, 0 to 1.
        urgent: a fraud goes on; something can still be stopped.
        dangers: what has to be answered before anything else.
        facts: what it states.
        wish: the word that steers the dialogue, when it is all that the message says.
        articles: names and scores, best first; empty without a ranker.
        ranked: every route with its share, best first.
    """

    intent: Intent
    confidence: float
    urgent: bool = False
    dangers: frozenset[Danger] = frozenset()
    facts: Facts = _NO_FACTS
    wish: Wish | None = None
    articles: tuple[tuple[str, float], ...] = ()
    ranked: tuple[tuple[Intent, float], ...] = field(default=(), repr=False)

    @property
    def is_pressing(self) -> bool:
        """Whether somebody must not wait: a danger, or a fraud that is told of."""
        return self.urgent or bool(self.dangers) or self.intent is Intent.FRAUD


class Understanding:
    """Reads messages; pure, deterministic, made once from plain values."""

    def __init__(
        self, providers: ProviderIndex, models: Models, ranker: Ranker | None = None
    ) -> None:
        """Take the names of providers, the models of the phrasings, and the search if any."""
        self._providers = providers
        self._models = models
        self._ranker = ranker

    def read(self, text: str, *, now: datetime, zone: ZoneInfo) -> Reading:
        """Return what a message wants and says.

        Args:
            text: the message as it came; secrets are masked before anything else is read.
            now: when it was written, aware.
            zone: the customer's, for words about time.
        """
        redacted = redact(text[:_LONGEST])
        said = self._models.pinyin.written_out(redacted.text)
        typed = plain(redacted.text)
        normal = self._models.spelling.mended(typed if said == redacted.text else plain(said))
        signs, features = message_features(normal, self._providers)
        shares = self._models.routes.probabilities(features)
        dangers = dangers_in(normal, signs, redacted.found)
        if typed != normal:  # No danger is missed because a word was taken for another.
            dangers |= dangers_in(typed, signs, redacted.found)
        facts = read_facts(said, self._providers, now=now, zone=zone)
        evidence = Evidence(normal, signs, dangers, redacted.found, facts)
        intent, confidence = routed(shares, evidence)
        ranked = sorted(((Intent(name), share) for name, share in shares.items()), key=_by_share)
        return Reading(
            intent=intent,
            confidence=confidence,
            urgent=intent is Intent.FRAUD and self._is_urgent(features, evidence),
            dangers=dangers,
            facts=facts,
            wish=wish_in(redacted.text),
            articles=tuple(self._ranker(redacted.text)) if self._ranker else (),
            ranked=tuple(ranked),
        )

    def _is_urgent(self, features: frozenset[str], evidence: Evidence) -> bool:
        return is_urgent(self._models.urgency.probabilities(features)[URGENT], evidence)


_LONGEST = 4_096
"""Characters of the longest message that Telegram delivers; more is not read."""


def _by_share(pair: tuple[Intent, float]) -> float:
    return -pair[1]

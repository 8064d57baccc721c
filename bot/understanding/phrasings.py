"""Example messages of each route, and the models made of them."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from bot.understanding.features import features_of, masked
from bot.understanding.intents import Intent
from bot.understanding.model import Example, LinearModel, trained
from bot.understanding.pinyin import Pinyin
from bot.understanding.plain import plain
from bot.understanding.provider_names import ProviderIndex
from bot.understanding.signs import signs_in
from bot.understanding.spelling import Spelling
from knowledge.sayings import Saying

URGENT, SETTLED = "urgent", "settled"


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt from the phrasings.

    Attributes:
        routes: which route a message takes.
        urgency: whether a fraud is urgent.
        spelling: which words are right, and what misspelt ones mean.
        pinyin: which characters are meant by typed syllables.
    """

    routes: LinearModel
    urgency: LinearModel
    spelling: Spelling
    pinyin: Pinyin


def message_features(normal: str, index: ProviderIndex) -> tuple[frozenset[str], frozenset[str]]:
    """Return the signs of a message and its features for the models.

    Args:
        normal: the message in normal form, misspelt words set right.
        index: every provider's names.
    """
    signs = signs_in(normal)
    hidden = masked(normal, index.mentions(normal), index.kinds)
    return signs, features_of(hidden, signs)


def train_models(
    phrasings: Sequence[Saying], index: ProviderIndex, right: Iterable[str] = ()
) -> Models:
    """Return the models of the phrasings; takes some seconds, so the result is kept.

    Args:
        phrasings: the examples.
        index: every provider's names.
        right: texts whose words are no misspelt ones, besides the phrasings.
    """
    routes, urgency = [], []
    for phrasing in phrasings:
        _, features = message_features(plain(phrasing.text), index)
        routes.append(Example(features, Intent(phrasing.route)))
        if phrasing.route == Intent.FRAUD:
            urgency.append(Example(features, URGENT if phrasing.urgent else SETTLED))
    spelling = Spelling.of((phrasing.text for phrasing in phrasings), right)
    chinese, english = (
        [phrasing.text for phrasing in phrasings if phrasing.language == language]
        for language in ("zh", "en")
    )
    pinyin = Pinyin.of(chinese, english)
    return Models(trained(routes), trained(urgency), spelling, pinyin)

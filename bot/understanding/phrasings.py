"""Example messages of each route, and the models made of them."""

from collections.abc import Iterable
from dataclasses import dataclass

from bot.understanding.features import features_of, masked
from bot.understanding.intents import Intent
from bot.understanding.model import Example, LinearModel, trained
from bot.understanding.plain import plain
from bot.understanding.provider_names import ProviderIndex
from bot.understanding.signs import signs_in
from knowledge.sayings import Saying

URGENT, SETTLED = "urgent", "settled"


@dataclass(frozen=True, slots=True)
class Models:
    """What was learnt from the phrasings: the route, and for a fraud whether it is urgent."""

    routes: LinearModel
    urgency: LinearModel


def message_features(
    text: str, index: ProviderIndex
) -> tuple[str, frozenset[str], frozenset[str]]:
    """Return the normal form of a message, its signs, and its features for the models."""
    normal = plain(text)
    signs = signs_in(normal)
    hidden = masked(normal, index.mentions(normal), index.kinds)
    return normal, signs, features_of(hidden, signs)


def train_models(phrasings: Iterable[Saying], index: ProviderIndex) -> Models:
    """Return the models of the phrasings; takes some seconds, so the result is kept."""
    routes, urgency = [], []
    for phrasing in phrasings:
        features = message_features(phrasing.text, index)[2]
        routes.append(Example(features, Intent(phrasing.route)))
        if phrasing.route == Intent.FRAUD:
            urgency.append(Example(features, URGENT if phrasing.urgent else SETTLED))
    return Models(trained(routes), trained(urgency))

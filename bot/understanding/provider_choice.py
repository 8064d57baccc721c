"""Which of several providers in a message took, held or froze the money."""

import re
from dataclasses import dataclass

from bot.domain.numerals import fold
from bot.understanding.plain import is_traditional, simplified
from bot.understanding.provider_names import Mention, ProviderIndex

_WEIGHTS = {
    **dict.fromkeys(["wallet", "bnpl", "crypto_exchange", "unlicensed_wallet"], 6),
    **dict.fromkeys(["psp", "device_wallet", "bank_rail"], 5),
    **dict.fromkeys(["platform_bnpl", "bank", "bank_app", "card_network"], 4),
    "crypto": 2,
}
_GENERIC = "bank_card_cn"
_PAID_WITH = re.compile(
    r"(?:用(?:的)?(?:是)?|通过|走(?:的)?|拿|使|从|on my|with|via|using|through|by|from)"
    r"\s?(?:了|my |the |a )?$"
)
_PAYS = re.compile(r"\s?(?:付|支付|扣|刷|转|充|收了|pay|took|charged|debited|billed|takes)")


@dataclass(frozen=True, slots=True)
class ChosenProvider:
    """Whom a message names.

    Attributes:
        id: the one provider meant; None when none is named or look-alikes have to be asked.
        candidates: the look-alikes, or empty.
        mentions: every name found.
    """

    id: str | None
    candidates: tuple[str, ...]
    mentions: tuple[Mention, ...]


def chosen_provider(text: str, index: ProviderIndex, *, region: str | None) -> ChosenProvider:
    """Return the provider whose wallet or card took, held or froze the money.

    Args:
        text: the message.
        index: every name.
        region: ISO 3166 code named in the message, or None; picks between look-alikes.
    """
    mentions = index.mentions(text)
    folded = simplified(fold(text))
    best, best_score = None, -1.0
    for position, mention in enumerate(mentions):
        score = _score(folded, mention, index) - position * 0.1
        if score > best_score:
            best, best_score = mention, score
    if best is None:
        return ChosenProvider(None, (), mentions)
    ids = best.ids
    if len(ids) > 1 and region:
        ids = tuple(one for one in ids if region in index.countries[one].split("/")) or ids
    if len(ids) > 1:
        return ChosenProvider(None, ids, mentions)
    if ids[0] == _GENERIC and (text.isascii() or is_traditional(text)):
        return ChosenProvider(None, (), mentions)
    return ChosenProvider(ids[0], (), mentions)


def _score(folded: str, mention: Mention, index: ProviderIndex) -> float:
    score = float(_WEIGHTS.get(index.kinds[mention.ids[0]], 3))
    if mention.ids[0] == _GENERIC:
        score = 1.0
    if _PAID_WITH.search(folded[max(0, mention.start - 12) : mention.start]):
        score += 3
    if _PAYS.match(folded[mention.end : mention.end + 10]):
        score += 1
    return score

"""Features of a message that the route is weighed by."""

import re
from collections.abc import Iterable, Iterator, Sequence
from itertools import combinations, pairwise

from bot.understanding.provider_names import Mention
from knowledge.matching.concepts import meanings
from knowledge.matching.syllables import read_han, split_pinyin

PROVIDER, EXCHANGE, UNLICENSED = "\ue000", "\ue001", "\ue002"
"""What stands in the place of a provider's name, so that no name decides the route."""

_KEPT_KINDS = frozenset({"crypto"})
_KEPT_IDS = frozenset({"bank_card_cn"})
_HAN = re.compile(r"[\u4e00-\u9fff\ue000-\ue002]+")
_PURE_HAN = re.compile(r"[\u4e00-\u9fff]+")
_LETTERS = re.compile(r"[a-z]+")
_WORD = re.compile(r"[a-z]+|\d+|[\ue000-\ue002]")
_MEANT = re.compile(r"[\u4e00-\u9fff]+|[a-z]+")
_NUMBER = re.compile(r"\d+(?:[.,]\d+)*")
_LONGEST_GRAM = 2
_NEAR = 4
"""Meanings this far apart are a pair: words may stand between what belongs together."""
_SHORT, _MIDDLE = 12, 40


def masked(text: str, mentions: Iterable[Mention], kinds: dict[str, str]) -> str:
    """Return the text with each provider's name replaced by a sign for its kind."""
    pieces, position = [], 0
    for mention in mentions:
        kind = kinds[mention.ids[0]]
        if kind in _KEPT_KINDS or mention.ids[0] in _KEPT_IDS:
            continue
        sign = {"unlicensed_wallet": UNLICENSED, "crypto_exchange": EXCHANGE}.get(kind, PROVIDER)
        if len(mention.ids) > 1 and any(kinds[one] == "unlicensed_wallet" for one in mention.ids):
            sign = UNLICENSED
        pieces += [text[position : mention.start], f" {sign} " if text.isascii() else sign]
        position = mention.end
    return "".join(pieces) + text[position:]


def features_of(plain: str, signs: frozenset[str]) -> frozenset[str]:
    """Return the names of the features of a text in normal form.

    Character grams stand for Chinese, words and pairs of words for Latin text, what words mean
    for both; a sign and a pair of signs for what the message speaks of. The length and a question
    mark count too.
    """
    found = {f"s:{name}" for name in signs}
    found.update(f"s:{a}&{b}" for a, b in combinations(sorted(signs), 2))
    for run in _HAN.findall(_NUMBER.sub("0", plain)):
        found.update(_grams(run))
    found.update(_words(_NUMBER.sub("0", plain)))
    found.update(_syllable_pairs(plain))
    found.update(_meanings(plain))
    length = len(_HAN.sub("", plain).split()) * 2 + sum(map(len, _HAN.findall(plain)))
    found.add("l:short" if length <= _SHORT else "l:middle" if length <= _MIDDLE else "l:long")
    if plain.endswith(("?", "吗", "呢", "么")):
        found.add("q:end")
    if _NUMBER.search(plain):
        found.add("n:number")
    return frozenset(found)


def _grams(run: str) -> Iterator[str]:
    for size in range(1, _LONGEST_GRAM + 1):
        for start in range(len(run) - size + 1):
            yield run[start : start + size]


def _syllable_pairs(plain: str) -> Iterator[str]:
    """Pairs of toneless syllables: typed pinyin and homophones meet Chinese here."""
    runs = [read_han(run) for run in _PURE_HAN.findall(plain)]
    typed = [split_pinyin(word) for word in _LETTERS.findall(plain)]
    if typed and all(typed):
        runs.append([syllable for word in typed for syllable in word])
    for run in runs:
        for one, other in pairwise(run):
            yield f"y:{one} {other}"


def _meanings(plain: str) -> Iterator[str]:
    """What words mean, whichever of many is used in either language, alone and in pairs."""
    meant = meanings(" ".join(_MEANT.findall(plain)))
    for position, one in enumerate(meant):
        yield f"c:{one}"
        for other in meant[position + 1 : position + 1 + _NEAR]:
            yield f"c:{one}+{other}"


def _words(plain: str) -> Iterator[str]:
    words: Sequence[str] = _WORD.findall(plain)
    for position, word in enumerate(words):
        yield f"w:{word}"
        if position:
            yield f"w:{words[position - 1]} {word}"
        if len(word) > 4:
            yield f"p:{word[:4]}"

"""Ways in which people write a question other than its author expected."""

import logging
import random
from collections.abc import Callable
from functools import lru_cache

import jieba
from opencc import OpenCC
from pypinyin import lazy_pinyin

from knowledge.matching.syllables import syllables

jieba.setLogLevel(logging.ERROR)

Damage = Callable[[str, random.Random], str]

_LETTERS = "abcdefghijklmnopqrstuvwxyz"


@lru_cache(maxsize=1)
def _traditional() -> OpenCC:
    return OpenCC("s2t")


@lru_cache(maxsize=1)
def _by_sound() -> dict[str, list[str]]:
    found: dict[str, list[str]] = {}
    for character, syllable in syllables().of.items():
        code = character.encode("gb2312", "ignore")
        if code and code[0] <= 0xD7:
            found.setdefault(syllable, []).append(character)
    return found


def homophones(text: str, chance: random.Random) -> str:
    """Replace one character in five by another of the same sound."""
    sound = syllables().of
    return "".join(
        chance.choice(_by_sound()[sound[character]])
        if sound.get(character) in _by_sound() and chance.random() < 0.2
        else character
        for character in text
    )


def traditional(text: str, chance: random.Random) -> str:
    """Write everything in traditional characters."""
    return str(_traditional().convert(text))


def mixed_script(text: str, chance: random.Random) -> str:
    """Write every other character in its traditional form."""
    return "".join(
        traditional(character, chance) if chance.random() < 0.5 else character
        for character in text
    )


def dropped(text: str, chance: random.Random) -> str:
    """Leave out 12 of 100 characters."""
    return "".join(character for character in text if chance.random() >= 0.12) or text


def pinyin_words(text: str, chance: random.Random) -> str:
    """Type three words of ten in pinyin."""
    return "".join(
        "".join(lazy_pinyin(word)) if chance.random() < 0.3 else word for word in jieba.lcut(text)
    )


def all_pinyin(text: str, chance: random.Random) -> str:
    """Type everything in pinyin, a space between words."""
    return " ".join("".join(lazy_pinyin(word)) for word in jieba.lcut(text))


def typos(text: str, chance: random.Random, share: float = 0.3) -> str:
    """Damage a share of the words by one swapped, missing, extra or wrong letter."""
    words = text.split()
    for place, word in enumerate(words):
        if len(word) > 2 and chance.random() < share:
            at = chance.randrange(len(word) - 1)
            wrong = chance.choice(_LETTERS)
            words[place] = chance.choice(
                [
                    word[:at] + word[at + 1] + word[at] + word[at + 2 :],
                    word[:at] + word[at + 1 :],
                    word[:at] + wrong + word[at:],
                    word[:at] + wrong + word[at + 1 :],
                ]
            )
    return " ".join(words)


CHINESE: dict[str, Damage] = {
    "homophones": homophones,
    "traditional": traditional,
    "mixed script": mixed_script,
    "dropped characters": dropped,
    "pinyin words": pinyin_words,
}

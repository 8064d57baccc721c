"""A message to the plain form that is compared: one script, one width, no markup, no numbers."""

import re
import unicodedata
from functools import lru_cache

from opencc import OpenCC

LONGEST_QUERY = 256
"""Characters that are matched; time grows with length, and what is asked stands first or last."""
_LONGEST_READ = 4096
"""Characters of a message that are looked at, the length Telegram allows; more is noise."""
_MARKUP = re.compile(r"<[^<>]{1,80}>|https?://\S+")
_CANNOT = re.compile(r"\bca(?:n['’´`]?t|nnot)\b")
_NEGATION = re.compile(r"(?:n['’´`]t|(?<=\bdo|\bis)nt|(?<=\bdid|\bwas|\bhas)nt)\b")
_NOT_A_WORD = re.compile(r"[\W_]+")
_DIGITS = re.compile(r"\d+")
_HOTLINE = re.compile(r"11[0-9]|12[0-9]{3}|9[56][0-9]{3}|911|999")
_HAN = "\u3400-\u9fff"
_RUN = re.compile(rf"[{_HAN}]+|[^\W{_HAN}_]+")
_VARIANTS = str.maketrans("帐份", "账份")


@lru_cache(maxsize=1)
def _simplifier() -> OpenCC:
    return OpenCC("t2s")


def plain(text: str) -> str:
    """Return lower-case words and runs of simplified characters, one space between runs.

    Full width becomes half width, markup and links go, numbers become 0: amounts and order numbers
    say which case it is, not which question. Hotlines such as 95188 and short mixed names such as
    3ds stay. Anything longer than `LONGEST_QUERY` loses its middle.
    """
    return plain_lines([text])[0]


def plain_lines(texts: list[str]) -> list[str]:
    """Return `plain` of many texts; one conversion of the script serves them all."""
    folded = [_folded(text) for text in texts]
    simplified = _simplifier().convert("\n".join(folded)).translate(_VARIANTS).split("\n")
    return [_shortened(" ".join(_RUN.findall(_masked(line)))) for line in simplified]


def is_han(run: str) -> bool:
    """Tell whether a run of `plain` is written in Chinese characters."""
    return "\u3400" <= run[0] <= "\u9fff"


def runs(line: str) -> list[str]:
    """Return the runs of a plain text: Chinese stretches and other words."""
    return line.split(" ") if line else []


def _folded(text: str) -> str:
    if len(text) > _LONGEST_READ:
        half = _LONGEST_READ // 2
        text = f"{text[:half]} {text[-half:]}"
    text = unicodedata.normalize("NFKC", text).lower()
    text = _MARKUP.sub(" ", text)
    text = _NEGATION.sub(" not", _CANNOT.sub("can not", text))
    return _shortened(_NOT_A_WORD.sub(" ", text).strip())


def _shortened(line: str) -> str:
    if len(line) <= LONGEST_QUERY:
        return line
    half = LONGEST_QUERY // 2
    return f"{line[:half].rsplit(' ', 1)[0]} {line[-half:].split(' ', 1)[-1]}"


def _masked(line: str) -> str:
    return _DIGITS.sub(_mask, line)


def _mask(found: re.Match[str]) -> str:
    return found[0] if _HOTLINE.fullmatch(found[0]) else "0"

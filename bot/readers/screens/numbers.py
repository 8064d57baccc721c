"""Transaction and order numbers out of recognised text."""

import re
from collections.abc import Sequence

from bot.readers.screens.wording import is_chinese

# Shorter than this, a number is a counter or a piece of one.
_SHORTEST = 6
# A letter in a long run of digits is a digit misread; wallets print only digits there.
_LONG = 16
_LOOKS_LIKE = str.maketrans("OoIl", "0011")
_ALLOWED = re.compile(r"[A-Za-z0-9_\-]+")
# A word is no number: there is a digit, or capitals only, as many as no word has.
_TELLING = re.compile(r"\d|^[A-Z]{12,}$")
_BUTTON = re.compile(r"(?:复制|拷贝|複製|查看|copy)\s*$", re.IGNORECASE)
_PIECE = re.compile(r"[A-Za-z0-9_\- ]+")


def number_in(text: str) -> str | None:
    """Return the number that a value is, or None; masked and cut ones are None."""
    bare = _BUTTON.sub("", text).rstrip(" >·|").replace(" ", "").lstrip("#:")
    if not _ALLOWED.fullmatch(bare) or len(bare) < _SHORTEST or not _TELLING.search(bare):
        return None
    return _letters_mended(bare.strip("-_"))


def number_of(pieces: Sequence[str]) -> str | None:
    """Return the number that the lines of a value make up, or None.

    Lines of words are left out: WeChat says what a number is good for above it.
    """
    bare = (_BUTTON.sub("", piece) for piece in pieces)
    return number_in("".join(piece for piece in bare if not is_chinese(piece)))


def continues_number(so_far: str, text: str) -> bool:
    """Whether a line can be the rest of a number that was broken.

    Args:
        so_far: the number's first line; only after a long mixed one can letters alone follow.
        text: the next line of its column.
    """
    bare = _BUTTON.sub("", text).strip()
    if not _PIECE.fullmatch(bare):
        return False
    mixed = re.search(r"[A-Za-z]", so_far) and re.search(r"\d", so_far)
    letters = mixed and len(so_far) >= _LONG and " " not in bare
    return bool(re.search(r"\d", bare) or letters)


def _letters_mended(number: str) -> str:
    letters = [one for one in number if one.isalpha()]
    if not letters:
        return number
    folded = number[0] + number[1:].translate(_LOOKS_LIKE)
    if folded.isdigit() and len(number) >= _LONG and len(letters) <= 2:
        return folded
    uppercase_but_l = set(letters) - set("lo")
    if len(letters) > 2 and uppercase_but_l and all(one.isupper() for one in uppercase_but_l):
        return number.replace("l", "I").replace("o", "O")
    return number

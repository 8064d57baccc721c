"""Which characters our typeface has, and texts in which every character can be printed."""

import struct
import unicodedata
from functools import lru_cache
from pathlib import Path
from typing import Final

FONTS: Final = Path(__file__).parent / "fonts"
FONT: Final = FONTS / "PayAidSans-Regular.otf"
MISSING: Final = "□"
"""Stands for a character that the typeface does not have."""

_NARROW: Final = str.maketrans("“”‘’", "\"\"''")
# Marks that are never seen alone: joiners and variation selectors of emoji and names.
_UNSEEN: Final = frozenset("\u200b\u200c\u200d\u2060\ufeff\u00ad") | {
    chr(code) for code in (*range(0xFE00, 0xFE10), *range(0xE0100, 0xE01F0))
}


@lru_cache(maxsize=1)
def characters() -> frozenset[int]:
    """Return the code points that the typeface has; read from its own table `cmap`, format 12."""
    data = FONT.read_bytes()
    tables = struct.unpack_from(">H", data, 4)[0]
    places = [struct.unpack_from(">4sLLL", data, 12 + 16 * at) for at in range(tables)]
    start = next(place for tag, _, place, _ in places if tag == b"cmap")
    count = struct.unpack_from(">H", data, start + 2)[0]
    found: set[int] = set()
    for at in range(count):
        offset = start + struct.unpack_from(">L", data, start + 8 + 8 * at)[0]
        if struct.unpack_from(">H", data, offset)[0] != 12:
            continue
        groups = struct.unpack_from(">L", data, offset + 12)[0]
        for group in range(groups):
            first, last, _ = struct.unpack_from(">LLL", data, offset + 16 + 12 * group)
            found.update(range(first, last + 1))
    return frozenset(found)


def printable(text: str, *, narrow: bool = False) -> str:
    """Return a text that can be set: no control characters, nothing that turns the direction.

    Line breaks stay; a character that the typeface lacks becomes `MISSING`.

    Args:
        text (str): of anybody.
        narrow (bool): for English; quotation marks of our face are as wide as a Chinese character.
    """
    known = characters()
    text = text.translate(_NARROW) if narrow else text
    return "".join(_seen(each, known) for each in text.replace("\r\n", "\n"))


def _seen(character: str, known: frozenset[int]) -> str:
    if character == "\n":
        return character
    if character in _UNSEEN:
        return ""
    category = unicodedata.category(character)
    if category == "Zs" or character == "\t":
        return " "
    if category in ("Cc", "Cf", "Zl", "Zp"):
        return " " if category != "Cf" else ""
    return character if ord(character) in known else MISSING

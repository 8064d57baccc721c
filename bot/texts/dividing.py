"""Texts too long for one message, in parts; lengths as Telegram counts them."""

from collections.abc import Iterable
from typing import Final

_ENDS: Final = ("\n", "。", "！", "？", ". ", "; ", "，", ", ", " ")
_MORE: Final = "…"


def units(text: str) -> int:
    """Return the length of a text in UTF-16 units, as the Bot API counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def divided(text: str, most: int) -> tuple[str, ...]:
    """Return a text in parts, each cut behind a line, a sentence or a word where one ends near.

    Args:
        text (str): plain.
        most (int): UTF-16 units of a part.
    """
    parts: list[str] = []
    while units(text) > most:
        cut = _cut(text, most)
        parts.append(text[:cut].rstrip())
        text = text[cut:].lstrip()
    return (*parts, text) if text or not parts else tuple(parts)


def _cut(text: str, most: int) -> int:
    """Return the place behind which the next part begins."""
    room = text.encode("utf-16-le", "surrogatepass")[: 2 * most].decode("utf-16-le", "ignore")
    for end in _ENDS:
        at = room.rfind(end, len(room) * 3 // 4)
        if at >= 0:
            return at + len(end)
    return len(room)


def fitting(lines: Iterable[str], most: int) -> str:
    """Return the lines that fit, whole, and a sign that there are more.

    Args:
        lines (iterable): Telegram HTML, each closed in itself.
        most (int): UTF-16 units of all together.
    """
    kept: list[str] = []
    room = most - units(_MORE) - 1
    for line in lines:
        room -= units(line) + 1
        if room < 0:
            return "\n".join([*kept, _MORE])
        kept.append(line)
    return "\n".join(kept)

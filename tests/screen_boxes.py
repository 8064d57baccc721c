"""Screens as text: what stands where becomes the boxes that recognition would give."""

import re
import unicodedata

from bot.readers.screens.layout import TextBox
from bot.readers.screens.wording import tidy

LINE = 50
WIDE = 12


def boxes(screen):
    """Return the boxes of a drawing; two blanks part two boxes, `# ` begins large type."""
    found = []
    for number, line in enumerate(screen.strip("\n").splitlines()):
        large = line.lstrip().startswith("# ")
        line = line.replace("# ", "  ", 1) if large else line
        height = 60 if large else 30
        middle = 100 + number * LINE
        for piece in re.finditer(r"\S+(?: \S+)*", line):
            left = _columns(line[: piece.start()]) * WIDE
            right = left + _columns(piece[0]) * WIDE * (2 if large else 1)
            found.append(
                TextBox(tidy(piece[0]), left, middle - height / 2, right, middle + height / 2)
            )
    return tuple(found)


def _columns(text):
    return sum(2 if unicodedata.east_asian_width(one) in "WF" else 1 for one in text)

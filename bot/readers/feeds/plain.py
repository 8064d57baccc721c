"""Words of a stranger to one harmless line: no markup, no addresses, no numbers to call."""

import re
import unicodedata
from datetime import UTC, datetime
from html.parser import HTMLParser
from typing import Final

from bot.domain.official import LONGEST_TITLE

# Characters that are looked at; a title of ten megabytes is cut before anything else.
_LOOKED_AT: Final = 2_000
# Characters of the text that are searched for links: twice what is shown.
_SEARCHED: Final = 2 * LONGEST_TITLE
# What is shown in place of an address or a number.
_LEFT_OUT: Final = "…"
# Text inside these is no text.
_SILENT: Final = frozenset({"script", "style", "template", "title", "head"})
# Tags inside a word or beside a comma; any other one divides words.
_INLINE: Final = frozenset("a abbr b code del em i ins mark s small span strong sub sup u".split())
# Telegram makes links of these by itself: addresses, names of sites, people, commands.
_LINKS: Final = re.compile(
    r"(?:\b[a-z][a-z0-9+.-]*:/*|\bwww\.)\S+|[^\s@]*@[^\s@]+"
    r"|\b(?:[\w-]+\.)+(?!\d)[^\W_]{2,}(?:[/:?#]\S*)?|(?<!\S)[/#$]\w+",
    re.IGNORECASE,
)
# Seven digits or more could be called; numbers to call come from the tables only.
_NUMBERS: Final = re.compile(r"\+?\d(?:[\s().\-–/]*\d){6,}")
_DATE: Final = re.compile(r"20\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?: \d{1,2})?")
# A moment outside of these is a slip or an attack.
_EARLIEST: Final = datetime(2000, 1, 1, tzinfo=UTC)
_LATEST: Final = datetime(2100, 1, 1, tzinfo=UTC)


class _Text(HTMLParser):
    """Keeps the text between tags."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.parts: list[str] = []
        self._silent: list[str] = []

    def handle_starttag(self, tag: str, _attrs: list[tuple[str, str | None]]) -> None:
        """Divide words; be silent inside a script."""
        if tag in _SILENT:
            self._silent.append(tag)
        self._divide(tag)

    def handle_endtag(self, tag: str) -> None:
        """Divide words; speak again after a script."""
        if tag in self._silent:
            self._silent.remove(tag)
        self._divide(tag)

    def _divide(self, tag: str) -> None:
        if tag not in _INLINE:
            self.parts.append(" ")

    def handle_data(self, data: str) -> None:
        """Keep text."""
        if not self._silent:
            self.parts.append(data)


def without_markup(text: str, longest: int = _LOOKED_AT) -> str:
    """Return the text of HTML or of plain text, blanks made single."""
    reader = _Text()
    reader.feed(text[:longest])
    reader.close()
    return " ".join("".join(map(_shown, "".join(reader.parts))).split())


def _shown(character: str) -> str:
    """Return a character, or a blank for one that is not seen or turns the writing round."""
    kind = unicodedata.category(character)
    return " " if kind[0] == "C" or kind in ("Zl", "Zp") else character


def plain_line(text: str) -> str:
    """Return a title as it may be shown: one line without markup, links and long numbers."""
    line = unicodedata.normalize("NFKC", without_markup(text))[:_SEARCHED]
    line = _LINKS.sub(_LEFT_OUT, line)
    line = _NUMBERS.sub(lambda found: found[0] if _DATE.fullmatch(found[0]) else _LEFT_OUT, line)
    line = " ".join(line.replace("<", " ").replace(">", " ").split())
    return line if len(line) <= LONGEST_TITLE else line[: LONGEST_TITLE - 1].rstrip() + "…"


def moment(text: str | None) -> datetime | None:
    """Return an ISO moment with its zone, in UTC; None for anything else."""
    try:
        read = datetime.fromisoformat((text or "")[:40])
    except ValueError:
        return None
    return None if read.tzinfo is None else likely(read)


def likely(read: datetime) -> datetime | None:
    """Return an aware moment in UTC; None if it is of another century."""
    try:
        return read.astimezone(UTC) if _EARLIEST <= read <= _LATEST else None
    except OverflowError:
        return None

"""An article to Telegram HTML: escaped, references filled in, the hint added once."""

import html
import re
from collections.abc import Callable
from dataclasses import dataclass, field

from bot.domain.kinds import ClaimKind
from knowledge.articles import Article
from knowledge.region_names import is_named, region_name
from knowledge.snapshot import Library
from knowledge.values import REFERENCE, Doubt, Reader, Value, values

LONGEST = 3_500
"""Characters of a rendered article; below Telegram's 4,096, so that something may stand around."""
MOST_PHONES = 3
"""Copy buttons of a message. Source: docs/writing.md section 6."""

_BOLD = re.compile(r"\*\*(.+?)\*\*")
_CODE = re.compile(r"`([^`]+)`")
_HOLE = "\ufffc"  # stands for a value while the prose around it is styled
_OR = " / "  # between two numbers of one channel
_QUOTE = "> "
_SENTENCE = re.compile("[，。；]")
_BULLET = re.compile(r"^[-*] ")


@dataclass(frozen=True, slots=True)
class RenderedArticle:
    """What is sent.

    Attributes:
        text: Telegram HTML.
        phones: numbers for copy buttons, at most three, in order of appearance; none that answers
            in another region than the reader's.
        hint: whether the hint line stands below.
        opens: the guide that the answer leads into.
    """

    text: str
    phones: tuple[str, ...]
    hint: bool
    opens: ClaimKind | None = None


def render(
    article: Article,
    library: Library,
    reader: Reader,
    convert: Callable[[str], str] = str,
) -> RenderedArticle:
    """Return an article as one Telegram message.

    Args:
        article (Article): in the reader's language.
        library (Library): values of its references.
        reader (Reader): language, region and date.
        convert (callable): script of the article to that of the reader; names stay as they are.
    """
    rendered = render_text(article.body, library, reader, convert)
    return RenderedArticle(rendered.text, rendered.phones, rendered.hint, article.opens)


def render_text(
    body: str, library: Library, reader: Reader, convert: Callable[[str], str] = str
) -> RenderedArticle:
    """Return Markdown with references as one Telegram message; for ready answers too."""
    page = _Page(library, reader, convert)
    lines: list[str] = []
    quoted: list[str] = []
    for line in body.strip().splitlines():
        if line.startswith(">"):
            if not quoted:
                page.before = ""
            quoted += page.line(line.removeprefix(_QUOTE).removeprefix(">"))
        else:
            lines += page.line(line)
    text = "\n".join(lines).rstrip()
    if quoted:
        text += f"\n<blockquote expandable>{chr(10).join(quoted)}</blockquote>"
    if hint := page.hint():
        text += f"\n* {html.escape(convert(hint), quote=False)}"
    return RenderedArticle(text.strip(), tuple(page.phones[:MOST_PHONES]), bool(hint))


@dataclass
class _Page:
    """Collects numbers and doubts while the lines are written.

    Attributes:
        before: prose so far, of the open text or of the folded one; a region that it names is not
            named again.
    """

    library: Library
    reader: Reader
    convert: Callable[[str], str]
    phones: list[str] = field(default_factory=list)
    doubts: set[Doubt] = field(default_factory=set)
    before: str = ""

    def line(self, line: str) -> list[str]:
        """Return the lines that one line of Markdown becomes."""
        alone = REFERENCE.fullmatch(line.strip())
        if alone and alone[1] == "urgent":
            return [each for value in self._values(alone) for each in self._led(value)]
        self.before += REFERENCE.sub("", line) + "\n"
        found = [
            "".join(self._value(value) for value in self._values(match))
            for match in REFERENCE.finditer(line)
        ]
        prose = _HOLE.join(self.convert(part) for part in _prose_of(line))
        pieces = _styled(html.escape(prose, quote=False)).split(_HOLE)
        return ["".join(a + b for a, b in zip(pieces, [*found, ""], strict=True))]

    def hint(self) -> str:
        """Return the hint for the values of the page; empty if all are sure."""
        contacts, deadlines = self.library.tables.channels.meta, self.library.tables.deadlines.meta
        if Doubt.CONTACT in self.doubts:
            return contacts.show_unverified_hint.text(self.reader.language)
        if Doubt.DEADLINE in self.doubts:
            return deadlines.show_unverified_hint.text(self.reader.language)
        return ""

    def _values(self, match: re.Match[str]) -> tuple[Value, ...]:
        return values(self.library, self.reader, match[1], match[2], match[3] or "")

    def _led(self, value: Value) -> list[str]:
        lead = html.escape(self.convert(value.lead), quote=False)
        return [lead, self._value(value)] if value.text else [lead]

    def _written(self, text: str) -> str:
        """Return a value in the reader's script; a name stays as its owner writes it."""
        return self.convert(text) if _SENTENCE.search(text) else text

    def _value(self, value: Value) -> str:
        text, place = html.escape(self._written(value.text), quote=False), ""
        if value.is_phone:
            numbers = value.text.split(_OR)
            text = _OR.join(f"<code>{html.escape(each, quote=False)}</code>" for each in numbers)
            if value.region in ("", self.reader.region):
                self.phones += [each for each in numbers if each not in self.phones]
            else:
                place = self._region_of(value)
        if value.doubt:
            self.doubts.add(value.doubt)
            text += "*"
        return text + place

    def _region_of(self, value: Value) -> str:
        """Return where a number answers, unless the text says it already."""
        language = self.reader.language
        if is_named(value.region, self.before, language):
            return ""
        name = region_name(value.region, language)
        self.before += name
        name = html.escape(self.convert(name), quote=False)
        return f"（{name}）" if language.startswith("zh") else f" ({name})"


def _prose_of(line: str) -> list[str]:
    """Return what stands before, between and after the references of a line."""
    parts: list[str] = []
    end = 0
    for match in REFERENCE.finditer(line):
        parts.append(line[end : match.start()])
        end = match.end()
    return [part.replace(_HOLE, "") for part in (*parts, line[end:])]


def _styled(line: str) -> str:
    line = _BOLD.sub(r"<b>\1</b>", line)
    line = _CODE.sub(r"<code>\1</code>", line)
    return _BULLET.sub("• ", line)

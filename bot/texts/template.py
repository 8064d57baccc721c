"""The small language in which texts are written: one thought a line, some lines only sometimes.

A line is left out when one of its placeholders has no value. `~ ` begins a line that is used
only where the line before it was left out; `# ` a numbered step, `! ` the bold first line of
a dangerous moment, `| ` small print that is folded away, `? ` a line that only leads to the
next one and goes with it.
"""

import html
import re
from collections.abc import Mapping
from dataclasses import dataclass

from bot.texts.shown import Lines, Rendered, Shown, Value

PLACEHOLDER = re.compile(r"\{([a-z_0-9]+)\}")
# A blank between two Chinese characters, which only stands there for a Latin name or a number.
_NO_GAP = re.compile(r"(?<=[\u3400-\u9fff）]) (?=[\u3400-\u9fff])")
_MARKS = ("~ ", "# ", "! ", "| ", "? ")


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    instead: bool
    numbered: bool
    bold: bool
    folded: bool
    leads: bool

    def fill(self, values: Mapping[str, Value]) -> Rendered | None:
        """Return the line with its values; None: one is missing."""
        alone = PLACEHOLDER.fullmatch(self.text)
        if alone and isinstance(items := values.get(alone[1]), Lines):
            return _alone(items.items) if items.items else None
        names = PLACEHOLDER.findall(self.text)
        found = {name: _shown(values.get(name)) for name in names}
        if any(value is None for value in found.values()):
            return None
        known = {name: value for name, value in found.items() if value is not None}
        text = PLACEHOLDER.sub(lambda m: _html(known[m[1]]), html.escape(self.text, quote=False))
        copies = tuple(value.text for value in known.values() if value.copy)
        return Rendered((close_up(text),), (), copies, any(value.hint for value in known.values()))


@dataclass(frozen=True, slots=True)
class Template:
    """A text of several lines."""

    source: str
    lines: tuple[_Line, ...]

    @property
    def placeholders(self) -> frozenset[str]:
        """Names of the values that the text can take."""
        return frozenset(PLACEHOLDER.findall(self.source))

    def fill(self, values: Mapping[str, Value]) -> Rendered:
        """Return the text with its values; lines without all of theirs are left out."""
        done, leading = Rendered(), Rendered()
        number = 0
        shown = False
        for line in self.lines:
            if line.instead and shown:
                continue
            filled = line.fill(values)
            if line.leads:
                leading = _placed(line, filled, 0) if filled is not None else Rendered()
                continue
            shown = filled is not None
            done += leading if filled is not None else Rendered()
            leading = Rendered()
            if filled is None:
                continue
            number += line.numbered
            done += _placed(line, filled, number)
        return done


def parse(source: str) -> Template:
    """Return the template that a text stands for."""
    return Template(source, tuple(_line(raw) for raw in source.strip("\n").split("\n")))


def close_up(text: str) -> str:
    """Return a text without blanks between two Chinese characters."""
    return _NO_GAP.sub("", text)


def put_in(text: str, values: Mapping[str, Value]) -> str:
    """Return a short text with its values as plain text, for buttons."""
    return PLACEHOLDER.sub(lambda m: str(getattr(values[m[1]], "text", values[m[1]])), text)


def _line(raw: str) -> _Line:
    marks: set[str] = set()
    while raw[:2] in _MARKS:
        marks.add(raw[:2])
        raw = raw[2:]
    return _Line(raw, "~ " in marks, "# " in marks, "! " in marks, "| " in marks, "? " in marks)


def _placed(line: _Line, filled: Rendered, number: int) -> Rendered:
    lines = filled.lines
    if line.numbered:
        lines = (f"{number}. {lines[0]}", *lines[1:])
    if line.bold:
        lines = (f"<b>{lines[0]}</b>", *lines[1:])
    if line.folded:
        return Rendered((), lines, filled.copies, filled.hint)
    return Rendered(lines, (), filled.copies, filled.hint)


def _alone(items: tuple[Shown, ...]) -> Rendered:
    return Rendered(
        tuple(_html(item) for item in items),
        (),
        tuple(item.text for item in items if item.copy),
        any(item.hint for item in items),
    )


def _shown(value: Value) -> Shown | None:
    if value is None or isinstance(value, Lines):
        return None
    if isinstance(value, Shown):
        return value if value.text else None
    text = str(value)
    return Shown(text) if text else None


def _html(value: Shown) -> str:
    text = html.escape(value.text, quote=False)
    text = f"<code>{text}</code>" if value.code else text
    return f"{text}*" if value.hint else text

"""What a placeholder stands for: a text with marks that decide how it is shown."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Shown:
    """One value, ready to be put into a sentence; escaped only when it is.

    Attributes:
        text: as the reader sees it.
        hint: it could not be checked on an official page; an asterisk and a hint line follow.
        copy: it gets a copy button (a number to call).
        code: it is set so that a tap copies it.
    """

    text: str
    hint: bool = False
    copy: bool = False
    code: bool = False


@dataclass(frozen=True, slots=True)
class Lines:
    """Several values, each alone on its line."""

    items: tuple[Shown, ...]


Value = str | int | Shown | Lines | None


@dataclass(frozen=True, slots=True)
class Rendered:
    """A part of a message in Telegram HTML.

    Attributes:
        lines: what is always seen.
        folded: what stands in the folded quotation.
        copies: what the copy buttons copy, in order, each once.
        hint: whether a value needs the hint line.
    """

    lines: tuple[str, ...] = ()
    folded: tuple[str, ...] = ()
    copies: tuple[str, ...] = ()
    hint: bool = False

    def __add__(self, other: "Rendered") -> "Rendered":
        copies = dict.fromkeys((*self.copies, *other.copies))
        return Rendered(
            (*self.lines, *other.lines),
            (*self.folded, *other.folded),
            tuple(copies),
            self.hint or other.hint,
        )

"""How buttons stand under a message."""

from collections.abc import Iterable

from bot.domain.messages import Button
from bot.texts.catalog import Catalog

# Width of a row of buttons, in half-width characters, on a phone of 360 points. Measured.
_ROW_WIDTH = 32
# Copy buttons under one message. Source: docs/writing.md, "On the screen".
_MOST_COPIES = 3


def arranged(buttons: Iterable[Button]) -> tuple[tuple[Button, ...], ...]:
    """Return buttons in rows: two short ones share a row, a long one stands alone."""
    rows: list[list[Button]] = []
    for button in buttons:
        fits = (
            bool(rows)
            and len(rows[-1]) == 1
            and _width(rows[-1][0].label) <= _ROW_WIDTH // 2
            and _width(button.label) <= _ROW_WIDTH // 2
        )
        if fits:
            rows[-1].append(button)
        else:
            rows.append([button])
    return tuple(tuple(row) for row in rows)


def copy_row(label: str, copies: tuple[str, ...]) -> tuple[tuple[Button, ...], ...]:
    """Return the row of copy buttons, three at most; none without a number.

    Args:
        label (str): holds `{}` where the number goes.
        copies (tuple of str): what each copies.
    """
    shown = copies[:_MOST_COPIES]
    if not shown:
        return ()
    return (tuple(Button(label.replace("{}", each), copy=each) for each in shown),)


def fitting(catalog: Catalog, *keys: str) -> str:
    """Return the first key that has a text.

    Raises:
        KeyError: none has.
    """
    for key in keys:
        if catalog.has(key):
            return key
    raise KeyError(keys[-1])


def _width(label: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in label)

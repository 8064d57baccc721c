"""Payment screenshots to their fields; runs in a worker process."""

import re
from typing import TYPE_CHECKING

import numpy as np

from bot.readers import ocr
from bot.readers.pictures import opened
from bot.readers.screens.amounts import printed
from bot.readers.screens.page import Page, read_page, without_amount
from bot.readers.screens.reading import ScreenshotReading

if TYPE_CHECKING:
    from bot.readers.ocr import Pixels

# Sizes in which an amount is looked at again; two readings of three have to agree.
_SECOND_LOOK = 0.8
_THIRD_LOOK = 1.6


def warm() -> None:
    """Load the models before the first picture.

    Raises:
        OcrMissing: the extra `ocr` is not installed.
    """
    ocr.warm()


def read_screenshot(data: bytes) -> ScreenshotReading:
    """Return what a screenshot says; what is not certain is None.

    Args:
        data: a JPEG, PNG or WebP file.

    Raises:
        PictureRefused: no picture, too large, or damaged.
        OcrMissing: the extra `ocr` is not installed.
    """
    pixels: Pixels = np.asarray(opened(data))
    page = read_page(ocr.recognised(pixels))
    return page.reading if _stands(page, pixels) else without_amount(page.reading)


def _stands(page: Page, pixels: "Pixels") -> bool:
    """Whether the amount is the same at a second look, or borne out by the page itself."""
    amount = page.amount
    if amount is None or (amount.agreed and not amount.disputed):
        return True
    if amount.box is None:
        return not amount.disputed
    first = _figures(amount.box.text)
    looks = (_figures(ocr.read_again(pixels, amount.box, size)) for size in _looks())
    agreeing = sum(look == first for look in looks)
    doubtful = amount.disputed or (amount.printed.decimals == 0 and amount.currency != "JPY")
    return agreeing == len(_looks()) if doubtful else agreeing > 0


def _looks() -> tuple[float, float]:
    return _SECOND_LOOK, _THIRD_LOOK


def _figures(text: str) -> str:
    """Return the figure of an amount as read, without currency and sign."""
    found = printed(text)
    return found.digits if found else re.sub(r"[^\d.]", "", text)

"""Payment screenshots to their fields; runs in a worker process."""

import numpy as np

from bot.readers import ocr
from bot.readers.pictures import opened
from bot.readers.screens.certainty import is_borne_out, is_confirmed
from bot.readers.screens.page import Page, read_page, without_amount
from bot.readers.screens.reading import ScreenshotReading

# Sizes, against the picture's own, in which an amount is looked at again.
_LOOKS = (0.8, 1.6)


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
    pixels: ocr.Pixels = np.asarray(opened(data))
    page = read_page(ocr.recognised(pixels))
    return page.reading if _stands(page, pixels) else without_amount(page.reading)


def _stands(page: Page, pixels: ocr.Pixels) -> bool:
    """Whether the amount is said twice on the page, or read alike in other renderings."""
    amount = page.amount
    if amount is None or is_borne_out(amount):
        return True
    if amount.box is None:
        return not amount.disputed
    box = amount.box
    return is_confirmed(amount, tuple(ocr.read_again(pixels, box, scale) for scale in _LOOKS))

"""The first page of a PDF as a small picture, drawn under limits in the worker process."""

import io
import math

import pypdfium2

from bot.domain.made import MadeBytes
from bot.readers.pictures import (
    THUMBNAIL_QUALITY,
    THUMBNAIL_SIDE,
    PictureFault,
    PictureRefused,
)

# Points on the longest side of a page that is drawn; a poster of two metres has 5,700.
_LONGEST_SIDE = 20_000
# A page is drawn no larger than it is: a stamp of 10 points stays small.
_LARGEST_SCALE = 2.0


def first_page(data: bytes) -> MadeBytes:
    """Return the first page of a PDF: a JPEG, at most `THUMBNAIL_SIDE` pixels long.

    Forms and annotations are left out, and nothing in the file is run.

    Raises:
        PictureRefused: no PDF, damaged, locked by a password, or a page of no sensible size.
    """
    try:
        with pypdfium2.PdfDocument(data) as document:
            page = document[0]
            longest = max(page.get_size())
            if not (math.isfinite(longest) and 1 <= longest <= _LONGEST_SIDE):
                raise PictureRefused(PictureFault.TOO_MANY_PIXELS)
            scale = min(THUMBNAIL_SIDE / longest, _LARGEST_SCALE)
            drawn = page.render(scale=scale, may_draw_forms=False, draw_annots=False)
            picture = drawn.to_pil().convert("RGB")
    except (pypdfium2.PdfiumError, IndexError, ValueError) as error:
        raise PictureRefused(PictureFault.BROKEN) from error
    file = io.BytesIO()
    picture.save(file, "JPEG", quality=THUMBNAIL_QUALITY)
    return MadeBytes(file.getvalue())

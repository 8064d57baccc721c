"""Pictures that customers send: opened under limits, shown without what rides along in them."""

import io
import math
import warnings
from enum import StrEnum
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pi_heif import register_heif_opener
from PIL import Image, ImageOps, UnidentifiedImageError

from bot.domain.made import MadeBytes
from bot.domain.pictures import PictureCopies

# Pixels of the largest picture that is decoded; a phone's camera makes 12 to 50 million,
# a screenshot 5 million.
MOST_PIXELS = 40_000_000
# Pixels on the longest side of the copy for showing: a phone's screenshot keeps its type.
SHOWN_SIDE = 2560
SHOWN_QUALITY = 88
# A screenshot of a whole scrolled page keeps so much width, pixels, up to that length.
_LONG_WIDTH = 1080
LONGEST_SHOWN = 7680
THUMBNAIL_SIDE = 320
THUMBNAIL_QUALITY = 80
# Bits on each side of the perceptual hash; how far apart pictures are: bot/domain/reuse.py.
_HASH_SIDE = 16
_HASH_PIXELS = 64
# Middle strength of the waves of which the hash tells the signs; weaker signs are chance.
# Measured: payment pages have at least 230, a page with two words 160, plain, shaded and grainy
# ones at most 60.
_LEAST_DETAIL = 100.0

_FORMATS = ("JPEG", "PNG", "WEBP", "HEIF")
# Small pictures and depth maps that ride along in a HEIC are not decoded.
register_heif_opener(thumbnails=False, depth_images=False, aux_images=False)
_EXIF_POSITION = 0x8825
_ORIENTATION = 0x0112


class PictureFault(StrEnum):
    """Why a picture is refused."""

    NOT_A_PICTURE = "not_a_picture"
    TOO_MANY_PIXELS = "too_many_pixels"
    BROKEN = "broken"


class PictureRefused(Exception):  # noqa: N818 - reads as a sentence where it is raised
    """A file cannot be opened as a picture.

    Attributes:
        fault: why.
    """

    def __init__(self, fault: PictureFault) -> None:
        super().__init__(fault.value)
        self.fault = fault


def opened(data: bytes) -> Image.Image:
    """Return a picture upright, in red, green and blue, without metadata.

    Raises:
        PictureRefused: no JPEG, PNG, WebP or HEIC, more than `MOST_PIXELS`, or damaged.
    """
    return _upright(_checked(data))


def copies_of(data: bytes) -> PictureCopies:
    """Return the copies of a picture that may be shown, with its fingerprint.

    Raises:
        PictureRefused: see `opened`.
    """
    picture = _checked(data)
    exif = picture.getexif()
    upright = _upright(picture)
    return PictureCopies(
        format=picture.format or "",
        width=upright.width,
        height=upright.height,
        had_metadata=bool(set(exif) - {_ORIENTATION}),
        had_position=_EXIF_POSITION in exif,
        fingerprint=_fingerprint(upright),
        shown=_encoded(upright, _shown_side(upright), SHOWN_QUALITY),
        thumbnail=_encoded(upright, THUMBNAIL_SIDE, THUMBNAIL_QUALITY),
    )


def thumbnail_of(data: bytes) -> MadeBytes:
    """Return a small copy of a picture: JPEG without metadata, `THUMBNAIL_SIDE` pixels long.

    Raises:
        PictureRefused: see `opened`.
    """
    picture = _checked(data, (2 * THUMBNAIL_SIDE, 2 * THUMBNAIL_SIDE))
    return MadeBytes(_encoded(_upright(picture), THUMBNAIL_SIDE, THUMBNAIL_QUALITY))


def fingerprint(data: bytes) -> str:
    """Return the perceptual hash of a picture, 64 hexadecimal digits; empty for a plain one.

    Raises:
        PictureRefused: see `opened`.
    """
    return _fingerprint(opened(data))


def _checked(data: bytes, least: tuple[int, int] | None = None) -> Image.Image:
    """Return a decoded picture after its header was found to be within the limits.

    Args:
        data (bytes): of the file.
        least (tuple or None): a JPEG may be decoded smaller, down to these pixels.
    """
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("error", Image.DecompressionBombWarning)
            picture = Image.open(io.BytesIO(data), formats=_FORMATS)
            if picture.width * picture.height > MOST_PIXELS:
                raise PictureRefused(PictureFault.TOO_MANY_PIXELS)
            if least is not None:
                picture.draft("RGB", least)
            picture.load()
    except (Image.DecompressionBombWarning, Image.DecompressionBombError):
        raise PictureRefused(PictureFault.TOO_MANY_PIXELS) from None
    except UnidentifiedImageError:
        raise PictureRefused(PictureFault.NOT_A_PICTURE) from None
    # The last two come from HEIC.
    except (OSError, SyntaxError, ValueError, EOFError, RuntimeError):
        raise PictureRefused(PictureFault.BROKEN) from None
    return picture


def _upright(picture: Image.Image) -> Image.Image:
    turned = ImageOps.exif_transpose(picture)
    if turned.has_transparency_data:
        behind = Image.new("RGBA", turned.size, "white")
        behind.alpha_composite(turned.convert("RGBA"))
        turned = behind
    plain = turned.convert("RGB")
    # What Pillow would write again on saving: EXIF, colour profile, comments.
    plain.info.clear()
    return plain


def _shown_side(picture: Image.Image) -> int:
    """Return the pixels of the longest side at which the type can still be read."""
    wanted = max(picture.size) * _LONG_WIDTH // max(min(picture.size), 1)
    return min(max(wanted, SHOWN_SIDE), LONGEST_SHOWN)


def _encoded(picture: Image.Image, side: int, quality: int) -> bytes:
    copy = picture.copy()
    copy.thumbnail((side, side), Image.Resampling.LANCZOS)
    file = io.BytesIO()
    copy.save(file, "JPEG", quality=quality, optimize=True, exif=b"")
    return file.getvalue()


def _fingerprint(picture: Image.Image) -> str:
    """Return the signs of the lowest frequencies against their median."""
    size = (_HASH_PIXELS, _HASH_PIXELS)
    small = picture.convert("L").resize(size, Image.Resampling.LANCZOS)
    grey = np.asarray(small, dtype=np.float64)
    waves = _cosines()
    low = waves @ grey @ waves.T
    if np.median(np.abs(low)) < _LEAST_DETAIL:
        return ""
    bits = (low > np.median(low)).flatten()
    return np.packbits(bits).tobytes().hex()


@cache
def _cosines() -> NDArray[np.float64]:
    """Return the first rows of the discrete cosine transform (type II)."""
    places = (2 * np.arange(_HASH_PIXELS) + 1) * math.pi / (2 * _HASH_PIXELS)
    waves: NDArray[np.float64] = np.cos(np.outer(np.arange(_HASH_SIDE), places))
    return waves

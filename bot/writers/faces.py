"""Type faces for pictures: one that has the characters of a text."""

from functools import lru_cache
from pathlib import Path
from typing import cast

from PIL import ImageFont

# Searched in this order: our own, then those of Debian's fonts-noto-cjk and of macOS.
_FILES = (
    *sorted((Path(__file__).parent / "fonts").glob("*.otf")),
    Path("/usr/share/fonts/opentype/noto/NotoSansCJK-Regular.ttc"),
    Path("/System/Library/Fonts/PingFang.ttc"),
)
# Simplified Chinese in the collection of fonts-noto-cjk.
_SIMPLIFIED = 2


@lru_cache(maxsize=32)
def face(size: int) -> ImageFont.FreeTypeFont:
    """Return a face for Chinese and English.

    Where none with Chinese is installed, Pillow's own, which has English only.

    Args:
        size: height of the type in pixels.
    """
    for file in _FILES:
        if file.exists():
            return ImageFont.truetype(
                file, size, index=_SIMPLIFIED if file.suffix == ".ttc" else 0
            )
    # With a size, Pillow gives a scalable face or raises.
    return cast(ImageFont.FreeTypeFont, ImageFont.load_default(size))

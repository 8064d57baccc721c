"""Recognition of text in a picture, on this machine: rapidocr, loaded when first used."""

from dataclasses import replace
from functools import cache
from math import dist
from typing import Any

import numpy as np
from numpy.typing import NDArray
from PIL import Image

from bot.readers.glyphs import bars_told_apart, is_doubtful
from bot.readers.screens.layout import Point, TextBox, straightened

Pixels = NDArray[np.uint8]

# Longest side the detector sees, pixels. On 64 fresh photos 1280 read what 736-minimum read,
# at three quarters of the CPU; 960 lost one merchant in ten.
_DETECTOR_SIDE = 1280
# Longest side of the picture that lines are cut from, pixels.
_LONGEST_SIDE = 2000
_THREADS = 1
# Lines recognised at a time. One by one took 398 MB at most over 80 pictures, six at a time
# 548 MB, and a tenth more CPU for the padding of short lines.
_BATCH = 1
# A picture higher than this many widths is read in strips, or its type would be too small.
_TALLEST = 2.6
# Part of a strip's height that the next one repeats, so that no line is cut.
_OVERLAP = 0.08
# More strips than this is a scrolled page of which the first ones tell enough.
_MOST_STRIPS = 4
# Room around a line that is looked at again, in heights of the line.
_MARGIN = 0.25


class OcrMissing(Exception):  # noqa: N818 - says what is missing, as a sentence
    """The optional packages that read pictures are not installed (extra `ocr`)."""


@cache
def _engine() -> Any:  # rapidocr ships no types for its class
    try:
        from rapidocr import RapidOCR
    except ImportError as missing:
        raise OcrMissing("rapidocr and onnxruntime are needed: install payaid[ocr]") from missing
    return RapidOCR(
        params={
            "Global.use_cls": False,
            "Global.log_level": "error",
            "Global.max_side_len": _LONGEST_SIDE,
            "Det.limit_type": "max",
            "Det.limit_side_len": _DETECTOR_SIDE,
            "Rec.rec_batch_num": _BATCH,
            "EngineConfig.onnxruntime.intra_op_num_threads": _THREADS,
            "EngineConfig.onnxruntime.inter_op_num_threads": _THREADS,
        }
    )


def warm() -> None:
    """Load the models, about a second, so that the first picture does not wait.

    Raises:
        OcrMissing: the extra is not installed.
    """
    _engine()


def recognised(pixels: Pixels) -> tuple[TextBox, ...]:
    """Return the text of a picture in boxes.

    Args:
        pixels: height, width, 3 channels in the order red, green, blue.

    Raises:
        OcrMissing: the extra is not installed.
    """
    found = []
    for top, bottom, first, last in _strips(*pixels.shape[:2]):
        for piece in _found(pixels[top:bottom], top):
            if first <= (piece[0][0][1] + piece[0][2][1]) / 2 < last:
                found.append(piece)
    return tuple(_settled(pixels, box) for box in straightened(found))


def _settled(pixels: Pixels, box: TextBox) -> TextBox:
    """Return a line with its letters of like shape told apart, where it is a number."""
    if not is_doubtful(box.text):
        return box
    return replace(box, text=bars_told_apart(box.text, _line(pixels, box)))


def _line(pixels: Pixels, box: TextBox) -> Image.Image:
    """Return a line cut out of the picture along its own edges."""
    top_left, top_right, bottom_right, bottom_left = box.corners
    size = (round(dist(top_left, top_right)), round(dist(top_left, bottom_left)))
    corners = (*top_left, *bottom_left, *bottom_right, *top_right)
    picture = Image.fromarray(pixels)
    return picture.transform(size, Image.Transform.QUAD, corners, Image.Resampling.BICUBIC)


def _strips(height: int, width: int) -> list[tuple[int, int, float, float]]:
    """Return top and bottom of each strip, and between which heights its lines count."""
    tallest = int(width * _TALLEST)
    if height <= tallest:
        return [(0, height, 0.0, float(height))]
    step = int(tallest * (1 - _OVERLAP))
    tops = [top for top in range(0, height, step) if top == 0 or height - top > tallest - step]
    shared = (tallest - step) / 2
    return [
        (top, min(top + tallest, height), top + shared if top else 0.0, top + step + shared)
        for top in tops[:_MOST_STRIPS]
    ]


def _found(pixels: Pixels, offset: int) -> list[tuple[tuple[Point, ...], str, float]]:
    # The flags of the last call stay in the engine, so each call states its own.
    result = _engine()(pixels[:, :, ::-1], use_det=True, use_cls=False)
    if result.boxes is None:
        return []
    return [
        (tuple((float(x), float(y) + offset) for x, y in corners), text, float(score))
        for corners, text, score in zip(result.boxes, result.txts, result.scores, strict=True)
    ]


def read_again(pixels: Pixels, box: TextBox, scale: float) -> str:
    """Return the text of one line, cut out with more room and in another size.

    Args:
        pixels: the picture that the box came from.
        box: a line found by `recognised`.
        scale: factor of size; the other rendering makes it an independent reading.

    Returns:
        str: empty where nothing is recognised.
    """
    room = box.height * _MARGIN
    left, right = _span([x for x, _ in box.corners], room, pixels.shape[1])
    top, bottom = _span([y for _, y in box.corners], room, pixels.shape[0])
    cut = Image.fromarray(pixels[top:bottom, left:right])
    size = (max(int(cut.width * scale), 1), max(int(cut.height * scale), 1))
    line = np.asarray(cut.resize(size, Image.Resampling.BICUBIC))
    result = _engine()(line[:, :, ::-1], use_det=False, use_cls=False)
    return result.txts[0] if result.txts else ""


def _span(edges: list[float], room: float, end: int) -> tuple[int, int]:
    return max(int(min(edges) - room), 0), min(int(max(edges) + room) + 1, end)

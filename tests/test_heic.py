"""HEIC, the pictures of iPhones sent as files: opened, shown, recognised, read, refused."""

import contextlib
import io
import random
from pathlib import Path

import pytest
from PIL import Image

from bot.domain.reuse import SAME_PICTURE_BITS, bits_apart
from bot.readers.pictures import (
    PictureFault,
    PictureRefused,
    copies_of,
    fingerprint,
    opened,
)
from bot.readers.received import read_picture

_SHOTS = Path(__file__).parent / "fixtures" / "screenshots"
HEIC = (_SHOTS / "hong_kong.heic").read_bytes()
AS_JPEG = (_SHOTS / "hong_kong.jpg").read_bytes()


def test_a_picture_of_an_iphone_is_opened_shown_and_recognised():
    copies = copies_of(HEIC)
    assert (copies.format, copies.width, copies.height) == ("HEIF", 634, 1280)
    assert (copies.had_metadata, copies.had_position) == (True, True)
    assert Image.open(io.BytesIO(copies.shown)).format == "JPEG"
    assert b"SomePhone" not in copies.shown
    assert bits_apart(copies.fingerprint, fingerprint(AS_JPEG)) <= SAME_PICTURE_BITS


@pytest.mark.parametrize("seed", range(40))
def test_a_damaged_picture_of_an_iphone_is_refused_or_opened(seed):
    chance = random.Random(seed)
    damaged = bytearray(HEIC[: chance.randrange(len(HEIC)) if seed % 3 == 0 else None])
    for _ in range(5):
        damaged[chance.randrange(min(800, len(damaged)))] = chance.randrange(256)
    with contextlib.suppress(PictureRefused):
        assert opened(bytes(damaged)).mode == "RGB"


def test_a_picture_of_an_iphone_that_promises_too_much_is_refused_before_it_is_decoded():
    wide, wider = (634).to_bytes(4, "big"), (63_400).to_bytes(4, "big")
    high = (1280).to_bytes(4, "big")
    assert HEIC.count(wide + high) == 1
    with pytest.raises(PictureRefused) as refused:
        opened(HEIC.replace(wide + high, wider + high))
    assert refused.value.fault == PictureFault.TOO_MANY_PIXELS


def test_a_picture_of_an_iphone_reads_like_its_jpeg():
    assert read_picture(HEIC).payments == read_picture(AS_JPEG).payments

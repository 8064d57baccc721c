"""Pictures: limits, what rides along in them, copies and fingerprints."""

import io
import struct
import time
import zlib

import pytest
from PIL import Image, ImageDraw

from bot.domain.reuse import SAME_PICTURE_BITS, bits_apart
from bot.readers.pictures import (
    SHOWN_SIDE,
    THUMBNAIL_SIDE,
    PictureFault,
    PictureRefused,
    copies_of,
    fingerprint,
    opened,
)

_SVG = b'<svg xmlns="http://www.w3.org/2000/svg"><script>1</script></svg>'


def page(number=0, size=(400, 800)):
    """A screen with a block of its own for each number."""
    image = Image.new("RGB", size, "white")
    pen = ImageDraw.Draw(image)
    for at in range(12):
        width = (number * 53 + at * 97) % 260 + 40
        pen.rectangle((30, 40 + at * 60, 30 + width, 70 + at * 60), fill=(20, 20 * at, 90))
    return image


def encoded(image, kind="PNG", **options):
    file = io.BytesIO()
    image.save(file, kind, **options)
    return file.getvalue()


def with_exif(orientation=1):
    exif = Image.Exif()
    exif[0x0112] = orientation
    exif[0x010F] = "SomePhone"
    exif[0x8825] = {1: "N", 2: (22.0, 16.0, 41.0)}
    return encoded(page(), "JPEG", exif=exif)


def declared(width, height):
    """A PNG whose header promises more than its few bytes hold."""

    def chunk(kind, body):
        return (
            struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))
        )

    header = struct.pack(">IIBBBBB", width, height, 8, 2, 0, 0, 0)
    return (
        b"\x89PNG\r\n\x1a\n"
        + chunk(b"IHDR", header)
        + chunk(b"IDAT", zlib.compress(b"0"))
        + chunk(b"IEND", b"")
    )


@pytest.mark.parametrize(
    ("data", "fault"),
    [
        pytest.param(b"", PictureFault.NOT_A_PICTURE, id="nothing"),
        pytest.param(_SVG, PictureFault.NOT_A_PICTURE, id="an SVG can run scripts"),
        pytest.param(b"<html><img src=x></html>", PictureFault.NOT_A_PICTURE, id="HTML"),
        pytest.param(b"%PDF-1.7", PictureFault.NOT_A_PICTURE, id="PDF"),
        pytest.param(
            encoded(page(), "GIF"), PictureFault.NOT_A_PICTURE, id="GIF is not on the list"
        ),
        pytest.param(
            encoded(page(), "TIFF"), PictureFault.NOT_A_PICTURE, id="TIFF is not on the list"
        ),
        pytest.param(
            declared(30_000, 30_000), PictureFault.TOO_MANY_PIXELS, id="900 million pixels"
        ),
        pytest.param(
            declared(11_000, 9_000), PictureFault.TOO_MANY_PIXELS, id="where Pillow only warns"
        ),
        pytest.param(
            declared(8_000, 5_001), PictureFault.TOO_MANY_PIXELS, id="just over 40 million"
        ),
        pytest.param(encoded(page(), "JPEG")[:900], PictureFault.BROKEN, id="cut short"),
        pytest.param(declared(100, 100), PictureFault.BROKEN, id="less data than declared"),
    ],
)
def test_what_is_no_safe_picture_is_refused_at_once(data, fault):
    started = time.process_time()
    with pytest.raises(PictureRefused) as refused:
        opened(data)
    assert refused.value.fault == fault
    assert time.process_time() - started < 0.5


@pytest.mark.parametrize("kind", ["JPEG", "PNG", "WEBP"])
def test_the_usual_formats_are_opened(kind):
    assert opened(encoded(page(), kind)).size == (400, 800)


@pytest.mark.parametrize("mode", ["1", "L", "LA", "P", "RGBA", "I;16", "CMYK"])
def test_every_kind_of_colour_becomes_red_green_blue(mode):
    kind = "JPEG" if mode == "CMYK" else "PNG"
    image = Image.new("I;16", (60, 60)) if mode == "I;16" else page().convert(mode)
    assert opened(encoded(image, kind)).mode == "RGB"


def test_transparent_places_are_white_not_black():
    clear = Image.new("RGBA", (50, 50), (0, 0, 0, 0))
    assert opened(encoded(clear)).getpixel((10, 10)) == (255, 255, 255)


def test_a_picture_held_sideways_is_turned_upright():
    assert opened(with_exif(orientation=6)).size == (800, 400)


def test_position_and_camera_are_noted_but_not_passed_on():
    copies = copies_of(with_exif())
    assert (copies.had_metadata, copies.had_position) == (True, True)
    for copy in (copies.shown, copies.thumbnail):
        assert not Image.open(io.BytesIO(copy)).getexif()
        assert b"SomePhone" not in copy


def test_a_comment_in_the_file_is_not_passed_on():
    copies = copies_of(encoded(page(), "JPEG", comment=b"private words"))
    assert b"private words" not in copies.shown + copies.thumbnail


def test_a_picture_without_metadata_is_said_to_have_none():
    copies = copies_of(encoded(page()))
    assert (copies.had_metadata, copies.had_position) == (False, False)


def test_copies_keep_to_their_sizes():
    copies = copies_of(encoded(page(size=(2000, 4000))))
    assert max(Image.open(io.BytesIO(copies.shown)).size) == SHOWN_SIDE
    assert max(Image.open(io.BytesIO(copies.thumbnail)).size) == THUMBNAIL_SIDE
    assert (copies.width, copies.height) == (2000, 4000)


def test_a_small_picture_is_not_blown_up():
    assert Image.open(io.BytesIO(copies_of(encoded(page())).shown)).size == (400, 800)


def test_a_copy_has_the_fingerprint_of_its_original():
    original = page(3, (1080, 2340))
    smaller = original.resize((590, 1280), Image.Resampling.LANCZOS)
    copy = encoded(smaller, "JPEG", quality=60)
    assert bits_apart(fingerprint(encoded(original)), fingerprint(copy)) <= SAME_PICTURE_BITS


def test_different_pages_have_different_fingerprints():
    prints = [fingerprint(encoded(page(number))) for number in range(8)]
    apart = [bits_apart(one, other) for n, one in enumerate(prints) for other in prints[:n]]
    assert min(apart) > SAME_PICTURE_BITS


def test_a_fingerprint_has_256_bits_of_which_half_are_set():
    found = fingerprint(encoded(page()))
    assert len(found) == 64
    assert abs(int(found, 16).bit_count() - 128) <= 1


@pytest.mark.parametrize(
    "plain",
    [
        pytest.param(Image.new("RGB", (400, 800), "white"), id="white"),
        pytest.param(Image.new("RGB", (400, 800)), id="black"),
        pytest.param(Image.linear_gradient("L").resize((400, 800)).convert("RGB"), id="shaded"),
        pytest.param(Image.radial_gradient("L").resize((400, 800)).convert("RGB"), id="round"),
        pytest.param(Image.effect_noise((400, 800), 10).convert("RGB"), id="grain"),
    ],
)
def test_a_picture_on_which_nothing_is_seen_has_no_fingerprint(plain):
    assert fingerprint(encoded(plain)) == ""
    assert copies_of(encoded(plain, "JPEG")).fingerprint == ""


@pytest.mark.parametrize(
    ("size", "shown", "is_long"),
    [
        ((1080, 2400), (1080, 2400), False),
        ((1440, 3200), (1152, 2560), False),
        ((1080, 6000), (1080, 6000), False),
        ((600, 9600), (480, 7680), True),
    ],
)
def test_a_long_screenshot_stays_wide_enough_to_be_read(size, shown, is_long):
    copies = copies_of(encoded(page(size=size), "JPEG"))
    assert Image.open(io.BytesIO(copies.shown)).size == shown
    assert copies.is_long is is_long

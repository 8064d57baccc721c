"""Capital I and small l in numbers, told apart by their height."""

import pytest
from PIL import Image, ImageDraw, ImageFont

from bot.readers.glyphs import bars_told_apart, is_doubtful

SWAP = str.maketrans("Il", "lI")


def drawn(text, *, size=44, tilt=0.0, ink="black", paper="white"):
    """The line as a picture, letters a little apart."""
    font = ImageFont.load_default(size)
    line = Image.new("RGB", (len(text) * size, size * 2), paper)
    pen = ImageDraw.Draw(line)
    x = size / 4
    for letter in text:
        pen.text((x, size * 1.4 - x * tilt), letter, ink, font, anchor="ls")
        x += font.getlength(letter) + 2
    return line.crop((0, size // 4, round(x) + 4, size * 2 - size // 4))


@pytest.mark.parametrize("number", ["ch3PIlbd7Kx1VlIhE", "AbdIIlE7k14ThlXZ"])
@pytest.mark.parametrize(
    "look",
    [
        pytest.param({}, id="plain"),
        pytest.param({"tilt": 0.01}, id="uphill"),
        pytest.param({"ink": "#ddd", "paper": "#111"}, id="light on dark"),
        pytest.param({"size": 28}, id="small"),
    ],
)
def test_bars_are_set_right_by_their_height(number, look):
    assert bars_told_apart(number.translate(SWAP), drawn(number, **look)) == number


def test_without_letters_to_compare_with_nothing_is_changed():
    assert bars_told_apart("alIcce0e6o9", drawn("aIlcce0e6o9")) == "alIcce0e6o9"


def test_where_letters_touch_nothing_is_changed():
    wide = drawn("ch3PIlbd7Kx1VlIhE")
    assert bars_told_apart("ch3PIlbd7Kx1VlIhE99", wide) == "ch3PIlbd7Kx1VlIhE99"


@pytest.mark.parametrize(
    ("text", "doubtful"),
    [
        ("ch_3PIlbd7Kx1VlIhE", True),
        ("ADPJFFI7UC6RGHPXRD", False),
        ("4200064618202512304384", False),
        ("Spotify AB Il 3", False),
    ],
)
def test_only_mixed_numbers_are_looked_at(text, doubtful):
    assert is_doubtful(text) is doubtful

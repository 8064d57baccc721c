"""Whatever recognition or a file brings, reading ends in a value or a refusal."""

import io
from contextlib import suppress

from hypothesis import given, settings
from hypothesis import strategies as st
from PIL import Image

from bot.readers.filetypes import media_type
from bot.readers.glyphs import bars_told_apart
from bot.readers.pictures import PictureRefused, copies_of
from bot.readers.screens.layout import straightened
from bot.readers.screens.page import read_page

PIECES = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["交易时间", "订单号", "Amount", "¥12.00", "-1,234.50", "2026-11-20 12:01", "已退款", "<",
         "当前状态", "Date", "2026110122001412345678901234", "余额", "Total", "12-20",
         "£9.99 GBP", "商户单号"]
    ),
)  # fmt: skip
EDGES = st.floats(0, 3000)
SIDES = st.floats(0, 400)


@st.composite
def found(draw):
    left, top, width, height = draw(EDGES), draw(EDGES), draw(SIDES), draw(SIDES)
    right, bottom = left + width, top + height
    corners = ((left, top), (right, top), (right, bottom), (left, bottom))
    return corners, draw(PIECES), draw(st.floats(0, 1))


@settings(max_examples=60, deadline=None)
@given(st.lists(found(), max_size=14))
def test_any_boxes_give_a_reading_whose_amount_stands_on_the_page(pieces):
    reading = read_page(straightened(pieces)).reading
    if reading.amount_minor is not None:
        digits = "".join(one for line in reading.lines for one in line if one.isdecimal())
        assert str(reading.amount_minor).rstrip("0") in digits


@settings(max_examples=60, deadline=None)
@given(
    st.binary(max_size=600),
    st.sampled_from([b"", b"\x89PNG\r\n\x1a\n", b"\xff\xd8\xff\xe1", b"RIFF"]),
)
def test_any_bytes_are_a_picture_or_refused(tail, head):
    media_type(head + tail)
    with suppress(PictureRefused):
        copies_of(head + tail)


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_a_damaged_picture_is_read_or_refused(data):
    file = io.BytesIO()
    Image.linear_gradient("L").save(file, data.draw(st.sampled_from(["PNG", "JPEG", "WEBP"])))
    body = bytearray(file.getvalue())
    for _ in range(data.draw(st.integers(1, 8))):
        body[data.draw(st.integers(0, len(body) - 1))] = data.draw(st.integers(0, 255))
    with suppress(PictureRefused):
        copies_of(bytes(body))


@settings(max_examples=30, deadline=None)
@given(st.integers(1, 90), st.integers(1, 60), st.text("Ilabd147EF", min_size=1, max_size=12))
def test_letters_in_any_cutting_keep_their_number(width, height, text):
    line = Image.effect_noise((width, height), 60)
    assert len(bars_told_apart(text, line)) == len(text)

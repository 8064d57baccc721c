"""Files and numbers of several claims: found, told to agents, never to customers."""

import random
from dataclasses import replace

import pytest

from bot.domain.comparing import Confidence
from bot.domain.money import Money
from bot.domain.readings import FileReading, FoundCharges, SeenPayment, to_json
from bot.domain.reuse import (
    BANDS,
    LEAST_EQUAL_BANDS,
    SAME_PICTURE_BITS,
    Likeness,
    bands_of,
    bits_apart,
    may_show_the_same,
    numbers_on,
    numbers_said,
)
from bot.storage.arrivals import mark_stored, put_reading
from bot.storage.claims import forget_claims
from bot.storage.evidence import remove_evidence
from bot.storage.reuse import Reuse, put_marks, put_said_numbers, reused
from tests import postgres
from tests.databases import open_file
from tests.file_chat import FileChat, moved
from tests.filed import CHAT, put_claim, put_file
from tests.gateway import BOT, NOW
from tests.test_file_readings import FIRST, PICTURES, SECOND

database = postgres.database
PRINT = "".join(random.Random(1).choice("0123456789abcdef") for _ in range(64))
OTHER = "PA-2222-2222-2"


def differing(bits: int, seed: int = 3) -> str:
    """Return the fingerprint with some bits turned, at random places."""
    value = int(PRINT, 16)
    for place in random.Random(seed).sample(range(256), bits):
        value ^= 1 << place
    return f"{value:064x}"


def page(time="2026-11-21 17:20", reference="", order="", fingerprint=PRINT, minor=7500):
    payment = SeenPayment(Money(minor=minor, currency="CNY"), time, "乐家超市", reference, order)
    return FileReading(screen="payment", payments=(payment,), fingerprint=fingerprint)


@pytest.mark.parametrize("seed", range(20))
def test_pictures_within_the_limit_share_enough_bands(seed):
    near = differing(SAME_PICTURE_BITS, seed)
    assert bits_apart(PRINT, near) == SAME_PICTURE_BITS
    assert len(set(bands_of(PRINT)) & set(bands_of(near))) >= LEAST_EQUAL_BANDS


def test_bands_tell_their_place():
    assert len(set(bands_of("0" * 64))) == BANDS
    assert bands_of("") == ()


@pytest.mark.parametrize(
    ("one", "other", "may"),
    [
        (page(reference="202611215517"), page(reference="202611215517"), True),
        (page(reference="202611215517"), page(reference="202611219999"), False),
        (page(reference="4200OI123456"), page(reference="420001123456"), True),
        (page(order="20261121A-5517"), page(order="20261121A5517"), True),
        (page("2026-11-21 17:20"), page("2026-11-21 17:21"), False),
        (page("2026-11-21 17:20", "202611215517"), page("2026-11-21 17:20"), True),
        (page(""), page("2026-11-21 17:20"), True),
        (page(""), page("2026-11-21 17:20", minor=7600), False),
        (FileReading(screen="other"), FileReading(screen="other"), True),
        (moved(page(""), clock="17:22"), moved(page(""), clock="17:23"), False),
        (moved(page(""), clock="17:22"), moved(page(""), clock="17:22"), True),
        (moved(page(""), clock="17:22"), page(""), True),
        (moved(page(order="202611215517"), clock="1:02"), page(order="202611215517"), True),
    ],
)
def test_what_is_read_tells_pages_apart_that_look_alike(one, other, may):
    assert may_show_the_same(one, other) is may
    assert may_show_the_same(other, one) is may


def test_numbers_are_spelt_alike_and_short_ones_left_out():
    found = FoundCharges(
        "", Money(minor=1, currency="CNY"), 2, 1, 1, NOW, NOW, day_only=False, rows=(),
        confidence=Confidence.CERTAIN, why="", reference="4200-0012 3456",
    )  # fmt: skip
    reading = moved(page(reference="20261121oil1", order="12345"), found=(found,))
    assert numbers_on(reading) == ("202611210111", "420000123456")
    assert numbers_said({"reference": "4200 0012 3456", "amount": 5}) == ("420000123456",)


async def put(database, claim, reading=None, sha256="ab" * 32, **changes):
    """Keep a file of a claim and what was read on it."""
    file = await put_file(database, claim=claim.id, chat=claim.chat, **changes)

    async def step(connection):
        await mark_stored(connection, BOT, file.id, (sha256, 9, "image/png"))
        if reading is not None:
            await put_reading(connection, BOT, file.id, to_json(reading))
            await put_marks(connection, BOT, file.id, reading)

    await database.write(step)
    return file.id


async def two_claims(database, *, chat=CHAT + 1):
    return await put_claim(database), await put_claim(database, number=OTHER, chat=chat)


async def found(database, claim):
    return await database.read(lambda c: reused(c, claim.id))


@pytest.mark.parametrize("chat", [CHAT, CHAT + 1], ids=["one customer", "two customers"])
async def test_the_same_file_in_two_claims_is_found_from_both(database, chat):
    first, second = await two_claims(database, chat=chat)
    ids = [await put(database, claim) for claim in (first, second)]
    assert await found(database, first) == (Reuse(Likeness.FILE, ids[0], OTHER),)
    assert await found(database, second) == (Reuse(Likeness.FILE, ids[1], first.number),)


async def test_a_copy_of_a_picture_is_found(database):
    first, second = await two_claims(database)
    await put(database, first, page())
    item = await put(database, second, page(fingerprint=differing(12)), "cd" * 32)
    assert await found(database, second) == (Reuse(Likeness.PICTURE, item, first.number),)


@pytest.mark.parametrize(
    "other",
    [
        pytest.param(page(fingerprint=differing(13)), id="one bit too many"),
        pytest.param(page(fingerprint=""), id="nothing is seen on it"),
        pytest.param(page("2026-11-22 09:00"), id="the same page at another time"),
    ],
)
async def test_pictures_that_only_look_alike_are_not_found(database, other):
    first, second = await two_claims(database)
    await put(database, first, page())
    await put(database, second, other, "cd" * 32)
    assert await found(database, second) == ()


async def test_the_same_number_is_found_on_files_and_in_words(database):
    first, second = await two_claims(database)
    item = await put(database, first, page(reference="2026-1121-5517", fingerprint=""))
    await database.write(lambda c: put_said_numbers(c, BOT, second.id, ["202611215517"]))
    assert await found(database, first) == (Reuse(Likeness.NUMBER, item, OTHER),)
    assert await found(database, second) == (Reuse(Likeness.NUMBER, None, first.number),)


async def test_within_one_claim_nothing_is_said(database):
    claim = await put_claim(database)
    for number in range(2):
        await put(database, claim, page(reference="202611215517"), unique_id=f"u{number}")
    assert await found(database, claim) == ()


async def test_a_file_that_is_read_again_leaves_no_marks_of_before(database):
    first, second = await two_claims(database)
    item = await put(database, first, page(reference="202611215517"))
    await put(database, second, page(reference="202611215517"), "cd" * 32)
    await database.write(lambda c: put_marks(c, BOT, item, page(reference="9" * 12)))
    assert Likeness.NUMBER not in {each.how for each in await found(database, first)}
    rows = await database.read(lambda c: c.all("SELECT * FROM picture_band"))
    assert len(rows) == 2 * BANDS


async def test_with_the_customer_go_the_marks(database):
    first, second = await two_claims(database)
    item = await put(database, first, page(reference="202611215517"))
    await put(database, second, page(reference="202611215517"), "cd" * 32)
    await database.write(lambda c: put_said_numbers(c, BOT, first.id, ["202611215517"]))
    assert len(await found(database, second)) == 2
    await database.write(lambda c: remove_evidence(c, BOT, first.chat, item))
    await database.write(lambda c: forget_claims(c, BOT, first.chat))
    assert await found(database, second) == ()
    for table, left in (("picture_band", BANDS), ("seen_number", 1)):
        rows = await database.read(lambda c, t=table: c.all(f"SELECT * FROM {t}"))
        assert len(rows) == left


async def test_agents_read_it_on_the_card_and_customers_nowhere(tmp_path):
    database = await open_file(tmp_path)
    try:
        other = await put_claim(database, number=OTHER, chat=CHAT + 1)
        reading = moved(FIRST, fingerprint=PRINT)
        await put(database, other, reading)
        chat = FileChat(database)
        chat.office = replace(chat.office, agents_chat=-100)
        await chat.begin()
        chat.pictures = {
            PICTURES[0]: moved(FIRST, fingerprint=differing(5)), PICTURES[1]: SECOND,
        }.__getitem__  # fmt: skip
        await chat.opens("duplicate_charge")
        for answer in ("支付宝", "乐家超市", "75元", "2次", "昨晚", "一次", "都入账了"):
            await chat.says(answer)
        await chat.sends(PICTURES[0], PICTURES[1])
        await chat.taps("提交，要求退 75.00 元")
        texts = await chat.texts()
        told = [text for text in texts if OTHER in text]
        assert len(told) == 1
        assert "前首次回复" in told[0]
        assert f"很像的图片也在：{OTHER}" in told[0]
        assert f"相同的交易号或订单号也在：{OTHER}" in told[0]
    finally:
        await database.close()

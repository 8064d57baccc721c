"""Whether two files show the same: pictures that look alike, numbers that agree."""

import re
from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from pydantic import JsonValue

from bot.domain.addresses import addresses_in, without_everybodys
from bot.domain.readings import FileReading

# Measured with `python -m benchmarks.reused_pictures --seed 2` on 156 payment pages: copies differ
# in at most 6 of 256 bits, with half a percent cut off mostly 8, with a percent 16, pages of
# different apps in at least 48. Payments in one app differ in as little as 6, the same page with
# other numbers in 0: there what is read decides, see `may_show_the_same`.
SAME_PICTURE_BITS = 12
_BITS = 256
_BAND_BITS = 16
BANDS = _BITS // _BAND_BITS
# Bands that stay equal where at most that many bits differ: each spoils one band at most.
LEAST_EQUAL_BANDS = BANDS - SAME_PICTURE_BITS
# Shorter numbers stand on too many pages to tell anything.
_SHORTEST_NUMBER = 8
_MOST_NUMBERS = 60
# What recognition takes for each other.
_LOOKALIKES = str.maketrans("OIL", "011")
_NUMBER_FACTS = ("reference", "order_ref")
PAYEE_MARK, ADDRESS_MARK = "@", "~"
"""What a payee, and a web or mail address, begins with among the numbers; no number does."""
_PAYEE_FACTS = ("payee", "merchant", "platform")
# In which web and mail addresses are looked for: whom the customer dealt with, in their words.
_ADDRESSED_FACTS = (*_PAYEE_FACTS, "story", "words", "deposits")
_SHORTEST_PAYEE, _LONGEST_PAYEE = 3, 80
_NOBODY = frozenset(
    "不知道 不清楚 不认识 没有 骗子 对方 陌生人 商家 unknown dontknow idontknow notsure nobody"
    " scammer stranger thescammer ascammer seller theseller merchant shop".split()
)
# A run of letters and digits with a digit in it, as accounts and wallets have.
_ACCOUNT = re.compile(r"\b(?=[a-z]*\d)[a-z0-9]{8,80}\b", re.ASCII)


class Likeness(StrEnum):
    """How two claims, or files of theirs, are alike."""

    FILE = "file"
    PICTURE = "picture"
    NUMBER = "number"
    PAYEE = "payee"
    ADDRESS = "address"


def bits_apart(one: str, other: str) -> int:
    """Return in how many of 256 bits two fingerprints differ."""
    return (int(one, 16) ^ int(other, 16)).bit_count()


def bands_of(fingerprint: str) -> tuple[int, ...]:
    """Return the parts of a fingerprint by which a database finds its like; place and bits."""
    digits = _BAND_BITS // 4
    return tuple(
        place * 2**_BAND_BITS + int(fingerprint[place * digits : (place + 1) * digits], 16)
        for place in range(len(fingerprint) // digits)
    )


def numbers_on(reading: FileReading) -> tuple[str, ...]:
    """Return the transaction and order numbers that a file shows, in one spelling."""
    seen = [each for one in reading.payments for each in (one.transaction_ref, one.order_ref)]
    found = [one.reference for one in reading.found]
    return _spelt((*seen, *found))


def numbers_said(facts: Mapping[str, JsonValue]) -> tuple[str, ...]:
    """Return the transaction and order numbers that the facts of a claim hold."""
    return _spelt(str(facts[name]) for name in _NUMBER_FACTS if facts.get(name))


def addresses_said(facts: Mapping[str, JsonValue], known: Collection[str] = ()) -> tuple[str, ...]:
    """Return the web and mail addresses that a claim names, in one spelling.

    Args:
        facts (mapping): of the claim.
        known (collection of str): hosts that tell nothing beside those that everybody names.
    """
    said = " ".join(str(facts[name]) for name in _ADDRESSED_FACTS if facts.get(name))
    return tuple(ADDRESS_MARK + each for each in addresses_in(said, known))


def payees_said(facts: Mapping[str, JsonValue], known: Collection[str] = ()) -> tuple[str, ...]:
    """Return to whom the money of a claim went, in one spelling: name, account, wallet, shop.

    Names of one or two letters, words for "nobody knows" and addresses of large places, with
    whatever stands in them, stand for nobody.
    """
    found: list[str] = []
    for name in _PAYEE_FACTS:
        said = without_everybodys(str(facts.get(name) or ""), known).casefold()
        plain = re.sub(r"[\W_]+", "", said)
        if len(plain) >= _SHORTEST_PAYEE and plain not in _NOBODY:
            found.append(PAYEE_MARK + plain[:_LONGEST_PAYEE])
        # The number of an account or a wallet tells more than the name beside it.
        found += [PAYEE_MARK + each for each in _ACCOUNT.findall(said)]
    return tuple(dict.fromkeys(found))[:_MOST_NUMBERS]


def may_show_the_same(one: FileReading, other: FileReading) -> bool:
    """Whether nothing that was read on two pictures tells them apart.

    Pages of one app look alike to a fingerprint: the same shop, the same sum, only small figures
    differ. Numbers decide; where one shows none, the times, then the amounts. Two pictures that
    agree in what is read are still two where the phones' clocks on top of them differ: a picture
    that is sent again keeps its clock, or has it cut off.
    """
    for shown in (_numbers_of_pages, _times, _amounts):
        mine, theirs = shown(one), shown(other)
        if mine and theirs and not mine & theirs:
            return False
        if mine and theirs and shown is _numbers_of_pages:
            return True
    return not (one.clock and other.clock) or one.clock == other.clock


def _numbers_of_pages(reading: FileReading) -> frozenset[str]:
    return frozenset(numbers_on(reading))


def _times(reading: FileReading) -> frozenset[str]:
    return frozenset(one.time for one in reading.payments if one.time)


def _amounts(reading: FileReading) -> frozenset[str]:
    return frozenset(str(one.amount) for one in reading.payments if one.amount)


def _spelt(numbers: Iterable[str]) -> tuple[str, ...]:
    plain = (re.sub(r"[^0-9A-Z]", "", each.upper()).translate(_LOOKALIKES) for each in numbers)
    kept = dict.fromkeys(each for each in plain if len(each) >= _SHORTEST_NUMBER)
    return tuple(kept)[:_MOST_NUMBERS]

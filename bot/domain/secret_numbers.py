"""Numbers that give themselves away: card numbers and identity numbers by their check digits."""

import re
from datetime import date

CARD_DIGITS = range(15, 20)
"""Lengths of the cards in use: Amex 15, most 16, UnionPay up to 19 (ISO/IEC 7812)."""

_ISSUERS = re.compile(
    r"4|5[1-5]|2(?:22[1-9]|2[3-9]|[3-6]|7[01]|720)|3[47]|35(?:2[89]|[3-8])|62|81"
    r"|6011|64[4-9]|65|60400[1-9]|9[48]"
)
ISSUERS_BEGIN = "2345689"
"""First digits of all issuers of cards; no card begins with another one."""

_LUHN_DOUBLED = "0246813579"
_ID_WEIGHTS = (7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2)
_ID_CHECKS = "10X98765432"


def is_card_number(digits: str) -> bool:
    """Return whether digits begin like an issuer's and end in the right check digit (Luhn)."""
    if len(digits) not in CARD_DIGITS or not _ISSUERS.match(digits):
        return False
    doubled = (int(_LUHN_DOUBLED[int(digit)]) for digit in digits[-2::-2])
    return (sum(map(int, digits[-1::-2])) + sum(doubled)) % 10 == 0


def is_identity_number(number: str) -> bool:
    """Return whether 18 characters are a mainland identity number (GB 11643: date, check)."""
    if not re.fullmatch(r"[1-9]\d{16}[\dxX]", number, re.ASCII):
        return False
    try:
        date(int(number[6:10]), int(number[10:12]), int(number[12:14]))
    except ValueError:
        return False
    total = sum(int(digit) * weight for digit, weight in zip(number, _ID_WEIGHTS, strict=False))
    return _ID_CHECKS[total % 11] == number[17].upper()


def is_taiwan_identity_number(number: str) -> bool:
    """Return whether a letter and nine digits are a Taiwanese identity number."""
    if not re.fullmatch(r"[a-zA-Z][1289]\d{8}", number, re.ASCII):
        return False
    area = "ABCDEFGHJKLMNPQRSTUVXYWZIO".index(number[0].upper()) + 10
    weights = (8, 7, 6, 5, 4, 3, 2, 1, 1)
    digits = sum(int(d) * weight for d, weight in zip(number[1:], weights, strict=True))
    return (area // 10 + area % 10 * 9 + digits) % 10 == 0


def is_hong_kong_identity_number(number: str) -> bool:
    """Return whether letters, six digits and a check digit in brackets are a Hong Kong one."""
    body, check = number[:-3].upper().rjust(8), number[-2].upper()
    values = [36 if one == " " else int(one, 36) for one in body]
    total = sum(value * weight for value, weight in zip(values, range(9, 1, -1), strict=True))
    return (total + int(check, 36)) % 11 == 0

"""Claim numbers: short enough to read out, checked, forgiving of O and I."""

import secrets
from collections.abc import Callable

# Crockford's base 32: no I, L, O, U. Source: crockford.com/base32.html
_DIGITS = "0123456789ABCDEFGHJKMNPQRSTVWXYZ"
_READ_AS = str.maketrans({"O": "0", "I": "1", "L": "1", "U": "V"})
_PREFIX = "PA"
_LENGTH = 8
_MODULUS = len(_DIGITS)


def new_number(pick: Callable[[int], int] = secrets.randbelow) -> str:
    """Return a claim number such as PA-7K3M-4QXW-X.

    Args:
        pick (callable): gives a random int below its argument.

    Returns:
        str: prefix, eight random characters in two groups, a check character.
    """
    body = "".join(_DIGITS[pick(_MODULUS)] for _ in range(_LENGTH))
    return f"{_PREFIX}-{body[:4]}-{body[4:]}-{_check(body)}"


def read_number(text: str) -> str | None:
    """Return the claim number somebody typed, in its one spelling; None: it is none.

    Spaces, dashes, lower case, O for 0, I and L for 1 are forgiven; a wrong check is not.
    """
    plain = "".join(c for c in text.upper() if c.isalnum())
    if len(plain) > _LENGTH + 1:
        plain = plain.removeprefix(_PREFIX)
    plain = plain.translate(_READ_AS)
    if len(plain) != _LENGTH + 1 or any(c not in _DIGITS for c in plain):
        return None
    body, check = plain[:_LENGTH], plain[_LENGTH]
    return f"{_PREFIX}-{body[:4]}-{body[4:]}-{check}" if _check(body) == check else None


def _check(body: str) -> str:
    """Return the Luhn mod N check character. Source: ISO/IEC 7812-1 Annex B, base 32."""
    total = 0
    for place, character in enumerate(reversed(body)):
        value = _DIGITS.index(character)
        if place % 2 == 0:
            value *= 2
            value = value // _MODULUS + value % _MODULUS
        total += value
    return _DIGITS[-total % _MODULUS]
